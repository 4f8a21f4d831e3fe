/**
 * Rules that others decide by, from their published formulas: Wilson's interval looked at again and again, the t test as
 * an e-process, lists with a false discovery rate. Nothing in the verifier uses them. The risks of the first two are
 * exact here, by dynamic programming over counts.
 */
import { onAverage } from '../../src/criteria.js';
import { erfc, exp, log, sqrt } from '../../src/numerics/elementary.js';
import { boundaries, operatingCharacteristic } from '../../src/statistics/binary.js';
import { evidence } from '../../src/statistics/evidence.js';
import { bisect } from '../../src/statistics/intervals.js';
import type { PartOutcome } from '../../src/statistics/outcome.js';
import { exactly, explore } from './exactly.js';
import { value } from './world.js';

/** The normal deviate that is exceeded in absolute value with probability 1/certainty. */
export const deviate = (certainty: number): number => bisect(0, 30, (z) => erfc(z / sqrt(2)) >= 1 / certainty);

/** Wilson's interval of a share after k successes of n. */
export function wilson(k: number, n: number, z: number): [number, number] {
  const shrink = 1 + (z * z) / n;
  const centre = (k / n + (z * z) / (2 * n)) / shrink;
  const half = (z * sqrt(((k / n) * (1 - k / n)) / n + (z * z) / (4 * n * n))) / shrink;
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/** The same with its half-width divided by 1 + z^2/n twice. */
export function narrowed(k: number, n: number, z: number): [number, number] {
  const [low, high] = wilson(k, n, z);
  const centre = (k / n + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = Math.max(high - centre, centre - low) / (1 + (z * z) / n);
  return [centre - half, centre + half];
}

/** log of the integral over u > 0 of u^(n-1) exp(-u^2/2 + k u), by the trapezoid rule around its mode. */
function logIntegral(n: number, k: number): number {
  const mode = (k + sqrt(k * k + 4 * (n - 1))) / 2;
  const from = Math.max(0, mode - 9);
  const step = (mode + 9 - from) / 600;
  const at = (u: number) => (n - 1) * log(u) - (u * u) / 2 + k * u;
  const top = at(mode);
  let sum = 0;
  for (let i = 1; i <= 600; i++) sum += exp(at(from + i * step) - top);
  return top + log(sum * step);
}

/** Effects in standard deviations, mixed in equal parts. */
const EFFECTS = [0.25, 0.5, 1, 2, 4] as const;

/** log E against "mean <= 0" after n numbers with sum/sqrt(n x sum of squares) = a; exact for normal numbers alone. */
export function tEvidence(n: number, a: number): number {
  const none = logIntegral(n, 0);
  const logs = EFFECTS.map((d) => logIntegral(n, d * sqrt(n) * a) - none - (n * d * d) / 2);
  const top = Math.max(...logs);
  return top + log(logs.reduce((sum, x) => sum + exp(x - top), 0) / EFFECTS.length);
}

/** a of given numbers. */
export function studentized(ys: readonly number[]): number {
  const squares = ys.reduce((sum, y) => sum + y * y, 0);
  return squares === 0 ? 0 : ys.reduce((sum, y) => sum + y, 0) / sqrt(ys.length * squares);
}

/** The value of Student's t at which the t e-process reaches 1/alpha after n numbers. */
export function criticalT(n: number, alpha: number): number {
  const a = bisect(-1, 0, (minus) => tEvidence(n, -minus) >= log(1 / alpha));
  return sqrt(((n - 1) * a * a) / (1 - a * a));
}

/**
 * The list of claims whose share of false ones is at most q on average, under any dependence (e-BH).
 * @param logEs log E of each claim at its stopping index, never the largest on the way
 * @returns the positions certified at false discovery rate q
 */
export function eBH(logEs: readonly number[], q: number): number[] {
  const m = logEs.length;
  const sorted = [...logEs].sort((a, b) => b - a);
  let k = m;
  while (k > 0 && sorted[k - 1]! < log(m / (q * k))) k--;
  return k === 0 ? [] : logEs.flatMap((logE, i) => (logE >= sorted[k - 1]! ? [i] : []));
}

type Answer = 'holds' | 'fails' | 'open';

/** P(holds), P(fails) of a rule of counts that is asked after each of the given numbers of trials. */
export function looking(looks: readonly number[], rule: (k: number, n: number) => Answer, p: number) {
  // mass[i] = P(from + i successes, undecided); what is below 1e-40 at either end is dropped.
  let mass = [1];
  let from = 0;
  let n = 0;
  const found = { holds: 0, fails: 0 };
  for (const look of looks) {
    for (; n < look; n++) {
      mass = Array.from({ length: mass.length + 1 }, (_, i) => (mass[i] ?? 0) * (1 - p) + (mass[i - 1] ?? 0) * p);
      while (mass.length > 1 && mass.at(-1)! < 1e-40) mass.pop();
      const first = mass.findIndex((m) => m >= 1e-40);
      if (first > 0) {
        mass = mass.slice(first);
        from += first;
      }
    }
    mass = mass.map((m, i) => {
      const answer = rule(from + i, n);
      if (answer === 'open') return m;
      found[answer] += m;
      return 0;
    });
  }
  return found;
}

export interface Share {
  readonly rule: string;
  readonly required: number;
  readonly risk: number;
  readonly p: number;
  readonly N: number;
  readonly holds: number;
  readonly fails: number;
}

export interface Mean {
  readonly law: string;
  readonly N: number;
  /** P(certified "mean > 0") where the mean is 0. */
  readonly t: number;
  readonly capped: number;
}

const DOUBLING = Array.from({ length: 8 }, (_, k) => 100 * 2 ** k);
const HUNDREDS = Array.from({ length: 128 }, (_, k) => 100 * (k + 1));

function shares(): Share[] {
  const required = 0.9;
  const tolerant = (certainty: number, p: number): Share => {
    const z = deviate(certainty);
    const rule = (k: number, n: number) => {
      const [low, high] = wilson(k, n, z);
      return low >= 0.9 * required ? 'holds' : high < required ? 'fails' : 'open';
    };
    const name = 'Wilson at 100, 200, 400, ...; enough above .9 of what is required (as in QuickCheck)';
    return { rule: name, required, risk: 1 / certainty, p, N: 12800, ...looking(DOUBLING, rule, p) };
  };
  const strict = (p: number): Share => {
    const z = deviate(1e9);
    const rule = (k: number, n: number) => {
      const [low, high] = narrowed(k, n, z);
      return low >= required ? 'holds' : high < required ? 'fails' : 'open';
    };
    const name = 'Wilson, narrowed, at 100, 200, 300, ... (as in Hedgehog)';
    return { rule: name, required, risk: 1e-9, p, N: 12800, ...looking(HUNDREDS, rule, p) };
  };
  const ours = operatingCharacteristic(boundaries(required, 0.01, 0.01, 120), 0.9);
  const own = { holds: ours.holds, fails: ours.fails };
  return [
    tolerant(1e9, 0.9),
    tolerant(1e9, 0.81),
    tolerant(100, 0.9),
    tolerant(100, 0.81),
    strict(0.9),
    { rule: 'forMost({ allBut: .1 })', required, risk: 0.01, p: 0.9, N: 120, ...own },
  ];
}

/** Each task gains, but for a share that loses so much that the mean is 0. */
function rareLoss(share: number, gain: number, N = 120): Mean {
  const loss = (gain * (1 - share)) / share;
  const certified = (lost: number, n: number) => {
    const squares = (n - lost) * gain * gain + lost * loss * loss;
    return tEvidence(n, ((n - lost) * gain - lost * loss) / sqrt(n * squares)) >= log(100);
  };
  // The more losses, the less evidence: at each n it is certified up to so many.
  const looks = Array.from({ length: N - 7 }, (_, k) => k + 8);
  const most = new Map<number, number>();
  let lost = -1;
  for (const n of looks) {
    while (lost >= 0 && !certified(lost, n)) lost--;
    while (lost < n && certified(lost + 1, n)) lost++;
    most.set(n, lost);
  }
  const t = looking(looks, (gains, n) => (n - gains <= most.get(n)! ? 'holds' : 'open'), 1 - share).holds;
  // The same law about the mean of what is capped at 1, with everything shifted by the least mean that can be claimed.
  const law = onAverage({ atLeast: 0.1, cap: 1 + 0.1 });
  const judge = () => {
    const judged = evidence(law, { role: 'claim', alpha: 0.01, budget: N });
    const shifted = (outcome: PartOutcome) => value(0.1 + (outcome.margins[0]!.slack > 0 ? gain : -loss));
    return { add: (outcome: PartOutcome) => judged.add(shifted(outcome)) };
  };
  const capped = exactly(explore(judge, N), 1 - share).holds;
  const percent = (x: number) => `${Number((100 * x).toPrecision(3))}%`;
  return {
    law: `${percent(share)} of the tasks lose ${Number(loss.toPrecision(3))}, the others gain ${gain}`,
    N,
    t,
    capped,
  };
}

export const anchors = (): { readonly shares: readonly Share[]; readonly means: readonly Mean[] } => ({
  shares: shares(),
  means: [rareLoss(0.1, 0.1), rareLoss(0.02, 0.02)],
});
