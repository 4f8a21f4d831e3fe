/** Oracles of networks: their errors are bounds, against gradients, kernels and eigenvalues in 100 digits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix, type Matrix } from '../../src/numerics/matrix.js';
import { exactSign } from '../../src/numerics/exact-sign.js';
import { curvature } from '../../oracles/curvature.js';
import { flattening } from '../../oracles/flattening.js';
import { tangentLimit } from '../../oracles/tangent-limit.js';
import type { Activation, Covered, TwoLayer } from '../../oracles/two-layer.js';
import { weightedCurvature } from '../../oracles/weighted-curvature.js';
import { boundsOrRefuses, design, designOf, entries, entry, farthest, positive } from './bound.js';
import { combined, dec, eigenvalues, gramOf, image, inner, length, one, rowsOf, solved, total, vector, zero, type Decimal } from './decimal.js'; // prettier-ignore

/** Each of its own size, or none. */
const networkOn = (d: number, activations: readonly Activation[]): fc.Arbitrary<TwoLayer> =>
  fc.integer({ min: 1, max: 5 }).chain((width) =>
    fc.record({
      width: fc.constant(width),
      activation: fc.constantFrom(...activations),
      theta: fc.oneof(
        { weight: 2, arbitrary: fc.array(entry, { minLength: width * (d + 2) + 1, maxLength: width * (d + 2) + 1 }).map((list) => Float64Array.from(list, (x) => (Math.abs(x) > 1e6 ? 1 : x))) }, // prettier-ignore
        { weight: 1, arbitrary: entries(width * (d + 2) + 1) },
      ),
    }),
  );

function activated(activation: Activation, z: Decimal): [Decimal, Decimal] {
  if (activation === 'linear') return [z, one];
  if (activation === 'relu') return z.gt(0) ? [z, one] : [zero, zero];
  if (activation === 'tanh') {
    const e = z.abs().times(-2).exp();
    const t = one.minus(e).div(e.plus(1));
    // 1 - t^2 without what cancels.
    return [z.lt(0) ? t.neg() : t, e.times(4).div(e.plus(1).pow(2))];
  }
  const e = z.abs().neg().exp();
  return [(z.gt(0) ? z : zero).plus(e.plus(1).ln()), (z.gt(0) ? one : e).div(e.plus(1))];
}

function gradients({ width: m, activation, theta }: TwoLayer, X: Matrix, covered: Covered = {}): Decimal[][] {
  const { W = true, b = true, a = true, c = true } = covered;
  const d = X.cols;
  const at = vector(theta);
  return rowsOf(X).map((x) => {
    const units = Array.from({ length: m }, (_, k) => {
      const [h, slope] = activated(activation, inner(at.slice(k * d, k * d + d), x).plus(at[m * d + k]!));
      return { h, outer: at[m * d + m + k]!.times(slope) };
    });
    return [
      ...units.flatMap(({ outer }) => x.map((entry_) => (W ? outer.times(entry_) : zero))),
      ...units.map(({ outer }) => (b ? outer : zero)),
      ...units.map(({ h }) => (a ? h : zero)),
      c ? one : zero,
    ];
  });
}

boundsOrRefuses('curvature', {
  answer: curvature.answer,
  questions: design(4).chain((X) =>
    networkOn(X.cols, ['relu', 'tanh', 'softplus', 'linear']).map((network) => ({ network, X })),
  ),
  distance: ({ largest, trace, mean }, { network, X }) => {
    const G = gramOf(gradients(network, X));
    const n = X.rows;
    return farthest(
      [largest, trace, mean],
      [eigenvalues(G).at(-1)!.div(n), total(G.map((row, i) => row[i]!)).div(n), total(G.flat()).div(n * n)],
    );
  },
});

boundsOrRefuses('weightedCurvature', {
  answer: weightedCurvature.answer,
  questions: fc.tuple(fc.integer({ min: 1, max: 6 }), fc.boolean()).chain(([n, whole]) =>
    fc.record({
      // Knots on points, exactly and nearly, are as usual as others.
      X: whole ? fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n, maxLength: n }).map((x) => matrix(n, 1, Float64Array.from(x, (e) => e / 3))) : designOf(n, 1), // prettier-ignore
      network: networkOn(1, ['relu']).map((network) =>
        whole ? { ...network, theta: network.theta.map((e) => Math.round(e * 3) / 3) } : network,
      ),
    }),
  ),
  distance: ({ weighted, bound, active }, { network: { width: m, theta }, X }) => {
    const points = vector(X.data);
    const side = (t: Decimal, sign: number) => {
      const beyond = points.map((x) => x.minus(t).times(sign)).filter((away) => away.gt(0));
      if (beyond.length === 0) return zero;
      const mean = total(points.filter((x) => x.minus(t).times(sign).gt(0))).div(beyond.length);
      const share = dec(beyond.length).div(points.length);
      return share.times(share).times(total(beyond).div(beyond.length)).times(mean.times(mean).plus(1).sqrt());
    };
    const at = vector(theta);
    let [smooth, reached] = [zero, zero];
    for (let k = 0; k < m; k++) {
      if (at[k]!.isZero()) continue;
      const t = at[m + k]!.div(at[k]!).neg();
      const size = at[k]!.times(at[2 * m + k]!).abs();
      const [left, right] = [side(t, -1), side(t, 1)];
      smooth = smooth.plus(size.times(left.lt(right) ? left : right));
      reached = reached.plus(size.times(at[k]!.gt(0) ? right : left));
    }
    return farthest([weighted, bound, active], [smooth, smooth.times(2).plus(1), reached.times(2).plus(1)]);
  },
});

