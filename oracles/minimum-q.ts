/**
 * The minimizer of the hypentropy potential: argmin sum A_i q(b_i / A_i) subject to X b = y, A_i = alpha_i^depth, which
 * gradient flow from u = v = alpha selects. Found by Newton's method on the dual, accurate for alpha in [1e-6, 10].
 * The error bound is that of dual-bound.ts.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue, withoutLastRow } from 'claimcheck/faults';
import { dot, norm1, norm2, normInf } from 'claimcheck/numerics/matrix';
import { power } from 'claimcheck/numerics/elementary';
import { dualBound } from './dual-bound.js';
import { dualNewton } from './dual-newton.js';
import { hypentropy, spread } from './hypentropy.js';
import { minimumL2 } from './minimum-l2.js';
import { checkRegression, expectOrdinary, type Regression } from './regression.js';

/** The largest relative error that is still an answer. */
const ACCURACY = 1e-9;

export interface Potential extends Regression {
  /** The initialization, one for all coordinates or d. */
  readonly alpha: number | Float64Array;
  /** The number of layers; 2 if absent. */
  readonly depth?: number;
}

export interface MinimumQ {
  /** d */
  readonly beta: Float64Array;
  /** The potential at beta; off the minimum by at most sqrt(d) max|X'nu| `error`, besides rounding. */
  readonly value: number;
  /** n; beta_i = A_i z(x_i.nu). */
  readonly nu: Float64Array;
}

/** `error` bounds the Euclidean distance of beta to the true minimizer. */
function answer(question: Potential): Certified<MinimumQ> {
  checkRegression('minimumQ', question);
  expectOrdinary('minimumQ', question);
  const { X, y, alpha, depth = 2 } = question;
  const map = hypentropy(depth);
  const scales = spread('minimumQ', alpha, X.cols).map((entry) => power(entry, depth));
  const { iterations, ...point } = dualNewton(question, scales, map);

  const { beta, error, gap, residual } = dualBound(question, scales, map, point);
  if (!(error <= ACCURACY * norm2(beta) || normInf(y) === 0)) {
    throw new Error(`minimumQ: the error bound is ${error} at depth ${depth}; expected at most ${ACCURACY} of |beta|`);
  }
  const conjugates = point.t.map((entry, i) => scales[i]! * map.conjugate(entry, point.below[i]!));
  const value = dot(beta, point.t) - norm1(conjugates);
  return {
    value: { beta, value, nu: point.nu },
    error,
    certificate: { kind: 'duality gap', gap, residual, iterations },
  };
}

/** The same question about another alpha. */
const misread = (change: (alpha: number) => number) =>
  ofTask(answer)({ alpha: (alpha) => (typeof alpha === 'number' ? change(alpha) : alpha.map(change)) });

/**
 * argmin Q_alpha(b) subject to X b = y; X: n x d of full row rank.
 * @throws RangeError on bad shapes, rank, alpha, depth or entries. @throws Error where the error bound exceeds 1e-9 |b|.
 */
export const minimumQ: Oracle<Potential, MinimumQ> = {
  name: 'minimum-q',
  answer,
  faults: {
    ...graded(
      'alpha-{grade}',
      'alpha is {grade} too large',
      (grade) => misread((alpha) => alpha * (1 + grade)),
      [0.01, 0.03, 0.05, 0.1, 0.3],
    ),
    'alpha-for-alpha-squared': { what: 'alpha in place of alpha^2 is the scale', by: misread(Math.sqrt) },
    'asinh-of-z': {
      what: 'asinh(z) in place of asinh(z/2): the scale is alpha^2 / 2',
      by: misread((alpha) => alpha / Math.sqrt(2)),
    },
    'product-parametrization': {
      what: 'the constant of b = u v: the scale is alpha^2 / 4',
      by: misread((alpha) => alpha / 2),
    },
    'one-layer-more': {
      what: 'the potential of a network that is one layer deeper',
      by: ofTask(answer)({ depth: (depth = 2) => depth + 1 }),
    },
    'last-row-dropped': { what: 'the last equation is forgotten', by: ofTask(answer)(withoutLastRow) },
    'least-squares': {
      what: 'the map from dual to primal is linearized: the interpolant of least Euclidean norm',
      by: ofValue(answer)((_, question) => ({ beta: minimumL2.answer(question).value.beta })),
    },
  },
};
