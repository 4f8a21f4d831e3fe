import { dot, subtract } from 'claimcheck/numerics/matrix';

/** |beta - truth|^2: the excess risk over isotropic inputs. beta, truth: d. */
export function excess(beta: Float64Array, truth: Float64Array): number {
  const off = subtract(beta, truth);
  return dot(off, off);
}
