/** A run in which a program trains: its verdict is that of the claim, and what it does is told. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { armNamed, faultArms } from '../../src/engine/arm.js';
import { discoverModels } from '../../src/engine/discover.js';
import { programIdentity } from '../../src/engine/programs.js';
import { headOf } from '../../src/engine/spoken.js';
import { evaluate, trial } from '../../src/engine/trial.js';
import { normals, stream, streamState } from '../../src/numerics/stream.js';
import { endPrograms } from '../../src/program/bridge.js';
import { claimOf, command, folder, judged, pools } from './trained.js';

afterAll(endPrograms);

const digests = ({ claim }: Awaited<ReturnType<typeof judged>>) => claim.arms.map(({ name, digest }) => [name, digest]);

describe('a verdict', () => {
  test('is the same by one process or several, in large requests and in small ones', async () => {
    const counts = join(folder, 'counts');
    const good = await judged(command('good', counts));
    expect(good.claim.verdict).toBe('holds');
    expect(good.claim.models).toEqual([
      {
        about: expect.stringMatching(/^A program that answers with the size of its task/),
        name: 'steady',
        digest: good.model.digest,
        instead: true,
        reproducible: 'on one machine',
        computedBy: 'toss, luck 1.0',
      },
    ]);
    const sizes = readFileSync(counts, 'utf8').trim().split('\n').map(Number);
    expect(Math.max(...sizes)).toBeGreaterThan(3);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16);
    for (const [mode, pool] of [
      ['few', 'here'],
      ['single', 'here'],
      ['good', 'workers'],
    ] as const) {
      const other = await judged(command(mode), pool as keyof typeof pools);
      expect(other.claim.verdict).toBe('holds');
      expect(digests(other)).toEqual(digests(good));
    }
  });

  test('has an id, and is the same again', async () => {
    const [one, other] = [await judged(command()), await judged(command(), 'workers')];
    expect(one.report.id).toMatch(/^[0-9a-f]{64}$/);
    expect(other.report.id).toBe(one.report.id);
  });

  test('of what is reproducible only statistically stays outside the id', async () => {
    for (const mode of ['loose', 'single32']) {
      const { report, claim } = await judged(command(mode));
      expect(report.approximate?.claims).toHaveLength(1);
      expect(claim.models[0]!.reproducible).toBe('statistically');
      expect(claim.verdict).toBe('holds');
    }
  });

  test('a parameter that is no number counts against the claim', async () => {
    expect((await judged(command('nan'))).claim.verdict).not.toBe('holds');
  });
});

describe('trouble', () => {
  test('a process that ends once costs no trial', async () => {
    const { claim } = await judged(command('once', join(folder, 'once')), 'workers');
    expect(existsSync(join(folder, 'once.gone'))).toBe(true);
    expect(claim.verdict).toBe('holds');
  });

  test.each([
    [
      'five',
      /^claim: trial \d+: model "toss": the program ".*" ended with exit code 1 in place of an answer to "train"; it wrote nothing/,
    ],
    ['says', /^claim: trial 0: model "toss": it says: ValueError: no such optimizer \(my_model.py, line 12\)/],
    ['stopped', /^claim: trial 0: model "toss": trained\[0\]: stopped is "done"; expected one of/],
    ['process', /answered differently when the same trial was asked twice/],
    [
      'batched',
      /^claim: trial 0: the model "toss" answered differently when the same trial was asked twice: .* as if it were asked for alone/,
    ],
  ])('that is no verdict: %s', async (mode, sentence) => {
    const { claim, errors } = await judged(command(mode));
    expect(claim.verdict).toBe('error');
    expect(errors.join('\n')).toMatch(sentence);
  });

  test('a program that cannot be started, or says what cannot be, is refused before anything is trained', async () => {
    const claims = [await claimOf()];
    for (const [program, sentence] of [
      ['no-such-program a.py', /there is no program "no-such-program"/],
      [command('future'), /speaks version 2 of the protocol/],
      [command('file'), /says that .*no-such-file.py is one of its files, and there is none/],
      [`${command()} | cat`, /needs a shell for "\|"/],
    ] as const)
      await expect(discoverModels({ steady: program }, claims)).rejects.toThrow(sentence);
  });
});

describe('what crosses', () => {
  const parameter = async (mode: string) => {
    const claim = await claimOf();
    const models = new Map(
      [...(await discoverModels({ steady: command(mode) }, [claim]))].map(([n, { model }]) => [n, model]),
    );
    const name = { suiteSeed: '3', claim: 'sizes', trial: 0, arm: 'claim' };
    const { trained } = evaluate(armNamed(claim.claim, 'claim', models), { size: 4 }, name, models);
    return { name, value: [...Object.values(trained)[0]!.parameters['value']!] };
  };

  test('seeds are where our own streams stand', async () => {
    const { name, value } = await parameter('seed');
    const state = streamState(name, 'train');
    expect(value).toEqual([Number((BigInt(state[0]) << 21n) | (BigInt(state[1]) >> 11n)), ...state]);
  });

  test('draws are the first of our own streams', async () => {
    const { name, value } = await parameter('drawn');
    expect(value).toEqual([...normals(stream(streamState(name, 'noise')), 3)]);
  });

  test('faults of its own are arms like any other', async () => {
    const claim = await claimOf();
    const models = new Map(
      [...(await discoverModels({ steady: command('faulty') }, [claim]))].map(([n, { model }]) => [n, model]),
    );
    const [arm] = faultArms(claim.claim, models);
    expect(arm!.name).toBe('fault:steady: sign flipped');
    expect(trial(arm!, 'sizes', '3', 0, models).parts['part']!.margins[0]!.slack).toBeLessThan(0);
    expect(
      trial(armNamed(claim.claim, 'claim', models), 'sizes', '3', 0, models).parts['part']!.margins[0]!.slack,
    ).toBe(1e-6);
  });
});

describe('who a program is', () => {
  const said = { protocol: 1, name: 'net', libraries: { numpy: '2.4.6' } };
  const net = join(folder, 'net.py');
  const helper = join(folder, 'helper.py');
  writeFileSync(net, 'print(1)\n');
  writeFileSync(helper, 'print(2)\n');
  const of = (words: readonly string[], more: object = {}) => programIdentity({ words, said: { ...said, ...more } });

  test('its words, its files and the versions that it names', () => {
    const base = of(['python3', net], { files: [helper] });
    expect(base.files).toMatchObject({
      './helper.py': expect.any(String),
      './net.py': expect.any(String),
      numpy: '2.4.6',
    });
    expect(of(['python3', net], { files: [helper], computes: 'another machine' }).digest).toBe(base.digest);
    for (const other of [
      of(['python3', net, '--fast'], { files: [helper] }),
      of(['python3', net]),
      of(['python3', net], { files: [helper], libraries: { numpy: '2.4.7' } }),
      of(['python3', net], { files: [helper], version: '2' }),
    ])
      expect(other.digest).not.toBe(base.digest);
    writeFileSync(helper, 'print(3)\n');
    expect(of(['python3', net], { files: [helper] }).digest).not.toBe(base.digest);
  });
});

test('what a program is stands in its docstring', () => {
  expect(
    headOf(
      '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""The diagonal network, in numpy.\n\nMore.\n"""\nimport numpy',
    ),
  ).toEqual(['The diagonal network, in numpy.', 'More.']);
  expect(headOf('import numpy\nx = """none"""\n')).toEqual([]);
});
