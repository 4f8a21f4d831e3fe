/**
 * What a ridge penalty changes exactly: with K = X X' and alpha = (K + penalty I)^-1 y, the ridge solution is X' alpha, its
 * training residual is y - K alpha = penalty alpha, and its distance to the interpolant of least norm X' K^-1 y is
 * |X' (K^-1 y - alpha)| = penalty sqrt(alpha' K^-1 alpha).
 *
 * Error bound, s a certified lower bound of the least singular value of X (weighted-gram.ts): for the computed alpha,
 * r = y - (K + penalty I) alpha, the rounding of K included, moves the residual by at most |r| and the distance by |r| / s.
 * For the computed b of K^-1 alpha and t = alpha - K b, alpha'b is off by at most (|b| + |t| / s^2) |t|.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps, ofTask } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { dot, gram, norm2 } from 'claimcheck/numerics/matrix';
import { residual } from 'claimcheck/numerics/residual';
import type { PenalizedRegression } from 'claimcheck/tasks/penalized-regression';
import { certified, expectFinite } from './certified.js';
import { checkRegression } from './regression.js';
import { gramRounding, leastSingular } from './weighted-gram.js';

/** The largest error, as a share of the answer, that is still an answer. */
const ACCURACY = 1e-6;

export interface RidgeShift {
  /** |X beta - y| */
  readonly residual: number;
  /** |beta - X^+ y| */
  readonly distance: number;
}

interface Variant {
  /** The residual is taken for |alpha|. */
  readonly unscaled?: boolean;
  /** K is left out of the norm of the distance. */
  readonly euclidean?: boolean;
}

/**
 * `error` bounds the error of both.
 * @throws RangeError unless the penalty is positive, the shapes fit and the rows of X are well apart from dependent ones
 */
function answer(question: PenalizedRegression, variant: Variant = {}): Certified<RidgeShift> {
  const { X, y, penalty } = question;
  if (!(penalty > 0 && penalty < Infinity))
    throw new RangeError(`ridgeShift: the penalty is ${penalty}; expected a positive number`);
  checkRegression('ridgeShift', question);
  expectFinite('ridgeShift', { penalty });
  const n = X.rows;
  const singular = leastSingular(X);
  const K = gram(X);
  const spectrum = eigenvaluesSymmetric(K);
  const [least, top] = [Math.max(spectrum[0]! / 2, Number.MIN_VALUE), spectrum[n - 1]! + penalty];
  const A = { ...K, data: K.data.slice() };
  for (let i = 0; i < n; i++) A.data[i * n + i]! += penalty;
  const alpha = choleskySolve(cholesky(A), y);
  const left = residual(A, alpha, y).bound * Math.sqrt(n);
  const back = choleskySolve(cholesky(K), alpha);
  const form = dot(alpha, back);
  const scaled = variant.euclidean ? norm2(back) : Math.sqrt(form);
  const value = { residual: (variant.unscaled ? 1 : penalty) * norm2(alpha), distance: penalty * scaled };

  const rounded = gramRounding(X);
  const r = left + (rounded + 2 * UNIT * top) * norm2(alpha);
  const t = residual(K, back, alpha).bound * Math.sqrt(n) + rounded * norm2(back);
  const underflow = norm2(alpha) > 0 ? 8 * n * Number.MIN_VALUE : 0;
  const offForm =
    (norm2(back) + t / singular / singular) * t + roundings(n + 4) * norm2(alpha) * norm2(back) + underflow;
  const offDistance = penalty * (form > 0 ? offForm / Math.sqrt(form) : Math.sqrt(offForm));
  const certain = 1.01 * (r + r / singular + offDistance) + roundings(n + 8) * (value.residual + value.distance);
  const usual =
    left * (1 + 1 / Math.sqrt(least)) + 8 * n * n * UNIT * (top / least) * (value.residual + value.distance);
  const error = Math.max(usual, certain);
  return certified(
    'ridgeShift',
    { value, error, certificate: { kind: 'residual bound', residual: left, condition: top / least } },
    Math.max(ACCURACY * (value.residual + value.distance), 1e-290),
  );
}

const by = ofSteps(answer);
const penalized = (change: (question: PenalizedRegression) => number) =>
  ofTask(answer)((question) => ({ ...question, penalty: change(question) }));

export const ridgeShift: Oracle<PenalizedRegression, RidgeShift> = {
  name: 'ridge-shift',
  answer: (question) => answer(question),
  faults: {
    'penalty times n': {
      what: 'the penalty is that of the mean loss',
      by: penalized(({ penalty, X }) => penalty * X.rows),
    },
    'residual without its penalty': { what: '|alpha| is taken for the residual', by: by({ unscaled: true }) },
    'Euclidean distance of duals': { what: 'the dual is measured without K', by: by({ euclidean: true }) },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) =>
      penalized(({ penalty }) => penalty * (1 + grade)),
    ),
  },
};
