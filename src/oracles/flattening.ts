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
import type { Certified, Fault, Oracle } from '../claim.js';
import { tanh } from '../numerics/elementary.js';
import { solveWithError } from '../numerics/lu.js';
import { dot, gram, norm2, times, type Matrix } from '../numerics/matrix.js';
import { jacobian, type TwoLayer } from './two-layer.js';

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

/**
 * `error` bounds rounding alone, not what the leading order leaves out.
 * @throws RangeError where the network is not tanh of scale 1.
 */
function answer(question: NoisyInterpolant, variant: Variant = {}): Certified<number> {
  const { network, X, rate, sigma, batch } = question;
  const { activation, scale = 1 } = network;
  if (activation !== 'tanh' || scale !== 1)
    throw new RangeError(`flattening: ${activation}, scale ${scale}; expected tanh, 1`);
  const J = jacobian(network, X, { b: false, c: false });
  const g = slope(question, variant.outputAlone);
  const along = times(J, g);
  const { x: solved, error } = solveWithError(gram(J), along);
  const size = dot(g, g);
  const projected = size - (variant.everywhere ? 0 : dot(along, solved));
  const perStep = variant.scale
    ? variant.scale(rate, sigma, batch)
    : ((variant.factor ?? 1) * rate * rate * sigma * sigma) / (4 * batch);
  return {
    value: perStep * projected,
    error: perStep * (1e-12 * size + Math.sqrt(X.rows) * norm2(along) * error),
    certificate: { kind: 'closed form', unit: 'leading order in the step' },
  };
}

type Answer = Oracle<NoisyInterpolant, number>['answer'];
const wrong = (what: string, variant: Variant, grade?: number): Fault<Answer> => ({
  what,
  ...(grade === undefined ? {} : { grade }),
  by: (question) => answer(question, variant),
});
const off = (grade: number) => wrong(`the constant is ${grade} too large`, { factor: 1 + grade }, grade);

/** @throws RangeError on another activation or scale. */
export const flattening: Oracle<NoisyInterpolant, number> = {
  name: 'flattening',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'constant-0.1': off(0.1),
    'constant-0.3': off(0.3),
    half: wrong('the constant is 1/8', { factor: 0.5 }),
    'not projected': wrong('the whole gradient of the trace counts', { everywhere: true }),
    'output layer alone': wrong('the trace is lowered by the output weights alone', { outputAlone: true }),
    'step unsquared': wrong('the step in place of its square', {
      scale: (h, sigma, b) => (h * sigma * sigma) / (4 * b),
    }),
    'noise unsquared': wrong('sigma in place of sigma^2', { scale: (h, sigma, b) => (h * h * sigma) / (4 * b) }),
  },
};
