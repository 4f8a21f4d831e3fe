/** What runs on tfjs is judged like everything else, and has no part in the bits that a report is named by. */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/engine/compare.js';
import { run } from '../../src/engine/run.js';
import { loadClaim, type FoundClaim, type FoundModel } from '../../src/engine/discover.js';
import { whole } from '../../src/engine/whole.js';
import { fromLine, toLine } from '../../src/engine/journal.js';
import type { TrialRecord } from '../../src/engine/trial.js';
import { local } from '../../src/execution/local.js';
import { readReport } from '../../src/reporting/schema.js';
import type { Claim, Model } from '../../src/claim.js';
import plain from '../../models/diagonal-network.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

describe('run --model diagonal-network=tfjs', () => {
  const folder = scratch();
  const [one, base] = ['one', 'base'].map((name) => join(folder, name));
  const path = join(one!, 'report.json');
  let stdout = '';
  beforeAll(async () => {
    const args = ['run', 'holding', '--claims', fixtures, '--level', 'quick', '--workers', '1', '--out'];
    const [tfjs, exact] = await Promise.all([
      claimcheck([...args, one!, '--model', 'diagonal-network=tfjs']),
      claimcheck([...args, base!]),
    ]);
    expect([tfjs.code, exact.code]).toEqual([0, 0]);
    stdout = tfjs.stdout;
  });

  test('judges the claim and keeps it outside the hashed content', () => {
    const report = readReport(path);
    expect(report.content.claims).toEqual([]);
    expect(report.id).toBeNull();
    expect(report.approximate!.claims.map(({ id, verdict }) => [id, verdict])).toEqual([['holding', 'holds']]);
    const [model] = report.approximate!.claims[0]!.models;
    expect(model).toMatchObject({ name: 'diagonal-network', instead: true, reproducible: 'statistically' });
    expect(model!.computedBy).toMatch(/^tfjs 4\.22\.0 on (wasm|tensorflow)$/);
    expect(report.approximate!.joint.allHold).toBe(true);
  });

  test('says so', () => {
    expect(stdout).toMatch(/The claim holds/);
    expect(stdout).toContain('No report id: no claim in it is reproducible bit for bit.');
    expect(stdout.replace(/\s+/g, ' ')).toMatch(
      /1 claim trains what is reproducible only statistically and stays outside the report id: diagonal-network \(tfjs/,
    );
  });

  test('a report is rendered from its file with the same table', async () => {
    const { code, stdout: again } = await claimcheck([
      'report',
      path,
      '--format',
      'md',
      '--out',
      join(folder, 'again'),
    ]);
    expect(code).toBe(0);
    expect(again).toMatch(/^holding .*35\/35/m);
  });

  test('is compared with the exact run within tolerances', () => {
    const [comparison] = compare(readReport(join(base!, 'report.json')), readReport(path));
    expect(comparison).toMatchObject({ id: 'holding', modelsChanged: ['diagonal-network'] });
    expect(comparison!.change).not.toMatch(/added|removed|worse/);
  });

  test('a trial is replayed within a tolerance, and says so', async () => {
    const again = ['replay', path, 'holding', '3', '--claims', fixtures, '--model', 'diagonal-network=tfjs'];
    const same = await claimcheck(again);
    expect(same.code).toBe(0);
    expect(same.stdout).toContain('The journal has the same digest.');
    const journal = join(one!, 'journal.ndjson');
    const lines = readFileSync(journal, 'utf8');
    const moved = (by: number) =>
      lines.replace(/.*"arm":"claim","index":3,.*/, (line) => {
        const { digest: _, ...record } = fromLine(line)!;
        const { margins } = record.parts['far']!;
        const parts = { far: { state: 'finished', margins: margins.map((m) => ({ ...m, slack: m.slack + by })) } };
        return toLine({ ...record, parts: parts as TrialRecord['parts'], digest: 'another' }).trimEnd();
      });
    try {
      writeFileSync(journal, moved(1e-5));
      const near = await claimcheck(again);
      expect(near.stdout).toMatch(/another digest; the margins agree within .* \(half the digits of float32/);
      expect(near.code).toBe(0);
      writeFileSync(journal, moved(0.01));
      const far = await claimcheck(again);
      expect(far.stdout).toContain('The journal has another: the outcome differs.');
      expect(far.code).toBe(1);
    } finally {
      writeFileSync(journal, lines);
    }
  });

  test('a model without such an implementation is refused with the list of those that have one', async () => {
    copyFileSync(join(fixtures, 'holding.ts'), join(folder, 'holding.ts'));
    const { code, stderr } = await claimcheck(['run', 'holding', '--claims', folder, '--model', 'ridge=tfjs']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'no model "ridge" on tfjs; there are diagonal-network, layered-network, two-layer-network',
    );
  });
});

describe("the run's self-control", () => {
  test('trains our own network where another is judged in its place', async () => {
    const one = (await loadClaim(join(fixtures, 'holding.ts'))) as FoundClaim;
    const exact: Model = {
      ...plain,
      train: (task, rule, streams) => ({ ...plain.train(task, rule, streams), facts: { residual: 0 } }),
    };
    const found = {
      ...{ name: plain.name, file: '', module: '', model: exact, digest: 'a'.repeat(64), files: {} },
      insteadOf: 'models/diagonal-network.ts',
    };
    const { content } = await run({
      claims: [one],
      models: new Map([[plain.name, found]]),
      instead: [plain.name],
      level: 'quick',
      seed: '1',
      workers: 1,
      kernels: 'wasm',
      execute: (planned) => local(planned, new Map([[plain.name, exact]])),
    });
    expect(content.selfControl.verdict).toBe('fails');
    expect(content.claims.map(({ verdict }) => verdict)).toEqual(['fails']);
  });
});

describe('the id', () => {
  const shifted = (name: string, shift: number, reproducible?: 'statistically'): Model => ({
    ...plain,
    name,
    ...(reproducible && { reproducible }),
    train: (task, rule, streams) => {
      const trained = plain.train(task, rule, streams);
      return { ...trained, parameters: { beta: trained.parameters['beta']!.map((x) => x + shift) } };
    },
  });
  /** One claim on the model that it has, and the same claim on another. */
  const measured = async (other: Model) => {
    const one = (await loadClaim(join(fixtures, 'holding.ts'))) as FoundClaim;
    const named = (train: Claim['train']): Claim['train'] => ({ model: { ...train['model']!, model: other } });
    const { mustFail } = one.claim.controls;
    const two: FoundClaim = {
      ...one,
      id: 'two',
      claim: {
        ...one.claim,
        train: named(one.claim.train),
        controls: {
          mustHold: {},
          mustFail: Object.fromEntries(
            Object.entries(mustFail).map(([name, control]) => [
              name,
              { ...control, ...(control.train && { train: named(control.train) }) },
            ]),
          ),
        },
      },
    };
    const models = new Map(
      [one.claim.train['model']!.model, other].map((model): [string, FoundModel] => [
        model.name,
        { name: model.name, file: '', module: '', model, digest: 'a'.repeat(64), files: {} },
      ]),
    );
    const trained = new Map([...models].map(([name, { model }]) => [name, model]));
    return run({
      claims: [one, two],
      models,
      level: 'quick',
      seed: '1',
      workers: 1,
      kernels: 'wasm',
      execute: (planned) => local(planned, trained),
    });
  };

  test('does not see what is reproducible only statistically, and sees everything else', async () => {
    const exact = await measured(shifted('other', 0));
    const moved = await measured(shifted('other', 1e-9));
    const loose = await measured(shifted('other', 0, 'statistically'));
    const looseMoved = await measured(shifted('other', 1e-9, 'statistically'));
    expect(exact.content.claims.map(({ verdict }) => verdict)).toEqual(['holds', 'holds']);
    expect(exact.approximate).toBeUndefined();
    expect(moved.id).not.toBe(exact.id);
    expect(loose.content.claims.map(({ id }) => id)).toEqual(['holding']);
    expect(loose.approximate!.claims.map(({ id }) => id)).toEqual(['two']);
    expect(loose.approximate!.claims[0]!.arms).not.toEqual(looseMoved.approximate!.claims[0]!.arms);
    expect(loose.id).not.toBeNull();
    expect(looseMoved.id).toBe(loose.id);
    expect(whole(loose).content.joint).toEqual(exact.content.joint);
  });
});
