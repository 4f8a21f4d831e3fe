import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  columnsUpTo,
  fromRows,
  gram,
  gramTransposed,
  matrix,
  multiply,
  norm2,
  rowsOf,
  times,
  timesTransposed,
  transpose,
} from '../../src/numerics/matrix.js';
import { leastSquares, orthonormalColumns, orthonormalRows } from '../../src/numerics/qr.js';
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
  orthonormality,
} from './dense.js';

const cases = fc.record({
  small: fc.integer({ min: 1, max: 12 }),
  more: fc.integer({ min: 0, max: 12 }),
  seed: fc.integer({ min: 0, max: 1e9 }),
});

describe('orthonormalColumns', () => {
  test("Q is orthonormal and R = Q'A is upper triangular with positive diagonal", () => {
    fc.assert(
      fc.property(cases, ({ small: n, more, seed }) => {
        const A = gaussian(n + more, n, seed);
        const Q = orthonormalColumns(A);
        const R = multiply(transpose(Q), A);
        expect(orthonormality(Q)).toBeLessThan(30 * EPS);
        // The same by rows, all of them or the last; and the first columns are those of the first columns.
        for (let from = 0; from <= n; from++)
          expect(orthonormalRows(transpose(A), from)).toEqual(rowsOf(transpose(Q), from, n));
        expect(orthonormalColumns(columnsUpTo(A, 1 + (seed % n)))).toEqual(columnsUpTo(Q, 1 + (seed % n)));
        expect(difference(multiply(Q, R).data, A.data)).toBeLessThan(40 * EPS * largest(A.data));
        for (let i = 0; i < n; i++) {
          expect(R.data[i * n + i]).toBeGreaterThan(0);
          for (let j = 0; j < i; j++) expect(Math.abs(R.data[i * n + j]!)).toBeLessThan(40 * EPS * largest(A.data));
        }
      }),
    );
  });

  test('orthonormal even where the columns nearly agree, and in any units', () => {
    const A = gaussian(20, 6, 1);
    const close = matrix(
      20,
      6,
      A.data.map((entry, k) => A.data[k - (k % 6)]! + 1e-9 * entry),
    );
    expect(orthonormality(orthonormalColumns(close))).toBeLessThan(30 * EPS);
    const scaled = columnsScaled(A, Float64Array.of(1, 1e-200, 1e200, 1e-280, 1e300, 1));
    expect(difference(orthonormalColumns(scaled).data, orthonormalColumns(A).data)).toBeLessThan(100 * EPS);
  });

  test('the first column is the direction of that of A; of one rotation, the rotation', () => {
    const A = fromRows([
      [-3, 1],
      [4, 1],
    ]);
    expect(difference(orthonormalColumns(A).data, Float64Array.of(-0.6, 0.8, 0.8, 0.6))).toBeLessThan(4 * EPS);
  });

  test('a Gaussian gives Haar measure: no direction is preferred', () => {
    // The entries of a uniform unit vector in dimension 3 are uniform on [-1, 1]: mean 0, mean square 1/3, and
    // P(entry < -1/2) = 1/4. 4000 draws: five standard errors. A fixed sign of Q or of R_ii < 0 moves the first entry.
    const draws = 4000;
    const sums = new Float64Array(9);
    const squares = new Float64Array(9);
    const low = new Float64Array(9);
    for (let seed = 0; seed < draws; seed++) {
      orthonormalColumns(gaussian(3, 3, seed)).data.forEach((entry, k) => {
        sums[k]! += entry / draws;
        squares[k]! += (entry * entry) / draws;
        low[k]! += (entry < -0.5 ? 1 : 0) / draws;
      });
    }
    const root = Math.sqrt(draws);
    for (const mean of sums) expect(Math.abs(mean)).toBeLessThan(5 * (0.577 / root));
    for (const square of squares) expect(Math.abs(square - 1 / 3)).toBeLessThan(5 * (0.298 / root));
    for (const share of low) expect(Math.abs(share - 1 / 4)).toBeLessThan(5 * (0.433 / root));
  });

  test('errors', () => {
    expect(() => orthonormalColumns(matrix(2, 3))).toThrow(
      new RangeError('orthonormalColumns: A is 2 x 3; expected at most as many columns as rows'),
    );
    expect(() => orthonormalRows(matrix(3, 2))).toThrow(
      new RangeError('orthonormalRows: A is 3 x 2; expected at most as many rows as columns'),
    );
    const dependent = fromRows([
      [1, 0.1],
      [3, 0.3],
      [7, 0.7],
    ]);
    const message = 'orthonormalColumns: column 1 of A (3 x 2) is not finite or depends on those before it';
    expect(() => orthonormalColumns(dependent)).toThrow(new RangeError(message));
    expect(() => orthonormalRows(transpose(dependent))).toThrow('orthonormalRows: row 1 of A (2 x 3) is not finite or');
    expect(() =>
      orthonormalColumns(
        fromRows([
          [1, 0],
          [0, NaN],
        ]),
      ),
    ).toThrow(/column 1 of A \(2 x 2\) is not finite/);
  });
});

