/**
 * Models in Python (numpy alone), each right and wrong in ways in which models are wrong: the claims that must notice, notice.
 * Of each claim its own arm is judged at level quick, as `run` does; controls are other tests' business.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verdictArms } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, type FoundClaim } from '../../src/engine/discover.js';
import { silent } from '../../src/engine/journal.js';
import { measure } from '../../src/engine/measure.js';
import type { ArmReport } from '../../src/engine/report.js';
import { plan } from '../../src/engine/run.js';
import { local } from '../../src/execution/local.js';
import { root } from '../commands/shell.js';
import { environment, ran } from './interpreter.js';

/** Model, program, claim, and what is wrong with it. */
const WRONG: readonly (readonly [model: string, program: string, claim: string, wrong: readonly string[]])[] = [
  [
    'ridge',
    'ridge',
    'optimal-ridge-is-optimal',
    ['penalty times n', 'penalty forgotten', 'standard deviation for variance', 'an intercept', 'a row forgotten'],
  ],
  [
    'least-squares',
    'least_squares',
    'regularizing-changes-the-solution',
    ['penalty of the mean', 'penalty without its half', 'decoupled decay', 'a tolerance of 1e-3', 'an intercept'],
  ],
  [
    'linear-classifier',
    'classifier',
    'steepest-descent-max-margin',
    ['labels of 0 and 1', 'squared loss', 'a constant step', 'the length in place of the sign'],
  ],
  [
    'dropout-linear',
    'dropout',
    'dropout-is-weighted-ridge',
    ['kept inputs are not enlarged', 'the share that is kept', 'one mask for the batch'],
  ],
  ['filtered-descent', 'filtered', 'early-stopping-is-ridge', ['penalty of the sum', 'time of the mean']],
  [
    'diagonal-network',
    'diagonal',
    'small-init-is-not-min-l2',
    ['variance for standard deviation of the start', 'v forgotten', 'stops early', 'features standardized'],
  ],
  [
    'diagonal-network',
    'diagonal',
    'label-noise-recovers-sparse',
    ['label noise drawn once', 'label noise of one batch'],
  ],
];

beforeAll(() => {
  ran('python3', 'import numpy');
  process.env['PYTHONPATH'] = [join(root, 'clients', 'examples'), environment.PYTHONPATH].join(':');
  process.env['PYTHONDONTWRITEBYTECODE'] = '1';
});

const executors: { close: () => Promise<void> }[] = [];
afterAll(async () => {
  await Promise.all(executors.map((each) => each.close()));
});

/** What the claim's own arm says of the model, part by part. */
async function judged(model: string, program: string, claim: string, wrong: string) {
  const found = (await loadClaim(join(root, 'claims', `${claim}.ts`))) as FoundClaim;
  const command = `python3 tests/clients/models/${program}.py '${wrong}'`;
  const models = await discoverModels({ [model]: command }, [found]);
  const planned = plan(found, { level: 'quick', seed: '1', models });
  const executor = local([planned], new Map([...models].map(([name, each]) => [name, each.model])));
  executors.push(executor);
  let report: ArmReport | undefined;
  await measure([planned], {
    level: 'quick',
    executor,
    journal: silent,
    known: [],
    arms: ({ claim }) => verdictArms(claim).filter(({ role }) => role === 'claim'),
    onEvent: () => {},
    onDecided: (_, [arm]) => {
      expect(arm!.error).toBeUndefined();
      report = arm!.report();
    },
  });
  return Object.entries(report!.parts).map(([part, { decision }]) => [part, decision] as const);
}

test('there are more than fifteen', () => {
  expect(WRONG.flatMap(([, , , wrong]) => wrong).length).toBeGreaterThan(15);
});

describe.each(WRONG)('in the place of %s, %s.py judged by %s', (model, program, claim, wrong) => {
  test('holds where it is right', async () => {
    for (const [part, decision] of await judged(model, program, claim, '')) expect(decision, part).toBe('holds');
  });

  test.each(wrong)('fails: %s', async (each) => {
    expect((await judged(model, program, claim, each)).map(([, decision]) => decision)).toContain('fails');
  });
});
