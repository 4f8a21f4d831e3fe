/**
 * The interpolant of least largest entry, min |b|_inf subject to X b = y, as the linear program min t, |b_j| <= t.
 *
 * A linear-programming library proposes b and prices nu; both bounds are evaluated here. Above: b is within X^+ r of an
 * interpolant, r = y - X b, so the minimum is at most |b|_inf + |X^+ r|_2. Below: it is at least y.nu / |X'nu|_1 for every nu.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue, withoutLastRow } from 'claimcheck/faults';
import { dot, magnitudes, matrix, norm1, normInf, timesTransposed } from 'claimcheck/numerics/matrix';
import { propose } from 'claimcheck/oracles/propose';
import { checkRegression, expectOrdinary, type Regression } from 'claimcheck/oracles/regression';
import { residualNorm, weightedGram } from 'claimcheck/oracles/weighted-gram';

const UNIT = 1 / 9007199254740992;
/** The largest relative error that is still an answer. */
const ACCURACY = 1e-7;

export interface MinimumLinf {
  /** d */
  readonly beta: Float64Array;
  /** The largest entry of beta in size. */
  readonly norm: number;
}

/** In p = b + t >= 0, q = t - b >= 0 and t: rows X (p - q) / 2 = y and p + q = 2 t. */
function proposed({ X, y }: Regression): { readonly beta: Float64Array; readonly nu: Float64Array } {
  const { rows: n, cols: d } = X;
  const A = matrix(n + d, 2 * d + 1);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < d; j++) {
      A.data[i * A.cols + j] = X.data[i * d + j]! / 2;
      A.data[i * A.cols + d + j] = -X.data[i * d + j]! / 2;
    }
  for (let j = 0; j < d; j++) {
    A.data[(n + j) * A.cols + j] = A.data[(n + j) * A.cols + d + j] = 1;
    A.data[(n + j) * A.cols + 2 * d] = -2;
  }
  const costs = new Float64Array(2 * d + 1);
  costs[2 * d] = 1;
  const b = new Float64Array(n + d);
  b.set(y);
  const { x, prices } = propose({ costs, A, b });
  return { beta: Float64Array.from({ length: d }, (_, j) => (x[j]! - x[d + j]!) / 2), nu: prices.slice(0, n) };
}

/** `error` bounds the error of the norm. */
function answer(question: Regression): Certified<MinimumLinf> {
  checkRegression('minimumLinf', question);
  expectOrdinary('minimumLinf', question);
  const { X, y } = question;
  const { rows: n, cols: d } = X;
  if (normInf(y) === 0)
    return { value: { beta: new Float64Array(d), norm: 0 }, error: 0, certificate: { kind: 'closed form' } };
  const { beta, nu } = proposed(question);
  const left = residualNorm(weightedGram(X, new Float64Array(d).fill(1)), X, beta, y);
  const norm = normInf(beta);
  const size = norm1(timesTransposed(X, nu)) + 2 * n * UNIT * norm1(timesTransposed(magnitudes(X), nu.map(Math.abs)));
  const below = (dot(y, nu) - 2 * n * UNIT * dot(y.map(Math.abs), nu.map(Math.abs))) / size;
  const gap = norm - below;
  const error = Math.max(gap, left) + 4 * UNIT * norm;
  if (!(error <= ACCURACY * norm))
    throw new Error(`minimumLinf: the proposed vertex gives norm ${norm}, gap ${gap}, residual ${left}; expected 1e-7`);
  return { value: { beta, norm }, error, certificate: { kind: 'duality gap', gap, residual: left } };
}

/**
 * min |b|_inf subject to X b = y; X: n x d of full row rank.
 * @throws RangeError on bad shapes, rank or entries. @throws Error where the certificate does not close.
 */
export const minimumLinf: Oracle<Regression, MinimumLinf> = {
  name: 'minimum-linf',
  answer,
  faults: {
    'last-row-dropped': { what: 'the last equation is forgotten', by: ofTask(answer)(withoutLastRow) },
    ...graded('norm', 'the norm is {grade} too large', (grade) =>
      ofValue(answer)(({ norm }) => ({ norm: norm * (1 + grade) })),
    ),
  },
};
