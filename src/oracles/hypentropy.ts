/**
 * The potential that gradient flow on a diagonal linear network minimizes, coordinate by coordinate, and the map between
 * its dual variable t = (X'nu)_i and the coordinate b = A z(t), A = alpha^D the scale.
 *
 * Depth 2 (b = u^2 - v^2): z(t) = 2 sinh t, q(z) = 2 - sqrt(4 + z^2) + z asinh(z / 2), conjugate 4 sinh^2(t / 2).
 * Depth D > 2 (b = u^D - v^D), |t| < 1, a = D / (D - 2), c = 2 / (D - 2): z(t) = (1 - t)^-a - (1 + t)^-a, conjugate
 * (D - 2) / 2 ((1 - t)^-c + (1 + t)^-c - 2). Sources: woodworth2020kernel, Theorem 1 and section 5 (depth D).
 *
 * Everything is written without cancellation at 0, through (1 - t)^-a - (1 + t)^-a = 2 (1 - t^2)^(-a/2) sinh(a atanh t),
 * and q follows from z t - conjugate(t), which loses at most a factor 2.
 */
import { asinh, atanh, cosh, exp, expm1, log1p, sinh } from '../numerics/elementary.js';

export interface Hypentropy {
  /** The dual variable lies in (-limit, limit). */
  readonly limit: number;
  /** z(t) */
  readonly point: (t: number) => number;
  /** z'(t) > 0 */
  readonly slope: (t: number) => number;
  /** The integral of z from 0 to t; q(z(t)) = z(t) t - conjugate(t). */
  readonly conjugate: (t: number) => number;
  /** A bound of |z'' / z'| on [t - s, t + s]; Infinity where that leaves the domain. */
  readonly steepness: (t: number, s: number) => number;
  /** A bound of the relative error of `point` and `slope` in units of 2^-53, for exact t. */
  readonly rounding: (t: number) => number;
}

const depth2: Hypentropy = {
  limit: Infinity,
  point: (t) => 2 * sinh(t),
  slope: (t) => 2 * cosh(t),
  conjugate(t) {
    const half = sinh(t / 2);
    return 4 * half * half;
  },
  steepness: () => 1,
  rounding: () => 16,
};

/** @throws RangeError unless depth is an integer of at least 2. */
export function hypentropy(depth: number): Hypentropy {
  if (!(Number.isInteger(depth) && depth >= 2))
    throw new RangeError(`hypentropy: depth is ${depth}; expected 2, 3, ...`);
  if (depth === 2) return depth2;
  const a = depth / (depth - 2);
  const c = 2 / (depth - 2);
  /** log(1 - t^2) */
  const room = (t: number) => log1p(-t) + log1p(t);
  return {
    limit: 1,
    point: (t) => 2 * exp((-a / 2) * room(t)) * sinh(a * atanh(t)),
    slope: (t) => a * (exp(-(a + 1) * log1p(-t)) + exp(-(a + 1) * log1p(t))),
    conjugate(t) {
      const level = (-c / 2) * room(t);
      const half = sinh((c * atanh(t)) / 2);
      return (depth - 2) * (expm1(level) + 2 * exp(level) * half * half);
    },
    steepness(t, s) {
      const distance = 1 - Math.abs(t) - s;
      return distance > 0 ? (a + 1) / distance : Infinity;
    },
    rounding: (t) => 32 + 16 * (a + 1) * (Math.abs(log1p(-t)) + Math.abs(log1p(t))),
  };
}

/**
 * Q_alpha(b) = sum alpha_i^2 q(b_i / alpha_i^2), depth 2; beta: d, alpha: a number or d.
 * @throws RangeError where alpha is not positive or not of length d.
 */
export function potential(beta: Float64Array, alpha: number | Float64Array): number {
  const alphas = spread('potential', alpha, beta.length);
  let sum = 0;
  for (let i = 0; i < beta.length; i++) {
    const scale = alphas[i]! * alphas[i]!;
    const t = asinh(beta[i]! / scale / 2);
    sum += beta[i]! * t - scale * depth2.conjugate(t);
  }
  return sum;
}

/** One alpha per coordinate. @throws RangeError where one is not positive, or their number is not d. */
export function spread(who: string, alpha: number | Float64Array, d: number): Float64Array {
  const alphas = typeof alpha === 'number' ? new Float64Array(d).fill(alpha) : alpha;
  if (alphas.length !== d) throw new RangeError(`${who}: alpha has length ${alphas.length}; expected ${d}`);
  const bad = alphas.find((entry) => !(entry > 0 && entry < Infinity));
  if (bad !== undefined) throw new RangeError(`${who}: alpha is ${bad}; expected a positive number`);
  return alphas;
}
