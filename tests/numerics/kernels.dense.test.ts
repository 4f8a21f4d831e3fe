/** Compiled products, eigenvectors, singular vectors and Cholesky factors are the plain ones, bit for bit. */
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
  timesCompiled,
  timesTransposedCompiled,
} from '../../src/numerics/kernels/dense.js';
import { kernels } from '../../src/numerics/kernels/instance.js';
import { accumulateAt, axpyAt, dotAt, dotsAt } from '../../src/numerics/lanes.js';
import {
  gram,
  gramTransposed,
  matrix,
  multiply,
  norm2,
  normInf,
  times,
  timesTransposed,
} from '../../src/numerics/matrix.js';
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

const odd = [NaN, Infinity, -Infinity, -0, 0, 1e-310, 1e200];

describe('compiled dense algebra', () => {
  test('the words of one vector or one matrix', () => {
    const word = kernels()!.call as unknown as Record<string, (...numbers: number[]) => number>;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 23 }),
        seeds,
        fc.array(fc.tuple(fc.nat(600), fc.constantFrom(...odd)), { maxLength: 5 }),
        (n, d, seed, places) => {
          const [A, x, r] = [random(n, d, seed).data, random(1, d, seed + 1).data, random(1, n, seed + 2).data];
          for (const [at, entry] of places) for (const vector of [A, x, r]) if (at < vector.length) vector[at] = entry;
          const arena = kernels()!;
          const [a, v, w, out] = [arena.put(A), arena.put(x), arena.put(r), arena.room(n + d)];
          const after = (length: number, run: () => void) => {
            arena.numbers(out, length).fill(-0);
            run();
            return arena.numbers(out, length).slice();
          };
          const plain = new Float64Array(n).fill(-0);
          dotsAt(A, 0, d, n, d, x, 0, plain, 0);
          expect(after(n, () => word['dots']!(a, 8 * d, n, d, v, out))).toEqual(plain);
          const across = new Float64Array(d).fill(-0);
          accumulateAt(A, 0, d, n, d, r, 0, 1, across, 0);
          expect(after(d, () => word['accumulate']!(a, 8 * d, n, d, w, 8, out))).toEqual(across);
          const moved = new Float64Array(d).fill(-0);
          axpyAt(-0.3, x, 0, d, moved, 0);
          expect(after(d, () => word['axpy']!(-0.3, v, d, out))).toEqual(moved);
          expect(word['dot']!(a, a, n * d)).toBe(dotAt(A, 0, A, 0, n * d));
          expect(word['normInf']!(a, n * d)).toBe(normInf(A));
          expect(word['norm2']!(a, n * d)).toBe(norm2(A));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('products of all shapes', () => {
    fc.assert(
      fc.property(size, size, size, seeds, (m, k, n, seed) => {
        const A = random(m, k, seed);
        const B = random(k, n, seed + 1);
        agree(() => multiply(A, B));
        agree(() => gram(A));
        agree(() => gram(A, random(n, k, seed + 1)));
        agree(() => gramTransposed(A));
        agree(() => times(A, B.data.subarray(0, k)));
        agree(() => timesTransposed(B, A.data.subarray(0, k)));
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
      agree(() => times(A, A.data.subarray(45, 64)));
      agree(() => timesTransposed(A, A.data.subarray(45, 62)));
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
    expect([grammed(A, A, room), grammedTransposed(A, room), factored(gram(A), room)]).toEqual([true, true, true]);
    expect(timesCompiled(A, A.data.subarray(0, 40), room.subarray(0, 40))).toBe(true);
    expect(timesTransposedCompiled(A, A.data.subarray(0, 40), room.subarray(0, 40))).toBe(true);
    expect(multiplied(random(2, 2, 1), random(2, 2, 2), room)).toBe(false);
    expect(timesCompiled(random(10, 20, 1), A.data.subarray(0, 20), room.subarray(0, 10))).toBe(false);
    const arena = kernels()!;
    const { floor } = arena;
    arena.floor = arena.buffer.byteLength - 8 * 1600;
    expect([multiplied(A, A, room), decomposed(A), factored(gram(A), room)]).toEqual([false, undefined, undefined]);
    agree(() => eigenSymmetric(gram(A)));
    arena.floor = floor;
    useKernels('reference');
    expect(decomposed(A)).toBe(undefined);
    expect([multiplied(A, A, room), kernels(), factored(gram(A), room)]).toEqual([false, undefined, undefined]);
  });
});
