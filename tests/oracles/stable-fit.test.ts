/** What a stable network of one input can be on given labels, against networks, closed forms and 100 digits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, matrix, subtract, times, timesTransposed } from '../../src/numerics/matrix.js';
import { seededStream } from '../../src/numerics/stream.js';
import { smoothest, stableFit } from '../../oracles/stable-fit.js';
import { jacobian, outputs, type TwoLayer } from '../../oracles/two-layer.js';
import { weightedCurvature } from '../../oracles/weighted-curvature.js';
import { boundsOrRefuses, entries } from './bound.js';
import { dec, one, total, vector, type Decimal } from './decimal.js';

const ask = (x: Float64Array, y: Float64Array, most: number) =>
  stableFit.answer({ X: matrix(x.length, 1, x), y, most });
const least = (x: Float64Array, y: Float64Array) => ask(x, y, 1).value.least;
const floor = (x: Float64Array, y: Float64Array, most: number) => ask(x, y, most).value.floor;
const weighted = (network: TwoLayer, x: Float64Array) =>
  weightedCurvature.answer({ network, X: matrix(x.length, 1, x) }).value.weighted;
const relu = (theta: Float64Array): TwoLayer => ({ width: (theta.length - 1) / 3, activation: 'relu', theta });
const meanSquare = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, each, i) => sum + (each - b[i]!) * (each - b[i]!), 0) / a.length;

/** Points, noisy labels, and a network of random size. */
const drawn = fc
  .tuple(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 9 }), fc.nat())
  .map(([n, m, from]) => {
    const stream = seededStream(from);
    const x = Float64Array.from({ length: n }, () => 4 * stream.uniform() - 2);
    const y = x.map(() => stream.normal());
    const theta = Float64Array.from({ length: 3 * m + 1 }, () => 0.7 * stream.normal());
    return { x, y, network: relu(theta) };
  });

describe('least', () => {
  it('is at most what any network through the labels has', () => {
    fc.assert(
      fc.property(drawn, ({ x, network }) => {
        const y = outputs(network, matrix(x.length, 1, x));
        expect(least(x, y)).toBeLessThanOrEqual(weighted(network, x) * (1 + 1e-9) + 1e-9);
      }),
    );
  });

  it('is attained by the smoothest network, which goes through the labels, which no network with knots elsewhere betters', () => {
    fc.assert(
      fc.property(drawn, ({ x, y }) => {
        const network = relu(smoothest({ X: matrix(x.length, 1, x), y }));
        expect(meanSquare(outputs(network, matrix(x.length, 1, x)), y)).toBeLessThan(1e-16);
        expect(weighted(network, x) / least(x, y)).toBeCloseTo(1, 5);
        const farther = relu(smoothest({ X: matrix(x.length, 1, x), y }, 0.25));
        expect(meanSquare(outputs(farther, matrix(x.length, 1, x)), y)).toBeLessThan(1e-16);
        expect(weighted(farther, x)).toBeGreaterThanOrEqual(least(x, y) * (1 - 1e-9));
      }),
    );
  });
});

describe('floor', () => {
  it('is at most the squared distance of any network whose variation is that', () => {
    fc.assert(
      fc.property(drawn, ({ x, y, network }) => {
        const left = meanSquare(outputs(network, matrix(x.length, 1, x)), y);
        expect(floor(x, y, weighted(network, x) + 1e-12)).toBeLessThanOrEqual(left * (1 + 1e-9) + 1e-9);
      }),
    );
  });

  it('is the closed form on three points, and 0 where an interpolant is smooth enough', () => {
    const [x, y] = [Float64Array.of(-1, 0.5, 1), Float64Array.of(0.3, -2, 1)];
    const [bend, row] = [3 / 0.5 + 2.3 / 1.5, [1 / 1.5, -1 / 1.5 - 2, 2]];
    const g = least(x, y) / bend;
    const square = row.reduce((sum, entry) => sum + entry * entry, 0);
    const gap = bend - 0.1 / g;
    expect(floor(x, y, 0.1)).toBeCloseTo((gap * gap) / (3 * square), 12);
    expect(floor(x, y, least(x, y) * 1.001)).toBe(0);
  });

  it('falls as what is allowed grows, from no more than the distance to the straight line nearest to the labels', () => {
    const stream = seededStream(7);
    const x = Float64Array.from({ length: 20 }, (_, i) => -1.9 + 0.2 * i + 0.05 * stream.uniform());
    const y = x.map(() => stream.normal());
    const all = least(x, y);
    const floors = [0.05, 0.2, 0.5, 0.8, 0.95].map((share) => floor(x, y, share * all));
    expect(floors).toEqual([...floors].sort((a, b) => b - a));
    const [mx, my] = [x, y].map((list) => list!.reduce((sum, each) => sum + each, 0) / 20);
    const slope = x.reduce((sum, at, i) => sum + (at - mx!) * (y[i]! - my!), 0) / x.reduce((sum, at) => sum + (at - mx!) * (at - mx!), 0); // prettier-ignore
    const line = meanSquare(x.map((at) => my! + slope * (at - mx!)), y); // prettier-ignore
    expect(floors[0]).toBeLessThanOrEqual(line);
    expect(floors[0]).toBeGreaterThan(0.1 * line);
  });
});

