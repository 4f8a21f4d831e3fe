import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gram, matrix, multiply } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { labelNoiseDecay } from '../../oracles/label-noise-decay.js';
import { denseTask } from './instances.js';

const seeds = fc.integer({ min: 0, max: 100_000 });

/** A network on a random regression, and |K|_F >= |K|_2. */
function question(seed: number, share: number) {
  const { X } = denseTask(seed);
  const stream = seededStream(seed);
  const u = Float64Array.from({ length: X.cols }, () => 0.3 + stream.uniform());
  const v = Float64Array.from({ length: X.cols }, () => 0.3 + stream.uniform());
  const K = gram({ ...X, data: X.data.map((x, k) => 2 * x * Math.hypot(u[k % X.cols]!, v[k % X.cols]!)) });
  return { X, u, v, K, rate: share / Math.hypot(...K.data), sigma: 0.7 };
}

describe('the decay of log(u v)', () => {
  test('is the stationary variance of the noisy residual: covariance iterated to its fixed point', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0.05, 0.5, 1), (seed, share) => {
        const { X, u, v, K, rate, sigma } = question(seed, share);
        const n = X.rows;
        // C <- (I - h K) C (I - h K) + h^2 sigma^2 K K is the covariance of r; the step sees r - sigma eps.
        const hold = matrix(
          n,
          n,
          K.data.map((entry, k) => (k % (n + 1) === 0 ? 1 : 0) - rate * entry),
        );
        const fresh = multiply(K, K).data.map((entry) => rate * rate * sigma * sigma * entry);
        let C = matrix(n, n);
        for (let step = 0; step < 6000; step++) {
          C = multiply(multiply(hold, C), hold);
          for (let k = 0; k < n * n; k++) C.data[k]! += fresh[k]!;
        }
        const { value } = labelNoiseDecay.answer({ X, u, v, rate, sigma });
        for (let j = 0; j < X.cols; j++) {
          let form = 0;
          for (let i = 0; i < n; i++)
            for (let l = 0; l < n; l++) {
              const entry = C.data[i * n + l]! + (i === l ? sigma * sigma : 0);
              form += X.data[i * X.cols + j]! * entry * X.data[l * X.cols + j]!;
            }
          expect(value.corrected[j]! / (4 * rate * rate * form)).toBeCloseTo(1, 3);
          expect(value.corrected[j]!).toBeGreaterThan(value.leading[j]!);
        }
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  test('every fault gives another answer', () => {
    const { X, u, v, rate, sigma } = question(3, 1);
    const right = labelNoiseDecay.answer({ X, u, v, rate, sigma }).value;
    for (const [name, { by }] of Object.entries(labelNoiseDecay.faults!)) {
      const wrong = by({ X, u, v, rate, sigma }).value;
      const moved = right.corrected.map((entry, j) => Math.abs(wrong.corrected[j]! / entry - 1));
      expect(Math.max(...moved), name).toBeGreaterThan(0.01);
    }
  });

  test('refuses a step that is not stable', () => {
    const { X, u, v, sigma } = question(3, 1);
    expect(() => labelNoiseDecay.answer({ X, u, v, rate: 10, sigma })).toThrow(/stable step/);
    expect(() => labelNoiseDecay.answer({ X, u, v, rate: 0, sigma })).toThrow(/positive/);
  });
});
