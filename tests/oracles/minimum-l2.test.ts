import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, norm2, times, timesTransposed } from '../../src/numerics/matrix.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { denseTask, distance, turn, turned } from './instances.js';

const seeds = fc.integer({ min: 0, max: 2 ** 30 });

describe('minimumL2', () => {
  it('interpolates, lies in the row space, and follows the columns', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { X, y } = denseTask(seed);
        const { value, error } = minimumL2.answer({ X, y });
        expect(distance(times(X, value.beta), y)).toBeLessThan(1e-14);
        expect(distance(value.beta, timesTransposed(X, value.nu))).toBe(0);
        const { order, signs } = turn(seed, X.cols);
        const again = minimumL2.answer({ X: turned(X, order, signs), y }).value.beta;
        expect(
          distance(
            again,
            order.map((j, k) => signs[k]! * value.beta[j]!),
          ),
        ).toBeLessThanOrEqual(2 * error);
      }),
    );
  });

  it('keeps its bound where the rows nearly depend, and refuses where it cannot', () => {
    // X b = y with rows (1, 0, 0) and (1, h, 0): beta = (1, 1 / h, 0) exactly.
    for (const h of [1e-1, 1e-3, 1e-5]) {
      const y = Float64Array.of(1, 2);
      const { value, error } = minimumL2.answer({
        X: fromRows([
          [1, 0, 0],
          [1, h, 0],
        ]),
        y,
      });
      expect(distance(value.beta, [1, 1 / h, 0])).toBeLessThanOrEqual(error);
    }
    const dependent = {
      X: fromRows([
        [1, 2, 3],
        [2, 4, 6],
      ]),
      y: Float64Array.of(1, 2),
    };
    expect(() => minimumL2.answer(dependent)).toThrow(/rows of X .*depend/);
  });

  it('refuses what is not a regression with a choice', () => {
    const y = Float64Array.of(1, 2);
    expect(() => minimumL2.answer({ X: fromRows([[1], [1]]), y })).toThrow(/rows <= columns/);
    expect(() => minimumL2.answer({ X: fromRows([[1, 2]]), y })).toThrow(/y has length 2; expected 1/);
    expect(() =>
      minimumL2.answer({
        X: fromRows([
          [1, 2],
          [3, NaN],
        ]),
        y,
      }),
    ).toThrow(/NaN/);
  });

  it('has the answer 0 for y = 0', () => {
    expect(minimumL2.answer({ X: fromRows([[1, 2]]), y: Float64Array.of(0) }).value.norm).toBe(0);
  });

  it.each(Object.entries(minimumL2.faults!))('fault %s changes the answer', (_, fault) => {
    for (let seed = 0; seed < 10; seed++) {
      const task = denseTask(seed);
      const right = minimumL2.answer(task);
      const wrong = fault.by(task);
      const change = distance(wrong.value.beta, right.value.beta) + Math.abs(wrong.value.norm - right.value.norm);
      expect(change).toBeGreaterThan(fault.grade === undefined ? 0.01 : 0.02 * fault.grade);
    }
  });

  it('grades its ridges: a larger one shrinks more', () => {
    const task = denseTask(3);
    const norms = Object.values(minimumL2.faults!)
      .filter((fault) => fault.grade)
      .map((fault) => norm2(fault.by(task).value.beta));
    expect(norms).toEqual([...norms].sort((a, b) => b - a));
  });
});
