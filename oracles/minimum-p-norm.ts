/**
 * The interpolant of least p-norm, min |b|_p subject to X b = y, 1 < p <= 2: Newton's method on the dual
 * min over nu of |X'nu|_q^q / q - y.nu, 1/p + 1/q = 1, whose image b_j = sign(t_j) |t_j|^(q-1), t = X'nu, is the minimizer.
 *
 * Error bound (of the norm). Above: b is within X^+ r of an interpolant, r = y - X b, and |.|_p <= d^(1/p - 1/2) |.|_2, so
 * the minimum is at most |b|_p + d^(1/p - 1/2) |X^+ r|_2. Below: it is at least y.nu / |X'nu|_q for every nu (Hoelder).
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofTask, ofValue, withoutLastRow } from 'claimcheck/faults';
import { choleskySolve } from 'claimcheck/numerics/cholesky';
import { pow } from 'claimcheck/numerics/elementary';
import { dot, magnitudes, norm1, normInf, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { minimumL2 } from './minimum-l2.js';
import { checkRegression, expectOrdinary, type Regression } from './regression.js';
import { tried } from './tried.js';
import { residualNorm, weightedCholesky, weightedGram } from './weighted-gram.js';

const UNIT = 1 / 9007199254740992;
/** The largest relative error that is still an answer. */
const ACCURACY = 1e-10;
const STEPS = 300;

export interface PNormQuestion extends Regression {
  readonly p: number;
}

export interface MinimumPNorm {
  /** d */
  readonly beta: Float64Array;
  /** |beta|_p */
  readonly norm: number;
  /** n */
  readonly nu: Float64Array;
}

/** |b|_p, scaled by the largest entry. */
export function pNorm(b: Float64Array, p: number): number {
  const largest = normInf(b);
  if (!(largest > 0)) return largest;
  return largest * pow(norm1(b.map((entry) => pow(Math.abs(entry) / largest, p))), 1 / p);
}

/** sign(t) |t|^power, entry by entry. */
const signedPower = (t: Float64Array, power: number) =>
  t.map((entry) => (entry < 0 ? -1 : 1) * pow(Math.abs(entry), power));

const slopesAt = (t: Float64Array, q: number, least: number) =>
  t.map((entry) => (q - 1) * pow(Math.max(Math.abs(entry), least), q - 2));

function answer(question: PNormQuestion): Certified<MinimumPNorm> {
  checkRegression('minimumPNorm', question);
  expectOrdinary('minimumPNorm', question);
  const { X, y, p } = question;
  if (!(p > 1 && p <= 2)) throw new RangeError(`minimumPNorm: p is ${p}; expected 1 < p <= 2`);
  if (normInf(y) === 0) {
    const value = { beta: new Float64Array(X.cols), norm: 0, nu: new Float64Array(X.rows) };
    return { value, error: 0, certificate: { kind: 'duality gap', gap: 0, residual: 0, iterations: 0 } };
  }
  const q = p / (p - 1);
  // The Euclidean solution, its dual scaled so that y is reproduced along itself.
  const start = minimumL2.answer(question).value;
  const image = times(X, signedPower(start.beta, q - 1));
  const factor = pow(dot(y, y) / Math.max(dot(y, image), 1e-300), p - 1);
  let nu = start.nu.map((entry) => factor * entry);
  let best: MinimumPNorm = { beta: start.beta, norm: pNorm(start.beta, p), nu };
  let left = Infinity;
  const K = weightedGram(X, new Float64Array(X.cols).fill(1));
  let iterations = 0;
  for (; iterations < STEPS; iterations++) {
    const t = timesTransposed(X, nu);
    const beta = signedPower(t, q - 1);
    const off = residualNorm(K, X, beta, y);
    if (!(off < left / 2) && left <= 1e-13 * best.norm) break;
    if (off < left) {
      left = off;
      best = { beta, norm: pNorm(beta, p), nu };
    }
    const r = times(X, beta).map((entry, i) => y[i]! - entry);
    const largest = normInf(t);
    // A flat coordinate has no curvature: a floor keeps the system regular and costs only speed.
    const factor = tried(() => weightedCholesky(X, slopesAt(t, q, 1e-6 * largest)));
    const steep = factor ?? tried(() => weightedCholesky(X, slopesAt(t, q, pow(1e-13, 1 / (q - 2)) * largest)));
    if (!steep) break;
    const direction = choleskySolve(steep, r);
    const gain = dot(r, direction);
    let step = 1;
    for (let halvings = 0; halvings < 50; halvings++, step /= 2) {
      const tried = timesTransposed(
        X,
        nu.map((entry, i) => entry + step * direction[i]!),
      );
      // The dual falls along the direction as long as this derivative is not yet positive by more than half its start.
      const slope = dot(direction, y) - dot(direction, times(X, signedPower(tried, q - 1)));
      if (slope >= -0.5 * gain) break;
    }
    nu = nu.map((entry, i) => entry + step * direction[i]!);
  }
  const { norm } = best;
  const over = pow(X.cols, 1 / p - 0.5) * left;
  const dual = timesTransposed(X, best.nu);
  const below = dot(y, best.nu) / pNorm(dual, q);
  const rounding = 4 * (X.cols + X.rows + 16) * UNIT * norm;
  const error =
    Math.max(norm - below, over) + Math.max(rounding, rounding / 4 + lost(question, best.nu, pNorm(dual, q)));
  if (!(error <= ACCURACY * norm)) {
    throw new Error(
      `minimumPNorm: Newton's method does not certify the norm to 1e-10 of itself at p = ${p} in float64`,
    );
  }
  return { value: best, error, certificate: { kind: 'duality gap', gap: norm - below, residual: left, iterations } };
}

/** What rounding may take from y.nu / |X'nu|_q, whose terms may be far above the sums. */
function lost({ X, y, p }: PNormQuestion, nu: Float64Array, size: number): number {
  const sizes = nu.map(Math.abs);
  const terms = pNorm(timesTransposed(magnitudes(X), sizes), p / (p - 1));
  const top = dot(y.map(Math.abs), sizes);
  return (1.1 * (X.rows + 2) * UNIT * top * (1 + terms / size)) / size;
}

/**
 * min |b|_p subject to X b = y; X: n x d of full row rank, 1 < p <= 2.
 * @throws RangeError on bad shapes, rank, p or entries. @throws Error where the gap does not close to 1e-10.
 */
export const minimumPNorm: Oracle<PNormQuestion, MinimumPNorm> = {
  name: 'minimum-p-norm',
  answer,
  faults: {
    'dual exponent': {
      what: 'q in the place of p, brought into (1, 2]: the norm of the dual is minimized',
      by: ofTask(answer)({ p: (p) => 1 + 1 / (1 + p) }),
    },
    'p-0.1': { what: 'p is 0.1 too small', grade: 0.1, by: ofTask(answer)({ p: (p) => 1 + 0.9 * (p - 1) }) },
    'least-squares': { what: 'p is taken as 2', by: ofTask(answer)({ p: 2 }) },
    'last-row-dropped': { what: 'the last equation is forgotten', by: ofTask(answer)(withoutLastRow) },
    'root-forgotten': {
      what: '|b|_p^p is reported as the norm',
      by: ofValue(answer)(({ norm }, { p }) => ({ norm: pow(norm, p) })),
    },
  },
};
