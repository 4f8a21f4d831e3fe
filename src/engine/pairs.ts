/** One part of a claim in two reports, task by task: trial i of the one and trial i of the other saw the same task. */
import type { Criterion, Margin } from '../claim.js';
import { lawOf } from '../statistics/criterion.js';
import { compareExceptions, comparePasses, compareValues, type Comparison } from '../statistics/compare.js';
import type { Mean, Range } from '../statistics/mean.js';
import { moved, movedAllowed, type Movement } from '../statistics/movement.js';
import { sign, type PartOutcome, type Sign } from '../statistics/outcome.js';
import type { TrialOutcome } from './report.js';

/** How a task of one report came out under one part. */
export type Kind = Sign | Exclude<PartOutcome['state'], 'finished'>;

/** One side of an exhibit. */
export interface Side {
  readonly kind: Kind;
  readonly margins: readonly Margin[];
}

/** The task on which a part got worse first, or most. */
export interface Fall {
  readonly trial: number;
  /** Of several margins the one that moved most, by its index. */
  readonly margin: number;
  readonly before: Side;
  readonly after: Side;
}

export interface PartComparison extends Comparison {
  readonly law: Criterion['law'];
  /** Of paired tasks, those that passed and do not, and the other way round; null for laws of means. */
  readonly lost: number | null;
  readonly won: number | null;
  /** Null without pairs. */
  readonly moved: Movement | null;
  /** Null where no task got worse. */
  readonly fall: Fall | null;
}

/** The share of tasks within which passes count as unchanged. */
export const SHARE = 0.1;

/** What one part was in one trial. */
function outcomeIn({ parts }: TrialOutcome, part: string): PartOutcome {
  const found = parts[part] ?? 'unfinished';
  return typeof found === 'string' ? { state: found, margins: [] } : { state: 'finished', margins: found };
}

interface Pair {
  readonly trial: number;
  readonly digests: readonly [string, string];
  readonly outcomes: readonly [PartOutcome, PartOutcome];
}

/** Trials of both reports. */
const pairsOf = (part: string, before: readonly TrialOutcome[], after: readonly TrialOutcome[]): Pair[] =>
  before.slice(0, after.length).map((one, trial) => ({
    trial,
    digests: [one.digest, after[trial]!.digest],
    outcomes: [outcomeIn(one, part), outcomeIn(after[trial]!, part)],
  }));

const kindOf = ({ state, margins }: PartOutcome): Kind =>
  state === 'finished' ? (margins[0] ? sign(margins[0]) : 'not a number') : state;

/** Of a task that misses the premise the statement says nothing: it is not violated. */
const passes = (kind: Kind) => kind === 'success' || kind === 'gated';

/** Where a task fell from passing: to a violation before anything else, and then the first. */
function firstLost(pairs: readonly Pair[]): Pair | undefined {
  const lost = pairs.filter(({ outcomes: [one, other] }) => passes(kindOf(one)) && !passes(kindOf(other)));
  return lost.find(({ outcomes }) => kindOf(outcomes[1]) === 'violation') ?? lost[0];
}

/** Where the margin fell most; of several the first. */
function deepest(pairs: readonly Pair[], fell: (pair: Pair) => number): Pair | undefined {
  let most: { pair: Pair; by: number } | undefined;
  for (const pair of pairs) {
    const by = fell(pair);
    if (by > (most?.by ?? 0)) most = { pair, by };
  }
  return most?.pair;
}

/** Quantities are compared by one number: larger is better, and a deviation from a law counts by its size, negated. */
function better({ quantities, twoSided }: Mean, ranges: readonly Range[]): Range {
  if (ranges.some((range) => range === null)) return null;
  const each = (ranges as readonly (readonly [number, number])[]).map(([low, high], q) => {
    if (!twoSided) return [low, high] as const;
    const { unit = 1 } = quantities[q]!;
    const ends = [Math.abs(low) / unit, Math.abs(high) / unit];
    return [-Math.max(...ends), low <= 0 && high >= 0 ? 0 : -Math.min(...ends)] as const;
  });
  // The worst of several: no better than the least of either end.
  return [Math.min(...each.map(([low]) => low)), Math.min(...each.map(([, high]) => high))];
}

