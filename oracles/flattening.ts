/**
 * How fast label noise lowers the trace of the Hessian of a two-layer tanh network f(x) = sum_k a_k tanh(w_k.x), W and a
 * trained, at an interpolant of L = (1/2n) sum (f - y)^2, per step of size h on `batch` examples with labels y +- sigma.
 *
 * 1. The noise of the gradient has covariance (sigma^2 / batch) H, H = J'J / n, so the weights fluctuate about the
 *    interpolants with covariance (h sigma^2 / (2 batch)) P, P the projection on the rows of J, to leading order in h.
 * 2. The mean gradient at distance e is H e plus half the third derivative in e, e: on average
 *    (h sigma^2 / (4 batch)) grad tr H plus a combination of the rows of J.
 * 3. Along the interpolants, orthogonally to the rows of J, nothing opposes it: every step lowers tr H by
 *    (h^2 sigma^2 / (4 batch)) |(I - P) grad tr H|^2.
 *
 * tr H = (1/n) sum_ik h_ik^2 + a_k^2 s_ik^2 |x_i|^2, h = tanh(w_k.x_i), s = 1 - h^2. Source: damian2021label, specialized
 * and derived anew here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps } from 'claimcheck/faults';
import { tanh } from 'claimcheck/numerics/elementary';
import { solveWithError } from 'claimcheck/numerics/lu';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { dot, gram, norm2, times, type Matrix } from 'claimcheck/numerics/matrix';
import { certified, expectFinite } from './certified.js';
import { jacobian, jacobianRounding, type TwoLayer } from './two-layer.js';
import { gramRounding, leastSingular } from './weighted-gram.js';

export interface NoisyInterpolant {
  readonly network: TwoLayer;
  readonly X: Matrix;
  /** h */
  readonly rate: number;
  readonly sigma: number;
  readonly batch: number;
}

/** The wrong steps a fault can take. */
interface Variant {
  readonly factor?: number;
  readonly everywhere?: boolean;
  readonly outputAlone?: boolean;
  readonly scale?: (h: number, sigma: number, batch: number) => number;
}

/** grad tr H: m d + 2 m + 1, zero at the biases. */
function slope({ network, X }: Pick<NoisyInterpolant, 'network' | 'X'>, outputAlone = false): Float64Array {
  const { width: m, theta } = network;
  const { rows: n, cols: d } = X;
  const g = new Float64Array(theta.length);
  for (let i = 0; i < n; i++) {
    const row = X.data.subarray(i * d, (i + 1) * d);
    const size = dot(row, row);
    for (let k = 0; k < m; k++) {
      const h = tanh(dot(theta.subarray(k * d, (k + 1) * d), row));
      const s = 1 - h * h;
      const a = theta[m * d + m + k]!;
      g[m * d + m + k]! += (2 * a * s * s * size) / n;
      if (outputAlone) continue;
      const push = (2 * h * s * (1 - 2 * a * a * s * size)) / n;
      for (let j = 0; j < d; j++) g[k * d + j]! += push * row[j]!;
    }
  }
  return g;
}

/** A bound of what rounding does to `slope`, in the Euclidean norm. */
function slopeRounding({ network, X }: Pick<NoisyInterpolant, 'network' | 'X'>): number {
  const { width: m, theta } = network;
  const { rows: n, cols: d } = X;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const row = X.data.subarray(i * d, (i + 1) * d);
    const length = norm2(row);
    for (let k = 0; k < m; k++) {
      const weights = theta.subarray(k * d, (k + 1) * d);
      const z = weights.reduce((sum, w, j) => sum + Math.abs(w * row[j]!), 0);
      const a = Math.abs(theta[m * d + m + k]!);
      // tanh, s and their products are off by at most this, all of size at most 1.
      const off = 6 * (roundings(d + 2) * z + 4 * UNIT) + roundings(d + 12);
      const reach = 1 + 2 * a * a * length * length;
      total += (2 * off * (reach * length + 2 * a * length * length)) / n;
    }
  }
  // Every entry is a sum of n such terms.
  return total * 1.01 + 4 * theta.length * Number.MIN_VALUE;
}

