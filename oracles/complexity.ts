/**
 * Complexities: what the geometries of numerics/geometry minimize among interpolants, as functions of b, and the L1 norm,
 * which the first of them approach. All but Q_alpha are norms.
 */
import { cholesky } from 'claimcheck/numerics/cholesky';
import type { Geometry } from 'claimcheck/numerics/geometry';
import { norm1, norm2, normInf } from 'claimcheck/numerics/matrix';
import { forwardSolve } from 'claimcheck/numerics/triangular';
import { potential } from './hypentropy.js';
import { pNorm } from './minimum-p-norm.js';

/** A geometry, or the two norms that are limits of geometries. */
export type Preference = Geometry | { readonly kind: 'L1' } | { readonly kind: 'Linf' };

/** The complexity as a function of b: d. @throws RangeError where P is not positive definite. */
export function complexity(preference: Preference): (b: Float64Array) => number {
  switch (preference.kind) {
    case 'euclidean':
      return norm2;
    case 'preconditioned': {
      const L = cholesky(preference.P);
      return (b) => norm2(forwardSolve(L, b));
    }
    case 'p-norm':
      return (b) => pNorm(b, preference.p);
    case 'hypentropy':
      return (b) => potential(b, preference.alpha);
    case 'L1':
      return norm1;
    case 'Linf':
      return normInf;
  }
}