const bent = { W: true, b: false, a: true, c: false };
boundsOrRefuses('tangentLimit', {
  answer: tangentLimit.answer,
  runs: 100,
  answered: 0.15,
  questions: design(3).chain((X) =>
    fc.record({
      X: fc.constant(X),
      network: networkOn(X.cols, ['relu', 'tanh', 'softplus', 'linear']),
      y: entries(X.rows),
      alpha: positive,
      points: designOf(2, X.cols),
    }),
  ),
  distance: ({ predictions, change }, { network, X, y, alpha, points }) => {
    const J = gradients(network, X, bent);
    const dual = solved(gramOf(J), vector(y));
    if (!dual) return dec('1e400');
    const moved = combined(J, dual);
    const off = farthest(predictions, image(gradients(network, points, bent), moved));
    const offChange = farthest(change, moved.map((entry_) => entry_.div(dec(alpha)))); // prettier-ignore
    return off.gt(offChange) ? off : offChange;
  },
});

boundsOrRefuses('flattening', {
  answer: flattening.answer,
  runs: 100,
  answered: 0.15,
  questions: design(3).chain((X) =>
    fc.record({
      X: fc.constant(X),
      network: networkOn(X.cols, ['tanh']).map((network) => ({ ...network, theta: network.theta.map((x, k) => (k < network.width * X.cols || (k >= network.width * (X.cols + 1) && k < network.theta.length - 1) ? x : 0)) })), // prettier-ignore
      rate: positive,
      sigma: positive,
      batch: fc.integer({ min: 1, max: 9 }),
    }),
  ),
  distance: (value, { network, X, rate, sigma, batch }) => {
    const { width: m, theta } = network;
    const [n, d] = [X.rows, X.cols];
    const at = vector(theta);
    const g = at.map(() => zero);
    // The derivative of (1/n) sum h^2 + a^2 s^2 |x|^2 by every parameter, s = 1 - h^2, h' = s, s' = -2 h s.
    for (const x of rowsOf(X))
      for (let k = 0; k < m; k++) {
        const [h, s] = activated('tanh', inner(at.slice(k * d, k * d + d), x));
        const a = at[m * d + m + k]!;
        const long = inner(x, x);
        const outer = a.times(s).times(s).times(long).times(2).div(n);
        g[m * d + m + k] = g[m * d + m + k]!.plus(outer);
        const push = h.times(s).times(2).minus(a.times(a).times(long).times(s).times(s).times(h).times(4)).div(n);
        for (let j = 0; j < d; j++) g[k * d + j] = g[k * d + j]!.plus(push.times(x[j]!));
      }
    const J = gradients(network, X, { b: false, c: false });
    const along = image(J, g);
    const back = solved(gramOf(J), along);
    if (!back) return dec('1e400');
    const per = dec(rate)
      .times(dec(rate))
      .times(dec(sigma))
      .times(dec(sigma))
      .div(4 * batch);
    return inner(g, g).minus(inner(along, back)).times(per).minus(dec(value)).abs();
  },
});

describe('the sign of a sum of products', () => {
  it('is exact', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), entry), { maxLength: 4 }),
        entry,
        (pairs, b) => {
          // prettier-ignore
          const [x, y] = [pairs.map(([first]) => first), pairs.map(([, second]) => second)];
          const sum = inner(vector(x), vector(y)).plus(dec(b));
          // 100 digits decide unless they nearly cancel: then the sum is asked again without its last term.
          expect(exactSign(x, y, b)).toBe(sum.isZero() ? 0 : sum.gt(0) ? 1 : -1);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
    expect(exactSign([3, 1e300], [1 / 3, 0], -1)).toBe(-1);
    expect(exactSign([1e308, -1e308], [10, 10], 5e-324)).toBe(1);
    expect(exactSign([0.1], [10], -1)).toBe(1);
    expect(exactSign([0.5], [2], -1)).toBe(0);
    expect(length([dec(3), dec(4)]).toNumber()).toBe(5);
  });
});

it('refuses what has no gradient, no points, no finite weights', () => {
  const network = { width: 1, activation: 'relu' as const, theta: Float64Array.of(1, 0, 1, 0) };
  const X = matrix(1, 1, Float64Array.of(1));
  expect(() => curvature.answer({ network: { ...network, theta: Float64Array.of(1) }, X })).toThrow(/1 parameters/);
  expect(() => curvature.answer({ network, X: matrix(0, 1) })).toThrow(/at least 1/);
  expect(() => weightedCurvature.answer({ network, X: matrix(0, 1) })).toThrow(/at least 1/);
  expect(() => curvature.answer({ network: { ...network, theta: Float64Array.of(1, NaN, 1, 0) }, X })).toThrow(/theta/);
  const twice = matrix(2, 1, Float64Array.of(1, 1));
  const asked = { network, alpha: 1, X: twice, y: Float64Array.of(1, 2), points: X };
  expect(() => tangentLimit.answer(asked)).toThrow(/expected|depend/);
});
