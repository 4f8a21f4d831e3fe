/** Oracles of large steps on products: their errors are bounds, against recursions and eigenvalues in 100 digits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catapult } from '../../oracles/catapult.js';
import { productCurvature } from '../../oracles/product-curvature.js';
import { boundsOrRefuses, entries, farthest, positive, withLabels } from './bound.js';
import { combined, dec, eigenvalues, gramOf, image, inner, rowsOf, total, vector, zero, columnsOf } from './decimal.js';

boundsOrRefuses('productCurvature', {
  answer: productCurvature.answer,
  questions: withLabels(3).chain(({ X, y }) =>
    fc.record({ X: fc.constant(X), y: fc.constant(y), u: entries(X.cols), v: entries(X.cols) }),
  ),
  distance: ({ largest, trace }, { X, y, u, v }) => {
    const [n, d] = [X.rows, X.cols];
    const [a, b] = [vector(u), vector(v)];
    const rows = rowsOf(X);
    const miss = image(rows, a.map((entry, j) => entry.times(b[j]!))).map((f, i) => f.minus(dec(y[i]!))); // prettier-ignore
    const g = combined(rows, miss).map((entry) => entry.div(n));
    const G = gramOf(columnsOf(X)).map((row) => row.map((entry) => entry.div(n)));
    const H = Array.from({ length: 2 * d }, (_, j) =>
      Array.from({ length: 2 * d }, (_, k) => {
        const [first, second] = [j < d ? b[j]! : a[j - d]!, k < d ? b[k]! : a[k - d]!];
        const entry = first.times(second).times(G[j % d]![k % d]!);
        return j % d === k % d && j !== k ? entry.plus(g[j % d]!) : entry;
      }),
    );
    const diagonal = total(H.map((row, j) => row[j]!));
    return farthest([largest, trace], [eigenvalues(H).at(-1)!, diagonal]);
  },
});

/** Starts by eta times the sharpness and eta times the product, in random directions. */
const starts = fc
  .record({
    sharp: fc.integer({ min: 1, max: 399 }),
    part: fc.integer({ min: 1, max: 999 }),
    rate: positive,
    up: fc.boolean(),
    turn: entries(2),
  })
  .map(({ sharp, part, rate, up, turn }) => {
    const size = sharp / 100 / rate;
    const p = Math.sqrt(size * (part / 1000));
    const q = Math.sqrt(size * (1 - part / 1000));
    const along = Math.hypot(...turn) > 0 ? turn.map((entry) => entry / Math.hypot(...turn)) : Float64Array.of(1, 0);
    const sign = up ? 1 : -1;
    const u = Float64Array.of((p + q * along[0]!) / Math.SQRT2, (q * along[1]!) / Math.SQRT2);
    const v = Float64Array.of((sign * (p - q * along[0]!)) / Math.SQRT2, (-sign * q * along[1]!) / Math.SQRT2);
    return { u, v, rate };
  });

boundsOrRefuses('catapult', {
  answer: catapult.answer,
  questions: starts,
  answered: 0.8,
  distance: ({ ended, peak }, { u, v, rate }) => {
    let [a, b] = [vector(u), vector(v)];
    let highest = zero;
    // The steps themselves, on vectors.
    for (let step = 0; step < 20_000; step++) {
      const push = inner(a, b).times(dec(rate));
      if (push.abs().gt(highest)) highest = push.abs();
      if (push.abs().lt('1e-20')) break;
      [a, b] = [a.map((x, j) => x.minus(push.times(b[j]!))), b.map((x, j) => x.minus(push.times(a[j]!)))];
    }
    return farthest([ended, peak], [inner(a, a).plus(inner(b, b)).times(dec(rate)), highest]);
  },
  runs: 30,
});

describe('the catapult', () => {
  const at = (sharp: number) => ({ u: Float64Array.of(Math.sqrt(sharp), 0), v: Float64Array.of(0.01, 0), rate: 1 });
  it('ends where it starts, in small steps', () => {
    const { value } = catapult.answer(at(0.01));
    expect(value.ended).toBeCloseTo(0.01, 3);
    expect(value.peak).toBeCloseTo(0.001, 4);
  });
  it('refuses what is not below 4, an interpolant, and no step', () => {
    expect(() => catapult.answer(at(4.01))).toThrow(/catapult: .*expected less than 4/);
    expect(() => catapult.answer({ ...at(3), v: new Float64Array(2) })).toThrow(
      /expected a start that is no interpolant/,
    );
    expect(() => catapult.answer({ ...at(3), rate: 0 })).toThrow(/expected a positive number/);
  });
  it('every fault gives another answer', () => {
    const right = catapult.answer(at(3)).value.ended;
    for (const [name, { by }] of Object.entries(catapult.faults!))
      expect(Math.abs(by(at(3)).value.ended - right), name).toBeGreaterThan(1e-4);
  });
});

it('the least trace of a product is twice the weighted L1 norm', () => {
  const X = { rows: 1, cols: 2, data: Float64Array.of(3, 1) };
  const at = (u: number[], v: number[]) =>
    productCurvature.answer({ X, y: Float64Array.of(1), u: Float64Array.from(u), v: Float64Array.from(v) }).value;
  expect(at([2, 0], [0.5, 0]).trace).toBeCloseTo(9 * 4.25, 12);
  expect(at([1, 0], [1, 0]).trace).toBeCloseTo(18, 12);
});
