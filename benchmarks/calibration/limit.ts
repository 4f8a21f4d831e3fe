/** When a number of false verdicts is too many. */
import { binomialTail } from '../../src/statistics/intervals.js';

/** Probability of a false alarm per cell, at a true rate of exactly alpha. */
export const FALSE_ALARM = 1e-4;

const known = new Map<string, number>();

/** The least number of false verdicts in R that exceeds chance at rate alpha with probability below 1e-4, less one. */
export function limit(replications: number, alpha: number): number {
  const key = `${replications}|${alpha}`;
  let most = known.get(key);
  if (most === undefined) {
    most = 0;
    while (binomialTail(most + 1, replications, alpha) > FALSE_ALARM) most++;
    known.set(key, most);
  }
  return most;
}

/** Whether a count agrees with an exact probability, at the same risk of a false alarm on each side. */
export const agrees = (count: number, replications: number, p: number): boolean =>
  binomialTail(count, replications, p) > FALSE_ALARM &&
  binomialTail(replications - count, replications, 1 - p) > FALSE_ALARM;