/**
 * `error` bounds rounding alone, not what the leading order leaves out: the gradient g of the trace is off by e, J by o, and
 * s is below its least singular value, so |(I - P) g|^2 is off by 2 |g| e + e^2 + |g|^2 o / s and by the solution's residual.
 * @throws RangeError where the network is not tanh of scale 1, or the gradients at two examples nearly depend on each other.
 */
function answer(question: NoisyInterpolant, variant: Variant = {}): Certified<number> {
  const { network, X, rate, sigma, batch } = question;
  const { activation, scale = 1 } = network;
  if (activation !== 'tanh' || scale !== 1)
    throw new RangeError(`flattening: ${activation}, scale ${scale}; expected tanh, 1`);
  expectFinite('flattening', { rate, sigma, batch, theta: network.theta, X: X.data });
  if (!(batch > 0 && X.rows > 0))
    throw new RangeError(`flattening: a batch of ${batch} of ${X.rows} examples; expected positive numbers`);
  if (!(rate * rate >= 1e-290 && rate * rate * sigma * sigma >= 1e-290))
    throw new RangeError(
      `flattening: rate ${rate} and sigma ${sigma}; expected squares within 1e-290 to 1e300: bring them nearer to 1`,
    );
  const J = jacobian(network, X, { b: false, c: false });
  const g = slope(question, variant.outputAlone);
  const along = times(J, g);
  const { x: solved, error, residual: left } = solveWithError(gram(J), along);
  const size = dot(g, g);
  const projected = size - (variant.everywhere ? 0 : dot(along, solved));
  const perStep = variant.scale
    ? variant.scale(rate, sigma, batch)
    : ((variant.factor ?? 1) * rate * rate * sigma * sigma) / (4 * batch);
  const [whole, length] = [norm2(J.data), norm2(g)];
  const off = norm2(jacobianRounding(network, X, { b: false, c: false }));
  const singular = leastSingular(J) - off;
  const tilt = singular > 0 ? off / singular : Infinity;
  const slopes = slopeRounding(question) + roundings(2 * X.rows + 4) * length;
  const offAlong = roundings(J.cols / 2 + 8) * whole * length;
  const unsolved =
    left * Math.sqrt(X.rows) + (gramRounding(J) + 2 * whole * off + off * off) * norm2(solved) + 2 * offAlong;
  const certain =
    2 * length * slopes +
    slopes * slopes +
    2 * size * tilt +
    (length / singular + norm2(solved)) * unsolved +
    roundings(J.cols + 16) * size +
    8 * J.cols * Number.MIN_VALUE;
  const usual = 1e-12 * size + Math.sqrt(X.rows) * norm2(along) * error;
  return certified('flattening', {
    value: perStep * projected,
    error: perStep * Math.max(usual, 1.01 * certain) + Number.MIN_VALUE,
    certificate: { kind: 'closed form', unit: 'leading order in the step' },
  });
}

const by = ofSteps(answer);

/** @throws RangeError on another activation or scale. */
export const flattening: Oracle<NoisyInterpolant, number> = {
  name: 'flattening',
  answer: (question) => answer(question),
  faults: {
    ...graded(
      'constant-{grade}',
      'the constant is {grade} too large',
      (grade) => by({ factor: 1 + grade }),
      [0.1, 0.3],
    ),
    half: { what: 'the constant is 1/8', by: by({ factor: 0.5 }) },
    'not projected': { what: 'the whole gradient of the trace counts', by: by({ everywhere: true }) },
    'output layer alone': { what: 'the trace is lowered by the output weights alone', by: by({ outputAlone: true }) },
    'step unsquared': {
      what: 'the step in place of its square',
      by: by({
        scale: (h, sigma, b) => (h * sigma * sigma) / (4 * b),
      }),
    },
    'noise unsquared': {
      what: 'sigma in place of sigma^2',
      by: by({ scale: (h, sigma, b) => (h * h * sigma) / (4 * b) }),
    },
  },
};
