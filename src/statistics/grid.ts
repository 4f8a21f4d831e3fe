/**
 * The betting e-process on a fixed grid, the one engine of all evidence.
 *
 *     E_n(m) = sum_j w_j prod_{i <= n} (1 - c_j + c_j x_i / m)
 *
 * tests H0: E[x] <= m for independent x_i >= 0. Under H0 it is a non-negative supermartingale that starts at 1, so
 * P(sup_n E_n >= 1/alpha) <= alpha by Ville's inequality, whatever the stopping rule: looking after every trial,
 * resuming and extending are free. It does not depend on the order of the x_i and falls in m.
 * Exact up to rounding (about n x 1e-16 in the logarithm).
 */
import { exp, log } from '../numerics/elementary.js';

/** Fractions of the wealth that are bet. */
export const STAKES = [1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, 5 / 8, 3 / 4, 7 / 8, 15 / 16, 1] as const;
const WEIGHTS = [1, 1, 1, 1, 1, 1, 1, 1, 2, 4] as const;
const LOG_WEIGHTS = WEIGHTS.map((w) => log(w / 14));

/** Comparisons with log(1/alpha) allow for rounding of the logarithms. */
export const ROUNDING = 1e-12;

/** log sum_j w_j exp(logs_j), where a stake of 1 that has lost everything is -Infinity. */
export function mixture(logs: ArrayLike<number>): number {
  let top = -Infinity;
  for (let j = 0; j < STAKES.length; j++) top = Math.max(top, LOG_WEIGHTS[j]! + logs[j]!);
  let sum = 0;
  for (let j = 0; j < STAKES.length; j++) {
    const d = LOG_WEIGHTS[j]! + logs[j]! - top;
    if (d > -745) sum += exp(d);
  }
  return top + log(sum);
}

/** log wealth of one stake after x, relative to before. */
const step = (c: number, x: number, m: number): number => {
  const factor = 1 - c + (c * x) / m;
  return factor > 0 ? log(factor) : -Infinity;
};

/** The logarithms that a count needs, for one m. */
export interface Wagers {
  readonly win: Float64Array;
  readonly lose: Float64Array;
}

/** For x in {0, 1} and H0: P(x = 1) <= m, 0 < m < 1. */
export function wagers(m: number): Wagers {
  return {
    win: Float64Array.from(STAKES, (c) => step(c, 1, m)),
    lose: Float64Array.from(STAKES, (c) => step(c, 0, m)),
  };
}

const scratch = new Float64Array(STAKES.length);

/** log E after `ones` ones and `zeros` zeros. */
export function logCounts({ win, lose }: Wagers, ones: number, zeros: number): number {
  if (ones + zeros === 0) return 0;
  // 0 x -Infinity is not a number; a stake of 1 is lost by the first zero alone.
  for (let j = 0; j < STAKES.length; j++) scratch[j] = ones * win[j]! + (zeros > 0 ? zeros * lose[j]! : 0);
  return mixture(scratch);
}

/** log E_n(m) of given x >= 0. */
export function logValues(xs: ArrayLike<number>, m: number): number {
  if (xs.length === 0) return 0;
  scratch.fill(0);
  for (let i = 0; i < xs.length; i++)
    for (let j = 0; j < STAKES.length; j++) scratch[j] = scratch[j]! + step(STAKES[j]!, xs[i]!, m);
  return mixture(scratch);
}

/** log E_n(m) of `counts[k]` values `k * width`. */
export function logBins(counts: ArrayLike<number>, width: number, m: number): number {
  scratch.fill(0);
  for (let k = 0; k < counts.length; k++) {
    const times = counts[k]!;
    if (times === 0) continue;
    for (let j = 0; j < STAKES.length; j++) scratch[j] = scratch[j]! + times * step(STAKES[j]!, k * width, m);
  }
  return mixture(scratch);
}

/** An e-process that grows by one x at a time. */
export interface Process {
  /** @returns log E after x >= 0 */
  readonly add: (x: number) => number;
  readonly logE: () => number;
  /** The growth per trial of the best stake so far; not positive where the data do not oppose H0. */
  readonly growth: () => number;
}

export function betting(m: number): Process {
  const logs = new Float64Array(STAKES.length);
  let n = 0;
  let current = 0;
  return {
    add(x) {
      n++;
      for (let j = 0; j < STAKES.length; j++) logs[j] = logs[j]! + step(STAKES[j]!, x, m);
      return (current = mixture(logs));
    },
    logE: () => current,
    growth: () => (n === 0 ? 0 : logs.reduce((best, value) => Math.max(best, value), -Infinity) / n),
  };
}
