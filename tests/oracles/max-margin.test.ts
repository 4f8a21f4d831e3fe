import { describe, expect, it } from 'vitest';
import { fromRows, matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { marginOf, maxMargin, normOf, type MarginNorm } from '../../oracles/max-margin.js';

const norms: readonly MarginNorm[] = ['L1', 'L2', 'Linf'];

function task(seed: number, n: number, d: number) {
  const stream = seededStream(seed);
  const X = matrix(n, d, normals(stream, n * d));
  return { X, y: Float64Array.from({ length: n }, () => (stream.uniform() < 0.5 ? -1 : 1)) };
}

describe('maxMargin', () => {
  it.each(norms)('is certified in %s: the direction attains it, no random direction exceeds it', (norm) => {
    for (let seed = 0; seed < 8; seed++) {
      const question = task(seed, 4 + (seed % 5), 20);
      const { value, error } = maxMargin.answer({ ...question, norm });
      expect(normOf[norm](value.w)).toBeCloseTo(1, 12);
      expect(marginOf(question, value.w, norm)).toBeCloseTo(value.margin, 12);
      expect(error).toBeLessThan(1e-6 * value.margin);
      const stream = seededStream(seed + 100);
      for (let k = 0; k < 50; k++) {
        const near = value.w.map((entry) => entry + 0.05 * stream.normal());
        expect(marginOf(question, near, norm)).toBeLessThanOrEqual(value.margin + error);
      }
    }
  });

  it.each(norms)('of one point is its dual norm in %s', (norm) => {
    const X = fromRows([[3, -4, 0]]);
    const { value } = maxMargin.answer({ X, y: Float64Array.of(-1), norm });
    expect(value.margin).toBeCloseTo({ L1: 4, L2: 5, Linf: 7 }[norm], 12);
  });

  it('refuses data that cannot be separated, and labels that are not signs', () => {
    const X = fromRows([
      [1, 0],
      [1, 0],
    ]);
    for (const norm of norms) expect(() => maxMargin.answer({ X, y: Float64Array.of(1, -1), norm })).toThrow();
    expect(() => maxMargin.answer({ X, y: Float64Array.of(1, 0), norm: 'L2' })).toThrow(/a label is 0/);
  });

  it.each(Object.entries(maxMargin.faults!))('fault %s changes the margin', (name, fault) => {
    for (const norm of norms) {
      if (name === 'dual norm' && norm === 'L2') continue;
      const question = { ...task(3, 8, 20), norm };
      const right = maxMargin.answer(question).value.margin;
      expect(Math.abs(fault.by(question).value.margin / right - 1)).toBeGreaterThan(0.02);
    }
  });
});
