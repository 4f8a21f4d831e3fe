/**
 * How fast label noise shrinks log(u_j v_j) in the diagonal network beta = u^2 - v^2 at an interpolant, per step of size h
 * with labels y + sigma eps drawn afresh. X: n x d, u, v: d, w_j = |X_j|^2.
 *
 * Leading order: 4 h^2 sigma^2 w_j, since a step multiplies u_j v_j by 1 - 4 h^2 (X_j'(r - sigma eps))^2 and r is small.
 * Any stable h: r follows r <- (I - h K) r + h K sigma eps, K = 4 X diag(u^2 + v^2) X', so the stationary covariance of
 * r - sigma eps is sigma^2 (I - h K / 2)^-1 and the decay is 4 h^2 sigma^2 X_j'(I - h K / 2)^-1 X_j.
 * Source: damian2021label, specialized and derived anew here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps } from 'claimcheck/faults';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { solveWithError } from 'claimcheck/numerics/lu';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { column, dot, gram, norm2, type Matrix } from 'claimcheck/numerics/matrix';
import { certified, expectFinite, expectLength } from './certified.js';
import { gramRounding } from './weighted-gram.js';

export interface Balance {
  readonly X: Matrix;
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** h */
  readonly rate: number;
  readonly sigma: number;
}

export interface BalanceDecay {
  /** d; to leading order in h. */
  readonly leading: Float64Array;
  /** d; for any h < 2 / |K|. */
  readonly corrected: Float64Array;
}

/** The wrong steps a fault can take. */
interface Variant {
  readonly constant?: number;
  readonly weight?: (norm: number, all: Float64Array) => number;
  readonly scale?: (h: number, sigma: number) => number;
  /** What multiplies h K in place of 1/2. */
  readonly half?: number;
}

/** The largest error, as a share of the largest decay, that is still an answer. */
const ACCURACY = 1e-3;

/**
 * `error` bounds that of every entry. With A = I - h K / 2 computed to within e, g > 0 below its least eigenvalue, b the
 * computed A^-1 x and t = x - A b, x'b is off by at most (|b| + |t| / g) |t|: unbounded as h |K| nears 2.
 * @throws RangeError where h |K| >= 2, beyond which the residual grows, or so near to it that the bound is useless.
 */
function answer({ X, u, v, rate, sigma }: Balance, variant: Variant = {}): Certified<BalanceDecay> {
  const { constant = 4, weight = (norm) => norm * norm, half = 0.5 } = variant;
  const { rows: n, cols: d } = X;
  if (!(rate > 0 && sigma > 0))
    throw new RangeError(`labelNoiseDecay: rate ${rate} and sigma ${sigma}; expected positive numbers`);
  expectLength('labelNoiseDecay', 'u', u.length, d);
  expectLength('labelNoiseDecay', 'v', v.length, d);
  expectFinite('labelNoiseDecay', { X: X.data, u, v });
  if (n < 1 || d < 1) throw new RangeError(`labelNoiseDecay: X is ${n} x ${d}; expected a row and a column`);
  const scale = constant * (variant.scale ? variant.scale(rate, sigma) : rate * rate * sigma * sigma);
  if (!(rate * rate >= 1e-290 && scale >= 1e-290 && scale < Infinity))
    throw new RangeError(
      `labelNoiseDecay: h^2 sigma^2 is ${scale / constant}; expected it within 1e-290 to 1e300: bring rate and noise nearer to 1`,
    );
  const columns = Array.from({ length: d }, (_, j) => column(X, j));
  const norms = Float64Array.from(columns, norm2);
  const leading = norms.map((norm) => scale * weight(norm, norms));

  const root: Matrix = {
    ...X,
    data: X.data.map((x, k) => 2 * x * Math.sqrt(u[k % d]! * u[k % d]! + v[k % d]! * v[k % d]!)),
  };
  const rooted = gram(root);
  const largest = eigenvaluesSymmetric(rooted)[n - 1]!;
  if (!(rate * largest < 2))
    throw new RangeError(`labelNoiseDecay: h |K| is ${rate * largest}; expected a stable step, below 2`);
  const A = { ...rooted, data: rooted.data.map((entry, k) => (k % (n + 1) === 0 ? 1 : 0) - half * rate * entry) };
  const whole = norm2(root.data);
  const offK = gramRounding(root) + roundings(12) * whole * whole;
  const offA = Math.abs(half) * rate * (offK + 4 * UNIT * whole * whole) + 2 * UNIT * n;
  const room = 1 - Math.max(0, half) * rate * (largest + offK + roundings(8 * n) * whole * whole);
  if (half === 0.5 && !(room > 0))
    throw new RangeError(
      `labelNoiseDecay: h |K| is ${rate * largest}, which rounding cannot tell from 2; expected less`,
    );
  let worst = 0;
  const corrected = Float64Array.from(columns, (x, j) => {
    const square = norms[j]! * norms[j]!;
    const { x: solved, error, residual } = solveWithError(A, x);
    const form = dot(x, solved);
    const t = residual * Math.sqrt(n) + offA * norm2(solved);
    const certain =
      (norm2(solved) + (t > 0 ? t / room : 0)) * t +
      roundings(n + 16) * norms[j]! * norm2(solved) +
      8 * n * Number.MIN_VALUE;
    worst = Math.max(worst, scale * square * 1e-12 + scale * norms[j]! * error);
    // What a fault that takes another matrix believes of itself is not bounded.
    if (half === 0.5) worst = Math.max(worst, 1.01 * scale * certain + 4 * Number.MIN_VALUE);
    return square > 0 ? (scale * form * weight(norms[j]!, norms)) / square : 0;
  });
  const size = norms.reduce((most, norm) => Math.max(most, scale * norm * norm), 0);
  return certified(
    'labelNoiseDecay',
    { value: { leading, corrected }, error: worst, certificate: { kind: 'closed form', step: rate * largest } },
    Math.max(ACCURACY * corrected.reduce((most, entry) => Math.max(most, entry), size), 1e-290),
  );
}

const by = ofSteps(answer);
const mean = (all: Float64Array) => all.reduce((sum, norm) => sum + norm * norm, 0) / all.length;

/** @throws RangeError on a step or noise that is not positive, or a step that is not stable. */
export const labelNoiseDecay: Oracle<Balance, BalanceDecay> = {
  name: 'label-noise-decay',
  answer: (question) => answer(question),
  faults: {
    ...graded(
      'constant-{grade}',
      'the constant is {grade} too large',
      (grade) => by({ constant: 4 * (1 + grade) }),
      [0.03, 0.1, 0.3],
    ),
    half: { what: 'the constant is 2', by: by({ constant: 2 }) },
    unweighted: { what: 'all columns weigh the same', by: by({ weight: (_, all) => mean(all) }) },
    'unsquared-norms': { what: 'columns weigh |X_j| in place of |X_j|^2', by: by({ weight: (norm) => norm }) },
    'step-unsquared': { what: 'the step in place of its square', by: by({ scale: (h, sigma) => h * sigma * sigma }) },
    'noise-unsquared': { what: 'sigma in place of sigma^2', by: by({ scale: (h, sigma) => h * h * sigma }) },
    'correction-doubled': { what: 'h K in place of h K / 2', by: by({ half: 0.75 }) },
    'correction-inverted': { what: 'I + h K / 2 in place of I - h K / 2', by: by({ half: -0.5 }) },
  },
};
