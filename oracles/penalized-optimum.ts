/**
 * The minimizer w* of a penalized linear model (models/penalized-linear.ts): X: n x d, y: n, penalty > 0.
 *
 * Ridge and logistic regression by Newton's method in the n x n kernel; F is penalty-strongly convex, so the answer's
 * distance from w* is at most |gradient| / penalty (evaluated at the answer, with its rounding).
 * Lasso by coordinate descent, which proposes support and signs; on the support the equations X_S'X_S w = X_S'y - n penalty
 * s are solved anew, and in exact arithmetic once more (exact-lasso.ts): w is the unique optimum where its signs are s,
 * |x_j'r| <= n penalty everywhere, and the columns of equality are independent.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { exp } from 'claimcheck/numerics/elementary';
import { solveWithError } from 'claimcheck/numerics/lu';
import {
  columnsOf,
  dot,
  gram,
  gramTransposed,
  magnitudes,
  matrix,
  norm2,
  normInf,
  subtract,
  times,
  timesTransposed,
  transpose,
} from 'claimcheck/numerics/matrix';
import { exactLasso } from './exact-lasso.js';
import { exactRidge } from './exact-ridge.js';
import { expectSample, outOfRange } from './regression.js';
import { tried } from './tried.js';
import type { Sample } from 'claimcheck/tasks/sample';

const UNIT = 1 / 9007199254740992;
/** The largest relative error that float64 may leave, and that logistic regression may have at all. */
const ACCURACY = { squared: 1e-9, logistic: 1e-6 } as const;

export interface Penalized extends Sample {
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

/** Squared loss: Newton's answer, or the exact one where rounding leaves too much. */
function squared(question: Penalized): Certified<Float64Array> {
  const quick = smooth(question, 'squared');
  if (quick) return quick;
  const { w, error } = exactRidge('penalizedOptimum', question, question.penalty, question.y.length);
  return { value: w, error, certificate: { kind: 'exact rational' } };
}

function logistic(question: Penalized): Certified<Float64Array> {
  const quick = smooth(question, 'logistic');
  if (quick) return quick;
  throw new RangeError(
    `penalizedOptimum: with penalty ${question.penalty}, float64 does not certify the logistic minimizer to 1e-6 of its size`,
  );
}

/** w = X'c: Newton's method on the n coefficients. Undefined where float64 leaves too large an error. */
function smooth(question: Penalized, loss: 'squared' | 'logistic'): Certified<Float64Array> | undefined {
  const { X, y, penalty } = question;
  const c = outOfRange(question) ? undefined : coefficients(question, loss);
  if (!c) return undefined;
  const n = y.length;
  const w = timesTransposed(X, c);
  const a = times(X, w);
  const slopes = a.map((at, i) => slope(loss, at, y[i]!) / n);
  const g = timesTransposed(X, slopes);
  for (let j = 0; j < w.length; j++) g[j]! += penalty * w[j]!;
  // Rounding of the gradient: a few eps of its terms, or what its sums of products may lose where they cancel.
  const absolute = magnitudes(X);
  const lost = times(absolute, w.map(Math.abs)).map(
    (size, i) => UNIT * ((X.cols + 3) * size + 6 * Math.abs(y[i]!) + (n + 8) * n * Math.abs(slopes[i]!)),
  );
  const summed = timesTransposed(absolute, lost).map((size, j) => size / n + 3 * UNIT * penalty * Math.abs(w[j]!));
  const rounding = Math.max(1e-14 * (penalty * norm2(w) + norm2(X.data) * norm2(y)), 1.01 * norm2(summed));
  const error = (norm2(g) + rounding) / penalty;
  if (!(error <= ACCURACY[loss] * norm2(w))) return undefined;
  return { value: w, error, certificate: { kind: 'strong convexity', gradient: norm2(g), penalty } };
}

/** c: n; undefined where a system of Newton's method is singular to working precision. */
function coefficients({ X, y, penalty }: Penalized, loss: 'squared' | 'logistic'): Float64Array | undefined {
  const n = y.length;
  const K = gram(X);
  const c = new Float64Array(n);
  for (let step = 0; step < 60; step++) {
    const a = times(K, c);
    const g = c.map((entry, i) => penalty * entry + slope(loss, a[i]!, y[i]!) / n);
    const bends = a.map((at, i) => bend(loss, at, y[i]!) / n);
    const M = matrix(n, n, K.data.slice());
    for (let i = 0; i < n; i++) M.data[i * (n + 1)]! += penalty / bends[i]!;
    const L = tried(() => cholesky(M));
    if (!L) return undefined;
    const move = choleskySolve(
      L,
      g.map((entry, i) => entry / bends[i]!),
    );
    const size = normInf(times(K, move));
    const damping = size > 4 && loss === 'logistic' ? 4 / size : 1;
    for (let i = 0; i < n; i++) c[i]! -= damping * move[i]!;
    if (normInf(g) <= 1e-15) break;
  }
  return c;
}

/**
 * Lasso: what coordinate descent proposes stands where its own bound reaches the exact minimizer.
 * @throws RangeError where there may be another minimizer, or the question is too large for exact arithmetic
 */
function sparse(question: Penalized): Certified<Float64Array> {
  const { X, y, penalty } = question;
  const w = coordinateDescent(question);
  const exact = exactLasso('penalizedOptimum', question, penalty, y.length, w);
  if (!exact.unique)
    throw new RangeError(
      `penalizedOptimum: columns of X (${X.rows} x ${X.cols}) depend on each other, so that w may not be the only minimizer`,
    );
  const quick = onSupport(question, w);
  const claimed = quick && (quick.error <= 1e-9 * norm2(quick.value) || exact.support.length === 0);
  if (claimed && 1.01 * norm2(subtract(quick.value, exact.beta)) + exact.error <= quick.error) return quick;
  const { beta, error, support } = exact;
  return { value: beta, error, certificate: { kind: 'exact rational', support: support.length } };
}

function coordinateDescent({ X, y, penalty }: Penalized): Float64Array {
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
      if (size === 0) continue;
      const z = dot(x, r) + size * w[j]!;
      const next = (Math.sign(z) * Math.max(0, Math.abs(z) - n * penalty)) / size;
      const change = next - w[j]!;
      for (let i = 0; i < n; i++) r[i]! -= change * x[i]!;
      w[j] = next;
      moved = Math.max(moved, Math.abs(change));
    }
    if (!(moved > 1e-10)) break;
  }
  return w;
}

