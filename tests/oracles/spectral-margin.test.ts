import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromRows, matrix, norm1, norm2, timesTransposed } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { singularValues } from '../../src/numerics/svd.js';
import { maxMargin } from '../../oracles/max-margin.js';
import { spectralMargin, spectralMarginOf, spectralNorm } from '../../oracles/spectral-margin.js';
import { pairsOf, separableClasses } from '../../tasks/separable-classes.js';

describe('spectralMargin', () => {
  it('is attained by its matrix, exceeded by none near it, and below the nuclear norm of its weights', () => {
    fc.assert(
      fc.property(separableClasses.arbitrary, (task) => {
        const { value, error } = spectralMargin.answer(task);
        expect(error).toBeLessThan(1e-6 * value.margin);
        expect(spectralNorm(value.W, task.classes)).toBeCloseTo(1, 12);
        expect(spectralMarginOf(task, value.W)).toBeCloseTo(value.margin, 12);
        expect(norm1(value.weights)).toBeCloseTo(1, 12);
        const mixed = matrix(task.classes, task.X.cols, timesTransposed(pairsOf(task), value.weights));
        expect(norm1(singularValues(mixed))).toBeLessThanOrEqual(value.margin + error);
        const stream = seededStream(3);
        for (let k = 0; k < 30; k++) {
          const near = value.W.map((entry) => entry + (k % 2 === 0 ? 0.1 : 1e-4) * stream.normal());
          expect(spectralMarginOf(task, near)).toBeLessThanOrEqual(value.margin + error);
        }
      }),
      { numRuns: 6, seed: 1 },
    );
  });

  it('of two classes is sqrt(2) times the largest L2 margin: W is (w, -w) / sqrt(2), of rank one', () => {
    const X = fromRows([
      [2, 0.5, 0],
      [-1, 1, 0.3],
      [0.2, -1, 1],
    ]);
    const { value, error } = spectralMargin.answer({ X, y: Float64Array.of(1, 0, 1), classes: 2 });
    const pair = maxMargin.answer({ X, y: Float64Array.of(1, -1, 1), norm: 'L2' });
    expect(Math.abs(value.margin - Math.sqrt(2) * pair.value.margin)).toBeLessThanOrEqual(error + 2 * pair.error);
  });

  it('of one point is the nuclear norm of the best mixture, by hand', () => {
    // One point x of class 0 of two: Z = (x, -x), of rank one, and |Z|_* = sqrt(2) |x|.
    const { value, error } = spectralMargin.answer({ X: fromRows([[3, 4]]), y: Float64Array.of(0), classes: 2 });
    expect(Math.abs(value.margin - 5 * Math.SQRT2)).toBeLessThanOrEqual(error);
    // Of three: p = (1/2, 1/2), sum p Z = (1, -1/2, -1/2) x', whose norm is sqrt(3/2) |x|.
    const three = spectralMargin.answer({ X: fromRows([[3, 4]]), y: Float64Array.of(0), classes: 3 });
    expect(Math.abs(three.value.margin - 5 * Math.sqrt(1.5))).toBeLessThanOrEqual(three.error);
  });

  it('scales with the points', () => {
    const [task] = fc.sample(separableClasses.arbitrary, { numRuns: 1, seed: 4 });
    const { margin } = spectralMargin.answer(task!).value;
    for (const factor of [1e-20, 1e20]) {
      const X = { ...task!.X, data: task!.X.data.map((entry) => factor * entry) };
      expect(spectralMargin.answer({ ...task!, X }).value.margin / factor / margin).toBeCloseTo(1, 6);
    }
  });

  it('refuses classes that are none, and points that are not separable', () => {
    const X = fromRows([
      [1, 0],
      [1, 0],
    ]);
    expect(() => spectralMargin.answer({ X, y: Float64Array.of(0, 1), classes: 2 })).toThrow(/not separable/);
    expect(() => spectralMargin.answer({ X, y: Float64Array.of(0, 2), classes: 2 })).toThrow(/a class is 2/);
    expect(() => spectralMargin.answer({ X, y: Float64Array.of(0, 0), classes: 1 })).toThrow(/1 classes/);
  });

  it.each(Object.entries(spectralMargin.faults!))('fault %s changes the margin', (_, fault) => {
    const moved = fc.sample(separableClasses.arbitrary, { numRuns: 5, seed: 5 }).filter((task) => {
      const right = spectralMargin.answer(task);
      return Math.abs(fault.by(task).value.margin - right.value.margin) > 100 * right.error;
    });
    expect(moved.length).toBeGreaterThan(0);
  });

  it('is at most the Frobenius and at least that over sqrt(rank): norms of a matrix of rank 3', () => {
    const [task] = fc.sample(separableClasses.arbitrary, { numRuns: 1, seed: 6 });
    const { W } = spectralMargin.answer(task!).value;
    expect(norm2(W)).toBeLessThanOrEqual(Math.sqrt(3) + 1e-12);
    expect(norm2(W)).toBeGreaterThanOrEqual(1);
  });
});
