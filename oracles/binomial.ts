/**
 * The masses of a binomial law by their recurrence from P(N = 0) = (1 - p)^m, for any m: what would fall below the range
 * of float64 is carried times a power of two, which is exact, so that nothing rounds otherwise than without it.
 *
 * Relative error of every mass: m times that of 1 - p and of its products, and of every step's ratio; `relative` of them.
 * Masses below 1e-308 may be 0.
 */
import { roundings } from 'claimcheck/numerics/ball';

/** More than this many counts are not enumerated. */
export const COUNTS = 4_194_304;

const HUGE = 1.3407807929942597e154;

/**
 * P(N = n), n = 0 .. m, from 1 - p; `next` multiplies the mass at n by P(n + 1) / P(n), in the order of roundings that is
 * the caller's.
 */
export function binomialMasses(m: number, none: number, next: (mass: number, n: number) => number): Float64Array {
  const masses = new Float64Array(m + 1);
  let mass = 1;
  let carried = 0; // in powers of 2^-512
  for (let i = 0; i < m; i++) {
    mass *= none;
    if (mass < 1 / HUGE && mass > 0) {
      mass *= HUGE;
      carried++;
    }
  }
  masses[0] = carried === 0 ? mass : carried === 1 ? mass / HUGE : carried === 2 ? mass / HUGE / HUGE : 0;
  for (let n = 0; n < m; n++) {
    mass = next(mass, n);
    if (carried > 0 && mass >= 1) {
      mass /= HUGE;
      carried--;
    }
    masses[n + 1] = carried === 0 ? mass : carried === 1 ? mass / HUGE : carried === 2 ? mass / HUGE / HUGE : 0;
  }
  return masses;
}

/** A bound of the relative error of the masses above 1e-300, p the chance: 1 - p and p / (1 - p) are off where p is. */
export const binomialRounding = (m: number, p: number): number =>
  p < 1 ? roundings(Math.ceil(m * (6 + 3 / (1 - p)) + 4)) : Infinity;
