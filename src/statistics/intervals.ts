/**
 * Intervals. `anytimeShare` and `anytimeMean` invert the e-process: the values that are not rejected at log E >=
 * log(1/alpha), valid at every n at once (risk alpha per side), found by bisection to the last bit because E falls in
 * m.
 */
import { exp, log, log1p } from '../numerics/elementary.js';
import { logBins, logCounts, logValues, wagers } from './grid.js';

/** The largest x in [low, high] at which the falling predicate still is true, to the last bit; low if none. */
export function bisect(low: number, high: number, isTrue: (x: number) => boolean): number {
  for (let k = 0; k < 200; k++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (isTrue(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The shares m rejected by "at least this many ones" reach up to this value; 0 without ones. */
export function lowerShare(ones: number, zeros: number, alpha: number): number {
  if (ones === 0) return 0;
  const goal = log(1 / alpha);
  return bisect(0, 1, (m) => m === 0 || logCounts(wagers(m), ones, zeros) >= goal);
}

/** @returns bounds of P(success): the lower from successes, the upper from violations; what is neither widens it */
export const anytimeShare = (n: number, successes: number, violations: number, alpha: number): [number, number] => [
  lowerShare(successes, n - successes, alpha),
  1 - lowerShare(violations, n - violations, alpha),
];

/** Numbers in [0, most] that come one by one, for a lower bound of their mean; of any number of them in the same memory. */
export interface Sampled {
  readonly add: (x: number) => void;
  /** Lower bound of E[x]; 0 while all x are 0. */
  readonly lowerMean: (alpha: number) => number;
}

/** So many numbers are kept as they are. */
export const SAMPLED = 10_000;
/** Beyond, they are counted in so many bins, as the least number of their bin: what they prove is less, and true. */
const BINS = 1 << 14;

export function sampled(most: number): Sampled {
  let values: number[] = [];
  let counts: Float64Array | undefined;
  let any = false;
  const width = most / BINS;
  const bin = (x: number) => {
    let k = Math.min(BINS, Math.max(0, Math.floor(x / width)));
    if (k * width > x && k > 0) k--;
    counts![k]!++;
  };
  return {
    add(x) {
      if (x > 0) any = true;
      if (counts) return bin(x);
      values.push(x);
      if (values.length <= SAMPLED) return;
      counts = new Float64Array(BINS + 1);
      values.forEach(bin);
      values = [];
    },
    lowerMean(alpha) {
      if (!any) return 0;
      const goal = log(1 / alpha);
      const seen = counts;
      return bisect(0, most, (m) => (seen ? logBins(seen, width, m) : logValues(values, m)) >= goal);
    },
  };
}

/** log n! by summation; exact to about n x 1e-16 relative. */
const factorials: number[] = [0];
function logFactorial(n: number): number {
  while (factorials.length <= n) factorials.push(factorials.at(-1)! + log(factorials.length));
  return factorials[n]!;
}

/** P(Bin(n, p) >= k), summed from the smallest term up where that is the tail. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  const yes = log(p);
  const no = log1p(-p);
  let sum = 0;
  for (let i = n; i >= k; i--)
    sum += exp(logFactorial(n) - logFactorial(i) - logFactorial(n - i) + i * yes + (n - i) * no);
  return Math.min(1, sum);
}
