/** The words of a decision. Every sentence says no more than what its procedure certifies. */
import type { Criterion } from '../claim.js';
import { SLOPE_CAP } from './capped.js';
import type { Summary } from './summary.js';

/** At most `digits` significant digits, without an exponent where that is short. */
export const digits = (x: number, count = 4): string => String(Number(x.toPrecision(count)));

/** What is estimated, and what is claimed of it. */
export function estimand(criterion: Criterion): string {
  switch (criterion.law) {
    case 'always':
      return 'share of tasks of the population that satisfy the property; claimed of all';
    case 'always.enumerated':
      return 'the tasks of the list, once each; claimed of all';
    case 'forMost':
      return `share of tasks of the population that satisfy the property; claimed to exceed ${digits(1 - criterion.allBut)}`;
    case 'median':
      return 'share of tasks of the population that satisfy the property strictly; claimed to exceed 1/2';
    case 'onAverage':
      return `expected margin over tasks, single tasks capped at +-${criterion.cap}; claimed to exceed ${criterion.atLeast}`;
    case 'equivalent':
      return (
        `expected signed deviation over tasks, single tasks capped at +-${criterion.cap}; ` +
        `claimed within +-${criterion.margin}`
      );
    case 'monotone':
      return (
        `expected improvement along each of ${criterion.steps} steps, single tasks capped at +-${criterion.cap}; ` +
        `claimed above -${criterion.within} at every step`
      );
    case 'scalesAs': {
      const { exponent, within, curvature, sizes } = criterion;
      return (
        `expected log-log slope over [${sizes[0]}, ${sizes.at(-1)}] per task, capped at ${exponent} +- ` +
        `${digits(SLOPE_CAP * within)}; claimed within ${exponent} +- ${within}, and the slopes of the two halves ` +
        `within ${curvature} of each other`
      );
    }
  }
}

type Told = Omit<Summary, 'because'>;

const tasks = (indices: readonly number[]) =>
  indices.length === 0 ? '' : ` (first: ${indices.map((index) => `task ${index}`).join(', ')})`;

function unsettled({ counts }: Told): string {
  const parts = [
    [counts.inDoubt - (counts.ties ?? 0), 'in doubt'],
    [counts.ties ?? 0, 'exactly tied'],
    [counts.notANumber, 'not a number'],
    [counts.unfinished, 'unfinished'],
    [counts.diverged, 'diverged'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(', ');
}

function exactly(told: Told): string {
  const { decision, n, budget, drawn, violating, quantities, alpha, counts } = told;
  if (decision === 'fails')
    return violating.length === 0
      ? `task ${drawn - 1} diverged, which this control counts as refutation`
      : `task ${violating[0]} is a certified counterexample (slack < -error), one of ${n} tasks`;
  if (decision === 'holds') {
    if (told.law === 'always.enumerated') return `certified on each of the ${n} listed tasks`;
    const excluded = Math.ceil((1 - quantities[0]!.interval[0]) * 1000 - 1e-9) / 10;
    return (
      `no counterexample in ${n} tasks; a violation rate above ${excluded}% on this population is excluded ` +
      `at level ${alpha}`
    );
  }
  if (decision === 'continue') return `${n} of ${budget} tasks so far, no certified counterexample`;
  if (counts.ties === n && n > 0)
    return `the two sides are equal to the last bit on each of ${n} tasks, which is neither success nor violation; write a tolerance`;
  if (told.law === 'always' && n < budget)
    return `only ${n} of ${drawn} tasks drawn met the premise; ${budget} are needed`;
  if (n === 0) return 'no listed task met the premise';
  return `${unsettled(told)} among ${n} tasks${tasks(told.unsettled)}; no certified counterexample, but nothing to certify`;
}

/** How often a falsehood breaks a claim about all tasks. */
function broken(told: Told, breaks: number): string {
  const { decision, n, counts, alpha, failAlpha } = told;
  const least = `${digits(100 * breaks)}%`;
  const rest = unsettled(told);
  const seen = `breaks ${counts.violations} of ${n} tasks${rest && ` (${rest})`}`;
  if (told.law === 'always.enumerated') return `${seen}; it must break more than ${least} of the list`;
  if (decision === 'fails') return `${seen}: more than ${least}, certified at risk ${digits(failAlpha)}`;
  if (decision === 'holds') return `${seen}: fewer than the ${least} that it must break, certified at risk ${alpha}`;
  return `${seen}${decision === 'continue' ? ' so far' : ''}; that it breaks more than ${least} is not certified`;
}

/** What the quantity that decided is among several. */
const STANDS: Readonly<Record<Told['decision'], string>> = {
  holds: 'certified last of',
  fails: 'the one that refutes, of',
  undecided: 'the furthest from being certified of',
  continue: 'the furthest from being certified of',
};

/**
 * Why a decision was reached, in one sentence.
 * @param decisive the index of the quantity that it hangs on
 * @param breaks the share of tasks that a control of `always` must break
 */
export function because(told: Told, decisive: number | undefined, breaks: number): string {
  if (told.law === 'always' || told.law === 'always.enumerated')
    return told.role === 'mustFail' ? broken(told, breaks) : exactly(told);
  const { decision, n, quantities, counts, wouldNeed, alpha, failAlpha, closing } = told;
  const share = told.law === 'forMost' || told.law === 'median';
  const { name, estimate } = quantities[decisive ?? 0]!;
  const among = quantities.length > 1 ? ` (${STANDS[decision]} ${quantities.length})` : '';
  const seen = share
    ? `${counts.successes} of ${n} tasks`
    : `${name} ${estimate === null ? 'unknown' : digits(estimate)}${among} over ${n} tasks`;
  const rest = unsettled(told);
  const open = rest && (share || counts.notANumber + counts.unfinished + counts.diverged > 0) ? ` (${rest})` : '';
  const last = closing ? ', by the exact threshold at the last task' : '';
  if (decision === 'holds') return `${seen}${open}: certified at risk ${alpha}${last}`;
  if (decision === 'fails') return `${seen}${open}: certified false at risk ${digits(failAlpha)}${last}`;
  if (decision === 'continue') return `${seen}${open} so far`;
  const forecast = wouldNeed
    ? `would need about ${wouldNeed.more} more for ${wouldNeed.toward}`
    : 'the tasks so far favour neither side';
  return `${seen}${open}: undecided; ${forecast}`;
}
