/**
 * What would decide an undecided part. A stricter level has more tasks and needs more evidence, so it is advised only where
 * it makes a verdict likelier, and likely: for yes/no laws by the exact operating characteristic at the share that was seen, for means
 * by the growth of the evidence so far. It decides nothing.
 */
import { isListed, lawOf, type Criterion } from './criterion.js';
import type { Summary } from './evidence.js';
import { ALPHA, budgetOf, LEVELS } from './levels.js';

/** @returns what to do about a part that ran out of tasks, as the end of a sentence */
export function advice(criterion: Criterion, summary: Summary): string {
  const levels = isListed(criterion)
    ? []
    : LEVELS.map((level) => ({ level, alpha: ALPHA[level], budget: budgetOf(criterion)[level] }));
  // A part with a budget of its own has it at every level.
  const own = levels.some(({ alpha, budget }) => alpha === summary.alpha && budget === summary.budget);
  const stricter = own ? levels.filter(({ alpha }) => alpha < summary.alpha) : [];
  return lawOf(criterion).advice(summary, criterion, stricter);
}
