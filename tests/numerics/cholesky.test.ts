import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, choleskySolve } from '../../src/numerics/cholesky.js';
import { dot, fromRows, gram, identity, matrix, multiply, times, transpose } from '../../src/numerics/matrix.js';
import { big, bigRows, bits, difference, EPS, exact, fixed, gaussian, gaussianVector, largest } from './dense.js';

const cases = fc.record({ n: fc.integer({ min: 1, max: 24 }), seed: fc.integer({ min: 0, max: 1e9 }) });

test("L is lower triangular with positive diagonal, and L L' is A within the bound of 10.1", () => {
  fc.assert(
    fc.property(cases, ({ n, seed }) => {
      const A = gram(gaussian(n, n + 2, seed));
      const L = cholesky(A);
      const product = multiply(L, transpose(L));
      for (let i = 0; i < n; i++) {
        expect(L.data[i * n + i]).toBeGreaterThan(0);
        for (let j = 0; j < n; j++) {
          if (j > i) expect(L.data[i * n + j]).toBe(0);
          const sizes = dot(
            L.data.slice(i * n, (i + 1) * n).map(Math.abs),
            L.data.slice(j * n, (j + 1) * n).map(Math.abs),
          );
          const left = Math.abs(product.data[i * n + j]! - A.data[i * n + j]!);
          expect(left).toBeLessThanOrEqual((n + 1) * EPS * sizes);
        }
      }
    }),
  );
});

test('solutions leave small residuals', () => {
  fc.assert(
    fc.property(cases, ({ n, seed }) => {
      const A = gram(gaussian(n, 2 * n, seed));
      const b = gaussianVector(n, seed + 1);
      const x = choleskySolve(cholesky(A), b);
      const size = largest(A.data) * n * largest(x) + largest(b);
      expect(difference(times(A, x), b)).toBeLessThanOrEqual(4 * n * EPS * size);
    }),
  );
});

test('only the lower triangle is read', () => {
  const A = fromRows([
    [4, NaN],
    [2, 5],
  ]);
  expect(cholesky(A).data).toEqual(Float64Array.of(2, 0, 1, 2));
  expect(choleskySolve(cholesky(A), Float64Array.of(8, 9))).toEqual(Float64Array.of(1.375, 1.25));
});

test('agrees with 64-digit elimination', () => {
  const A = gram(fixed(5, 8));
  const b = fixed(1, 5).data;
  const truth = exact.lusolve(bigRows(A), Array.from(b, big)) as unknown as { toNumber(): number }[][];
  const x = choleskySolve(cholesky(A), b);
  truth.forEach(([value], i) => expect(Math.abs(x[i]! / value!.toNumber() - 1)).toBeLessThan(1e-12));
});

test('errors name the pivot and the shapes', () => {
  const indefinite = fromRows([
    [1, 2],
    [2, 1],
  ]);
  const sentence = 'expected a positive definite matrix (positive pivots)';
  expect(() => cholesky(indefinite)).toThrow(new RangeError(`cholesky: pivot 1 is -3; ${sentence}`));
  expect(() => cholesky(matrix(3, 3))).toThrow(new RangeError(`cholesky: pivot 0 is 0; ${sentence}`));
  expect(() => cholesky(fromRows([[NaN]]))).toThrow(new RangeError(`cholesky: pivot 0 is NaN; ${sentence}`));
  expect(() => cholesky(matrix(2, 3))).toThrow(new RangeError('cholesky: A is 2 x 3; expected a square matrix'));
  expect(() => choleskySolve(identity(2), new Float64Array(3))).toThrow(
    new RangeError('choleskySolve: L is 2 x 2 and b has length 3; expected n x n and n'),
  );
});

test('frozen bits', () => {
  const L = cholesky(gram(fixed(11, 20)));
  expect(bits(L.data, choleskySolve(L, fixed(1, 11).data))).toBe(
    '99494bdf129bb122defd6a34a17d0084583640efd90f8924751faea7a29dfb57',
  );
});
