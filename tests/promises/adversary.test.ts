/** A claim of all tasks that few tasks violate does not pass: early stopping with 1.65 in place of its constant 1.6859. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import earlyStopping from '../../claims/early-stopping-is-ridge.js';
import filtered from '../../models/filtered-descent.js';
import type { Claim, Model } from '../../src/claim.js';
import { always } from '../../src/criteria.js';
import { adversaryArms, verdictArms } from '../../src/engine/arm.js';
import { climb } from '../../src/engine/climb.js';
import type { Report } from '../../src/engine/report.js';
import { trial } from '../../src/engine/trial.js';
import { operatorRisk } from '../../oracles/measures/operator-risk.js';
import { CLIMBS } from '../../src/statistics/levels.js';
import { sign } from '../../src/statistics/outcome.js';
import type { Estimation } from '../../tasks/spectra.js';
import { claimcheck, scratch } from '../commands/shell.js';

const PART = 'the flow is at most c times ridge';
const models = new Map<string, Model>([[filtered.name, filtered as Model]]);

/** The bound on the tasks of the population alone, without the one where it is attained. */
function bounded(constant: number): Claim {
  const { flow, ridge } = earlyStopping.train;
  const risk = (of: 'flow' | 'ridge') => ({
    measure: ({ task, runs }: { task: Estimation; runs: Record<string, { operator: Float64Array }> }) =>
      operatorRisk(runs[of]!.operator, task),
  });
  const part = { accept: always(), holds: `flow / ridge <= ${constant}` };
  return {
    ...earlyStopping,
    train: { flow: flow!, ridge: ridge! },
    symbols: { flow: risk('flow'), ridge: risk('ridge') },
    parts: { [PART]: part },
  };
}

const SEEDS = Array.from({ length: 25 }, (_, k) => String(k + 1));

const refutedBy = (constant: number, seed: string, climbs: number) => {
  const [arm] = adversaryArms(bounded(constant));
  return Array.from({ length: climbs }, (_, index) => index).some((index) => {
    const name = { suiteSeed: seed, claim: 'bounded', arm: 'adversary', trial: index };
    const margin = climb(arm!, name, models).reached!.outcome.parts[PART]!.margins[0]!;
    return sign(margin) === 'violation';
  });
};

describe('early stopping with 1.65 in place of 1.6859', () => {
  test('is refuted on most seeds at standard, where its trials refute it on few', () => {
    const [own] = verdictArms(bounded(1.65));
    const byTrials = SEEDS.filter((seed) =>
      Array.from({ length: 105 }, (_, index) => trial(own!, 'bounded', seed, index, models)).some(
        ({ parts }) => sign(parts[PART]!.margins[0]!) === 'violation',
      ),
    );
    const bySearch = SEEDS.filter((seed) => refutedBy(1.65, seed, CLIMBS.standard));
    expect(byTrials.length).toBeLessThan(SEEDS.length / 3);
    expect(bySearch.length).toBeGreaterThan((2 * SEEDS.length) / 3);
  });

  test('with its true constant it is refuted on none', () => {
    expect(SEEDS.filter((seed) => refutedBy(1.6859090583 + 1e-9, seed, CLIMBS.standard))).toEqual([]);
  });
});

/** As its author would write it. */
const TEXT = `
import { claim } from 'claimcheck';
import { filtered } from 'claimcheck/models/filtered-descent';
import { operatorRisk } from 'claimcheck/properties/operator-risk';
import { estimation } from 'claimcheck/tasks/spectra';

const ridge = (times) => filtered((task) => ({ kind: 'ridge', penalty: times / task.time }));
export default claim({
  title: 'Early stopping is ridge regression, up to 1.65',
  statement: 'The risk of gradient flow stopped at time t is at most 1.65 times that of ridge with the penalty 1/t.',
  ours: [], sources: {}, scope: 'It is false.', premises: {},
  forAll: estimation,
  train: { flow: filtered((task) => ({ kind: 'flow', time: task.time })), ridge: ridge(1) },
  symbols: {
    flow: ({ task, runs }) => operatorRisk(runs.flow.operator, task),
    ridge: ({ task, runs }) => operatorRisk(runs.ridge.operator, task),
  },
  parts: { bound: {
    holds: 'flow / ridge <= 1.65',
    unless: {
      'penalty 2/t': { because: 'less variance', train: { ridge: ridge(2) } },
      'penalty 4/t': { because: 'even less', train: { ridge: ridge(4) } },
    },
  } },
});
`;

test('whoever runs such a claim sees the task that violates it, and can look at it again', async () => {
  const folder = scratch();
  writeFileSync(join(folder, 'up-to-165.ts'), TEXT);
  const out = join(folder, 'out');
  const json = join(out, 'report.json');
  const named = ['up-to-165', '--claims', folder];
  const ran = await claimcheck(['run', ...named, '--level', 'standard', '--seed', '2', '--workers', '2', '--out', out]);
  expect([ran.code, ran.stderr.includes('internal')]).toEqual([1, false]);
  const told = ran.stdout.replace(/\s+/g, ' ');
  expect(told).toContain('the adversary found a task that is a certified counterexample (slack < -error)');
  expect(told).toMatch(/Adversary: its climb \d ended on a certified counterexample of “bound” \(\d+ trainings\)/);

  const [claim] = (JSON.parse(readFileSync(json, 'utf8')) as Report).content.claims;
  expect(claim!.counterexample!.foundBy).toBe('adversary');
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('of the adversary, shrunk');
  const again = await claimcheck(['replay', json, ...named]);
  expect(again.stdout).toContain('The margin is the stored one, bit for bit.');
  expect(again.code).toBe(0);
  const { climb: index } = claim!.adversary!.refuted!;
  const climbed = await claimcheck([
    'replay',
    json,
    'up-to-165',
    String(index),
    '--claims',
    folder,
    '--arm',
    'adversary',
  ]);
  expect(climbed.stdout).toContain('The journal has the same digest.');
  expect(climbed.stdout).toMatch(/the task on which this climb ended after \d+ trainings/);
  expect(climbed.code).toBe(0);
});
