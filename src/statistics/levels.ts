/** Levels of a run: the risk of error per direction, and the default number of trials per law. */
import type { Budget, Criterion } from '../claim.js';

export type Level = 'quick' | 'standard' | 'paper';
export const LEVELS: readonly Level[] = ['quick', 'standard', 'paper'];

/** The probability of a false `holds`, and of a false `fails`, at most. */
export const ALPHA: Readonly<Record<Level, number>> = { quick: 0.05, standard: 0.01, paper: 0.001 };

const trials = (quick: number, standard: number, paper: number): Budget => ({ quick, standard, paper });

const BY_LAW = {
  always: trials(72, 105, 152),
  median: trials(30, 40, 60),
  onAverage: trials(80, 120, 180),
  monotone: trials(67, 100, 150),
  equivalent: trials(80, 120, 180),
  scalesAs: trials(27, 40, 60),
} as const;

/** Climbs of the adversary against a claim of all tasks (engine/climb.ts). */
export const CLIMBS: Readonly<Record<Level, number>> = { quick: 1, standard: 4, paper: 10 };

/** Between the shares of the table the smaller share's numbers; above one half refuting is what is hard. */
function shareBudget(allBut: number): Budget {
  const rare = allBut > 0.5 ? 1 - allBut : allBut;
  // 1 - .9 is a rounding error below .1.
  if (rare >= 0.2 - 1e-12) return trials(40, 60, 90);
  return rare >= 0.1 - 1e-12 ? trials(80, 120, 180) : trials(160, 300, 450);
}

/**
 * Trials by level: the criterion's own budget, or the default of its law.
 * @throws Error for `always.enumerated`, whose number of trials is the length of its list
 */
export function budgetOf(criterion: Criterion): Budget {
  if (criterion.law === 'always.enumerated')
    throw new Error('always.enumerated has no budget: its number of trials is the length of its list');
  if (criterion.budget) return criterion.budget;
  return criterion.law === 'forMost' ? shareBudget(criterion.allBut) : BY_LAW[criterion.law];
}

/** Parts that spend risk when they fail; a certified counterexample to `always` spends none. */
export const isStatistical = (criterion: Criterion): boolean => !criterion.law.startsWith('always');

/** The risk of each part's false `fails`, where any one of them makes the claim fail. At least one share. */
export const failShare = (alpha: number, criteria: readonly Criterion[]): number =>
  alpha / Math.max(1, criteria.filter(isStatistical).length);
