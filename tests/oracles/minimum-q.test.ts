import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asinh } from '../../src/numerics/elementary.js';
import { dot, norm1, norm2, normInf, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import { dualBound } from '../../oracles/dual-bound.js';
import { pointAt } from '../../oracles/dual-newton.js';
import { hypentropy, potential } from '../../oracles/hypentropy.js';
import { minimumL1 } from '../../oracles/minimum-l1.js';
import { minimumL2 } from '../../oracles/minimum-l2.js';
import { minimumQ } from '../../oracles/minimum-q.js';
import { denseTask, distance, plantedTask, turn, turned } from './instances.js';

const seeds = fc.integer({ min: 0, max: 2 ** 30 });
/** 1e-6 .. 10, and the depths. */
const alphas = fc.integer({ min: -60, max: 10 }).map((tenths) => 10 ** (tenths / 10));
const depths = fc.constantFrom(2, 3, 4, 5);
const nullPart = (X: Matrix, x: Float64Array) => subtract(x, minimumL2.answer({ X, y: times(X, x) }).value.beta);

describe('minimumQ', () => {
  // At depth 5 the scales are 1e-30 where alpha is 1e-6: there one error in 200 is above 1e-10, the largest of 4,000 1.4e-10;
  // where alpha is 1e-5 it is 2e-12.
  it('is certified to 1e-10 for every depth and every alpha in [1e-6, 10] but one corner, and satisfies its conditions', () => {
    fc.assert(
      fc.property(seeds, alphas, depths, (seed, alpha, depth) => {
        const { X, y } = denseTask(seed);
        const { value, error, certificate } = minimumQ.answer({ X, y, alpha, depth });
        const corner = depth === 5 && alpha < 1e-5;
        expect(error).toBeLessThan((corner ? 1e-9 : 1e-10) * norm2(value.beta));
        expect(certificate.gap).toBeGreaterThanOrEqual(0);
        expect(distance(times(X, value.beta), y)).toBeLessThan(1e-13);
        const t = timesTransposed(X, value.nu);
        if (depth > 2) expect(normInf(t)).toBeLessThan(1 + 1e-14);
        else
          t.forEach((entry, i) =>
            expect(Math.abs(asinh(value.beta[i]! / alpha / alpha / 2) - entry)).toBeLessThan(1e-12),
          );
      }),
    );
  });

  it('has a potential that no interpolant nearby undercuts', () => {
    fc.assert(
      fc.property(seeds, alphas, (seed, alpha) => {
        const { X, y } = denseTask(seed);
        const { value } = minimumQ.answer({ X, y, alpha });
        expect(potential(value.beta, alpha) / value.value).toBeCloseTo(1, 12);
        const away = nullPart(
          X,
          Float64Array.from({ length: X.cols }, (_, j) => ((seed >> (j % 25)) & 1) - 0.5),
        );
        for (const step of [1e-3, -1e-3, 1, -1]) {
          const other = value.beta.map((entry, i) => entry + step * away[i]!);
          expect(potential(other, alpha)).toBeGreaterThan(value.value);
        }
      }),
    );
  });

  it('follows the order and the signs of the columns; one alpha is the same as equal ones', () => {
    fc.assert(
      fc.property(seeds, alphas, depths, (seed, alpha, depth) => {
        const { X, y } = denseTask(seed);
        const { value, error } = minimumQ.answer({ X, y, alpha, depth });
        const { order, signs } = turn(seed, X.cols);
        const again = minimumQ.answer({ X: turned(X, order, signs), y, alpha, depth });
        const expected = order.map((j, k) => signs[k]! * value.beta[j]!);
        expect(distance(again.value.beta, expected)).toBeLessThanOrEqual(error + again.error);
        const equal = minimumQ.answer({ X, y, alpha: new Float64Array(X.cols).fill(alpha), depth });
        expect(equal.value).toEqual(value);
      }),
      { numRuns: 40 },
    );
  });

  it('takes one alpha per coordinate: alpha_i scales q_i', () => {
    const { X, y } = denseTask(11);
    const alpha = Float64Array.from({ length: X.cols }, (_, i) => 0.1 * 1.3 ** i);
    const { value } = minimumQ.answer({ X, y, alpha });
    const t = timesTransposed(X, value.nu);
    t.forEach((entry, i) => expect(2 * alpha[i]! ** 2 * Math.sinh(entry)).toBeCloseTo(value.beta[i]!, 13));
    expect(distance(times(X, value.beta), y)).toBeLessThan(1e-14);
    expect(potential(value.beta, alpha)).toBeCloseTo(value.value, 13);
  });

  it('tends to least L1 as alpha falls and to least L2 as it rises, within the bounds of theory', () => {
    for (let seed = 0; seed < 20; seed++) {
      const { X, y } = denseTask(seed);
      const sparse = minimumL1.answer({ X, y }).value;
      const short = minimumL2.answer({ X, y }).value;
      const ratios = [1, 1e-1, 1e-2, 1e-4, 1e-6].map((alpha) => {
        const { beta, nu } = minimumQ.answer({ X, y, alpha }).value;
        const ratio = norm1(beta) / sparse.norm;
        const bracket = Math.log(norm1(beta) / (X.cols * alpha ** 2)) - 1;
        expect(ratio).toBeGreaterThan(1 - 1e-12);
        expect(norm1(beta) * bracket).toBeLessThanOrEqual(potential(sparse.beta, alpha) * (1 + 1e-12));
        const price = y.reduce((sum, entry, i) => sum + entry * nu[i]!, 0);
        expect(ratio).toBeLessThanOrEqual((norm1(beta) * normInf(timesTransposed(X, nu))) / price + 1e-12);
        return ratio;
      });
      expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
      expect(ratios[4]! - 1).toBeLessThan(0.03);
      for (const alpha of [1, 3, 10]) {
        const { beta } = minimumQ.answer({ X, y, alpha }).value;
        const bound = (1 + (normInf(beta) / 2 / alpha ** 2) ** 2) ** 0.25;
        expect(norm2(beta) / short.norm).toBeLessThanOrEqual(bound + 1e-14);
      }
    }
  });

  it('refuses what it cannot certify or does not understand', () => {
    // Two coordinates carry ten equations and the rest vanish as alpha^3: the dual's curvature spans 20 decades.
    expect(() => minimumQ.answer({ ...plantedTask(2, 10, 30, 2), alpha: 1e-6, depth: 3 })).toThrow(
      /rows of X .*depend/,
    );
    const { X, y } = denseTask(1);
    expect(() => minimumQ.answer({ X, y, alpha: 0 })).toThrow(/alpha is 0/);
    expect(() => minimumQ.answer({ X, y, alpha: Float64Array.of(1) })).toThrow(/alpha has length 1/);
    expect(() => minimumQ.answer({ X, y, alpha: 1, depth: 1.5 })).toThrow(/depth is 1.5/);
  });

  it('answers n = d and y = 0', () => {
    const square = { rows: 2, cols: 2, data: Float64Array.of(1, 2, 3, 4) };
    expect(
      distance(minimumQ.answer({ X: square, y: Float64Array.of(1, 1), alpha: 0.1 }).value.beta, [-1, 1]),
    ).toBeLessThan(1e-14);
    const zero = minimumQ.answer({
      X: { rows: 1, cols: 2, data: Float64Array.of(1, 2) },
      y: Float64Array.of(0),
      alpha: 1,
    });
    expect([...zero.value.beta]).toEqual([0, 0]);
  });

  it.each(Object.entries(minimumQ.faults!))(
    'fault %s changes the answer where alpha^2 is of the size of beta',
    (_, fault) => {
      for (const depth of [2, 3]) {
        for (let seed = 0; seed < 10; seed++) {
          const question = { ...denseTask(seed), alpha: 0.3, depth };
          const right = minimumQ.answer(question);
          const wrong = fault.by(question);
          const change = distance(wrong.value.beta, right.value.beta) / norm2(right.value.beta);
          expect(change).toBeGreaterThan(fault.grade === undefined ? 1e-2 : 0.03 * fault.grade);
          expect(change).toBeGreaterThan(1e6 * right.error);
        }
      }
    },
  );

  it('grades its faults: a larger error of alpha moves the answer further', () => {
    const question = { ...denseTask(2), alpha: 0.3 };
    const right = minimumQ.answer(question).value.beta;
    const graded = Object.values(minimumQ.faults!).filter((fault) => fault.grade !== undefined);
    expect(graded.map((fault) => fault.grade)).toEqual([0.01, 0.03, 0.05, 0.1, 0.3]);
    const changes = graded.map((fault) => distance(fault.by(question).value.beta, right));
    expect(changes).toEqual([...changes].sort((a, b) => a - b));
  });
});

describe('dualBound', () => {
  it('bounds the distance to the minimizer from any dual point, and not by much more', () => {
    fc.assert(
      fc.property(
        seeds,
        alphas,
        fc.constantFrom(2, 3, 4),
        fc.integer({ min: -12, max: -1 }),
        (seed, alpha, depth, away) => {
          const task = denseTask(seed);
          const map = hypentropy(depth);
          const scales = new Float64Array(task.X.cols).fill(alpha ** depth);
          const right = minimumQ.answer({ ...task, alpha, depth });
          const rest = new Float64Array(task.X.rows);
          // Every t moves by a share of its room, or of 1.
          const { t, below } = pointAt(task.X, right.value.nu, rest);
          const room = Math.min(1, ...t.map((entry, i) => map.room(entry, below[i]!)));
          const nu = right.value.nu.map((entry, i) => entry + room * 10 ** away * ((i % 3) - 0.7));
          const { beta, error, gap } = dualBound(task, scales, map, pointAt(task.X, nu, rest));
          const off = distance(beta, right.value.beta);
          expect(error).toBeGreaterThanOrEqual(off - right.error);
          if (away < -3) expect(error).toBeLessThan(1e3 * off + 1e-11 / Math.min(1, room));
          const dual = (point: Float64Array) =>
            timesTransposed(task.X, point).reduce((sum, entry, i) => sum + scales[i]! * map.conjugate(entry, 0), 0) -
            dot(task.y, point);
          const lost = dual(nu) - dual(right.value.nu);
          expect(gap).toBeGreaterThanOrEqual(lost - 1e-14 * (1 + Math.abs(dual(nu))));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('claims nothing where the curvature may change too much on the way', () => {
    const task = denseTask(1);
    const zero = new Float64Array(task.X.rows);
    const scales = new Float64Array(task.X.cols).fill(1e-4);
    expect(dualBound(task, scales, hypentropy(2), pointAt(task.X, zero, zero)).error).toBe(Infinity);
  });
});

describe('hypentropy', () => {
  it.each([2, 3, 4, 7])('depth %i: slope and conjugate are the derivative and the integral of point', (depth) => {
    const map = hypentropy(depth);
    for (const t of [-0.9, -0.4, 1e-3, 0.2, 0.7, 0.95]) {
      const h = 1e-5;
      const ratio = (map.point(t + h, 0) - map.point(t - h, 0)) / (2 * h) / map.slope(t, 0);
      expect(ratio).toBeCloseTo(1, 4);
      expect((map.conjugate(t + h, 0) - map.conjugate(t - h, 0)) / (2 * h) / map.point(t, 0)).toBeCloseTo(1, 4);
      const bend = (map.slope(t + h, 0) - map.slope(t - h, 0)) / (2 * h) / map.slope(t, 0);
      expect(Math.abs(bend)).toBeLessThanOrEqual(map.steepness(map.room(t, 0) - h) * (1 + 1e-6));
      expect(map.point(-t, 0)).toBeCloseTo(-map.point(t, 0), 12);
    }
    if (depth > 2) {
      const a = depth / (depth - 2);
      expect(map.point(0.3, 0)).toBeCloseTo(0.7 ** -a - 1.3 ** -a, 13);
      // t + rest = 1 - 2^-60 is no float64 number, and z of it is 2^(60 a) but for a small constant.
      expect(map.point(1, -(2 ** -60)) / 2 ** (60 * a)).toBeCloseTo(1, 12);
      expect(map.point(-1, 2 ** -60) / 2 ** (60 * a)).toBeCloseTo(-1, 12);
    } else expect((map.point(20, 1e-13) / map.point(20, 0) - 1) / 1e-13).toBeCloseTo(1, 2);
  });

  it('is q of the definition', () => {
    const q = (z: number) => 2 - Math.sqrt(4 + z * z) + z * Math.asinh(z / 2);
    for (const alpha of [0.1, 1, 3]) {
      const beta = Float64Array.of(-2, 0, 0.3, 5);
      const sum = beta.reduce((total, entry) => total + alpha ** 2 * q(entry / alpha ** 2), 0);
      expect(potential(beta, alpha) / sum).toBeCloseTo(1, 12);
    }
    // Near 0, q(z) = z^2 / 4 - z^4 / 192: the definition has lost all digits there.
    expect(potential(Float64Array.of(1e-9), 1) / 0.25e-18).toBeCloseTo(1, 14);
  });
});