describe('leastSquares', () => {
  test('more rows than columns: the residual is orthogonal to the columns', () => {
    fc.assert(
      fc.property(cases, ({ small: d, more, seed }) => {
        const X = gaussian(d + more, d, seed);
        const y = gaussianVector(d + more, seed + 1);
        const w = leastSquares(X, y);
        const left = times(X, w).map((entry, i) => y[i]! - entry);
        expect(w.length).toBe(d);
        expect(largest(timesTransposed(X, left))).toBeLessThan(
          1e-13 * (norm2(X.data) * norm2(w) + norm2(y)) * norm2(X.data),
        );
      }),
    );
  });

  test('fewer rows than columns: interpolates, from the row space', () => {
    fc.assert(
      fc.property(cases, ({ small: n, more, seed }) => {
        const X = gaussian(n, n + more + 1, seed);
        const y = gaussianVector(n, seed + 1);
        const w = leastSquares(X, y);
        const size = norm2(X.data) * norm2(w) + norm2(y);
        expect(difference(times(X, w), y)).toBeLessThan(100 * EPS * size);
        const Q = orthonormalColumns(transpose(X));
        const projected = times(Q, timesTransposed(Q, w));
        expect(difference(projected, w)).toBeLessThan(100 * EPS * norm2(w));
      }),
    );
  });

  test('both agree with the normal equations in 64 digits', () => {
    for (const [n, d] of [
      [4, 7],
      [7, 4],
      [5, 5],
    ] as const) {
      const X = fixed(n, d);
      const y = fixed(1, n).data;
      const w = leastSquares(X, y);
      const rows = bigRows(X);
      const columns = bigRows(transpose(X));
      const bigY = Array.from(y, big);
      const [unknowns, right] = n < d ? [rows, bigY] : [columns, columns.map((column) => bigDot(column, bigY))];
      const normal = unknowns.map((a) => unknowns.map((b) => bigDot(a, b)));
      const solution = (exact.lusolve(normal, right) as unknown as ReturnType<typeof big>[][]).map(([entry]) => entry!);
      const truth = n < d ? columns.map((column) => bigDot(column, solution)) : solution;
      truth.forEach((entry, j) => expect(Math.abs(entry.toNumber() - w[j]!)).toBeLessThan(1e-12 * largest(w)));
    }
  });

  test('errors', () => {
    expect(() => leastSquares(matrix(2, 3), new Float64Array(3))).toThrow(
      new RangeError('leastSquares: X is 2 x 3 and y has length 3; expected 2'),
    );
    const twice = fromRows([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(() => leastSquares(twice, new Float64Array(2))).toThrow(
      new RangeError('leastSquares: row 1 of X (2 x 3) is not finite or depends on those before it'),
    );
    expect(() => leastSquares(transpose(twice), new Float64Array(3))).toThrow(
      new RangeError('leastSquares: column 1 of X (3 x 2) is not finite or depends on those before it'),
    );
  });
});

test('frozen bits', () => {
  const y = fixed(1, 12).data;
  expect(
    bits(
      orthonormalColumns(fixed(12, 7)).data,
      leastSquares(fixed(12, 7), y),
      leastSquares(fixed(7, 12), y.slice(0, 7)),
      gram(fixed(2, 3)).data,
      gramTransposed(fixed(2, 3)).data,
    ),
  ).toBe('60b574860d532e38fa5ff9c45ecca3f92d1327bebc4461ce7c1a7c25fc33708c');
});
