/** What each law supplies to `evidence`: how an outcome counts, when it is decided, what it reports. */
import { sign, type Decision, type PartOutcome, type Role, type Sign } from './outcome.js';
import type { Counts, LogE, Need, Power, Quantity } from './summary.js';

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

export interface Law {
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