describe('away from interpolants', () => {
  it("u'Hu is |Ju|^2 / n and what is made of the gradient, u the mean gradient of the outputs", () => {
    const [x, y] = [Float64Array.of(-1.5, -0.6, 0.4, 1.3), Float64Array.of(1, -1, 0.5, 2)];
    const [X, m] = [matrix(4, 1, x), 2];
    const theta = Float64Array.of(1, -0.8, 0.1, 0.2, 0.7, -1.2, 0.2);
    const loss = (by: Float64Array, t: number) =>
      meanSquare(outputs(relu(theta.map((entry, k) => entry + t * by[k]!)), X), y) / 2;
    const J = jacobian(relu(theta), X);
    const u = timesTransposed(J, Float64Array.of(0.25, 0.25, 0.25, 0.25));
    const curved = (loss(u, 1e-3) - 2 * loss(u, 0) + loss(u, -1e-3)) / 1e-6;
    const slope = timesTransposed(J, subtract(outputs(relu(theta), X), y)).map((entry) => entry / 4);
    let added = 0;
    for (let k = 0; k < m; k++) {
      const z = x.map((at) => theta[k]! * at + theta[m + k]!);
      const mean = (of: Float64Array) => of.reduce((sum, each, i) => sum + (z[i]! > 0 ? each : 0), 0) / 4;
      added += 2 * mean(z) * (mean(x) * slope[k]! + mean(x.map(() => 1)) * slope[m + k]!);
    }
    const along = times(J, u);
    expect(Math.abs(added)).toBeGreaterThan(0.1);
    expect(curved).toBeCloseTo(dot(along, along) / 4 + added, 4);
    expect(dot(along, along) / 4).toBeGreaterThanOrEqual(dot(u, u) * dot(u, u));
  });
});

boundsOrRefuses('stableFit', {
  answer: stableFit.answer,
  questions: fc.integer({ min: 3, max: 7 }).chain((n) =>
    fc.record({
      X: fc.oneof(entries(n), fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n })).map((list) => matrix(n, 1, Float64Array.from(list, (x) => x / 3))), // prettier-ignore
      y: entries(n),
      most: fc.constantFrom(1e-3, 1, 30),
    }),
  ),
  distance: ({ least }, { X, y }) => {
    const order = [...X.data.keys()].sort((i, j) => X.data[i]! - X.data[j]!);
    const [x, f] = [vector(order.map((i) => X.data[i]!)), vector(order.map((i) => y[i]!))];
    const side = (those: readonly Decimal[], t: Decimal) => {
      const mean = total(those).div(those.length);
      const away = total(those.map((at) => at.minus(t).abs())).div(x.length);
      return away.times(those.length).div(x.length).times(mean.times(mean).plus(one).sqrt());
    };
    const slope = (i: number) => f[i + 1]!.minus(f[i]!).div(x[i + 1]!.minus(x[i]!));
    const terms = x.slice(1, -1).map((t, k) => {
      const i = k + 1;
      const all = [x.slice(0, i), x.slice(0, i + 1), x.slice(i), x.slice(i + 1)].map((those) => side(those, t));
      return all.reduce((low, each) => (each.lt(low) ? each : low)).times(slope(i).minus(slope(k)).abs());
    });
    return total(terms).minus(dec(least)).abs();
  },
});

it('refuses what it cannot answer', () => {
  const [x, y] = [Float64Array.of(0, 1, 2), Float64Array.of(1, 0, 1)];
  expect(() => ask(Float64Array.of(0, 1), Float64Array.of(0, 1), 1)).toThrow(/at least 3/);
  expect(() => ask(Float64Array.of(0, 1, 1), y, 1)).toThrow(/two points are 1; expected all different/);
  expect(() => ask(x, y, 0)).toThrow(/expected a positive number/);
  expect(() => ask(x, Float64Array.of(1, 2), 1)).toThrow(/y has length 2/);
});
