/**
 * The minimizer w* of a penalized linear model (models/penalized-linear.ts): X: n x d, y: n, penalty > 0.
 *
 * Ridge and logistic regression by Newton's method in the n x n kernel; F is penalty-strongly convex, so the answer's
 * distance from w* is at most |gradient| / penalty (evaluated at the answer, with its rounding).
 * Lasso by coordinate descent, which proposes support and signs; on the support the equations X_S'X_S w = X_S'y - n penalty
 * s are solved anew, and w is the unique optimum, exactly, where its signs are s and |x_j'r| < n penalty strictly off S.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { cholesky, choleskySolve } from '../numerics/cholesky.js';
import { exp } from '../numerics/elementary.js';
import { solveWithError } from '../numerics/lu.js';
import {
  dot,
  gram,
  gramTransposed,
  matrix,
  norm2,
  normInf,
  times,
  timesTransposed,
  transpose,
  type Matrix,
} from '../numerics/matrix.js';

export interface Penalized {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly loss: 'squared' | 'logistic' | 'lasso';
  readonly penalty: number;
}

/** d F_i / d a and d^2 F_i / d a^2 of one sample. */
const slope = (loss: Penalized['loss'], a: number, y: number) => (loss === 'logistic' ? -y / (1 + exp(y * a)) : a - y);
const bend = (loss: Penalized['loss'], a: number, y: number) => {
  if (loss !== 'logistic') return 1;
  const p = 1 / (1 + exp(y * a));
  return Math.max(1e-12, p * (1 - p));
};

/** w = X'c: Newton's method on the n coefficients. */
function smooth({ X, y, loss, penalty }: Penalized): Certified<Float64Array> {
  const n = y.length;
  const K = gram(X);
  const c = new Float64Array(n);
  for (let step = 0; step < 60; step++) {
    const a = times(K, c);
    const g = c.map((entry, i) => penalty * entry + slope(loss, a[i]!, y[i]!) / n);
    const bends = a.map((at, i) => bend(loss, at, y[i]!) / n);
    const M = matrix(n, n, K.data.slice());
    for (let i = 0; i < n; i++) M.data[i * (n + 1)]! += penalty / bends[i]!;
    const move = choleskySolve(
      cholesky(M),
      g.map((entry, i) => entry / bends[i]!),
    );
    const size = normInf(times(K, move));
    const damping = size > 4 && loss === 'logistic' ? 4 / size : 1;
    for (let i = 0; i < n; i++) c[i]! -= damping * move[i]!;
    if (normInf(g) <= 1e-15) break;
  }
  const w = timesTransposed(X, c);
  const a = times(X, w);
  const g = timesTransposed(
    X,
    a.map((at, i) => slope(loss, at, y[i]!) / n),
  );
  for (let j = 0; j < w.length; j++) g[j]! += penalty * w[j]!;
  // Rounding of the gradient: a few eps of its terms.
  const rounding = 1e-14 * (penalty * norm2(w) + norm2(X.data) * norm2(y));
  const error = (norm2(g) + rounding) / penalty;
  return { value: w, error, certificate: { kind: 'strong convexity', gradient: norm2(g), penalty } };
}

/** @throws Error where support and signs cannot be certified */
function sparse({ X, y, penalty }: Penalized): Certified<Float64Array> {
  const [n, d] = [X.rows, X.cols];
  const columns = transpose(X);
  const at = (j: number) => columns.data.subarray(j * n, (j + 1) * n);
  const w = new Float64Array(d);
  const r = y.slice();
  for (let pass = 0; pass < 5000; pass++) {
    let moved = 0;
    for (let j = 0; j < d; j++) {
      const x = at(j);
      const size = dot(x, x);
      const z = dot(x, r) + size * w[j]!;
      const next = (Math.sign(z) * Math.max(0, Math.abs(z) - n * penalty)) / size;
      const change = next - w[j]!;
      for (let i = 0; i < n; i++) r[i]! -= change * x[i]!;
      w[j] = next;
      moved = Math.max(moved, Math.abs(change));
    }
    if (moved <= 1e-10) break;
  }
  const support = Array.from(w.keys()).filter((j) => w[j] !== 0);
  const k = support.length;
  const XS = matrix(n, k);
  support.forEach((j, at) => {
    for (let i = 0; i < n; i++) XS.data[i * k + at] = X.data[i * d + j]!;
  });
  const right = timesTransposed(XS, y).map((entry, at) => entry - n * penalty * Math.sign(w[support[at]!]!));
  const { x: solved, error } = k > 0 ? solveWithError(gramTransposed(XS), right) : { x: right, error: 0 };
  const out = new Float64Array(d);
  support.forEach((j, at) => (out[j] = solved[at]!));
  const left = times(X, out).map((entry, i) => y[i]! - entry);
  const prices = timesTransposed(X, left);
  let slack = Infinity;
  for (let j = 0; j < d; j++)
    slack = Math.min(slack, w[j] === 0 ? 1 - Math.abs(prices[j]!) / (n * penalty) : out[j]! * Math.sign(w[j]!));
  if (!(slack > 1e-9))
    throw new Error(`penalizedOptimum: slack ${slack} of the optimality conditions; expected > 1e-9`);
  return {
    value: out,
    error: Math.sqrt(k) * error + 1e-14,
    certificate: { kind: 'duality gap', support: k, slack, gap: 0 },
  };
}

/**
 * w*; `error` bounds the Euclidean distance of the answer from it.
 * @throws RangeError where the penalty is not positive
 */
function answer(question: Penalized): Certified<Float64Array> {
  if (!(question.penalty > 0)) throw new RangeError(`penalizedOptimum: penalty ${question.penalty}; expected > 0`);
  return question.loss === 'lasso' ? sparse(question) : smooth(question);
}

type Answer = (question: Penalized) => Certified<Float64Array>;
const fault = (what: string, factor: (q: Penalized) => number, grade?: number): Fault<Answer> => ({
  what,
  ...(grade === undefined ? {} : { grade }),
  by: (question) => answer({ ...question, penalty: factor(question) * question.penalty }),
});
const off = (grade: number) => fault(`the penalty is ${grade} too large`, () => 1 + grade, grade);

export const penalizedOptimum: Oracle<Penalized, Float64Array> = {
  name: 'penalized-optimum',
  version: 1,
  answer,
  faults: {
    'penalty by n': fault('the penalty is divided by n', ({ y }) => 1 / y.length),
    'penalty halved': fault('the penalty is halved', () => 1 / 2),
    'penalty off by 1%': off(0.01),
    'penalty off by 3%': off(0.03),
    'penalty off by 10%': off(0.1),
    'penalty off by 30%': off(0.3),
  },
};
