/**
 * What would decide an undecided part. A stricter level has more tasks and needs more evidence, so it is advised only where
 * it makes a verdict likelier, and likely: for yes/no laws by the exact operating characteristic at the share that was seen, for means
 * by the growth of the evidence so far. It decides nothing.
 */
import type { Criterion } from '../claim.js';
import { log } from '../numerics/elementary.js';
import { ALPHA, budgetOf, LEVELS, type Level } from './levels.js';
import { MIXING } from './need.js';
import { digits } from './sentence.js';
import { shareAt } from './share.js';
import type { Summary } from './summary.js';

type YesOrNo = Extract<Criterion, { law: 'forMost' | 'median' }>;
const claimedShare = (criterion: YesOrNo) => (criterion.law === 'median' ? 1 / 2 : 1 - criterion.allBut);
const percent = (share: number) => `${Math.floor(100 * share + 0.5)}%`;

/** A level is advised where it decides at least so often. */
const LIKELY = 0.5;
/** Beyond so many budgets the truth is as good as on the boundary. */
const FAR = 20;

/** A level that is likelier to decide, with the sentence that says how much. */
interface Better {
  readonly level: Level;
  readonly why: string;
}

/** P(a verdict) with so many tasks at so much risk, if tasks go on to satisfy and to violate as often as they did. */
function chance(criterion: YesOrNo, { n, counts, failAlpha, alpha }: Summary, at: number, budget: number): number {
  const known = (p: number) => shareAt(claimedShare(criterion), at, (at * failAlpha) / alpha, budget, p);
  // What is in doubt counts towards neither side.
  return Math.min(1, known(counts.successes / n).holds + known(1 - counts.violations / n).fails);
}

function likelier(criterion: YesOrNo, summary: Summary, stricter: readonly Level[]): Better | undefined {
  const now = chance(criterion, summary, summary.alpha, summary.budget);
  const best = stricter
    .map((level) => ({ level, p: chance(criterion, summary, ALPHA[level], budgetOf(criterion)[level]) }))
    .reduce((one, other) => (other.p > one.p ? other : one), { level: undefined as Level | undefined, p: now });
  const share = `if the share of tasks is the ${percent(summary.counts.successes / summary.n)} seen here`;
  if (!(best.level && best.p >= LIKELY)) return undefined;
  return {
    level: best.level,
    why: `decides with probability ${percent(best.p)} ${share} (this level: ${percent(now)})`,
  };
}

/** Evidence grows by so much per task; what a level needs is then a number of tasks. */
function nearer(
  criterion: Criterion,
  { n, wouldNeed, alpha }: Summary,
  stricter: readonly Level[],
): Better | undefined {
  if (!wouldNeed) return undefined;
  const tasks = (at: number) => Math.ceil(((n + wouldNeed.more) * (log(1 / at) + MIXING)) / (log(1 / alpha) + MIXING));
  const level = stricter.find((each) => tasks(ALPHA[each]) <= budgetOf(criterion)[each]);
  return level && { level, why: `has ${budgetOf(criterion)[level]} tasks and needs about ${tasks(ALPHA[level])}` };
}

/** @returns what to do about a part that ran out of tasks, as the end of a sentence */
export function advice(criterion: Criterion, summary: Summary): string {
  const { law, n, budget, drawn, alpha, wouldNeed, counts } = summary;
  if (criterion.law === 'always' || criterion.law === 'always.enumerated')
    return n < drawn
      ? `only ${n} of ${drawn} tasks met its premise: state a population that meets it more often`
      : 'no level decides what is not settled on its own tasks: sharpen the property or the certified answer';
  const own = LEVELS.find((level) => ALPHA[level] === alpha && budgetOf(criterion)[level] === budget);
  const stricter = own === undefined ? [] : LEVELS.filter((level) => ALPHA[level] < alpha);
  const shares = criterion.law === 'forMost' || criterion.law === 'median';
  const better =
    n === 0 ? undefined : shares ? likelier(criterion, summary, stricter) : nearer(criterion, summary, stricter);
  if (better) return `run at --level ${better.level}, which ${better.why}`;
  const none = stricter.length > 0 ? '; no stricter level is likely to' : '';
  if (wouldNeed && wouldNeed.more <= FAR * budget)
    return (
      `about ${wouldNeed.more} more tasks would decide (${wouldNeed.toward}): raise the budget of ${budget} in its file ` +
      `to ${n + wouldNeed.more} or more${none}`
    );
  const open = counts.inDoubt + counts.notANumber + counts.unfinished + counts.diverged;
  if (shares && open > 0) return `${open} of ${n} tasks are not settled: look at them before any other run${none}`;
  const seen = shares
    ? `the share seen, ${digits(counts.successes / Math.max(1, n), 3)}, is too near the claimed ${digits(claimedShare(criterion), 3)}`
    : `what was seen is too near the boundary of "${law}"`;
  return `${seen}: more tasks would not decide; claim less, or state it of a population where it is clearer`;
}