/** The solution on the support of w; undefined where float64 cannot certify that it is the minimizer. */
function onSupport({ X, y, penalty }: Penalized, w: Float64Array): Certified<Float64Array> | undefined {
  const [n, d] = [X.rows, X.cols];
  const support = Array.from(w.keys()).filter((j) => w[j] !== 0);
  const k = support.length;
  const XS = columnsOf(X, support);
  const right = timesTransposed(XS, y).map((entry, at) => entry - n * penalty * Math.sign(w[support[at]!]!));
  const system = k > 0 ? tried(() => solveWithError(gramTransposed(XS), right)) : { x: right, error: 0 };
  if (!system) return undefined;
  const { x: solved, error } = system;
  const out = new Float64Array(d);
  support.forEach((j, at) => (out[j] = solved[at]!));
  const left = times(X, out).map((entry, i) => y[i]! - entry);
  const prices = timesTransposed(X, left);
  let slack = Infinity;
  for (let j = 0; j < d; j++)
    slack = Math.min(slack, w[j] === 0 ? 1 - Math.abs(prices[j]!) / (n * penalty) : out[j]! * Math.sign(w[j]!));
  if (!(slack > 1e-9)) return undefined;
  return {
    value: out,
    error: Math.sqrt(k) * error + 1e-14,
    certificate: { kind: 'duality gap', support: k, slack, gap: 0 },
  };
}

/**
 * w*; `error` bounds the Euclidean distance of the answer from it.
 * @throws RangeError on bad shapes, entries, loss or penalty, and where the minimizer cannot be certified
 */
function answer(question: Penalized): Certified<Float64Array> {
  const { X, y, penalty, loss } = question;
  expectSample('penalizedOptimum', question);
  if (!(penalty > 0 && penalty < Infinity))
    throw new RangeError(`penalizedOptimum: penalty ${penalty}; expected > 0 and finite`);
  if (!Object.hasOwn(minimizers, loss))
    throw new RangeError(`penalizedOptimum: loss ${loss}; expected one of ${Object.keys(minimizers).join(', ')}`);
  if (normInf(X.data) === 0 || (loss !== 'logistic' && normInf(y) === 0))
    return { value: new Float64Array(X.cols), error: 0, certificate: { kind: 'exact rational' } };
  return minimizers[loss](question);
}

const minimizers: Readonly<Record<Penalized['loss'], Answer>> = { squared, logistic, lasso: sparse };

type Answer = (question: Penalized) => Certified<Float64Array>;
const penalized = (factor: number) => ofTask(answer)({ penalty: (penalty) => factor * penalty });

export const penalizedOptimum: Oracle<Penalized, Float64Array> = {
  name: 'penalized-optimum',
  answer,
  faults: {
    'penalty by n': {
      what: 'the penalty is divided by n',
      by: ofTask(answer)((asked) => ({ ...asked, penalty: (1 / asked.y.length) * asked.penalty })),
    },
    'penalty halved': { what: 'the penalty is halved', by: penalized(1 / 2) },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => penalized(1 + grade)),
  },
};
