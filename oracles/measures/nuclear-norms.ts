/** Nuclear norms beside the least one: that of another fit, and a bound from below. */
import type { Answer, Quantity } from 'claimcheck';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { dot, normInf, timesTransposed } from 'claimcheck/numerics/matrix';
import { nuclear, type Measurements } from 'claimcheck/oracles/minimum-nuclear';

/**
 * The nuclear norm of the fit of least Frobenius norm, made symmetric to the last bit. An error of the fit (d^2 entries) in
 * the Frobenius norm moves its nuclear norm by sqrt d times as much.
 */
export function leastFrobenius({ beta, known }: Answer<{ readonly beta: Float64Array }>): Quantity {
  const d = Math.sqrt(beta.length);
  const transposed = (k: number) => beta[(k % d) * d + Math.floor(k / d)]!;
  return known(nuclear(beta.map((entry, k) => (entry + transposed(k)) / 2)), Math.sqrt(d));
}

/** y.nu / |sum nu_k A_k|_2, which no fit's nuclear norm is below; nu: m, one without a measurement gives it 0. */
export function dualBound({ A, y }: Measurements, nu: Float64Array): number {
  const all = new Float64Array(A.rows);
  all.set(nu);
  const d = Math.sqrt(A.cols);
  return dot(y, all) / normInf(eigenvaluesSymmetric({ rows: d, cols: d, data: timesTransposed(A, all) }));
}
