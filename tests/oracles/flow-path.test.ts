/** The path of gradient flow where it is an elementary integral, in 100 digits, and against the polygon of short steps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowPath } from '../../oracles/flow-path.js';
import { axpy, identity, matrix, norm2, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { boundsOrRefuses } from './bound.js';
import { dec } from './decimal.js';
import { denseTask } from './instances.js';

const size = fc.integer({ min: -40, max: 40 }).map((k) => 10 ** (k / 20));
const label = fc.integer({ min: -30, max: 30 }).map((k) => k / 10);

describe('flowPath', () => {
  // With k = (s^2, 2 s^2) and u = e^(-s^2 t) it is the integral of (c_1^2 + 2 c_2^2 u^2)^(1/2) over u from 0 to 1, over s.
  boundsOrRefuses('flowPath', {
    answer: flowPath.answer,
    questions: fc.tuple(size, label, label).map(([s, first, second]) => ({
      X: matrix(2, 3, Float64Array.of(0, s, 0, s, 0, s)),
      y: Float64Array.of(first, second),
    })),
    distance: ({ length }, { X, y }) => {
      const [a, b] = [dec(y[0]!).pow(2), dec(y[1]!).pow(2).times(2)];
      const root = a.plus(b).sqrt();
      const bent = a.isZero() || b.isZero() ? a : a.div(b.sqrt()).times(b.sqrt().plus(root).div(a.sqrt()).ln());
      const path = b.isZero() ? a.sqrt() : root.plus(bent).div(2);
      return dec(length)
        .minus(path.div(dec(X.data[1]!)))
        .abs();
    },
  });

  it('is that of gradient descent in short steps', () => {
    for (const seed of [1, 2, 3]) {
      const { X, y } = denseTask(seed);
      const b = new Float64Array(X.cols);
      let [path, left] = [0, subtract(times(X, b), y)];
      for (let step = 0; step < 20_000 && norm2(left) > 1e-7; step++) {
        const g = timesTransposed(X, left);
        path += 1e-3 * norm2(g);
        axpy(-1e-3, g, b);
        left = subtract(times(X, b), y);
      }
      const { length, straight } = flowPath.answer({ X, y }).value;
      expect(Math.abs(path / length - 1)).toBeLessThan(1e-3);
      expect(Math.abs(straight / norm2(b) - 1)).toBeLessThan(1e-4);
      expect(length).toBeGreaterThan(straight);
    }
  });

  it('is the least norm where all directions are as fast', () => {
    const { value, error } = flowPath.answer({ X: identity(3), y: Float64Array.of(3, 0, 4) });
    expect(Math.abs(value.length - 5)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(2e-3);
    expect(value.straight).toBeCloseTo(5, 12);
  });

  it('refuses what has no path to an interpolant', () => {
    const X = matrix(2, 3, Float64Array.of(1, 1, 1, 1, 1, 1));
    expect(() => flowPath.answer({ X, y: Float64Array.of(1, 2) })).toThrow(/eigenvalue/);
  });

  it.each(Object.entries(flowPath.faults!))('fault %s changes the length', (_, fault) => {
    const task = denseTask(2);
    const { value, error } = flowPath.answer(task);
    expect(Math.abs(fault.by(task).value.length - value.length)).toBeGreaterThan(2 * error);
  });
});
