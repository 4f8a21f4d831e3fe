import { times } from 'claimcheck/numerics/matrix';
import type { Curved } from 'claimcheck/oracles/curvature';

/**
 * The least |w_k.x_i + b_k| over points (rows of X: n x d) and neurons (theta: width rows w_k, then the b_k): how far the
 * network is from a kink of any activation. Infinity without neurons or points; NaN where one of the sums is.
 */
export function clearance({ network: { width: m, theta }, X }: Curved): number {
  const d = X.cols;
  let least = Infinity;
  for (let k = 0; k < m; k++)
    for (const sum of times(X, theta.subarray(k * d, (k + 1) * d)))
      least = Math.min(least, Math.abs(sum + theta[m * d + k]!));
  return least;
}
