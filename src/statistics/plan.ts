/**
 * Planning before any training: what a criterion can decide within its budget, what it will cost, and the refusal of
 * settings that could never be decided.
 */
import { lawOf, type Criterion } from './criterion.js';
import { settingOf, type EvidenceOptions } from './evidence.js';
import type { Plan } from './law.js';
import { digits } from './sentence.js';

export interface PlanOptions extends EvidenceOptions {
  /** What theory expects of this arm; default the criterion's own for a claim. */
  readonly expected?: number;
}

/** What the arm is declared to show, if anybody said it. */
const declared = (criterion: Criterion, { expected, role }: PlanOptions): number | undefined =>
  expected ?? (role === 'mustFail' || !('expected' in criterion) ? undefined : criterion.expected);

/** By what it is declared to show, or by the clearest case. */
function planOf(criterion: Criterion, options: PlanOptions): Plan {
  const law = lawOf(criterion);
  const setting = settingOf(criterion, options);
  return law.plan(criterion, setting, declared(criterion, options) ?? law.clearest(criterion, setting));
}

/** Trials that the arm is expected to take: exact for yes/no laws, at least this for means. */
export const expectedTrials = (criterion: Criterion, options: PlanOptions): number => planOf(criterion, options).trials;

/**
 * @returns why this arm cannot be expected to be decided as it should within its budget, or null. A control without a
 *   declared expectation is not refused: nobody said what it shows.
 */
export function refusal(criterion: Criterion, options: PlanOptions): string | null {
  const { name, exact } = lawOf(criterion);
  const shows = declared(criterion, options);
  if (exact === 'listed' || (options.role === 'mustFail' && shows === undefined)) return null;
  const { fault } = planOf(criterion, options);
  const what = shows === undefined ? 'even the clearest case' : `what is expected, ${digits(shows)},`;
  return fault && `${name}: ${what} is ${fault}`;
}
