import { describe, expect, it } from 'vitest';
import { dot, norm2, subtract, times } from '../../src/numerics/matrix.js';
import { largeInit } from '../../oracles/large-init.js';
import { minimumQ } from '../../oracles/minimum-q.js';
import { denseTask, distance } from './instances.js';

/** The share of the predicted shift in the certified one. */
function ratio(seed: number, alpha: number, depth: number): number {
  const question = { ...denseTask(seed), alpha, depth };
  const { shift, origin } = largeInit.answer(question).value;
  const moved = subtract(minimumQ.answer(question).value.beta, origin);
  return dot(moved, shift) / dot(shift, shift);
}

describe('largeInit', () => {
  it('predicts the shift, and the prediction improves with the order that is left out', () => {
    for (let seed = 0; seed < 10; seed++) {
      for (const [depth, alpha] of [
        [2, 2],
        [3, 1.6],
        [4, 1.4],
        [5, 1.3],
      ] as const) {
        const near = Math.abs(ratio(seed, alpha, depth) - 1);
        expect(near).toBeLessThan(0.02);
        const nearer = Math.abs(ratio(seed, 1.5 * alpha, depth) - 1);
        expect(nearer).toBeLessThan(Math.max(near / 2, 1e-3));
      }
    }
  });

  it('has the slope -4 in alpha, and stays in the null space', () => {
    const task = denseTask(4);
    const at = (alpha: number) => largeInit.answer({ ...task, alpha });
    const { value, error } = at(2);
    expect(norm2(value.shift) / norm2(at(4).value.shift)).toBeCloseTo(16, 12);
    expect(norm2(times(task.X, value.shift))).toBeLessThanOrEqual(2 * error);
    expect(error).toBeLessThan(1e-10 * norm2(value.shift));
  });

  it('refuses bad alpha and depth', () => {
    const task = denseTask(4);
    expect(() => largeInit.answer({ ...task, alpha: -1 })).toThrow(/alpha is -1/);
    expect(() => largeInit.answer({ ...task, alpha: 1, depth: 1 })).toThrow(/depth is 1/);
  });

  it.each(Object.entries(largeInit.faults!))('fault %s changes the answer', (_, fault) => {
    for (let seed = 0; seed < 10; seed++) {
      const question = { ...denseTask(seed), alpha: 3 };
      const right = largeInit.answer(question).value.shift;
      const change = distance(fault.by(question).value.shift, right) / norm2(right);
      expect(change).toBeGreaterThan(0.99 * (fault.grade ?? 0.1));
    }
  });
});
