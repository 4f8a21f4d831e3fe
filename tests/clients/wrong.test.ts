/**
 * Models in Python (numpy alone), each right and wrong in ways in which models are wrong: the claims that must notice, notice.
 * Of each claim its own arm is judged at level quick, as `run` does; controls are other tests' business.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { ran } from './interpreter.js';
import { judged } from './judged.js';

/** Model, program, claim, and what is wrong with it. */
const WRONG: readonly (readonly [model: string, program: string, claim: string, wrong: readonly string[]])[] = [
  ['ridge', 'ridge', 'optimal-ridge-is-optimal', ['penalty times n', 'standard deviation for variance']],
  ['ridge', 'ridge', 'regularizing-changes-the-solution', ['penalty forgotten', 'an intercept', 'a row forgotten']],
  [
    'least-squares',
    'least_squares',
    'regularizing-changes-the-solution',
    ['penalty of the mean', 'penalty without its half', 'decoupled decay', 'an intercept'],
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
  ['diagonal-network', 'diagonal', 'small-init-is-not-min-l2', ['stops early', 'features standardized']],
  [
    'diagonal-network',
    'diagonal',
    'label-noise-recovers-sparse',
    ['label noise drawn once', 'label noise of one batch'],
  ],
];

beforeAll(() => {
  ran('python3', 'import numpy');
});
const twin = (program: string, wrong = '') => `python3 tests/clients/models/${program}.py '${wrong}'`;

test('there are more than fifteen', () => {
  expect(WRONG.flatMap(([, , , wrong]) => wrong).length).toBeGreaterThan(15);
});

describe.each(WRONG)('in the place of %s, %s.py judged by %s', (model, program, claim, wrong) => {
  test('holds where it is right', async () => {
    for (const [part, decision] of await judged(claim, model, twin(program))) expect(decision, part).toBe('holds');
  });

  test.each(wrong)('fails: %s', async (each) => {
    expect((await judged(claim, model, twin(program, each))).map(([, decision]) => decision)).toContain('fails');
  });
});
