/** What runs on tfjs is judged like everything else, and has no part in the bits that a report is named by. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/engine/compare.js';
import { run } from '../../src/engine/run.js';
import { loadClaim, type FoundClaim, type FoundModel } from '../../src/engine/discover.js';
import { whole } from '../../src/engine/whole.js';
import { local } from '../../src/execution/local.js';
import { readReport } from '../../src/reporting/schema.js';
import type { Model } from '../../src/claim.js';
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
    expect(report.approximate!.claims.map(({ id, verdict }) => [id, verdict])).toEqual([['holding', 'holds']]);
    const [model] = report.approximate!.claims[0]!.models;
    expect(model).toMatchObject({ name: 'diagonal-network', instead: true, reproducible: 'statistically' });
    expect(model!.computedBy).toMatch(/^tfjs 4\.22\.0 on (wasm|tensorflow)$/);
    expect(report.approximate!.joint.allHold).toBe(true);
  });

  test('says so', () => {
    expect(stdout).toMatch(/The claim holds/);
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

  test('a model without such an implementation is refused with the list of those that have one', async () => {
    copyFileSync(join(fixtures, 'holding.ts'), join(folder, 'holding.ts'));
    const { code, stderr } = await claimcheck(['run', 'holding', '--claims', folder, '--model', 'ridge=tfjs']);
    expect(code).toBe(2);
    expect(stderr).toContain('no model "ridge" on tfjs; there are diagonal-network, two-layer-network');
  });
});

describe('the id', () => {
  const found = (model: Model): FoundModel => ({
    name: model.name,
    file: '',
    module: '',
    model,
    digest: 'a'.repeat(64),
  });
  const measured = async (model: Model) => {
    const claim = (await loadClaim(join(fixtures, 'holding.ts'))) as FoundClaim;
    const models = new Map([plain, model].map((each) => [each.name, found(each)]));
    const trained = new Map([...models].map(([name, { model: each }]) => [name, each]));
    const options = { claims: [claim], models, level: 'quick', seed: '1', workers: 1, kernels: 'wasm' } as const;
    return run({ ...options, execute: (planned) => local(planned, trained) });
  };

  test('does not see what is reproducible only statistically, and sees everything else', async () => {
    const last = (shift: number): Model => ({
      ...plain,
      train: (task, rule, streams) => {
        const trained = plain.train(task, rule, streams);
        return { ...trained, parameters: { beta: trained.parameters['beta']!.map((x) => x + shift) } };
      },
    });
    const loose = (shift: number): Model => ({ ...last(shift), reproducible: 'statistically' });
    const [a, b, c, d] = [
      await measured(last(0)),
      await measured(last(1e-9)),
      await measured(loose(0)),
      await measured(loose(1e-9)),
    ];
    expect(a.id).not.toBe(b.id);
    expect(a.approximate).toBeUndefined();
    expect(c.id).toBe(d.id);
    expect(c.id).not.toBe(a.id);
    expect(whole(c).content.claims.length).toBe(1);
    expect(whole(c).content.joint).toEqual(a.content.joint);
  });
});
