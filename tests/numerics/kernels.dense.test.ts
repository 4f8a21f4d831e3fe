/** Compiled products, eigenvectors, singular vectors and Cholesky factors are the plain ones, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { cholesky } from '../../src/numerics/cholesky.js';
import { eigenSymmetric, eigenvaluesSymmetric } from '../../src/numerics/eigen.js';
import { useKernels } from '../../src/numerics/kernels.js';
import { decomposed, factored, grammed, grammedTransposed, multiplied } from '../../src/numerics/kernels/dense.js';
import { kernels } from '../../src/numerics/kernels/instance.js';
import { gram, gramTransposed, matrix, multiply } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { svd } from '../../src/numerics/svd.js';

afterEach(() => useKernels('wasm'));

const random = (rows: number, cols: number, seed: number) =>
  matrix(rows, cols, normals(seededStream(seed), rows * cols));

/** What both kinds give: a value, or the message of an error. */
function both<V>(compute: () => V): [V | string, V | string] {
  const attempt = (kind: 'reference' | 'wasm') => {
    useKernels(kind);
    try {
      return compute();
    } catch (error) {
      return (error as Error).message;
    }
  };
  return [attempt('reference'), attempt('wasm')];
}

function agree<V>(compute: () => V): void {
  const [plain, compiled] = both(compute);
  expect(compiled).toEqual(plain);
}

const size = fc.integer({ min: 1, max: 37 });
const seeds = fc.integer({ min: 0, max: 1e6 });

describe('compiled dense algebra', () => {
  test('products of all shapes', () => {
    fc.assert(
      fc.property(size, size, size, seeds, (m, k, n, seed) => {
        const A = random(m, k, seed);
        const B = random(k, n, seed + 1);
        agree(() => multiply(A, B));
        agree(() => gram(A));
        agree(() => gram(A, random(n, k, seed + 1)));
        agree(() => gramTransposed(A));
      }),
      { numRuns: 300 },
    );
  });

  test('entries that are not numbers', () => {
    for (const bad of [NaN, Infinity, -Infinity, -0]) {
      const A = random(17, 19, 1);
      A.data.fill(bad, 50, 60);
      agree(() => multiply(A, random(19, 21, 2)));
      agree(() => gram(A));
      agree(() => gram(A, random(21, 19, 2)));
      agree(() => gramTransposed(A));
    }
  });

  test('eigenvalues and eigenvectors: full, of low rank, diagonal, clustered, scaled', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 45 }),
        fc.integer({ min: 1, max: 45 }),
        seeds,
        fc.constantFrom(1, 1e-150, 1e150, 0),
        (n, rank, seed, scale) => {
          const A = gram(random(n, rank, seed));
          const G = { ...A, data: A.data.map((entry) => entry * scale) };
          agree(() => eigenSymmetric(G));
          agree(() => eigenvaluesSymmetric(G));
          const D = { ...A, data: A.data.map((entry, k) => (k % (n + 1) === 0 ? Math.floor(entry) : 0)) };
          agree(() => eigenSymmetric(D));
        },
      ),
      { numRuns: 120 },
    );
  });

  test('singular values and vectors: full, of low rank, with equal values, scaled', () => {
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer({ min: 1, max: 37 }),
        seeds,
        fc.constantFrom(1, 1e-60, 1e-300, 1e60, 1e300, 0),
        (m, n, rank, seed, scale) => {
          const A =
            rank < Math.min(m, n) ? multiply(random(m, rank, seed), random(rank, n, seed + 1)) : random(m, n, seed);
          agree(() => svd({ ...A, data: A.data.map((entry) => entry * scale) }));
          agree(() => svd({ ...A, data: A.data.map((entry, k) => (k % (n + 1) === 0 ? Math.floor(entry) : 0)) }));
          agree(() =>
            svd(
              matrix(
                m,
                n,
                A.data.map((_, k) => (k % (n + 1) === 0 ? scale : 0)),
              ),
            ),
          );
        },
      ),
      { numRuns: 200 },
    );
    for (const bad of [NaN, Infinity]) {
      const A = random(9, 7, 1);
      A.data[50] = bad;
      agree(() => svd(A));
    }
  });

  test('Cholesky factors, and what is not positive definite', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), seeds, (n, rank, seed) => {
        agree(() => cholesky(gram(random(n, rank, seed))));
      }),
      { numRuns: 120 },
    );
    expect(both(() => cholesky(gram(random(30, 20, 3))))[1]).toMatch(/pivot 2\d is .*positive definite/);
  });

  test('runs compiled where it is worth it, and plain where it is asked to', () => {
    const A = random(40, 40, 1);
    const room = new Float64Array(1600);
    expect(multiplied(A, A, room)).toBe(true);
    expect(room).toEqual(multiply(A, A).data);
    expect(decomposed(A)).toBeDefined();
    expect(decomposed(random(40, 3, 1))).toBe(undefined);
    expect([grammed(A, A, room), grammedTransposed(A, room), factored(gram(A), room)]).toEqual([true, true, true]);
    expect(multiplied(random(2, 2, 1), random(2, 2, 2), room)).toBe(false);
    useKernels('reference');
    expect(decomposed(A)).toBe(undefined);
    expect([multiplied(A, A, room), kernels(), factored(gram(A), room)]).toEqual([false, undefined, undefined]);
  });
});
