/**
 * Did something change between two reports? Pure functions of outcomes paired by task: trial i of the one and trial i of
 * the other saw the same task. Five answers, and "no significant difference" is none of them:
 *
 *   identical        every outcome has the same digest: deterministic, no statistics
 *   changed worse    more tasks went from pass to fail than chance allows (exact McNemar), or the mean difference is
 *   changed better   certified on one side of 0; each direction at alpha/2. Under a law without exceptions one task is
 *                    enough, and spends no risk
 *   unchanged        the difference is certified within +-delta (two one-sided tests at alpha)
 *   cannot tell      none of these: too few tasks; `wouldNeed` says about how many more
 *
 * Pair tasks with an index below both numbers of trials. Of many comparisons `amongMany` keeps the changes that Holm's
 * correction leaves; that all are unchanged needs none, since each of them had to be certified.
 */
import { exp, log } from '../numerics/elementary.js';
import { betting, logCounts, ROUNDING, wagers } from './grid.js';
import { binomialTail } from './intervals.js';
import type { Range } from './mean.js';
import { holm } from './multiplicity.js';
import { need } from './need.js';

export type Change = 'identical' | 'changed better' | 'changed worse' | 'unchanged' | 'cannot tell';

export interface Comparison {
  readonly change: Change;
  /** The change was seen on a task, with certified margins on both sides: it has no risk. */
  readonly certain: boolean;
  readonly pairs: number;
  /** Two-sided, against no change; `adjusted` for all that is compared at once. */
  readonly p: number;
  readonly adjusted: number;
  /** Mean of after - before: of passes (a difference of shares), or of capped values. */
  readonly difference: number | null;
  readonly delta: number;
  /** Evidence against: no more than chance got worse (better); the difference is at most -delta (at least +delta). */
  readonly logE: {
    readonly worse: number;
    readonly better: number;
    readonly notWorse: number;
    readonly notBetter: number;
  };
  /** A forecast where nobody can tell: about how many more pairs would, if they are like these; null: cannot be said. */
  readonly wouldNeed: number | null;
}

/** One task in one report. */
export interface Passed {
  readonly digest: string;
  /** A certified success; doubt, NaN and divergence are not. */
  readonly passed: boolean;
  /** A certified violation. */
  readonly violated?: boolean;
}
export interface Valued {
  readonly digest: string;
  /** The margin up to its error; null where there is none, which counts as -cap. */
  readonly range: Range;
}

interface Options {
  readonly alpha: number;
  /** What counts as unchanged. */
  readonly delta: number;
}

function check(before: readonly unknown[], after: readonly unknown[], { alpha, delta }: Options, cap: number): void {
  if (before.length !== after.length)
    throw new Error(`compared tasks must be paired: ${before.length} before, ${after.length} after`);
  if (!(alpha > 0 && alpha < 1)) throw new Error(`invalid alpha; must be in (0, 1): ${alpha}`);
  if (!(delta > 0 && delta < cap)) throw new Error(`invalid delta; must be in (0, ${cap}): ${delta}`);
}

const same = (before: readonly { digest: string }[], after: readonly { digest: string }[]) =>
  before.length > 0 && before.every(({ digest }, i) => digest === after[i]!.digest);

type Difference = readonly [least: number, most: number];

/** Both one-sided tests of a mean in [-cap, cap] against +-delta, each on the end that opposes it, and how they grow. */
function within(differences: readonly Difference[], cap: number, delta: number) {
  const [above, below] = [betting(cap - delta), betting(cap - delta)];
  for (const [least, most] of differences) {
    above.add(least + cap);
    below.add(cap - most);
  }
  return { logE: { notWorse: above.logE(), notBetter: below.logE() }, growth: [above.growth(), below.growth()] };
}

const mean = (values: readonly Difference[]) =>
  values.length === 0 ? null : values.reduce((sum, [least, most]) => sum + (least + most) / 2, 0) / values.length;

/** Pairs until a difference or its absence is certified; `change` grows towards the first, `within` to the second. */
function wouldNeed(pairs: number, alpha: number, within: readonly number[], change: readonly number[]): number | null {
  const goal = log(1 / alpha);
  const found = need(pairs, [
    { toward: 'holds', goal, growth: within },
    { toward: 'fails', goal: goal + log(2), growth: change },
  ]);
  return found && found.more;
}

function decide(identical: boolean, worse: boolean, better: boolean, held: boolean): Change {
  if (identical) return 'identical';
  if (worse) return 'changed worse';
  if (better) return 'changed better';
  return held ? 'unchanged' : 'cannot tell';
}

/**
 * Yes/no laws: which tasks pass.
 * @throws Error for unpaired lists, alpha outside (0, 1), delta outside (0, 1)
 */
