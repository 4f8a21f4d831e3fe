/** What is no question is refused in the oracle's own name, before anything is computed. */
import { expect, test } from 'vitest';
import { fromRows, type Matrix } from '../../src/numerics/matrix.js';
import { lasso } from '../../oracles/lasso.js';
import { maxMargin } from '../../oracles/max-margin.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { minimumPNorm } from '../../oracles/minimum-p-norm.js';
import { minimumQ } from '../../oracles/minimum-q.js';
import { minimumWeightedL1 } from '../../oracles/minimum-weighted-l1.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { posterior } from '../../oracles/posterior.js';
import { preferred } from '../../oracles/preferred.js';

const round = fromRows([
  [1, 0],
  [0, 1],
]);
type Sample = { X: Matrix; y: Float64Array };
const oracles: Readonly<Record<string, (sample: Sample) => unknown>> = {
  lasso: (sample) => lasso.answer({ ...sample, lambda: 0.1 }),
  maxMargin: (sample) => maxMargin.answer({ ...sample, norm: 'L1' }),
  minimumL1: (sample) => minimumL1.answer(sample),
  minimumL2: (sample) => minimumL2.answer(sample),
  minimumPNorm: (sample) => minimumPNorm.answer({ ...sample, p: 1.5 }),
  minimumQ: (sample) => minimumQ.answer({ ...sample, alpha: 0.1 }),
  minimumWeightedL1: (sample) => minimumWeightedL1.answer({ ...sample, weights: Float64Array.of(1, 2) }),
  penalizedOptimum: (sample) => penalizedOptimum.answer({ ...sample, loss: 'squared', penalty: 1 }),
  posterior: (sample) => posterior.answer({ ...sample, P: round }),
  preferred: (sample) => preferred.answer({ ...sample, preference: { kind: 'preconditioned', P: round } }),
};

test.each(Object.entries(oracles))('%s', (name, ask) => {
  const X = fromRows([
    [1, 0.5],
    [0, 1],
  ]);
  const y = Float64Array.of(1, -1);
  const refusal = (sample: Sample) => {
    try {
      ask(sample);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      return (error as Error).message;
    }
    return 'answered';
  };
  for (const bad of [NaN, Infinity, -Infinity]) {
    const sentence = `${name}: an entry of X or y is ${bad}; expected finite numbers`;
    expect(refusal({ X: { ...X, data: X.data.with(1, bad) }, y })).toBe(sentence);
    expect(refusal({ X, y: y.with(0, bad) })).toBe(sentence);
  }
  expect(refusal({ X: { ...X, data: X.data.subarray(1) }, y })).toBe(`${name}: X is 2 x 2 and has 3 entries`);
  expect(refusal({ X, y: y.subarray(1) })).toBe(`${name}: X is 2 x 2 and y has length 1; expected 2`);
  expect(refusal({ X, y })).toBe('answered');
});

test('a word that is none is named, with those that are', () => {
  const sample = { X: round, y: Float64Array.of(1, -1) };
  expect(() => maxMargin.answer({ ...sample, norm: 'L3' as 'L1' })).toThrow('the norm is L3; expected L1, L2 or Linf');
  expect(() => penalizedOptimum.answer({ ...sample, loss: 'huber' as 'lasso', penalty: 1 })).toThrow(
    'loss huber; expected one of squared, logistic, lasso',
  );
  expect(() => preferred.answer({ ...sample, preference: { kind: 'L3' as 'L1' } })).toThrow('the preference is L3');
});
