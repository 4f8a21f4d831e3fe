import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lu, luSolve, solve, solveWithError, solveWithResidual } from '../../src/numerics/lu.js';
import { fromRows, identity, matrix, multiply, times } from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import {
  big,
  bigDot,
  bigRows,
  bits,
  columnsScaled,
  difference,
  EPS,
  exact,
  fixed,
  gaussian,
  gaussianVector,
  largest,
} from './dense.js';

const cases = fc.record({ n: fc.integer({ min: 1, max: 22 }), seed: fc.integer({ min: 0, max: 1e9 }) });

function trueSolution(A: Matrix, b: Float64Array) {
  const columns = exact.lusolve(bigRows(A), Array.from(b, big)) as unknown as ReturnType<typeof big>[][];
  return columns.map(([entry]) => entry!);
}

/** 1 / (i + j + 1) rounded: condition numbers 5e2, 2e4, 5e5, 1e7, ... */
const hilbert = (n: number) =>
  matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, k) => 1 / (Math.floor(k / n) + (k % n) + 1)),
  );

test('P A = L U with multipliers of at most 1', () => {
  fc.assert(
    fc.property(cases, ({ n, seed }) => {
      const A = gaussian(n, n, seed);
      const { factors, order } = lu(A);
      const L = identity(n);
      const U = matrix(n, n);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          if (j < i) L.data[i * n + j] = -factors.data[i * n + j]!;
          else U.data[i * n + j] = factors.data[i * n + j]!;
        }
      }
      expect(largest(L.data)).toBe(1);
      const permuted = fromRows(Array.from(order, (i) => A.data.subarray(i * n, (i + 1) * n)));
      expect(difference(multiply(L, U).data, permuted.data)).toBeLessThanOrEqual(2 * n * EPS * largest(U.data) * n);
    }),
  );
});

test('elimination by panels gives the bits of plain elimination', () => {
  fc.assert(
    fc.property(cases, ({ n, seed }) => {
      const A = gaussian(n, n, seed);
      const { factors, order } = lu(A);
      const rows = Array.from(order, (i) => A.data.slice(i * n, (i + 1) * n));
      for (let k = 0; k < n; k++) {
        for (let i = k + 1; i < n; i++) {
          const factor = -rows[i]![k]! / rows[k]![k]!;
          rows[i]![k] = factor;
          for (let j = k + 1; j < n; j++) rows[i]![j]! += factor * rows[k]![j]!;
        }
      }
      expect(factors.data).toEqual(fromRows(rows).data);
    }),
  );
});

test('the residual bound holds in exact arithmetic, and is near rounding', () => {
  fc.assert(
    fc.property(fc.record({ n: fc.integer({ min: 1, max: 9 }), seed: fc.integer({ min: 0, max: 1e9 }) }), (c) => {
      const A = gaussian(c.n, c.n, c.seed);
      const b = gaussianVector(c.n, c.seed + 1);
      const { x, residual } = solveWithResidual(A, b);
      const truth = bigRows(A).map((row, i) => bigDot(row, Array.from(x, big)).minus(big(b[i]!)).abs().toNumber());
      expect(residual).toBeGreaterThanOrEqual(Math.max(...truth));
      expect(residual).toBeLessThanOrEqual(c.n * EPS * largest(A.data) * largest(x));
    }),
  );
});

test('the error bound holds in exact arithmetic', () => {
  fc.assert(
    fc.property(fc.record({ n: fc.integer({ min: 1, max: 8 }), seed: fc.integer({ min: 0, max: 1e9 }) }), (c) => {
      const A = gaussian(c.n, c.n, c.seed);
      const b = gaussianVector(c.n, c.seed + 1);
      const { x, error } = solveWithError(A, b);
      const errors = trueSolution(A, b).map((entry, i) => entry.minus(big(x[i]!)).abs().toNumber());
      expect(error).toBeGreaterThanOrEqual(Math.max(...errors));
      const rows = exact.inv(bigRows(A)) as unknown as ReturnType<typeof big>[][];
      const inverseSize = Math.max(
        ...rows.map((row) => row.reduce((sum, entry) => sum + Math.abs(entry.toNumber()), 0)),
      );
      expect(error).toBeLessThan(inverseSize * c.n * EPS * largest(A.data) * largest(x));
    }),
    { numRuns: 50 },
  );
});

test('refinement makes ill-conditioned systems accurate to the last places', () => {
  for (const n of [4, 6, 8, 10]) {
    const A = hilbert(n);
    const b = new Float64Array(n).fill(1);
    const truth = trueSolution(A, b).map((entry) => entry.toNumber());
    const size = Math.max(...truth.map(Math.abs));
    const { x, error } = solveWithError(A, b);
    const refined = Math.max(...truth.map((entry, i) => Math.abs(x[i]! - entry)));
    const plain = Math.max(...truth.map((entry, i) => Math.abs(luSolve(lu(A), b)[i]! - entry)));
    expect(refined).toBeLessThanOrEqual(4 * EPS * size);
    expect(refined).toBeLessThan(plain);
    expect(error).toBeGreaterThanOrEqual(refined);
  }
  expect(solveWithError(hilbert(13), new Float64Array(13).fill(1)).error).toBe(Infinity);
});

test('badly scaled rows or columns are not singular', () => {
  const A = gaussian(4, 4, 3);
  const scales = Float64Array.of(1, 1e-30, 1e20, 1e-12);
  const x = Float64Array.of(1, 2, 3, 4);
  const byColumn = columnsScaled(A, scales);
  const byRow = matrix(
    4,
    4,
    A.data.map((entry, k) => entry * scales[Math.floor(k / 4)]!),
  );
  const b = times(A, x);
  solve(byColumn, b).forEach((entry, j) => expect((entry * scales[j]!) / x[j]!).toBeCloseTo(1, 12));
  const scaled = b.map((entry, i) => entry * scales[i]!);
  expect(difference(solve(byRow, scaled), x)).toBeLessThan(1e-12);
});

test('singular, unfit and infinite systems are refused', () => {
  const ofRankTwo = fromRows([
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ]);
  expect(() => solve(ofRankTwo, new Float64Array(3))).toThrow(
    /^lu: pivot 2 is .*; expected a matrix that is not singular to working precision$/,
  );
  expect(() => lu(matrix(2, 2))).toThrow(/^lu: pivot 0 is 0; expected a matrix that is not singular/);
  expect(() => lu(matrix(2, 3))).toThrow(new RangeError('lu: A is 2 x 3; expected a square matrix'));
  expect(() => lu(fromRows([[Infinity]]))).toThrow(
    new RangeError('lu: entry (0, 0) is Infinity; expected finite entries'),
  );
  const message = 'solve: A is 3 x 3 and b has length 2; expected 3';
  expect(() => solve(identity(3), new Float64Array(2))).toThrow(new RangeError(message));
  expect(() => solveWithError(identity(3), new Float64Array(2))).toThrow(new RangeError(message));
  expect(() => luSolve(lu(identity(3)), new Float64Array(2))).toThrow(
    new RangeError('luSolve: b has length 2 and the factors are 3 x 3'),
  );
});

test('frozen bits', () => {
  const A = fixed(14, 14);
  const { x, residual, error } = solveWithError(A, fixed(1, 14).data);
  expect(bits(lu(A).factors.data, x, Float64Array.of(residual, error))).toBe(
    'f65a8120ae128ae507fa83139fc93ed2b497a79c616aeb823ffbf17f65fdf0a1',
  );
});
