import fc from 'fast-check';
import { expect, test } from 'vitest';
import { column, dot, norm2, times, timesTransposed } from '../../src/numerics/matrix.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import {
  squaredColumns,
  sparsePositiveTruth,
  unevenRegression,
  wideUnevenRegression,
} from '../../tasks/label-noise.js';
import { commutingSensing, denseSensing, plantedSensing, plantedSensingUnseen } from '../../tasks/matrix-sensing.js';
import { blurredVertices, clearVertices } from '../../tasks/vertex.js';

const runs = { numRuns: 25, seed: 1 };

test('clear and blurred vertices are what they say', () => {
  for (const [population, least, most] of [
    [clearVertices, 0, 0.8],
    [blurredVertices, 0.99, 0.999],
  ] as const)
    fc.assert(
      fc.property(population.arbitrary, ({ X, y }) => {
        const { value } = minimumL1.answer({ X, y });
        expect(value.unique).toBe(true);
        expect(value.support).toEqual(Array.from({ length: X.rows }, (_, j) => j));
        expect(value.offSupportDual).toBeLessThanOrEqual(most + 1e-9);
        expect(value.offSupportDual).toBeGreaterThanOrEqual(least);
        const dual = timesTransposed(X, value.nu);
        value.support.forEach((j) => expect(dual[j]! * Math.sign(value.beta[j]!)).toBeCloseTo(1, 9));
      }),
      runs,
    );
});

test('columns are uneven, and labels are as planted', () => {
  for (const { arbitrary } of [unevenRegression, wideUnevenRegression])
    fc.assert(
      fc.property(arbitrary, ({ X, y }) => {
        const squares = squaredColumns(X);
        squares.forEach((square, j) => expect(square).toBeCloseTo(dot(column(X, j), column(X, j)), 12));
        expect(Math.max(...squares) / Math.min(...squares)).toBeGreaterThan(1.2);
        expect(norm2(y)).toBeCloseTo(1, 12);
        expect(X.cols).toBeGreaterThan(X.rows + 1);
      }),
      runs,
    );
  fc.assert(
    fc.property(sparsePositiveTruth.arbitrary, ({ X, y, truth }) => {
      expect(times(X, truth)).toEqual(y);
      expect(truth.filter((entry) => entry > 0)).toHaveLength(3);
      expect(Math.min(...truth)).toBe(0);
    }),
    runs,
  );
});

test('measurements are symmetric; planted matrices have rank 1 and norm 1; commuting ones commute', () => {
  const at = (A: { cols: number; data: Float64Array }, k: number) => A.data.slice(k * A.cols, (k + 1) * A.cols);
  for (const { arbitrary } of [commutingSensing, denseSensing, plantedSensing, plantedSensingUnseen])
    fc.assert(
      fc.property(arbitrary, ({ A, y }) => {
        const d = Math.round(Math.sqrt(A.cols));
        expect(y).toHaveLength(A.rows);
        expect(A.rows).toBeLessThan((d * (d + 1)) / 2);
        for (let k = 0; k < A.rows; k++)
          at(A, k).forEach((entry, l, M) => expect(entry).toBe(M[(l % d) * d + Math.floor(l / d)]!));
      }),
      runs,
    );
  fc.assert(
    fc.property(plantedSensing.arbitrary, ({ truth }) => {
      expect(norm2(truth)).toBeCloseTo(1, 12);
      expect(truth.reduce((sum, entry, k) => (k % 9 === 0 ? sum + entry : sum), 0)).toBeCloseTo(1, 12);
    }),
    runs,
  );
  fc.assert(
    fc.property(commutingSensing.arbitrary, ({ A }) => {
      const d = Math.round(Math.sqrt(A.cols));
      const product = (P: Float64Array, Q: Float64Array) =>
        P.map((_, k) => {
          let sum = 0;
          for (let l = 0; l < d; l++) sum += P[Math.floor(k / d) * d + l]! * Q[l * d + (k % d)]!;
          return sum;
        });
      const [P, Q] = [at(A, 0), at(A, 1)];
      const QP = product(Q, P);
      product(P, Q).forEach((entry, k) => expect(Math.abs(entry - QP[k]!)).toBeLessThan(1e-13));
    }),
    runs,
  );
});
