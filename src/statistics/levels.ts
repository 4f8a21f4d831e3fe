/** Levels of a run: the risk of error per direction, and the number of trials of a criterion. */
import { lawOf, type Budget, type Criterion } from './criterion.js';

export type Level = 'quick' | 'standard' | 'paper';
export const LEVELS: readonly Level[] = ['quick', 'standard', 'paper'];

/** The probability of a false `holds`, and of a false `fails`, at most. */
export const ALPHA: Readonly<Record<Level, number>> = { quick: 0.05, standard: 0.01, paper: 0.001 };

/** Climbs of the adversary against a claim of all tasks (engine/climb.ts). */
export const CLIMBS: Readonly<Record<Level, number>> = { quick: 1, standard: 4, paper: 10 };

/**
 * Trials by level: the criterion's own budget, or the default of its law.
 * @throws Error for `always.enumerated`, whose number of trials is the length of its list
 */
export const budgetOf = (criterion: Criterion): Budget =>
  ('budget' in criterion ? criterion.budget : undefined) ?? lawOf(criterion).budget(criterion);

/** Parts that spend risk when they fail; a certified counterexample to a law about every task spends none. */
export const isStatistical = (criterion: Criterion): boolean => !lawOf(criterion).exact;

/** The risk of each part's false `fails`, where any one of them makes the claim fail. At least one share. */
export const failShare = (alpha: number, criteria: readonly Criterion[]): number =>
  alpha / Math.max(1, criteria.filter(isStatistical).length);
