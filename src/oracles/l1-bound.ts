/**
 * How far the L1 norm of the solution that a diagonal network (depth 2) selects can be above the minimum.
 *
 * `l1Bound`, before training: Q_alpha(b) <= Q_alpha(b1), and Q_alpha(b) >= sum |b_i| (log(|b_i| / alpha^2) - 1)
 * >= L (log(L / (d alpha^2)) - 1) for L = |b|_1 by the log-sum inequality; hence the ratio, of order 1 + 1 / log(1 / alpha).
 * `l1Certificate`, after training: any nu gives minL1 >= y.nu / max|X'nu|, so theta = X'nu = log(u / v) bounds the ratio
 * without solving a linear program.
 */
import { log } from '../numerics/elementary.js';
import { norm1, normInf } from '../numerics/matrix.js';

/**
 * An upper bound of |b_alpha|_1 / norm; norm: the minimum L1 norm, q: Q_alpha of a minimizer of it (see `potential`).
 * Infinity where log(norm / (d alpha^2)) <= 1. @throws RangeError unless norm, d and alpha are positive.
 */
export function l1Bound({ norm, d, alpha, q }: { norm: number; d: number; alpha: number; q: number }): number {
  if (!(norm > 0 && d > 0 && alpha > 0)) {
    throw new RangeError(`l1Bound: norm is ${norm}, d is ${d}, alpha is ${alpha}; expected positive numbers`);
  }
  const bracket = log(norm / (d * alpha * alpha)) - 1;
  return bracket > 0 ? q / (norm * bracket) : Infinity;
}

/**
 * An upper bound of |b|_1 / minL1; beta: d, theta: d, in the row space of X, `price`: y.nu for theta = X'nu (which is
 * beta.theta where X beta = y). Infinity where the price is not positive.
 */
export function l1Certificate(beta: Float64Array, theta: Float64Array, price: number): number {
  return price > 0 ? (norm1(beta) * normInf(theta)) / price : Infinity;
}
