/**
 * What a law is: one way to accept a part of a claim, in one file of `laws/`, and all that is asked of it. Three families
 * (`families/`) answer most of it: laws about every task, about the share of tasks, and about means over tasks.
 */
import type { Kind as FormulaKind } from '../numerics/expression.js';
import type { Budget, Fields } from './fields.js';
import type { Mean } from './mean.js';
import { sign, type Decision, type PartOutcome, type Role, type Sign } from './outcome.js';
import type { Counts, LogE, Need, Power, Quantity, Told } from './summary.js';

export type Kind = Sign | 'unfinished' | 'diverged' | 'gated';

/** The fixed setting of one part of one arm. */
export interface Setting {
  readonly alpha: number;
  readonly failAlpha: number;
  readonly budget: number;
  readonly role: Role;
  /** A control whose point is divergence. */
  readonly divergenceCounts: boolean;
  /** Of a control of a claim about all tasks: the share of tasks that it must break. */
  readonly breaks: number;
}

export interface Tally {
  readonly n: number;
  readonly drawn: number;
  readonly counts: Counts;
}

/** What the bookkeeping of `evidence` asks: how an outcome counts, when it is decided, what is reported. */
export interface Judge {
  /** Takes one outcome that counts (never a gated one) and says how it counts by itself. */
  readonly take: (outcome: PartOutcome) => Kind;
  readonly decide: (tally: Tally) => { readonly decision: Decision; readonly closing?: boolean };
  readonly logE: () => LogE;
  readonly quantities: (tally: Tally) => readonly Quantity[];
  /** Of several quantities the index of the one that a decision hangs on; where there is one, it is that. */
  readonly decisive?: (decision: Decision) => number;
  readonly power: () => Power | null;
  readonly wouldNeed: (tally: Tally) => Need | null;
}

/** What an arm is expected to come to. */
export interface Plan {
  /** Exact for yes/no laws; for means the trials that it takes where tasks do not differ. */
  readonly trials: number;
  /** Why it cannot be expected to be decided as it should ("decided ... only"), or null. */
  readonly fault: string | null;
}

/** What a stricter level has to offer. */
export interface Offer {
  readonly level: string;
  readonly alpha: number;
  readonly budget: number;
}

/** Any criterion: plain data that names its law. */
export interface Criterial {
  readonly law: string;
  readonly budget?: Budget | undefined;
  readonly expected?: number | undefined;
}

/** Written with methods, so that a law of some criteria is a law. */
export interface Law<C extends Criterial = Criterial> {
  readonly name: string;
  /** How a claim file writes one, for a sentence. */
  readonly example: string;
  /** The fields of its criteria besides `law`. */
  readonly fields: Fields;
  /** Trials by level, where the criterion does not say. @throws Error where there is no default */
  budget(criterion: C): Budget;

  /** The kind of formula that it judges (pairing.ts). */
  readonly takes: FormulaKind;
  /**
   * About every task, `drawn` or of a list: one certified violation refutes and spends no risk, a premise on the outcome is
   * allowed, and a control says on how many tasks it breaks it. What is drawn is hunted by the adversary, too.
   */
  readonly exact?: 'drawn' | 'listed';
  /** Where margins are averaged: how. Every other law sees the worst margin of a trial, and a single task can violate it. */
  mean?(criterion: C): Mean;
  /** Where it is exact for the mean without the cap, and what the cap changes must be small beside the margin. */
  uncapped?(criterion: C): { readonly cap: number; readonly margin: number } | undefined;

  judge(criterion: C, setting: Setting): Judge;
  /** What an arm shows in the clearest case, of the share or mean that the law is about. */
  clearest(criterion: C, setting: Setting): number;
  /** @param expected the share or mean that the arm is expected to show */
  plan(criterion: C, setting: Setting, expected: number): Plan;

  /** In a table, of several parts; and in full. */
  readonly label: string;
  reads(criterion: C): string;
  /** What is estimated, and what is claimed of it. */
  estimand(criterion: C): string;
  /**
   * Why a decision was reached, in one sentence.
   * @param decisive the index of the quantity that it hangs on
   * @param breaks the share of tasks that a control of a law about every task must break
   */
  because(told: Told, decisive: number, breaks: number): string;
  /** The evidence in a few words, for a cell of a table. */
  cell(told: Told, criterion: C): string;
  /** What to do about a part that ran out of tasks, as the end of a sentence. */
  advice(told: Told, criterion: C, stricter: readonly Offer[]): string;
  /** What the joint sentence excludes, and what it does not. */
  readonly excludes?: string;
  readonly leaves?: string;
  /** What two reports are compared by, where it is not the mean itself; and its unit. */
  readonly compared?: { readonly what: string; readonly unit: string };
  /** Where both verdicts can be true of one population: of which. */
  readonly either?: string;
}

/** How a trial of a yes/no law counts; for a falsehood only a finite violation is one. */
export function kindOf(outcome: PartOutcome, law: string, role: Role): Kind {
  if (outcome.state !== 'finished') return outcome.state;
  const margin = marginsOf(outcome, 1, law)[0]!;
  const kind = sign(margin);
  return role === 'mustFail' && kind === 'violation' && margin.slack === -Infinity ? 'not a number' : kind;
}

/** The margins of a finished trial. @throws Error when their number is not what the law needs */
export function marginsOf(outcome: PartOutcome, expected: number, law: string): PartOutcome['margins'] {
  if (outcome.margins.length !== expected)
    throw new Error(`${law} needs ${expected} margins per trial; the property gave ${outcome.margins.length}`);
  return outcome.margins;
}
