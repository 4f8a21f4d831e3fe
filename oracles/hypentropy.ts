/**
 * The potential that gradient flow on a diagonal linear network minimizes, coordinate by coordinate, and the map between
 * its dual variable t = (X'nu)_i and the coordinate b = A z(t), A = alpha^D the scale.
 *
 * Depth 2 (b = u^2 - v^2): z(t) = 2 sinh t, q(z) = 2 - sqrt(4 + z^2) + z asinh(z / 2), conjugate 4 sinh^2(t / 2).
 * Depth D > 2 (b = u^D - v^D), |t| < 1, a = D / (D - 2), c = 2 / (D - 2): z(t) = (1 - t)^-a - (1 + t)^-a, conjugate
 * (D - 2) / 2 ((1 - t)^-c + (1 + t)^-c - 2). Source: woodworth2020kernel.
 *
 * Everything is written without cancellation at 0, through (1 - t)^-a - (1 + t)^-a = 2 (1 - t^2)^(-a/2) sinh(a atanh t),
 * and q follows from z t - conjugate(t), which loses at most a factor 2. Near |t| = 1 a float64 t does not determine
 * z(t), so t comes in two parts: `rest` is what t lacks, a few units in its last place.
 */
import { asinh, cosh, exp, expm1, log, log1p, sinh } from 'claimcheck/numerics/elementary';

export interface Hypentropy {
  /** How far t + rest is from the end of the domain; Infinity at depth 2. */
  readonly room: (t: number, rest: number) => number;
  /** z(t + rest) */
  readonly point: (t: number, rest: number) => number;
  /** z'(t + rest) > 0 */
  readonly slope: (t: number, rest: number) => number;
  /** The integral of z from 0 to t + rest; q(z(t)) = z(t) t - conjugate(t). */
  readonly conjugate: (t: number, rest: number) => number;
  /** A bound of |z'' / z'| wherever the room is at least this. */
  readonly steepness: (room: number) => number;
  /** A bound of the relative error of `point` and `slope`, times a scale alpha^depth, in units of 2^-53, for exact t + rest. */
  readonly rounding: (t: number, rest: number) => number;
}

const depth2: Hypentropy = {
  room: () => Infinity,
  point: (t, rest) => 2 * (sinh(t) + cosh(t) * rest),
  slope: (t) => 2 * cosh(t),
  conjugate(t, rest) {
    const half = sinh((t + rest) / 2);
    return 4 * half * half;
  },
  steepness: () => 1,
  rounding: () => 20,
};

/** @throws RangeError unless depth is an integer of at least 2. */
export function hypentropy(depth: number): Hypentropy {
  if (!(Number.isInteger(depth) && depth >= 2))
    throw new RangeError(`hypentropy: depth is ${depth}; expected 2, 3, ...`);
  if (depth === 2) return depth2;
  const a = depth / (depth - 2);
  const c = 2 / (depth - 2);
  /** log(1 - t - rest); the difference 1 - t is exact above 1/2. */
  const below = (t: number, rest: number) => (t > 0.5 ? log(1 - t - rest) : log1p(-(t + rest)));
  /** log(1 - t^2) */
  const squared = (t: number, rest: number) => below(t, rest) + below(-t, -rest);
  /** atanh t */
  const angle = (t: number, rest: number) => (below(-t, -rest) - below(t, rest)) / 2;
  return {
    room: (t, rest) => (t < 0 ? 1 + t + rest : 1 - t - rest),
    point: (t, rest) => 2 * exp((-a / 2) * squared(t, rest)) * sinh(a * angle(t, rest)),
    slope: (t, rest) => a * (exp(-(a + 1) * below(t, rest)) + exp(-(a + 1) * below(-t, -rest))),
    conjugate(t, rest) {
      const level = (-c / 2) * squared(t, rest);
      const half = sinh((c * angle(t, rest)) / 2);
      return (depth - 2) * (expm1(level) + 2 * exp(level) * half * half);
    },
    steepness: (room) => (room > 0 ? (a + 1) / room : Infinity),
    rounding: (t, rest) => 32 + depth + 16 * (a + 1) * (Math.abs(below(t, rest)) + Math.abs(below(-t, -rest))),
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
    if (!(scale >= 1e-300 && scale < Infinity))
      throw new RangeError(`potential: alpha^2 is ${scale}; expected it within the range of float64, 1e-300 to 1e308`);
    const t = asinh(beta[i]! / scale / 2);
    sum += beta[i]! * t - scale * depth2.conjugate(t, 0);
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