export function comparePasses(before: readonly Passed[], after: readonly Passed[], options: Options): Comparison {
  const { alpha, delta } = options;
  check(before, after, options, 1);
  const differences = before.map(({ passed }, i): Difference => {
    const d = Number(after[i]!.passed) - Number(passed);
    return [d, d];
  });
  const lost = differences.filter(([d]) => d < 0).length;
  const won = differences.filter(([d]) => d > 0).length;
  const tail = { worse: binomialTail(lost, lost + won, 1 / 2), better: binomialTail(won, lost + won, 1 / 2) };
  const half = wagers(1 / 2);
  const close = within(differences, 1, delta);
  const logE = { worse: logCounts(half, lost, won), better: logCounts(half, won, lost), ...close.logE };
  const pairs = before.length;
  const change = decide(same(before, after), tail.worse <= alpha / 2, tail.better <= alpha / 2, held(logE, alpha));
  const p = Math.min(1, 2 * Math.min(tail.worse, tail.better));
  return {
    change,
    certain: false,
    pairs,
    p,
    adjusted: p,
    difference: mean(differences),
    delta,
    logE,
    wouldNeed:
      change === 'cannot tell' && pairs > 0
        ? wouldNeed(pairs, alpha, close.growth, [logE.worse / pairs, logE.better / pairs])
        : null,
  };
}

/**
 * Laws without exceptions: where no task violated, one that passed and is now certified to violate is a change for the
 * worse; where none violates any more and none that passed is lost, one that violated and passes is one for the better.
 * @param refuted which of the two is refuted, by whatever task; default: by one of these
 * @throws Error as `comparePasses`
 */
export function compareExceptions(
  before: readonly Passed[],
  after: readonly Passed[],
  options: Options,
  refuted: readonly [before: boolean, after: boolean] = [before, after].map((list) =>
    list.some(({ violated }) => violated),
  ) as [boolean, boolean],
): Comparison {
  const found = comparePasses(before, after, options);
  if (found.change === 'identical') return found;
  const some = (from: readonly Passed[], to: readonly Passed[]) =>
    from.some(({ passed }, i) => passed && to[i]!.violated === true);
  const kept = before.every(({ passed }, i) => !passed || after[i]!.passed);
  const change =
    !refuted[0] && some(before, after)
      ? 'changed worse'
      : !refuted[1] && kept && some(after, before)
        ? 'changed better'
        : undefined;
  return change ? { ...found, change, certain: true, p: 0, adjusted: 0, wouldNeed: null } : found;
}

/**
 * Laws of means: margins up to their error, single tasks capped at +-cap, their differences at +-2 cap. An infinite margin
 * is one of the cap; where there is none, it is -cap.
 * @throws Error for unpaired lists, alpha outside (0, 1), delta outside (0, 2 cap)
 */
export function compareValues(
  before: readonly Valued[],
  after: readonly Valued[],
  options: Options & { readonly cap: number },
): Comparison {
  const { alpha, delta, cap } = options;
  check(before, after, options, 2 * cap);
  const clip = (value: number) => (Number.isNaN(value) ? -cap : Math.max(-cap, Math.min(cap, value)));
  const ends = ({ range }: Valued) => (range ?? [-cap, -cap]).map(clip) as [number, number];
  const differences = before.map((one, i): Difference => {
    const other = after[i]!;
    // What has the same digest is the same, however uncertain.
    if (one.digest === other.digest) return [0, 0];
    const [[low, high], [lower, higher]] = [ends(one), ends(other)];
    return [lower - high, higher - low];
  });
  const most = 2 * cap;
  const close = within(differences, most, delta);
  const none = within(differences, most, 0);
  const logE = { worse: none.logE.notBetter, better: none.logE.notWorse, ...close.logE };
  const goal = log(1 / alpha) - ROUNDING;
  const split = log(2);
  const top = Math.max(logE.worse, logE.better);
  const pairs = before.length;
  const change = decide(
    same(before, after),
    logE.worse >= goal + split,
    logE.better >= goal + split,
    held(logE, alpha),
  );
  const p = top <= split ? 1 : exp(split - top);
  return {
    change,
    certain: false,
    pairs,
    p,
    adjusted: p,
    difference: mean(differences),
    delta,
    logE,
    wouldNeed: change === 'cannot tell' && pairs > 0 ? wouldNeed(pairs, alpha, close.growth, none.growth) : null,
  };
}

/** Both tests of `unchanged`. */
const held = ({ notWorse, notBetter }: Comparison['logE'], alpha: number) =>
  Math.min(notWorse, notBetter) >= log(1 / alpha) - ROUNDING;

/**
 * The comparisons of one head with one base: a change stands where its p, adjusted for all that are not identical (Holm),
 * is at most alpha; what is certain has p = 0, and costs the others nothing. So some `better` or `worse` is printed of what
 * did not change with probability at most alpha.
 */
export function amongMany<C extends Comparison>(comparisons: readonly C[], alpha: number): C[] {
  const tested = comparisons.filter(({ change }) => change !== 'identical');
  const all = holm(tested.map(({ p }) => p));
  const goal = log((2 * tested.length) / alpha);
  return comparisons.map((one) => {
    const adjusted = all[tested.indexOf(one)];
    if (adjusted === undefined) return one;
    const each = { ...one, adjusted };
    const { change, pairs, logE } = each;
    if (!change.startsWith('changed') || adjusted <= alpha) return each;
    if (held(logE, alpha)) return { ...each, change: 'unchanged' };
    const growth = [logE.worse / pairs, logE.better / pairs];
    const more = need(pairs, [{ toward: 'fails', goal, growth }]);
    return { ...each, change: 'cannot tell', wouldNeed: more && more.more };
  });
}
