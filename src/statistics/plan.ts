/**
 * Planning before any training: what a criterion can decide within its budget, what it will cost, and the refusal of
 * settings that could never be decided. Yes/no laws are planned exactly; laws of means by trials without any spread, a
 * lower bound of the cost.
 */
import type { Criterion } from '../claim.js';
import { log } from '../numerics/elementary.js';
import { boundaries, operatingCharacteristic } from './binary.js';
import { cappedLaw, type CappedCriterion } from './capped.js';
import { BREAKS, settingOf, type EvidenceOptions } from './evidence.js';
import { betting, ROUNDING } from './grid.js';
import type { Bound, MeanLaw } from './means.js';
import { digits } from './sentence.js';

export interface PlanOptions extends EvidenceOptions {
  /** What theory expects of this arm; default the criterion's own for a claim. */
  readonly expected?: number;
}

/** The first n at which one bound is reached by trials that all equal `value`, or Infinity beyond N. */
function reaches(law: MeanLaw, bound: Bound, value: number, goal: number, N: number): number {
  const { cap } = law.quantities[bound.quantity]!;
  const capped = Math.max(-cap, Math.min(cap, value));
  const up = bound.side === 'above';
  const process = betting(up ? bound.at + cap : cap - bound.at);
  for (let n = 1; n <= N; n++) if (process.add(up ? capped + cap : cap - capped) >= goal - ROUNDING) return n;
  return Infinity;
}

/** Trials until every task shows exactly `expected` and the arm is decided the way it should be. */
function noiseFree(criterion: CappedCriterion, options: PlanOptions, expected: number): number {
  const { alpha, failAlpha, budget, role } = settingOf(criterion, options);
  const law = cappedLaw(criterion);
  const value = (q: number) =>
    criterion.law === 'scalesAs' ? (q === 0 ? expected - criterion.exponent : 0) : expected;
  if (role === 'mustFail') {
    const goal = log(law.fails.length / failAlpha);
    return Math.min(...law.fails.map((bound) => reaches(law, bound, value(bound.quantity), goal, budget)));
  }
  const goal = log(1 / alpha);
  return Math.max(...law.holds.map((bound) => reaches(law, bound, value(bound.quantity), goal, budget)));
}

/** The share of successes that a yes/no law is about; of a falsehood of `always` the one that it must stay below. */
const shareOf = (criterion: Criterion, { role, breaks = BREAKS }: PlanOptions) =>
  criterion.law === 'forMost'
    ? 1 - criterion.allBut
    : criterion.law === 'median'
      ? 1 / 2
      : role === 'mustFail'
        ? 1 - breaks
        : 1;

type YesOrNo = Extract<Criterion, { law: 'always' | 'forMost' | 'median' }>;
const isYesOrNo = (criterion: Criterion): criterion is YesOrNo =>
  criterion.law === 'always' || criterion.law === 'forMost' || criterion.law === 'median';

/** What the arm is expected to show: as declared, or the clearest case. */
function expectedOf(criterion: Criterion, options: PlanOptions): number {
  const { expected, role } = options;
  const own = role === 'mustFail' || criterion.law === 'always.enumerated' ? undefined : criterion.expected;
  const declared = expected ?? own;
  if (declared !== undefined) return declared;
  switch (criterion.law) {
    case 'always':
    case 'always.enumerated':
    case 'forMost':
    case 'median':
      if (role !== 'mustFail') return 1;
      // A control without any effect satisfies the property on about half of the tasks, which refutes no median.
      if (criterion.law === 'median') return 0.1;
      // One of `always` breaks every task, or twice the few that its claim states.
      if (criterion.law === 'forMost') return Math.min(0.5, shareOf(criterion, options) / 2);
      return Math.max(0, 1 - 2 * (options.breaks ?? BREAKS));
    case 'onAverage':
      return role === 'mustFail' ? 0 : 2 * criterion.atLeast;
    case 'monotone':
      return role === 'mustFail' ? -criterion.within : 0;
    case 'equivalent':
      return role === 'mustFail' ? 2 * criterion.margin : 0;
    case 'scalesAs':
      return criterion.exponent + (role === 'mustFail' ? 2 * criterion.within : 0);
  }
}

/** Trials that the arm is expected to take: exact for yes/no laws, at least this for means. */
export function expectedTrials(criterion: Criterion, options: PlanOptions): number {
  const { alpha, failAlpha, budget, role } = settingOf(criterion, options);
  const expected = expectedOf(criterion, options);
  if (criterion.law === 'always.enumerated') return budget;
  if (criterion.law === 'always' && role !== 'mustFail')
    return expected >= 1 ? budget : Math.min(budget, 1 / (1 - expected));
  if (isYesOrNo(criterion))
    return operatingCharacteristic(boundaries(shareOf(criterion, options), alpha, failAlpha, budget), expected).trials;
  return Math.min(budget, noiseFree(criterion, options, expected));
}

/** Where a decision is less likely than this, the expectation lies on the boundary. */
const LIKELY = 0.5;

/**
 * @returns why this arm cannot be expected to be decided as it should within its budget, or null. A control without a
 *   declared expectation is not refused: nobody said what it shows.
 */
export function refusal(criterion: Criterion, options: PlanOptions): string | null {
  if (criterion.law === 'always.enumerated') return null;
  const setting = settingOf(criterion, options);
  const { alpha, failAlpha, budget, role } = setting;
  const declared = options.expected ?? (role === 'mustFail' ? undefined : criterion.expected);
  if (role === 'mustFail' && declared === undefined) return null;
  const expected = expectedOf(criterion, options);
  const wanted = role === 'mustFail' ? 'fails' : 'holds';
  const what = declared === undefined ? 'even the clearest case' : `what is expected, ${digits(expected)},`;
  if (isYesOrNo(criterion)) {
    let holds = 1;
    let fails: number;
    if (criterion.law === 'always' && role !== 'mustFail') {
      for (let n = 0; n < budget; n++) holds *= expected;
      fails = 1 - holds;
    } else
      ({ holds, fails } = operatingCharacteristic(
        boundaries(shareOf(criterion, options), alpha, failAlpha, budget),
        expected,
      ));
    const power = wanted === 'holds' ? holds : fails;
    return power >= LIKELY
      ? null
      : `${criterion.law}: ${what} is decided "${wanted}" within ${budget} tasks with probability ${digits(power, 2)} ` +
          `only; it lies on the boundary or the budget is too small`;
  }
  return noiseFree(criterion, options, expected) <= budget
    ? null
    : `${criterion.law}: ${what} is not decided "${wanted}" within ${budget} tasks even without any spread; ` +
        `it lies on the boundary, or cap or budget do not fit`;
}
