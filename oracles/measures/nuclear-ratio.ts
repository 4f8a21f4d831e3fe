import type { Quantities } from 'claimcheck';
import { normInf } from 'claimcheck/numerics/matrix';
import { nuclear } from 'claimcheck/oracles/minimum-nuclear';

interface Answers {
  readonly least: { readonly value: { readonly norm: number }; readonly error: number };
  readonly frobenius: { readonly value: { readonly beta: Float64Array }; readonly error: number };
}

/**
 * The nuclear norms of a fit M, of the fit of least nuclear norm, and of the fit of least Frobenius norm; M: d^2. An error
 * of the latter matrix in the Frobenius norm moves its nuclear norm by sqrt d times as much.
 * @throws RangeError where M is not square
 */
export function nuclearRatio(M: Float64Array, { least, frobenius }: Answers): Quantities {
  const d = Math.floor(Math.sqrt(M.length) + 0.5);
  if (d * d !== M.length) throw new RangeError(`nuclearRatio: a fit of ${M.length} entries; expected d^2 of them`);
  const size = normInf(M);
  return {
    // A fit with an entry that is no number has no eigenvalues; its norm is what its largest entry is.
    nuclear: Number.isFinite(size) ? nuclear(M) : size,
    minimum: { value: least.value.norm, error: least.error },
    frobenius: { value: nuclear(symmetric(frobenius.value.beta, d)), error: Math.sqrt(d) * frobenius.error },
  };
}

/** A combination of symmetric matrices, made symmetric to the last bit. */
const symmetric = (M: Float64Array, d: number): Float64Array =>
  M.map((entry, k) => (entry + M[(k % d) * d + Math.floor(k / d)]!) / 2);
