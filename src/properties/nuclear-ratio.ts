import type { Quantities } from '../claim.js';
import { nuclear } from '../oracles/minimum-nuclear.js';

interface Answers {
  readonly least: { readonly value: { readonly norm: number }; readonly error: number };
  readonly frobenius: { readonly value: { readonly beta: Float64Array }; readonly error: number };
}

/**
 * The nuclear norms of a fit M, of the fit of least nuclear norm, and of the fit of least Frobenius norm; M: d^2. An error
 * of the latter matrix in the Frobenius norm moves its nuclear norm by sqrt d times as much.
 */
export function nuclearRatio(M: Float64Array, { least, frobenius }: Answers): Quantities {
  const d = Math.floor(Math.sqrt(M.length) + 0.5);
  return {
    nuclear: nuclear(M),
    minimum: { value: least.value.norm, error: least.error },
    frobenius: { value: nuclear(symmetric(frobenius.value.beta, d)), error: Math.sqrt(d) * frobenius.error },
  };
}

/** A combination of symmetric matrices, made symmetric to the last bit. */
const symmetric = (M: Float64Array, d: number): Float64Array =>
  M.map((entry, k) => (entry + M[(k % d) * d + Math.floor(k / d)]!) / 2);
