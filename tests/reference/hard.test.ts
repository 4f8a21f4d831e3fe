/** Questions on which float64 alone was wrong: the reference's numbers, and closed forms. */
import { describe, expect, it, test } from 'vitest';
import { trainRidge } from '../../models/ridge.js';
import {
  fromRows,
  matrix,
  multiply,
  norm2,
  normInf,
  times,
  timesTransposed,
  transpose,
} from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { lasso } from '../../oracles/lasso.js';
import { maxMargin } from '../../oracles/max-margin.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { minimumPNorm } from '../../oracles/minimum-p-norm.js';
import { penalizedOptimum } from '../../oracles/penalized-optimum.js';
import { posterior } from '../../oracles/posterior.js';
import { preferred } from '../../oracles/preferred.js';
import { distance } from '../oracles/instances.js';
import { interpolant } from '../oracles/truth.js';
import { rootShare, share } from '../numerics/rational.js';
import { reading } from './reading.js';
import { ridgeRules } from '../models/rules.js';

const { ridge } = ridgeRules;

const { reference, unread } = reading('hard', 'lasso', 'ridge');

describe('the reference', () => {
  type Sparse = { about: string; X: number[][]; y: number[]; penalty: number; minimizer: string[] };
  it.each((reference.lasso as Sparse[]).map((one): [string, Sparse] => [one.about, one]))(
    'lasso, %s',
    (_: string, { X, y, penalty, minimizer }: Sparse) => {
      const question = { X: fromRows(X), y: Float64Array.from(y), loss: 'lasso' as const, penalty };
      const { value, error } = penalizedOptimum.answer(question);
      const truth = minimizer.map(Number);
      const size = Math.hypot(...truth);
      expect(distance(value, truth)).toBeLessThanOrEqual(error + 2e-16 * size);
      expect(error).toBeLessThan(1e-12 * size);
    },
  );

  type Shrunk = { about: string; X: number[][]; y: number[]; penalty: number; beta: string[] };
  it.each((reference.ridge as Shrunk[]).map((one): [string, Shrunk] => [one.about, one]))(
    'ridge, %s',
    (_: string, { X, y, penalty, beta }: Shrunk) => {
      const trained = trainRidge({ X: fromRows(X), y: Float64Array.from(y) }, ridge(penalty));
      const truth = beta.map(Number);
      expect(trained.stopped).toBe('exact');
      // Two columns or rows are 1e-6 apart, so that a unit of rounding counts a million times.
      expect(distance(trained.parameters['beta']!, truth)).toBeLessThan(1e-9 * Math.hypot(...truth));
    },
  );

  it('is read to the end', () => expect(unread()).toEqual([]));
});

test('the lasso at penalties far below the largest price, with fewer equations than columns', () => {
  for (let seed = 0; seed < 10; seed++) {
    const X = matrix(3, 9, normals(seededStream(seed), 27));
    const y = normals(seededStream(seed + 100), 3);
    for (const share of [1e-5, 1e-7, 1e-9]) {
      const lambda = share * normInf(timesTransposed(X, y));
      const { value, error } = lasso.answer({ X, y, lambda });
      // At so small a penalty the minimum is lambda times the least L1 norm, less what is of second order in it.
      expect(value.support.length).toBeGreaterThanOrEqual(3);
      expect(error).toBeLessThan(1e-9 * norm2(y) * norm2(y));
    }
  }
});

test.each([1e-3, 1e-6, 1e-9])('a margin of %d beside a nuisance of 1e6', (gap) => {
  const X = fromRows([
    [gap, 1e6, 0],
    [gap, -1e6, 0],
    [-3 * gap, 1e6, 1],
  ]);
  const { value, error } = maxMargin.answer({ X, y: Float64Array.of(1, 1, -1), norm: 'L2' });
  expect(Math.abs(value.margin - gap)).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-6 * gap);
  expect(distance(value.w, [1, 0, 0])).toBeLessThan(1e-6);
});

test('points that no direction separates: the refusal names them', () => {
  const X = fromRows([
    [1, 2],
    [-2, -4],
    [5, 0],
  ]);
  expect(() => maxMargin.answer({ X, y: Float64Array.of(1, 1, 1), norm: 'L2' })).toThrow(
    /not separable: 0 is a convex combination of the points (0, 1|1, 0) times/,
  );
});

test.each([2e-6, 1e-9, 1e-140, 1e-300])('rows that differ by %d', (h) => {
  const X = fromRows([
    [1, 0, 0],
    [1, h, 0],
  ]);
  const { value, error } = minimumL2.answer({ X, y: Float64Array.of(1, 2) });
  expect(distance(value.beta, [1, 1 / h, 0])).toBeLessThanOrEqual(error);
  expect(error).toBeLessThan(1e-9 * value.norm);
});

test.each([16, 24, 32])('a preconditioner of %d whose factor has 1 on its diagonal and -.6 below', (d) => {
  const L = matrix(d, d);
  for (let i = 0; i < d; i++) for (let j = 0; j <= i; j++) L.data[i * d + j] = i === j ? 1 : -0.6;
  const P = multiply(L, transpose(L));
  const X = matrix(3, d, normals(seededStream(d), 3 * d));
  const y = normals(seededStream(d + 1), 3);
  const truth = interpolant({ X, y }, P)!;
  const asked = { X, y, preference: { kind: 'preconditioned', P } } as const;
  const { value, error } = preferred.answer(asked);
  expect(rootShare(value.complexity, truth.square, error)).toBeLessThanOrEqual(1);
  const mean = posterior.answer({ X, y, P });
  expect(share(mean.value.beta, truth.beta, mean.error)).toBeLessThanOrEqual(1);
  expect(mean.error).toBeLessThan(1e-9 * norm2(mean.value.beta));
});

test('a prior over five decades, and one that is none', () => {
  const d = 6;
  const P = matrix(d, d);
  for (let j = 0; j < d; j++) P.data[j * (d + 1)] = [1e5, 1, 1e-5, 1e3, 1e-2, 1][j]!;
  const X = matrix(3, d, normals(seededStream(3), 3 * d));
  const y = normals(seededStream(4), 3);
  const { value, error } = posterior.answer({ X, y, P });
  expect(share(value.beta, interpolant({ X, y }, P)!.beta, error)).toBeLessThanOrEqual(1);
  // V leaves nothing open in the directions that are known.
  for (let i = 0; i < 3; i++)
    expect(normInf(times(value.V, X.data.slice(i * d, (i + 1) * d)))).toBeLessThan(1e-9 * normInf(P.data));
  P.data[0] = -1;
  expect(() => posterior.answer({ X, y, P })).toThrow(/P \(6 x 6\) is not positive definite/);
  P.data[1] = 1;
  expect(() => posterior.answer({ X, y, P })).toThrow(/P_10 is 0 and P_01 is 1; expected a symmetric matrix/);
});

test('p near 1 is answered for Gaussian rows, or refused without blaming them', () => {
  const X = matrix(4, 12, normals(seededStream(5), 48));
  const y = normals(seededStream(6), 4);
  let answered = 0;
  for (const p of [1.01, 1.02, 1.03, 1.05])
    try {
      expect(minimumPNorm.answer({ X, y, p }).error).toBeGreaterThan(0);
      answered++;
    } catch (error) {
      expect((error as Error).message).toMatch(/does not certify the norm to 1e-10 of itself at p = 1.0[1-5]/);
    }
  expect(answered).toBeGreaterThanOrEqual(2);
});
