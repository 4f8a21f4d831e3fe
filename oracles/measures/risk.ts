/** The risk of b where beta is true: the squared distance in a metric S (d x d), or the Euclidean one. */
import { dot, subtract, times, type Matrix } from 'claimcheck/numerics/matrix';

/** x'S x; x: d, S: d x d. */
export const quadratic = (S: Matrix, x: Float64Array): number => dot(x, times(S, x));

/** |b - beta|_S^2; without S, |b - beta|^2. */
export function risk(b: Float64Array, beta: Float64Array, S?: Matrix): number {
  const off = subtract(b, beta);
  return S ? quadratic(S, off) : dot(off, off);
}
