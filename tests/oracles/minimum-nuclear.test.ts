import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eigenSymmetric, eigenvaluesSymmetric } from '../../src/numerics/eigen.js';
import { cholesky, choleskySolve } from '../../src/numerics/cholesky.js';
import { dot, gram, norm2, subtract, times, timesTransposed, type Matrix } from '../../src/numerics/matrix.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { minimumNuclear, nuclear } from '../../oracles/minimum-nuclear.js';
import {
  commutingSensing,
  conjugated,
  denseSensing,
  nuclearCounterexample,
  plantedSensing,
} from '../../tasks/matrix-sensing.js';

const [written] = nuclearCounterexample.list!;
const spectral = (A: Matrix, nu: Float64Array) => {
  const d = Math.round(Math.sqrt(A.cols));
  return Math.max(...eigenvaluesSymmetric({ rows: d, cols: d, data: timesTransposed(A, nu) }).map(Math.abs));
};

/** The same minimum by alternating directions: shrink eigenvalues, project on the fits. A second method, no certificate. */
function alternating(A: Matrix, y: Float64Array, rounds: number): number {
  const d = Math.round(Math.sqrt(A.cols));
  const K = cholesky(gram(A));
  const project = (M: Float64Array) => {
    const lift = timesTransposed(A, choleskySolve(K, subtract(y, times(A, M))));
    return M.map((entry, k) => entry + lift[k]!);
  };
  const sym = (M: Float64Array) => M.map((entry, k) => (entry + M[(k % d) * d + Math.floor(k / d)]!) / 2);
  let [M, dual] = [project(new Float64Array(d * d)), new Float64Array(d * d)];
  for (let round = 0; round < rounds; round++) {
    const { values, vectors } = eigenSymmetric({ rows: d, cols: d, data: sym(M.map((entry, k) => entry + dual[k]!)) });
    const shrunk = conjugated(
      vectors,
      values.map((z) => Math.sign(z) * Math.max(0, Math.abs(z) - 0.3)),
    );
    M = project(shrunk.map((entry, k) => entry - dual[k]!));
    dual = dual.map((entry, k) => entry + M[k]! - shrunk[k]!);
  }
  return nuclear(sym(M));
}

describe('the certificate', () => {
  test.each([denseSensing, plantedSensing])('$name: a fit above, a feasible dual below', ({ arbitrary }) => {
    fc.assert(
      fc.property(arbitrary, ({ A, y }) => {
        const { value, error, certificate } = minimumNuclear.answer({ A, y });
        expect(norm2(subtract(times(A, value.M), y))).toBeLessThan(1e-12 * norm2(y));
        expect(nuclear(value.M)).toBeCloseTo(value.norm, 10);
        expect(spectral(A, value.nu)).toBeLessThanOrEqual(1 + 1e-12);
        expect(dot(y, value.nu)).toBeGreaterThanOrEqual(value.norm - error - 1e-12);
        expect(error).toBeGreaterThanOrEqual(Number(certificate['upper']) - Number(certificate['lower']));
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  test('agrees with alternating directions', () => {
    fc.assert(
      fc.property(denseSensing.arbitrary, ({ A, y }) => {
        const { value } = minimumNuclear.answer({ A, y });
        expect(alternating(A, y, 3000) / value.norm - 1).toBeLessThan(1e-4);
        expect(alternating(A, y, 3000) / value.norm - 1).toBeGreaterThan(-1e-6);
      }),
      { numRuns: 4, seed: 2 },
    );
  });

  test('is the least L1 norm of the spectrum where measurements commute', () => {
    fc.assert(
      fc.property(commutingSensing.arbitrary, ({ A, X, y }) => {
        const { value, error } = minimumNuclear.answer({ A, y });
        const least = minimumL1.answer({ X, y });
        expect(Math.abs(value.norm - least.value.norm)).toBeLessThanOrEqual(error + least.error + 1e-12);
      }),
      { numRuns: 12, seed: 3 },
    );
  });

  test('scales with the labels', () => {
    const { A, y } = written!;
    const { value } = minimumNuclear.answer({ A, y });
    for (const factor of [1e-8, -3, 1e6])
      expect(
        minimumNuclear.answer({ A, y: y.map((entry) => factor * entry) }).value.norm / value.norm / Math.abs(factor),
      ).toBeCloseTo(1, 7);
    expect(minimumNuclear.answer({ A, y: y.map(() => 0) }).value.norm).toBe(0);
  });
});

test('every fault gives another answer', () => {
  const { A, y } = written!;
  const { value, error } = minimumNuclear.answer({ A, y });
  for (const [name, { by }] of Object.entries(minimumNuclear.faults!))
    expect(Math.abs(by({ A, y }).value.norm - value.norm), name).toBeGreaterThan(100 * error);
});

test('refuses what is not a question', () => {
  const { A, y } = written!;
  expect(() => minimumNuclear.answer({ A, y: y.subarray(1) })).toThrow(/expected m x d\^2/);
  const data = A.data.slice();
  data[1]! += 1;
  expect(() => minimumNuclear.answer({ A: { ...A, data }, y })).toThrow(/not symmetric/);
});
