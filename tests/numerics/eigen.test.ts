import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eigenSymmetric, eigenvaluesSymmetric } from '../../src/numerics/eigen.js';
import { fromRows, gram, identity, matrix, multiply, norm2, scale, transpose } from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import { orthonormalColumns } from '../../src/numerics/qr.js';
import {
  big,
  bigRows,
  bits,
  columnsScaled,
  difference,
  eigenvaluesBelow,
  EPS,
  fixed,
  gaussian,
  gaussianSymmetric,
  largest,
  orthonormality,
} from './dense.js';

/** The worst of the residuals A v - lambda v, relative to |A|, and of the lack of orthonormality. */
function flaw(A: Matrix): number {
  const { values, vectors } = eigenSymmetric(A);
  const residual = difference(multiply(A, vectors).data, columnsScaled(vectors, values).data);
  return Math.max(residual / (norm2(A.data) || 1), orthonormality(vectors));
}

/** Q diag(values) Q' for a random rotation, exactly symmetric. */
function withValues(values: Float64Array, seed: number): Matrix {
  const n = values.length;
  const Q = orthonormalColumns(gaussian(n, n, seed));
  const A = multiply(columnsScaled(Q, values), transpose(Q));
  return matrix(
    n,
    n,
    A.data.map((entry, k) => (entry + A.data[(k % n) * n + Math.floor(k / n)]!) / 2),
  );
}

const sizes = fc.integer({ min: 1, max: 30 });
const seeds = fc.integer({ min: 0, max: 1e9 });

test('residuals and orthonormality, at any size and scale', () => {
  fc.assert(
    fc.property(sizes, seeds, fc.constantFrom(1, 1e-300, 1e-120, 1e120, 1e300), (n, seed, unit) => {
      const A = gaussianSymmetric(n, seed);
      const values = eigenvaluesSymmetric(matrix(n, n, scale(unit, A.data)));
      expect(flaw(matrix(n, n, scale(unit, A.data)))).toBeLessThan(1e-13);
      expect(difference(scale(1 / unit, values), eigenvaluesSymmetric(A))).toBeLessThan(1e-13 * norm2(A.data));
      expect([...values].every((value, k) => k === 0 || values[k - 1]! <= value)).toBe(true);
    }),
  );
});

test('known eigenvalues come back: repeated, clustered, graded over 40 orders, of low rank', () => {
  const kinds = fc.array(fc.constantFrom(0, 1, 1 + 1e-9, -1, -3, 1e-5, 1e-16, 1e-40, 5), {
    minLength: 1,
    maxLength: 25,
  });
  fc.assert(
    fc.property(kinds, seeds, (list, seed) => {
      const values = Float64Array.from(list).sort();
      const A = withValues(values, seed);
      expect(difference(eigenvaluesSymmetric(A), values)).toBeLessThan(1e-14 * (largest(values) || 1));
      expect(flaw(A)).toBeLessThan(1e-13);
    }),
  );
});

test('neighbours 1e-13 apart are told apart', () => {
  const close = fromRows([
    [1, 5e-14],
    [5e-14, 1],
  ]);
  expect(difference(eigenvaluesSymmetric(close), Float64Array.of(1 - 5e-14, 1 + 5e-14))).toBeLessThan(2 * EPS);
});

test('the values alone have the same bits', () => {
  fc.assert(
    fc.property(sizes, seeds, (n, seed) => {
      const A = gaussianSymmetric(n, seed);
      expect(eigenvaluesSymmetric(A)).toEqual(eigenSymmetric(A).values);
    }),
  );
});

test('the first entry of largest size of each vector is positive', () => {
  const { vectors } = eigenSymmetric(gaussianSymmetric(17, 5));
  for (const row of bigRows(transpose(vectors))) {
    const entries = row.map((entry) => entry.toNumber());
    const most = Math.max(...entries.map(Math.abs));
    expect(entries.find((entry) => Math.abs(entry) === most)).toBeGreaterThan(0);
  }
});

test('special matrices', () => {
  const n = 60;
  expect(flaw(identity(n))).toBe(0);
  expect(eigenSymmetric(matrix(2, 2)).values).toEqual(new Float64Array(2));
  expect(eigenSymmetric(matrix(0, 0)).values).toEqual(new Float64Array(0));
  expect(flaw(gram(gaussian(n, 2, 1)))).toBeLessThan(1e-13);
  expect(flaw(matrix(n, n, new Float64Array(n * n).fill(1)))).toBeLessThan(1e-13);
  const diagonal = columnsScaled(identity(4), Float64Array.of(3, -1, 2, 3));
  expect(eigenSymmetric(diagonal)).toEqual({
    values: Float64Array.of(-1, 2, 3, 3),
    vectors: fromRows([
      [0, 0, 1, 0],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 1],
    ]),
  });
  // The path of n vertices: 2 cos(k pi / (n + 1)).
  const path = matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, k) => (Math.abs((k % n) - Math.floor(k / n)) === 1 ? 1 : 0)),
  );
  const cosines = Float64Array.from({ length: n }, (_, k) => -2 * Math.cos(((k + 1) * Math.PI) / (n + 1)));
  expect(difference(eigenvaluesSymmetric(path), cosines)).toBeLessThan(1e-14);
  expect(flaw(path)).toBeLessThan(1e-13);
});

test('every eigenvalue is where 64-digit elimination counts it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), seeds, (n, rank, seed) => {
      const A = gram(gaussian(n, rank, seed));
      const values = eigenvaluesSymmetric(A);
      const slack = 8 * EPS * largest(values);
      values.forEach((value, k) => {
        expect(eigenvaluesBelow(big(value).minus(big(slack)), bigRows(A))).toBeLessThanOrEqual(k);
        expect(eigenvaluesBelow(big(value).plus(big(slack)), bigRows(A))).toBeGreaterThan(k);
      });
    }),
    { numRuns: 50 },
  );
});

test('two hundred rows', () => {
  expect(flaw(gaussianSymmetric(200, 1))).toBeLessThan(1e-13);
});

test('errors', () => {
  expect(() => eigenSymmetric(matrix(2, 3))).toThrow(
    new RangeError('eigenSymmetric: A is 2 x 3; expected a square matrix'),
  );
  const skew = fromRows([
    [0, 1],
    [2, 0],
  ]);
  expect(() => eigenvaluesSymmetric(skew)).toThrow(
    new RangeError('eigenvaluesSymmetric: entries (1, 0) and (0, 1) are 2 and 1; expected a finite symmetric matrix'),
  );
  expect(() => eigenSymmetric(fromRows([[NaN]]))).toThrow(/expected a finite symmetric matrix/);
  expect(() => eigenSymmetric(fromRows([[Infinity]]))).toThrow(/expected a finite symmetric matrix/);
});

test('frozen bits', () => {
  const { values, vectors } = eigenSymmetric(gram(fixed(19, 23)));
  expect(bits(values, vectors.data)).toBe('5a8677a6ff0f4f774bbbbbf5aa299e313bec4427c2a1f63eb21f9802b1b13182');
});
