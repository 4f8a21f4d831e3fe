/** Products with a matrix that stays in the kernels' memory are the plain ones, bit for bit, also when memory is let go. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import linear from '../../models/linear-model.js';
import { products, useKernels } from '../../src/numerics/kernels.js';
import { matrix, times, timesTransposed } from '../../src/numerics/matrix.js';
import { normals, seededStream, streams } from '../../src/numerics/stream.js';
import { linearRules } from '../models/rules.js';

const { adagrad, adam, descent, greedy } = linearRules;

afterEach(() => useKernels('wasm'));

const random = (rows: number, cols: number, seed: number) =>
  matrix(rows, cols, normals(seededStream(seed), rows * cols));

describe('resident products', () => {
  test('are the plain products', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(1, NaN, Infinity, -0, 1e200),
        (n, d, seed, odd) => {
          const A = random(n, d, seed);
          const held = products(A);
          const x = normals(seededStream(seed + 1), d);
          const r = normals(seededStream(seed + 2), n);
          x[0]! *= odd;
          r[n - 1]! *= odd;
          for (let again = 0; again < 2; again++) {
            const [along, across] = [new Float64Array(n).fill(7), new Float64Array(d).fill(7)];
            held.timesInto(x, along);
            held.timesTransposedInto(r, across);
            expect(along).toEqual(times(A, x));
            expect(across).toEqual(timesTransposed(A, r));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('many matrices at once', () => {
    const matrices = Array.from({ length: 12 }, (_, k) => random(700, 700 + k, k));
    const held = matrices.map(products);
    for (let round = 0; round < 2; round++) {
      matrices.forEach((A, k) => {
        const x = normals(seededStream(k), A.cols);
        const out = new Float64Array(A.rows);
        held[k]!.timesInto(x, out);
        expect(out).toEqual(times(A, x));
      });
    }
  });

  test('lengths are checked', () => {
    const held = products(random(20, 30, 1));
    expect(() => held.timesInto(new Float64Array(29), new Float64Array(20))).toThrow('length 29; expected 30');
    expect(() => held.timesTransposedInto(new Float64Array(20), new Float64Array(29))).toThrow(RangeError);
  });

  test('the linear model does not depend on them', () => {
    const rules = [
      descent({ kind: 'euclidean' }),
      descent({ kind: 'hypentropy', alpha: 0.01 }),
      adam(),
      adagrad(),
      greedy(),
    ];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const task = { X: random(n, 2 * n + 1, seed), y: normals(seededStream(seed + 1), n) };
        for (const rule of rules) {
          const [plain, compiled] = (['reference', 'wasm'] as const).map((kind) => {
            useKernels(kind);
            const { parameters, steps, stopped, facts } = linear.train(
              task,
              { ...rule, ...(rule.steps ? { steps: 300 } : { budget: 300 }) },
              streams({ suiteSeed: 'k', claim: 'kernels', arm: 'claim', trial: seed }),
            );
            return { parameters, steps, stopped, facts };
          });
          expect(compiled).toEqual(plain);
        }
      }),
      { numRuns: 20 },
    );
  });
});
