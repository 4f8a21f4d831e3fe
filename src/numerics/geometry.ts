/**
 * Geometries of gradient descent on a linear model. A geometry is a strictly convex potential psi; descent moves the dual
 * variable theta = grad psi(b) by multiples of the gradient and reads b off: b = (grad psi)^-1(theta).
 *
 * - euclidean: psi = |b|_2^2 / 2, b = theta
 * - preconditioned: psi = b'P^-1 b / 2, b = P theta; P: d x d, symmetric positive definite
 * - p-norm, 1 < p <= 2: psi = |b|_p^p / p, b = sign(theta) |theta|^(1/(p-1))
 * - hypentropy: psi = Q_alpha / 2 up to scale, b = 2 alpha^2 sinh(theta), the map of the network u*u - v*v
 *
 * Source: gunasekar2018characterizing, sections 2 and 3; woodworth2020kernel, section 3 (hypentropy).
 */
import { powers, sinhs } from './entries.js';
import { timesInto, type Matrix } from './matrix.js';

export type Geometry =
  | { readonly kind: 'euclidean' }
  | { readonly kind: 'preconditioned'; readonly P: Matrix }
  | { readonly kind: 'p-norm'; readonly p: number }
  | { readonly kind: 'hypentropy'; readonly alpha: number };

/** b = (grad psi)^-1(theta), in place; theta, b: d. @throws RangeError for p outside (1, 2] or alpha that is not positive. */
export function mirrorInto(geometry: Geometry, theta: Float64Array, b: Float64Array): void {
  switch (geometry.kind) {
    case 'euclidean':
      b.set(theta);
      return;
    case 'preconditioned':
      timesInto(geometry.P, theta, b);
      return;
    case 'p-norm': {
      const { p } = geometry;
      if (!(p > 1 && p <= 2)) throw new RangeError(`geometry: p is ${p}; expected 1 < p <= 2`);
      return powers(theta, 1 / (p - 1), b);
    }
    case 'hypentropy': {
      const { alpha } = geometry;
      if (!(alpha > 0 && alpha < Infinity)) throw new RangeError(`geometry: alpha is ${alpha}; expected positive`);
      return sinhs(theta, 2 * alpha * alpha, b);
    }
  }
}