function fallOf(pair: Pair | undefined): Fall | null {
  if (!pair) return null;
  const side = (outcome: PartOutcome): Side => ({ kind: kindOf(outcome), margins: outcome.margins });
  const [before, after] = pair.outcomes.map(side) as [Side, Side];
  const fell = before.margins.map(({ slack }, k) => slack - (after.margins[k]?.slack ?? slack));
  const margin = fell.reduce((most, by, k) => (Math.abs(by) > Math.abs(fell[most]!) ? k : most), 0);
  return { trial: pair.trial, margin, before, after };
}

function comparePassing(
  criterion: Criterion,
  pairs: readonly Pair[],
  refuted: readonly [boolean, boolean],
  alpha: number,
): PartComparison {
  const passed = (side: 0 | 1) =>
    pairs.map(({ digests, outcomes }) => {
      const kind = kindOf(outcomes[side]);
      return { digest: digests[side], passed: passes(kind), violated: kind === 'violation' };
    });
  const slacks = (side: 0 | 1) => pairs.map(({ outcomes }) => outcomes[side].margins[0]?.slack ?? NaN);
  const [before, after] = [passed(0), passed(1)];
  const options = { alpha, delta: SHARE };
  return {
    ...(lawOf(criterion).exact
      ? compareExceptions(before, after, options, refuted)
      : comparePasses(before, after, options)),
    law: criterion.law,
    lost: before.filter(({ passed }, i) => passed && !after[i]!.passed).length,
    won: before.filter(({ passed }, i) => !passed && after[i]!.passed).length,
    moved: moved(slacks(0), slacks(1)),
    fall: fallOf(firstLost(pairs)),
  };
}

function compareMeans({ law }: Criterion, mean: Mean, pairs: readonly Pair[], alpha: number): PartComparison {
  const { quantities, compared } = mean;
  const { cap } = compared;
  const read = (side: 0 | 1) =>
    pairs.map(({ outcomes }): readonly Range[] =>
      outcomes[side].state === 'finished' ? mean.read(outcomes[side]) : quantities.map(() => null),
    );
  const [before, after] = [read(0), read(1)];
  const values = (side: 0 | 1) => (side === 0 ? before : after).map((ranges) => better(mean, ranges));
  const [one, other] = [values(0), values(1)];
  const centres = (all: readonly (readonly Range[])[]) =>
    all.map((ranges) => ranges.map((range, q) => (range ? centre(range) : NaN) / quantities[q]!.allowed));
  const capped = (range: Range) => (range ? Math.max(-cap, Math.min(cap, centre(range))) : -cap);
  const at = new Map(pairs.map((pair, i) => [pair, i]));
  return {
    ...compareValues(
      one.map((range, i) => ({ digest: pairs[i]!.digests[0], range })),
      other.map((range, i) => ({ digest: pairs[i]!.digests[1], range })),
      { alpha, ...compared },
    ),
    law,
    lost: null,
    won: null,
    moved: movedAllowed(centres(before), centres(after)),
    fall: fallOf(deepest(pairs, (pair) => capped(one[at.get(pair)!]!) - capped(other[at.get(pair)!]!))),
  };
}

const centre = ([low, high]: readonly [number, number]) => (low === high ? low : (low + high) / 2);

/** @param alpha the risk of the weaker of the two reports */
export function comparePart(
  criterion: Criterion,
  part: string,
  before: readonly TrialOutcome[],
  after: readonly TrialOutcome[],
  alpha: number,
): PartComparison {
  const pairs = pairsOf(part, before, after);
  // A task beyond the pairs refutes as well.
  const refuted = (list: readonly TrialOutcome[]) =>
    list.some((trial) => kindOf(outcomeIn(trial, part)) === 'violation');
  const mean = lawOf(criterion).mean?.(criterion);
  return mean
    ? compareMeans(criterion, mean, pairs, alpha)
    : comparePassing(criterion, pairs, [refuted(before), refuted(after)], alpha);
}
