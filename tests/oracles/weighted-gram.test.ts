import { describe, expect, it } from 'vitest';
import { fromRows } from '../../src/numerics/matrix.js';
import { inverseForm, inverseSize, weightedCholesky, weightedGram } from '../../oracles/weighted-gram.js';

const ones = new Float64Array(3).fill(1);

describe('weightedGram', () => {
  it("inverts X diag(g) X'", () => {
    // K = [[2, 0], [0, 8]]
    const K = weightedGram(
      fromRows([
        [1, 1, 0],
        [0, 0, 2],
      ]),
      Float64Array.of(1, 1, 2),
    );
    expect([...K.inverse.data].map((entry) => Math.round(1e12 * entry) / 1e12)).toEqual([0.5, 0, 0, 0.125]);
    const r = Float64Array.of(2, 4);
    expect(inverseForm(K, r)).toBeGreaterThanOrEqual(4);
    expect(inverseForm(K, r)).toBeLessThan(4 * 1.3);
    expect(inverseSize(K)).toBeGreaterThanOrEqual(0.5);
  });

  it('bounds the pseudo-inverse from above for nearly dependent rows, and refuses beyond its proof', () => {
    // Rows e1 and e1 + h e2: the smallest singular value is h / sqrt(2) to leading order.
    for (const h of [1e-2, 1e-4]) {
      const size = inverseSize(
        weightedGram(
          fromRows([
            [1, 0, 0],
            [1, h, 0],
          ]),
          ones,
        ),
      );
      expect(size).toBeGreaterThanOrEqual(1.99 / (h * h));
      expect(size).toBeLessThan(3 / (h * h));
    }
    expect(() =>
      weightedGram(
        fromRows([
          [1, 0, 0],
          [1, 1e-7, 0],
        ]),
        ones,
      ),
    ).toThrow(/nearly depend/);
    expect(() =>
      weightedGram(
        fromRows([
          [1, 0, 0],
          [1, 0, 0],
        ]),
        ones,
      ),
    ).toThrow(/depend/);
    expect(() =>
      weightedCholesky(
        fromRows([
          [1, 0, 0],
          [2, 0, 0],
        ]),
        ones,
      ),
    ).toThrow(/depend/);
  });

  it('does not mind rows of very different size', () => {
    const K = weightedGram(
      fromRows([
        [1e-8, 0, 0],
        [0, 1e8, 0],
      ]),
      ones,
    );
    expect(inverseSize(K) / 1e16).toBeCloseTo(1.25, 10);
  });
});
