/** Compiled products, eigenvectors, singular vectors, Cholesky factors and orthonormal rows are the plain ones, bit for bit. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { cholesky } from '../../src/numerics/cholesky.js';
import { eigenSymmetric, eigenvaluesSymmetric } from '../../src/numerics/eigen.js';
import { useKernels } from '../../src/numerics/kernels.js';
import {
  decomposed,
  factored,
  grammed,
  grammedTransposed,
  multiplied,
  orthonormalized,
  reflected,
  timesCompiled,
  timesTransposedCompiled,
} from '../../src/numerics/kernels/dense.js';
import { kernels } from '../../src/numerics/kernels/instance.js';
import {
  gram,
  gramTransposed,
  matrix,
  multiply,
  times,
  timesTransposed,
  transpose,
} from '../../src/numerics/matrix.js';
import { leastSquares, orthonormalColumns, orthonormalRows } from '../../src/numerics/qr.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { singularValues, svd } from '../../src/numerics/svd.js';

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
  const some = fc.array(fc.tuple(fc.nat(1400), fc.constantFrom(NaN, Infinity, -Infinity, -0)), { maxLength: 9 });

  test('products of all shapes, also of what is no number', () => {
    fc.assert(
      fc.property(
        size,
        size,
        size,
        seeds,
        fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some),
        (m, k, n, seed, odd) => {
          const [A, B, C] = [random(m, k, seed), random(k, n, seed + 1), random(n, k, seed + 1)];
          for (const [at, entry] of odd) for (const { data } of [A, B, C]) data[at % data.length] = entry;
          agree(() => multiply(A, B));
          agree(() => gram(A));
          agree(() => gram(A, C));
          agree(() => gramTransposed(A));
          agree(() => times(A, B.data.subarray(0, k)));
          agree(() => timesTransposed(B, A.data.subarray(0, k)));
        },
      ),
      { numRuns: 400 },
    );
  });

  test('orthonormal rows and least squares: of all shapes, scaled, dependent, of what is no number', () => {
    fc.assert(
      fc.property(
        size,
        size,
        fc.nat(40),
        seeds,
        fc.constantFrom(1, 1e-150, 1e150, 1e-300),
        fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, some),
        fc.boolean(),
        (rows, more, from, seed, scale, odd, dependent) => {
          const A = random(rows, rows + more, seed);
          for (let k = 0; k < A.data.length; k++) A.data[k]! *= scale;
          for (const [at, entry] of odd) A.data[at % A.data.length] = entry;
          if (dependent && rows > 2) A.data.copyWithin(2 * A.cols, 0, A.cols);
          agree(() => orthonormalRows(A));
          agree(() => orthonormalRows(A, Math.min(from, rows)));
          agree(() => orthonormalColumns(A));
          agree(() => leastSquares(A, normals(seededStream(seed + 1), rows)));
          agree(() => leastSquares(transpose(A), normals(seededStream(seed + 1), rows + more)));
        },
      ),
      { numRuns: 400 },
    );
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

  test('eigenvectors of more rows than turn at once: full, of low rank, in blocks', () => {
    for (const [n, rank] of [
      [101, 101],
      [66, 40],
      [53, 53],
    ] as const) {
      const G = gram(random(n, rank, n));
      agree(() => eigenSymmetric(G));
      for (const block of [7, 20, 33]) {
        const apart = (k: number) => Math.floor((k % n) / block) !== Math.floor(k / n / block);
        agree(() => eigenSymmetric({ ...G, data: G.data.map((entry, k) => (apart(k) ? 0 : entry)) }));
        // Blocks that hardly touch: the sweeps end at other columns than they began.
        agree(() => eigenSymmetric({ ...G, data: G.data.map((entry, k) => (apart(k) ? 1e-15 * entry : entry)) }));
      }
    }
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
          const scaled = { ...A, data: A.data.map((entry) => entry * scale) };
          agree(() => svd(scaled));
          agree(() => singularValues(scaled));
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
    expect(decomposed(matrix(3, 3))).toBe(undefined);
    expect(factored(gram(random(8, 8, 1)), room)).toBe(undefined);
    expect(orthonormalized(random(8, 8, 1), 0, room)).toBe(undefined);
    expect([orthonormalized(A, 0, room), reflected(A, room, room, room)]).toEqual([-1, -1]);
    expect([grammed(A, A, room), grammedTransposed(A, room), factored(gram(A), room)]).toEqual([true, true, true]);
    expect(timesCompiled(A, A.data.subarray(0, 40), room.subarray(0, 40))).toBe(true);
    expect(timesTransposedCompiled(A, A.data.subarray(0, 40), room.subarray(0, 40))).toBe(true);
    expect(multiplied(random(2, 2, 1), random(2, 2, 2), room)).toBe(false);
    expect(timesCompiled(random(10, 20, 1), A.data.subarray(0, 20), room.subarray(0, 10))).toBe(false);
    const arena = kernels()!;
    const { floor } = arena;
    arena.floor = arena.buffer.byteLength - 8 * 1600;
    expect([multiplied(A, A, room), decomposed(A), factored(gram(A), room)]).toEqual([false, undefined, undefined]);
    expect(orthonormalized(A, 0, room)).toBe(undefined);
    agree(() => eigenSymmetric(gram(A)));
    arena.floor = floor;
    useKernels('reference');
    expect(decomposed(A)).toBe(undefined);
    expect([multiplied(A, A, room), kernels(), factored(gram(A), room)]).toEqual([false, undefined, undefined]);
  });
});
