import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromRows, matrix, multiply, scale, transpose } from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import { orthonormalColumns } from '../../src/numerics/qr.js';
import { singularValues, svd } from '../../src/numerics/svd.js';
import {
  big,
  bigDot,
  bigRows,
  bits,
  columnsScaled,
  difference,
  eigenvaluesBelow,
  EPS,
  fixed,
  gaussian,
  orthonormality,
} from './dense.js';

/** U diag(values) V' for random U: m x k, V: n x k. */
function withValues(m: number, n: number, values: Float64Array, seed: number): Matrix {
  const U = orthonormalColumns(gaussian(m, values.length, seed));
  const V = orthonormalColumns(gaussian(n, values.length, seed + 1));
  return multiply(columnsScaled(U, values), transpose(V));
}

/** The worst of the reconstruction, relative to the largest value, and of the lack of orthonormality. */
function flaw(A: Matrix): number {
  const { left, values, right } = svd(A);
  const rebuilt = multiply(columnsScaled(left, values), transpose(right));
  const apart = difference(rebuilt.data, A.data) / (values[0] || 1);
  return Math.max(apart, orthonormality(left), orthonormality(right));
}

const shapes = fc.record({
  m: fc.integer({ min: 1, max: 14 }),
  n: fc.integer({ min: 1, max: 14 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
});

test("A = left diag(values) right' with orthonormal columns, at any shape and scale", () => {
  fc.assert(
    fc.property(shapes, fc.constantFrom(1, 1e-300, 1e-120, 1e120, 1e300), ({ m, n, seed }, unit) => {
      const A = matrix(m, n, scale(unit, gaussian(m, n, seed).data));
      const { left, values, right } = svd(A);
      const k = Math.min(m, n);
      expect([left.rows, left.cols, values.length, right.rows, right.cols]).toEqual([m, k, k, n, k]);
      expect(flaw(A)).toBeLessThan(1e-13);
      expect([...values].every((value, i) => value >= 0 && (i === 0 || values[i - 1]! >= value))).toBe(true);
      expect(singularValues(A)).toEqual(values);
      expect(difference(singularValues(transpose(A)), values)).toBeLessThan(1e-14 * values[0]!);
    }),
  );
});

test('known singular values come back to 1e-14 of the largest: repeated, graded, zero', () => {
  const kinds = fc.array(fc.constantFrom(0, 1, 0.5, 1e-4, 1e-8, 1e-12, 1e-30, 3), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(shapes, kinds, ({ m, n, seed }, list) => {
      const values = Float64Array.from(list.slice(0, Math.min(m, n)))
        .sort()
        .reverse();
      const A = withValues(m, n, values, seed);
      const expected = new Float64Array(Math.min(m, n));
      expected.set(values);
      expect(difference(singularValues(A), expected)).toBeLessThan(1e-14 * (values[0]! || 1));
      expect(flaw(A)).toBeLessThan(1e-13);
    }),
  );
});

test('the rank can be counted, and graded values keep their own digits', () => {
  const three = singularValues(withValues(30, 20, Float64Array.of(5, 1, 1e-3), 7));
  expect(three.filter((value) => value > 0).length).toBe(3);
  const graded = Float64Array.from({ length: 12 }, (_, k) => 10 ** -k);
  singularValues(withValues(15, 12, graded, 9)).forEach((value, k) => {
    expect(Math.abs(value - graded[k]!)).toBeLessThan(2e-15);
  });
});

test('special matrices', () => {
  expect(svd(matrix(3, 2)).values).toEqual(new Float64Array(2));
  expect(flaw(matrix(3, 2))).toBe(0);
  expect(flaw(matrix(6, 5, new Float64Array(30).fill(1)))).toBeLessThan(1e-14);
  // Centering: what is left of a coordinate vector, after the projections, is 1 / 14 of it.
  const n = 200;
  const centering = matrix(
    n,
    n,
    Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0) - 1 / n),
  );
  expect(singularValues(centering)[n - 1]).toBe(0);
  expect(flaw(centering)).toBeLessThan(5e-15);
  expect(singularValues(matrix(0, 3))).toEqual(new Float64Array(0));
  expect(
    svd(
      fromRows([
        [0, -2],
        [1, 0],
        [0, 0],
      ]),
    ),
  ).toEqual({
    left: fromRows([
      [-1, 0],
      [0, 1],
      [0, 0],
    ]),
    values: Float64Array.of(2, 1),
    right: fromRows([
      [0, 1],
      [1, 0],
    ]),
  });
});

test('the first entry of largest size of each right vector is positive', () => {
  for (const A of [gaussian(9, 6, 1), gaussian(6, 9, 2)]) {
    for (const row of bigRows(transpose(svd(A).right))) {
      const entries = row.map((entry) => entry.toNumber());
      const most = Math.max(...entries.map(Math.abs));
      expect(entries.find((entry) => Math.abs(entry) === most)).toBeGreaterThan(0);
    }
  }
});

test("every singular value is the root of where 64-digit elimination counts an eigenvalue of A'A", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 4 }), fc.nat(1e9), (n, more, seed) => {
      const A = gaussian(n + more, n, seed);
      const columns = bigRows(transpose(A));
      const G = columns.map((a) => columns.map((b) => bigDot(a, b)));
      const values = singularValues(A);
      const slack = big(8 * EPS * values[0]!);
      values.forEach((value, k) => {
        const below = big(value).minus(slack);
        const above = big(value).plus(slack);
        expect(eigenvaluesBelow(above.times(above), G)).toBeGreaterThanOrEqual(n - k);
        if (below.isPositive()) expect(eigenvaluesBelow(below.times(below), G)).toBeLessThan(n - k);
      });
    }),
    { numRuns: 50 },
  );
});

test('a square of side 150', () => {
  expect(flaw(gaussian(150, 150, 1))).toBeLessThan(1e-13);
});

test('entries that are not finite are refused', () => {
  expect(() => svd(fromRows([[1, NaN]]))).toThrow(new RangeError('svd: entry 1 of A is NaN; expected finite entries'));
  expect(() => singularValues(fromRows([[Infinity]]))).toThrow(
    new RangeError('singularValues: entry 0 of A is Infinity; expected finite entries'),
  );
});

test('frozen bits', () => {
  const { left, values, right } = svd(fixed(12, 8));
  const wide = svd(fixed(5, 9));
  expect(bits(left.data, values, right.data, wide.left.data, wide.values, wide.right.data)).toBe(
    '494718109e6bc369868e0ba9bb8026a7199a8224d91e826ab7aa5fcadfe17cfb',
  );
});
