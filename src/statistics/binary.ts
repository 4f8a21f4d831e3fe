/**
 * Boundaries of a yes/no criterion "the share of successes exceeds p0", with both risks known exactly.
 *
 * Two betting processes (grid.ts), H0: p <= p0 on successes and H0: p >= p0 on violations, give thresholds on counts.
 * At the last trial the risk that the process left unspent is spent exactly: under p0 the distribution of the count on
 * the paths that did not cross is carried forward (O(N^2) additions), and the last threshold is lowered as far as
 * alpha allows (the closing look). Curtailment stops where neither threshold can be reached any more.
 * All probabilities are sums of positive terms in a fixed order; relative error about N x 1e-16.
 */
import { log } from '../numerics/elementary.js';
import { logCounts, ROUNDING, wagers, type Wagers } from './grid.js';

/** Thresholds of one direction on the number of ones. `least[n]` = n + 1 where no count suffices. */
export interface Side {
  readonly p0: number;
  readonly alpha: number;
  readonly wagers: Wagers;
  readonly least: Int32Array;
  /** Whether the threshold at N is the exact one, lower than the process's own. */
  readonly closing: boolean;
  /** The least count at n from which some later threshold can still be reached. */
  readonly hope: Int32Array;
}

/**
 * Carries the distribution of the count forward among the paths that have not crossed.
 * @param stays the open interval of counts that stay undecided at n
 * @param visit sees, for each n, the probability of each count among the paths undecided at n - 1
 */
export function carry(
  p: number,
  N: number,
  stays: (n: number) => readonly [above: number, below: number],
  visit: (n: number, reached: Float64Array, low: number, high: number) => void,
): void {
  let reached = new Float64Array(N + 2);
  let next = new Float64Array(N + 2);
  let low = 0;
  let high = 0;
  reached[0] = 1;
  for (let n = 1; n <= N; n++) {
    next.fill(0, low, high + 2);
    for (let s = low; s <= high; s++) {
      const mass = reached[s]!;
      next[s] = next[s]! + mass * (1 - p);
      next[s + 1] = next[s + 1]! + mass * p;
    }
    high++;
    visit(n, next, low, high);
    const [above, below] = stays(n);
    low = Math.max(low, above + 1);
    high = Math.min(high, below - 1);
    [reached, next] = [next, reached];
    if (low > high) return;
  }
}

const sides = new Map<string, Side>();

/** Thresholds for certifying P(one) > p0 at risk alpha within N trials. Computed once per (p0, alpha, N). */
export function side(p0: number, alpha: number, N: number): Side {
  const key = `${p0}|${alpha}|${N}`;
  const known = sides.get(key);
  if (known) return known;
  const w = wagers(p0);
  const goal = log(1 / alpha) - ROUNDING;
  const least = new Int32Array(N + 1);
  least[0] = 1;
  for (let n = 1, s = 0; n <= N; n++) {
    while (s <= n && logCounts(w, s, n - s) < goal) s++;
    least[n] = s;
  }
  let spent = 0;
  let atN = least[N]!;
  carry(
    p0,
    N,
    (n) => [-1, least[n]!],
    (n, reached, low, high) => {
      for (let s = high; s >= Math.max(low, least[n]!); s--) spent += reached[s]!;
      if (n < N) return;
      const at = (s: number) => (s <= high ? reached[s]! : 0);
      while (atN - 1 >= low && spent + at(atN - 1) <= alpha) spent += at(--atN);
    },
  );
  const closing = atN < least[N]!;
  least[N] = atN;
  const hope = new Int32Array(N + 1);
  // From count s at n, the best later count at k is s + k - n; the threshold there must not exceed it.
  for (let n = N, shortfall = Infinity; n >= 0; n--) {
    hope[n] = n === N ? N + 1 : Math.min(N + 1, n + shortfall);
    shortfall = Math.min(shortfall, least[n]! - n);
  }
  const made: Side = { p0, alpha, wagers: w, least, closing, hope };
  sides.set(key, made);
  return made;
}

/** Both directions of "the share exceeds p0". */
export interface Boundaries {
  readonly p0: number;
  readonly N: number;
  /** On successes, against p <= p0. */
  readonly hold: Side;
  /** On violations, against a share of violations of at most 1 - p0. */
  readonly fail: Side;
}

export const boundaries = (p0: number, alpha: number, failAlpha: number, N: number): Boundaries => ({
  p0,
  N,
  hold: side(p0, alpha, N),
  fail: side(1 - p0, failAlpha, N),
});

/** What happens, exactly, when every trial succeeds with probability p and none is in doubt. */
export interface OperatingCharacteristic {
  readonly p: number;
  readonly holds: number;
  readonly fails: number;
  readonly undecided: number;
  /** Expected number of trials. */
  readonly trials: number;
}

export function operatingCharacteristic(b: Boundaries, p: number, curtail = true): OperatingCharacteristic {
  const { N, hold, fail } = b;
  let holds = 0;
  let fails = 0;
  let trials = 0;
  /** Counts at most this fail; at least `hold.least` hold; hopeless ones in between stop too. */
  const failing = (n: number) => n - fail.least[n]!;
  const hopeless = (n: number, s: number) => s < hold.hope[n]! && n - s < fail.hope[n]!;
  carry(
    p,
    N,
    (n) => [failing(n), hold.least[n]!],
    (n, reached, low, high) => {
      for (let s = low; s <= high; s++) {
        const mass = reached[s]!;
        if (s >= hold.least[n]!) {
          holds += mass;
          trials += n * mass;
        } else if (s <= failing(n)) {
          fails += mass;
          trials += n * mass;
        } else if (n === N || (curtail && hopeless(n, s))) {
          trials += n * mass;
          reached[s] = 0;
        }
      }
    },
  );
  return { p, holds, fails, undecided: Math.max(0, 1 - holds - fails), trials };
}
