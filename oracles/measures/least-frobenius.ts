import type { Answer, Quantity } from 'claimcheck';
import { nuclear } from 'claimcheck/oracles/minimum-nuclear';

/**
 * The nuclear norm of the fit of least Frobenius norm, made symmetric to the last bit. An error of the fit (d^2 entries) in
 * the Frobenius norm moves its nuclear norm by sqrt d times as much.
 */
export function leastFrobenius({ beta, known }: Answer<{ readonly beta: Float64Array }>): Quantity {
  const d = Math.sqrt(beta.length);
  const transposed = (k: number) => beta[(k % d) * d + Math.floor(k / d)]!;
  return known(nuclear(beta.map((entry, k) => (entry + transposed(k)) / 2)), Math.sqrt(d));
}
