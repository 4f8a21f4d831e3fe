/**
 * The minimizer of the hypentropy potential: argmin sum A_i q(b_i / A_i) subject to X b = y, A_i = alpha_i^depth, which
 * gradient flow from u = v = alpha selects. Found by Newton's method on the dual, accurate for alpha in [1e-6, 10].
 *
 * Error bound. Let b(nu) be the exact image of the computed nu, r its exact residual, K = X diag(g) X' the Hessian of the
 * dual, R0 >= |r| in the norm of K^-1. On the ball of radius R = 3 R0 about nu (norm of K), no x_i.nu moves by more than
 * s_i = R sqrt(x_i'K^-1 x_i), so log g_i moves by at most L = max s_i |(log g_i)'|. If L <= 0.4, the dual is
 * exp(-L)-strongly convex there and falls by at most R0 R, which is less than exp(-L) R^2 / 2: the minimizer nu* lies inside
 * and |b(nu*) - b(nu)| <= exp(L) sqrt(max g) R <= 4.5 sqrt(max g) R0. The dual gap is at most R0 R.
 * R0 has two parts: the residual of the rounded b, computed in twice the working precision (`residual` of the certificate),
 * and the distance of that b to b(nu): a change of b by g tau adds at most |sqrt(g) tau| to |r|, whatever K is.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { column, dot, norm1, norm2, normInf } from '../numerics/matrix.js';
import { power } from '../numerics/elementary.js';
import { dualNewton } from './dual-newton.js';
import { hypentropy, spread } from './hypentropy.js';
import { minimumL2 } from './minimum-l2.js';
import { checkRegression, withoutLastRow } from './regression.js';
import type { Regression } from './regression.js';
import { inverseForm, residualNorm, weightedGram } from './weighted-gram.js';

const UNIT = 1 / 9007199254740992;
/** The largest relative error that is still an answer. */
const ACCURACY = 1e-9;
/** The largest L of the bound: exp(0.4) < 1.5. */
const TURN = 0.4;

export interface Potential extends Regression {
  /** The initialization, one for all coordinates or d. */
  readonly alpha: number | Float64Array;
  /** The number of layers; 2 if absent. */
  readonly depth?: number;
}

export interface MinimumQ {
  /** d */
  readonly beta: Float64Array;
  /** The potential at beta. */
  readonly value: number;
  /** n; beta_i = A_i z(x_i.nu). */
  readonly nu: Float64Array;
}

/** `error` bounds the Euclidean distance of beta to the true minimizer. */
function answer(question: Potential): Certified<MinimumQ> {
  checkRegression('minimumQ', question);
  const { X, y, alpha, depth = 2 } = question;
  const d = X.cols;
  const map = hypentropy(depth);
  const scales = spread('minimumQ', alpha, d).map((entry) => power(entry, depth));
  const { nu, t, below, rounded, iterations } = dualNewton(question, scales, map);

  const beta = t.map((entry, i) => scales[i]! * map.point(entry, below[i]!));
  const g = t.map((entry, i) => scales[i]! * map.slope(entry, below[i]!));
  const rooms = t.map((entry, i) => map.room(entry, below[i]!));
  // How far t may be from x_i.nu, in effect: its own rounding, and that of the scale and of the map.
  const tau = t.map((entry, i) => {
    const own = (depth + map.rounding(entry, below[i]!)) * UNIT * Math.abs(beta[i]!);
    const steep = rounded[i]! * map.steepness(rooms[i]! - rounded[i]!);
    return steep <= 0.1 ? 1.2 * (rounded[i]! + own / g[i]!) : Infinity;
  });
  const K = weightedGram(X, g);
  const residual = residualNorm(K, X, beta, y);
  const r0 = residual + norm2(tau.map((entry, i) => Math.sqrt(g[i]!) * entry));
  let turned = 0;
  for (let i = 0; i < d; i++) {
    const moved = 3 * r0 * Math.sqrt(inverseForm(K, column(X, i))) + tau[i]!;
    turned = Math.max(turned, moved * map.steepness(rooms[i]! - moved));
  }
  const error = norm2(tau.map((entry, i) => g[i]! * entry)) + 4.6 * Math.sqrt(normInf(g)) * r0;
  if (!(turned <= TURN && (error <= ACCURACY * norm2(beta) || normInf(y) === 0))) {
    throw new Error(`minimumQ: the error bound is ${error} (turn ${turned}) at depth ${depth}; expected 1e-9 relative`);
  }
  const conjugates = t.map((entry, i) => scales[i]! * map.conjugate(entry, below[i]!));
  const value = dot(beta, t) - norm1(conjugates);
  const gap = 3 * r0 * r0;
  return {
    value: { beta, value, nu },
    error,
    certificate: { kind: 'duality gap', gap, residual, iterations },
  };
}

/** The same question about another alpha. */
const realpha = (question: Potential, change: (alpha: number) => number): Potential => {
  const { alpha } = question;
  return { ...question, alpha: typeof alpha === 'number' ? change(alpha) : alpha.map(change) };
};

type Wrong = Fault<(question: Potential) => Certified<MinimumQ>>;

const misread = (what: string, change: (alpha: number) => number, grade?: number): Wrong => ({
  what,
  ...(grade === undefined ? {} : { grade }),
  by: (question) => answer(realpha(question, change)),
});

const off = (grade: number): Wrong => misread(`alpha is ${grade} too large`, (alpha) => alpha * (1 + grade), grade);

/**
 * argmin Q_alpha(b) subject to X b = y; X: n x d of full row rank.
 * @throws RangeError on bad shapes, rank, alpha, depth or entries. @throws Error where the error bound exceeds 1e-9 |b|.
 */
export const minimumQ: Oracle<Potential, MinimumQ> = {
  name: 'minimum-q',
  version: 1,
  answer,
  faults: {
    'alpha-0.01': off(0.01),
    'alpha-0.03': off(0.03),
    'alpha-0.05': off(0.05),
    'alpha-0.1': off(0.1),
    'alpha-0.3': off(0.3),
    'alpha-for-alpha-squared': misread('alpha in place of alpha^2 is the scale', Math.sqrt),
    'asinh-of-z': misread('asinh(z) in place of asinh(z/2): the scale is alpha^2 / 2', (alpha) => alpha / Math.sqrt(2)),
    'product-parametrization': misread('the constant of b = u v: the scale is alpha^2 / 4', (alpha) => alpha / 2),
    'one-layer-more': {
      what: 'the potential of a network that is one layer deeper',
      by: (question) => answer({ ...question, depth: (question.depth ?? 2) + 1 }),
    },
    'last-row-dropped': { what: 'the last equation is forgotten', by: (question) => answer(withoutLastRow(question)) },
    'least-squares': {
      what: 'the map from dual to primal is linearized: the interpolant of least Euclidean norm',
      by: (question) => {
        const certified = answer(question);
        return { ...certified, value: { ...certified.value, beta: minimumL2.answer(question).value.beta } };
      },
    },
  },
};
