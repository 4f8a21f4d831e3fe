import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, times, dot, subtract } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { boxOptimum } from '../../oracles/box-optimum.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { beyondBox } from '../../tasks/beyond-box.js';
import { denseTask } from './instances.js';

const lossAt = ({ X, y }: { X: ReturnType<typeof fromRows>; y: Float64Array }, b: Float64Array) => {
  const r = subtract(times(X, b), y);
  return dot(r, r) / 2;
};

describe('boxOptimum', () => {
  it('is at most the loss of any point of the box, and is attained in it', () => {
    fc.assert(
      fc.property(beyondBox.arbitrary, (task) => {
        for (const box of [0.1, 0.5, 1]) {
          const { value, error } = boxOptimum.answer({ ...task, box });
          expect(error).toBeLessThan(1e-11 * dot(task.y, task.y));
          expect(Math.max(...value.b.map(Math.abs))).toBeLessThanOrEqual(box);
          expect(Math.abs(lossAt(task, value.b) - value.loss)).toBeLessThanOrEqual(error);
          const stream = seededStream(3);
          for (let k = 0; k < 40; k++) {
            const size = k % 2 === 0 ? 1 : 1e-4;
            const near = value.b.map((entry) => {
              const moved = entry + size * box * stream.normal();
              return Math.max(-box, Math.min(box, moved));
            });
            expect(lossAt(task, near)).toBeGreaterThanOrEqual(value.loss - error);
          }
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it('is the answer by hand: two coordinates that do not meet, one of them cut', () => {
    const X = fromRows([
      [2, 0],
      [0, 1],
      [0, 0],
    ]);
    const { value, error } = boxOptimum.answer({ X, y: Float64Array.of(1, 3, 1), box: 1 });
    expect([...value.b]).toEqual([0.5, 1]);
    expect(Math.abs(value.loss - 2.5)).toBeLessThanOrEqual(error);
  });

  it('moves the held coordinate where the free one follows it: the minimum along the edge', () => {
    // f = ((b1 + b2 - 3)^2 + (b1 - b2)^2) / 2 over |b| <= 1 is least at (1, 1); with y = (0.5, 1) at (0.75, -0.25).
    const X = fromRows([
      [1, 1],
      [1, -1],
    ]);
    expect([...boxOptimum.answer({ X, y: Float64Array.of(3, 0), box: 1 }).value.b]).toEqual([1, 1]);
    const inside = boxOptimum.answer({ X, y: Float64Array.of(0.5, 1), box: 1 }).value.b;
    expect(inside[0]).toBeCloseTo(0.75, 12);
    expect(inside[1]).toBeCloseTo(-0.25, 12);
    // b1 is cut at 0.6, and b2 is then least for 0.6 of b1.
    const edge = boxOptimum.answer({ X, y: Float64Array.of(0.5, 1), box: 0.6 }).value.b;
    expect(edge[0]).toBe(0.6);
    expect(edge[1]).toBeCloseTo(-0.25, 12);
  });

  it('is 0 where the box holds an interpolant', () => {
    const task = denseTask(2);
    const { beta } = minimumL2.answer(task).value;
    const { value, error } = boxOptimum.answer({ ...task, box: 1.01 * Math.max(...beta.map(Math.abs)) });
    expect(value.loss).toBeLessThanOrEqual(error);
  });

  it('takes equal, zero and dependent columns', () => {
    const X = fromRows([
      [1, 1, 0],
      [2, 2, 0],
    ]);
    const { value, error } = boxOptimum.answer({ X, y: Float64Array.of(1, 2), box: 0.25 });
    expect(Math.abs(value.loss - 0.625)).toBeLessThanOrEqual(error);
    expect(error).toBeLessThan(1e-12);
  });

  it('refuses a box that is none', () => {
    const task = denseTask(1);
    for (const box of [0, -1, 1e-80, Infinity, NaN]) expect(() => boxOptimum.answer({ ...task, box })).toThrow(/box/);
  });

  it.each(Object.entries(boxOptimum.faults!))('fault %s changes the loss', (_, fault) => {
    const [task] = fc.sample(beyondBox.arbitrary, { numRuns: 1, seed: 5 });
    const question = { ...task!, box: 0.5 };
    const { value, error } = boxOptimum.answer(question);
    expect(Math.abs(fault.by(question).value.loss - value.loss)).toBeGreaterThan(100 * error);
  });
});
