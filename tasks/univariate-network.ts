/** Univariate ReLU networks at given parameters: samples X: n x 1, labels y, and theta = [w | b | a | c]. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp, sin } from 'claimcheck/numerics/elementary';
import { matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';

export interface UnivariateNetwork {
  /** n x 1 */
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly width: number;
  /** 3 width + 1 */
  readonly theta: Float64Array;
  /** A few neurons, knots inside the data, active on their lighter side, and |w| such that the two gradients balance. */
  readonly balanced: boolean;
}

/** The points beyond t on a side: their share, mean, and mean distance from t; undefined where there are none. */
function beyond(points: Float64Array, t: number, side: 1 | -1) {
  const those = points.filter((x) => side * (x - t) > 0);
  if (those.length === 0) return undefined;
  const mean = those.reduce((sum, x) => sum + x, 0) / those.length;
  return { share: those.length / points.length, mean, distance: side * (mean - t) };
}

/**
 * Neuron k at knot t on the side where the theorem's weight is smaller, with w such that
 * |a| sqrt(P^2 + E[X; side]^2) = E relu over the sample: the arithmetic and the geometric mean are then equal.
 */
function balance(X: Float64Array, t: number, a: number): [w: number, b: number] {
  const sides = ([1, -1] as const).map((side) => {
    const part = beyond(X, t, side);
    if (!part) return { side, weight: 0, ratio: 1 };
    const { share, mean, distance } = part;
    const reach = Math.sqrt(1 + mean * mean);
    return { side, weight: share * share * distance * reach, ratio: reach / distance };
  });
  const [right, left] = [sides[0]!, sides[1]!];
  const { side, ratio } = right.weight <= left.weight ? right : left;
  const w = side * Math.abs(a) * ratio;
  return [w, -w * t];
}

const aboutNetworks = (balanced: boolean): string =>
  `n uniform in 3..${balanced ? 7 : 20} points x uniform on [-2, 2], y ~ N(0, 1), and a ReLU network of ` +
  `1..${balanced ? 3 : 20} units: a = exp(e / 5) N(0, 1), e uniform in -10..10, c ~ N(0, 1), ` +
  (balanced
    ? 'knots uniform between the least and the largest x, each unit active on the side of the smaller weight, w such that ' +
      'the gradients in a and in (w, b) have one size.'
    : 'w, b ~ N(0, 1).');

const networks = (balanced: boolean) =>
  fc
    .tuple(
      fc.integer({ min: 3, max: balanced ? 7 : 20 }),
      fc.integer({ min: 1, max: balanced ? 3 : 20 }),
      fc.integer({ min: -10, max: 10 }),
      seed,
    )
    .map(([n, width, tenths, from]): UnivariateNetwork => {
      const stream = seededStream(from);
      const X = matrix(
        n,
        1,
        Float64Array.from({ length: n }, () => 4 * stream.uniform() - 2),
      );
      const low = X.data.reduce((least, x) => Math.min(least, x), Infinity);
      const high = X.data.reduce((most, x) => Math.max(most, x), -Infinity);
      const theta = new Float64Array(3 * width + 1);
      const size = exp(tenths / 5);
      for (let k = 0; k < width; k++) {
        const a = size * stream.normal();
        theta[2 * width + k] = a;
        const [w, b] = balanced
          ? balance(X.data, low + (high - low) * stream.uniform(), a)
          : [stream.normal(), stream.normal()];
        theta[k] = w;
        theta[width + k] = b;
      }
      theta[3 * width] = stream.normal();
      const y = Float64Array.from({ length: n }, () => stream.normal());
      return { X, y, width, theta, balanced };
    });

/** Half of the draws balanced with 1 to 3 neurons on 3 to 7 points, half Gaussian with up to 20 neurons on up to 20 points. */
export const univariateNetwork: Population<UnivariateNetwork> = {
  name: 'univariate ReLU network at any parameters',
  version: 1,
  about: `Equally likely either: ${aboutNetworks(true)} Or: ${aboutNetworks(false)}`,
  arbitrary: fc.oneof(networks(true), networks(false)),
  covers: {
    'balanced networks, where constants are visible': { when: ({ balanced }) => balanced, atLeast: 0.4 },
  },
};

/** Balanced networks alone. */
export const balancedNetwork: Population<UnivariateNetwork> = {
  name: 'balanced univariate ReLU network',
  version: 1,
  about: aboutNetworks(true),
  arbitrary: networks(true),
};

export interface CurveSample {
  /** n x 1 */
  readonly X: Matrix;
  readonly y: Float64Array;
  /** The step of descent. */
  readonly eta: number;
}

/** Three points uniform on [-2, 2] on a curve 2.5 sin(1.5 x + phase), and a step of .2, .25 or .3. */
export const curveSample: Population<CurveSample> = {
  name: 'three points on a curve',
  version: 1,
  about:
    'Three x uniform on [-2, 2], y = 2.5 sin(1.5 x + phase) with a uniform phase; a step eta, uniform among .2, .25, .3.',
  arbitrary: fc.tuple(fc.integer({ min: 0, max: 2 }), seed).map(([twentieths, from]) => {
    const stream = seededStream(from);
    const X = matrix(
      3,
      1,
      Float64Array.from({ length: 3 }, () => 4 * stream.uniform() - 2),
    );
    const phase = 6.283185307179586 * stream.uniform();
    return { X, y: X.data.map((x) => 2.5 * sin(1.5 * x + phase)), eta: 0.2 + twentieths / 20 };
  }),
};
