/**
 * The interpolant of least Euclidean norm, b = X'nu with X X' nu = y.
 *
 * Error bound: for any nu and r = y - X b, the row-space part of b is off by X^+ r and the rest of b by its rounding, so
 * |b - b2| <= |X^+ r| + |b - X'nu|. The residual is computed in twice the working precision.
 * Where that bound is not below 1e-9 of the norm, the system is solved in exact arithmetic (exact-interpolant.ts).
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue, withoutLastRow } from 'claimcheck/faults';
import { magnitudes, norm1, norm2, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { choleskySolve } from 'claimcheck/numerics/cholesky';
import { residual } from 'claimcheck/numerics/residual';
import { exactInterpolant } from './exact-interpolant.js';
import { checkRegression, outOfRange, type Regression } from './regression.js';
import { tried } from './tried.js';
import { residualNorm, weightedGram } from './weighted-gram.js';

const UNIT = 1 / 9007199254740992;
/** The largest relative error that float64 may leave. */
const ACCURACY = 1e-9;

export interface MinimumL2 {
  /** d */
  readonly beta: Float64Array;
  /** The Euclidean norm of beta. */
  readonly norm: number;
  /** n; beta = X'nu. */
  readonly nu: Float64Array;
}

/** `error` bounds the Euclidean distance of beta to the true minimizer, hence also the error of the norm. */
function answer(question: Regression): Certified<MinimumL2> {
  checkRegression('minimumL2', question);
  return inFloat64(question) ?? exactly(question);
}

function exactly(question: Regression): Certified<MinimumL2> {
  const { beta, norm, nu, error } = exactInterpolant('minimumL2', question);
  return { value: { beta, norm, nu }, error: 2 * error, certificate: { kind: 'exact rational', rounding: error } };
}

/** Undefined where rounding is too large to certify the answer. */
function inFloat64(question: Regression): Certified<MinimumL2> | undefined {
  const { X, y } = question;
  const K = outOfRange(question) ? undefined : tried(() => weightedGram(X, new Float64Array(X.cols).fill(1)));
  if (!K) return undefined;
  let nu = choleskySolve(K.factor, y);
  let beta = timesTransposed(X, nu);
  let left = residual(X, beta, y);
  for (let step = 0; step < 4; step++) {
    const correction = choleskySolve(K.factor, left.values);
    const next = nu.map((entry, i) => entry + correction[i]!);
    const moved = timesTransposed(X, next);
    const after = residual(X, moved, y);
    if (!(after.bound < left.bound / 2)) break;
    nu = next;
    beta = moved;
    left = after;
  }
  const absolute = magnitudes(X);
  // Of beta, and of its norm as a sum of d squares.
  const terms = Math.max(2 * (X.rows + 2), X.rows + 2 + X.cols / 4);
  const rounding = terms * UNIT * norm2(timesTransposed(absolute, nu.map(Math.abs)));
  const distance = residualNorm(K, X, beta, y);
  const norm = norm2(beta);
  const error = distance + rounding;
  if (!(error <= ACCURACY * norm) && norm1(y) > 0) return undefined;
  return { value: { beta, norm, nu }, error, certificate: { kind: 'residual bound', residual: distance, rounding } };
}

const revalued = (certified: Certified<MinimumL2>, beta: Float64Array): Certified<MinimumL2> => ({
  ...certified,
  value: { ...certified.value, beta, norm: norm2(beta) },
});

/** X'(X X' + ridge I)^-1 y, the penalty as a share of the mean eigenvalue of X X'. */
function ridged(question: Regression, share: number): Certified<MinimumL2> {
  const { X } = question;
  const { rows: n, cols: d } = X;
  const root = Math.sqrt((share * norm2(X.data) * norm2(X.data)) / n);
  const wide = { rows: n, cols: d + n, data: new Float64Array(n * (d + n)) };
  for (let i = 0; i < n; i++) {
    wide.data.set(X.data.subarray(i * d, (i + 1) * d), i * wide.cols);
    wide.data[i * wide.cols + d + i] = root;
  }
  const certified = answer({ X: wide, y: question.y });
  return revalued(certified, certified.value.beta.slice(0, d));
}

/**
 * min |b|_2 subject to X b = y; X: n x d of full row rank. @throws RangeError on bad shapes, entries or dependent rows, and
 * where float64 does not suffice for more than 64 rows.
 */
export const minimumL2: Oracle<Regression, MinimumL2> = {
  name: 'minimum-l2',
  answer,
  faults: {
    ...graded(
      'ridge-{grade}',
      'a ridge of {grade} of the mean eigenvalue is left in',
      (share) => (question: Regression) => ridged(question, share),
    ),
    'last-row-dropped': { what: 'the last equation is forgotten', by: ofTask(answer)(withoutLastRow) },
    'gram-ignored': {
      what: "X' y: the rows are taken as orthonormal",
      by: (question) => revalued(answer(question), timesTransposed(question.X, question.y)),
    },
    'square-root-forgotten': {
      what: 'the squared norm is reported as the norm',
      by: ofValue(answer)(({ norm }) => ({ norm: norm * norm })),
    },
    'gram-twice': {
      what: "X' X X' in place of X': the preconditioner is applied on the wrong side",
      by: (question) => {
        const { X } = question;
        const certified = answer(question);
        const turned = timesTransposed(X, times(X, certified.value.beta));
        const size = certified.value.norm / norm2(turned);
        return revalued(
          certified,
          turned.map((entry) => size * entry),
        );
      },
    },
  },
};
