/**
 * How far the image of a dual point is from the minimizer of sum A_i q(b_i / A_i) subject to X b = y, A_i the scales.
 *
 * Let b(nu) be the exact image of the computed nu, r its exact residual, K = X diag(g) X' the Hessian of the
 * dual, R0 >= |r| in the norm of K^-1. On the ball of radius R = 3 R0 about nu (norm of K), no x_i.nu moves by more than
 * s_i = R sqrt(x_i'K^-1 x_i), so log g_i moves by at most L = max s_i |(log g_i)'|. If L <= 0.4, the dual is
 * exp(-L)-strongly convex there and falls by at most R0 R, which is less than exp(-L) R^2 / 2: the minimizer nu* lies inside
 * and |b(nu*) - b(nu)| <= exp(L) sqrt(max g) R <= 4.5 sqrt(max g) R0. The dual gap is at most R0 R.
 * R0 has two parts: the residual of the rounded b, computed in twice the working precision (`residual` of the certificate),
 * and the distance of that b to b(nu): a change of b by g tau adds at most |sqrt(g) tau| to |r|, whatever K is.
 */
import { column, norm2, normInf } from 'claimcheck/numerics/matrix';
import type { DualPoint } from './dual-newton.js';
import type { Hypentropy } from './hypentropy.js';
import type { Regression } from './regression.js';
import { inverseForm, residualNorm, weightedGram } from './weighted-gram.js';

const UNIT = 1 / 9007199254740992;
/** The largest L of the bound: exp(0.4) < 1.5. */
const TURN = 0.4;

export interface DualBound {
  /** d, the image of the point, rounded. */
  readonly beta: Float64Array;
  /** An upper bound of the Euclidean distance of beta to the minimizer; Infinity where the proof does not apply. */
  readonly error: number;
  /** An upper bound of the duality gap at the point; Infinity likewise. */
  readonly gap: number;
  /** An upper bound of |y - X beta| in the norm of K^-1. */
  readonly residual: number;
}

/** X: n x d, y: n, scales: d. @throws RangeError where the rows of X nearly depend on each other, weighted by g. */
export function dualBound({ X, y }: Regression, scales: Float64Array, map: Hypentropy, point: DualPoint): DualBound {
  const { t, below, rounded } = point;
  const beta = t.map((entry, i) => scales[i]! * map.point(entry, below[i]!));
  const g = t.map((entry, i) => scales[i]! * map.slope(entry, below[i]!));
  const rooms = t.map((entry, i) => map.room(entry, below[i]!));
  // How far t may be from x_i.nu, in effect: its own rounding, and that of the scale and of the map.
  const tau = t.map((entry, i) => {
    const own = map.rounding(entry, below[i]!) * UNIT * Math.abs(beta[i]!);
    const steep = rounded[i]! * map.steepness(rooms[i]! - rounded[i]!);
    return steep <= 0.1 ? 1.2 * (rounded[i]! + own / g[i]!) : Infinity;
  });
  const K = weightedGram(X, g);
  const residual = residualNorm(K, X, beta, y);
  const r0 = residual + norm2(tau.map((entry, i) => Math.sqrt(g[i]!) * entry));
  let turned = 0;
  for (let i = 0; i < X.cols; i++) {
    const moved = 3 * r0 * Math.sqrt(inverseForm(K, column(X, i))) + tau[i]!;
    turned = Math.max(turned, moved * map.steepness(rooms[i]! - moved));
  }
  const error = norm2(tau.map((entry, i) => g[i]! * entry)) + 4.6 * Math.sqrt(normInf(g)) * r0;
  return turned <= TURN
    ? { beta, error, gap: 3 * r0 * r0, residual }
    : { beta, error: Infinity, gap: Infinity, residual };
}
