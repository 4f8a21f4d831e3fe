/**
 * Evidence about capped means. No test of an unbounded mean is exact
 * (Bahadur and Savage), so single tasks are capped at +-cap and the capped mean is what is claimed. Each law is a list
 * of one-sided bounds; each bound is one betting process (grid.ts):
 *
 *     E[q] > t   against   E[q] <= t   by x = q + cap, m = t + cap
 *     E[q] < t   against   E[q] >= t   by x = cap - q, m = cap - t
 *
 * `holds` when every bound of the first list reached 1/alpha at some n (an intersection-union test: no split);
 * `fails` when one of the r bounds of the second list reached r/failAlpha, which takes precedence.
 *
 * The error bar works against the sentence that it supports. What could not be measured is, towards `holds`, the worst
 * value for each bound; towards `fails`, -cap for a claim, and for a control what opposes refutation (+cap, or the
 * centre of a two-sided law).
 */
import { log } from '../numerics/elementary.js';
import { betting, ROUNDING, type Process } from './grid.js';
import { sampled } from './intervals.js';
import type { Judge, Kind, Setting } from './law.js';
import type { Bound, Mean, Range } from './mean.js';
import { need } from './need.js';

/** Only what is finite speaks for the refutation of a falsehood. */
const finite = (range: Range): Range => (range && range[0] === range[1] && !Number.isFinite(range[0]) ? null : range);

const clip = (value: number, cap: number) => Math.max(-cap, Math.min(cap, value));
const alone = (bound: Bound, [low, high]: readonly [number, number]) =>
  bound.side === 'above' ? low > bound.at : high < bound.at;

/** The bet on one bound. */
export function process(law: Mean, bound: Bound): Process {
  const { cap } = law.quantities[bound.quantity]!;
  return betting(bound.side === 'above' ? bound.at + cap : cap - bound.at);
}

/** What a bound bets on: the end of the range that is worse for it. */
export const wager = (bound: Bound, cap: number, [low, high]: readonly [number, number]) =>
  bound.side === 'above' ? clip(low, cap) + cap : cap - clip(high, cap);

export function means(law: Mean, setting: Setting): Judge {
  const { alpha, failAlpha, budget, role, divergenceCounts } = setting;
  const holds = law.holds.map((bound) => process(law, bound));
  const fails = law.fails.map((bound) => process(law, bound));
  const most = { holds: holds.map(() => 0), fails: fails.map(() => 0) };
  const split = log(fails.length);
  const goals = { holds: log(1 / alpha), fails: log(1 / failAlpha) };
  /** What each bet towards `holds` had when it was won; what comes later may be less, and is not asked. */
  const won: (number | undefined)[] = holds.map(() => undefined);
  /** Per quantity, for intervals and estimates. */
  const seen = law.quantities.map(({ cap }) => ({ low: sampled(2 * cap), high: sampled(2 * cap), sum: 0 }));
  let n = 0;

  /** The value that stands for a missing one, towards `fails`. */
  const missing = (state: Kind, cap: number) =>
    role === 'claim' || (state === 'diverged' && divergenceCounts) ? -cap : law.twoSided ? 0 : cap;

  function kindOf(ranges: readonly Range[]): Kind {
    if (ranges.some((range) => range === null)) return 'not a number';
    const by = (bound: Bound) => alone(bound, ranges[bound.quantity]!);
    return law.holds.every(by) ? 'success' : law.fails.some(by) ? 'violation' : 'in doubt';
  }

  return {
    take(outcome) {
      const read = outcome.state === 'finished' ? law.read(outcome) : law.quantities.map(() => null);
      const ranges = role === 'mustFail' ? read.map(finite) : read;
      const kind = outcome.state === 'finished' ? kindOf(ranges) : outcome.state;
      n++;
      const worst = law.quantities.map(({ cap }, q) => ranges[q] ?? ([-cap, cap] as const));
      const kindest = law.quantities.map(({ cap }, q) => {
        const instead = missing(kind, cap);
        return ranges[q] ?? ([instead, instead] as const);
      });
      const feed = (bounds: readonly Bound[], processes: readonly Process[], most: number[], from: typeof worst) =>
        bounds.forEach((bound, k) => {
          const { cap } = law.quantities[bound.quantity]!;
          most[k] = Math.max(most[k]!, processes[k]!.add(wager(bound, cap, from[bound.quantity]!)));
        });
      feed(law.holds, holds, most.holds, worst);
      holds.forEach((p, k) => (won[k] ??= p.logE() >= goals.holds - ROUNDING ? p.logE() : undefined));
      feed(law.fails, fails, most.fails, kindest);
      law.quantities.forEach(({ cap }, q) => {
        const { low, high } = seen[q]!;
        low.add(clip(worst[q]![0], cap) + cap);
        high.add(cap - clip((law.twoSided ? worst : kindest)[q]![1], cap));
        const [a, b] = kindest[q]!;
        seen[q]!.sum += (clip(a, cap) + clip(b, cap)) / 2;
      });
      return kind;
    },
    decide() {
      if (most.fails.some((value) => value - split >= goals.fails - ROUNDING)) return { decision: 'fails' };
      if (most.holds.every((value) => value >= goals.holds - ROUNDING)) return { decision: 'holds' };
      return { decision: n === budget ? 'undecided' : 'continue' };
    },
    logE: () => ({
      holds: holds.reduce((least, p, k) => Math.min(least, won[k] ?? p.logE()), Infinity),
      fails: fails.reduce((top, p) => Math.max(top, p.logE()), -Infinity) - split,
    }),
    quantities: () =>
      law.quantities.map(({ name, cap, offset = 0 }, q) => {
        const { low, high, sum } = seen[q]!;
        const [up, down] = [low.lowerMean(alpha), high.lowerMean(alpha)];
        return {
          name,
          estimate: n === 0 ? null : offset + sum / n,
          interval: [offset - cap + up, offset + cap - down] as const,
        };
      }),
    // What refuted; or what was certified last, or is furthest from it.
    decisive(decision) {
      const refuted = decision === 'fails';
      const reached = refuted ? most.fails : most.holds.map((value) => -value);
      const first = reached.reduce((best, value, k) => (value > reached[best]! ? k : best), 0);
      return (refuted ? law.fails : law.holds)[first]!.quantity;
    },
    power: () => null,
    wouldNeed: () =>
      need(n, [
        {
          toward: 'holds',
          goal: goals.holds,
          growth: holds.filter((_, k) => most.holds[k]! < goals.holds).map((p) => p.growth()),
        },
        { toward: 'fails', goal: goals.fails + split, growth: fails.map((p) => p.growth()) },
      ]),
  };
}
