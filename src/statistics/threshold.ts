/**
 * When one direction of a yes/no law is decided. Within EXACT trials by its exact table (binary.ts), whose making takes time
 * quadratic in them. Beyond, by the betting process alone, in no memory and as little time at the millionth trial as at the
 * first: the risk is at most alpha by Ville's inequality, and what of it is not spent is not spent by a closing look.
 */
import { log } from '../numerics/elementary.js';
import { side } from './binary.js';
import { logCounts, ROUNDING, wagers, type Wagers } from './grid.js';

/** The largest budget for which exact tables are made: a few seconds. */
export const EXACT = 10_000;

export interface Threshold {
  readonly wagers: Wagers;
  /** Whether the last look is an exact one, at a lower threshold than the process's own. */
  readonly closing: boolean;
  /** Whether so many ones among the first n decide it. */
  readonly reached: (n: number, ones: number) => boolean;
  /** Whether they leave it possible that a later trial does. */
  readonly possible: (n: number, ones: number) => boolean;
}

/** For certifying P(one) > p0 at risk alpha within N trials. */
export function threshold(p0: number, alpha: number, N: number): Threshold {
  if (N <= EXACT) {
    const { wagers, closing, least, hope } = side(p0, alpha, N);
    return {
      wagers,
      closing,
      reached: (n, ones) => ones >= least[n]!,
      possible: (n, ones) => ones >= hope[n]!,
    };
  }
  const w = wagers(p0);
  const goal = log(1 / alpha) - ROUNDING;
  const reached = (n: number, ones: number) => logCounts(w, ones, n - ones) >= goal;
  // Ones only raise the wealth of every stake, so that the best case is ones to the end.
  return { wagers: w, closing: false, reached, possible: (n, ones) => n < N && reached(N, ones + N - n) };
}
