/** What evidence amounts to: plain data for the report, no functions, no infinities. */
import type { OperatingCharacteristic } from './binary.js';
import type { Decision, Role } from './outcome.js';

/** How a trial counts; the numbers of each kind add up to the trials drawn. */
export interface Counts {
  readonly successes: number;
  readonly violations: number;
  readonly inDoubt: number;
  /** Of those in doubt the exact ties, where there are any: both sides equal to the last bit, nothing uncertain. */
  readonly ties?: number;
  readonly notANumber: number;
  readonly unfinished: number;
  readonly diverged: number;
  readonly gated: number;
}

/** A number that the trials estimate, and its interval: valid at every n at once, at risk alpha on each side. */
export interface Quantity {
  readonly name: string;
  /** Absent before the first trial that counts. */
  readonly estimate: number | null;
  readonly interval: readonly [number, number];
}

/** Natural logarithms of e-values; null where the law has none. */
export interface LogE {
  /** Against the claim being false: at the stopping index, and the largest on the way. */
  readonly holds: number | null;
  readonly holdsMax: number | null;
  /** Against the claim being true. */
  readonly fails: number | null;
  readonly failsMax: number | null;
}

/** What the procedure does for a known share of successes, exactly. */
export interface Power {
  readonly at: readonly OperatingCharacteristic[];
  /** The smallest share that is certified with probability 90%, and the largest that is refuted with it. */
  readonly holds90: number | null;
  readonly fails90: number | null;
}

/** About how many more trials would decide, and which way, if the rest is like what was seen. */
export interface Need {
  readonly more: number;
  readonly toward: 'holds' | 'fails';
}

/** All but why. */
export interface Told {
  readonly law: string;
  readonly role: Role;
  readonly alpha: number;
  readonly failAlpha: number;
  readonly decision: Decision;
  readonly estimand: string;
  /** Trials that count, at the stopping index; the budget; trials drawn (with those that missed a premise). */
  readonly n: number;
  readonly budget: number;
  readonly drawn: number;
  /** Decided by the exact threshold at the last trial: the claim is closed and cannot be extended. */
  readonly closing: boolean;
  readonly counts: Counts;
  readonly logE: LogE;
  readonly quantities: readonly Quantity[];
  readonly power: Power | null;
  readonly wouldNeed: Need | null;
  /** Indices of the first violations, and of the first trials that are neither success nor violation. */
  readonly violating: readonly number[];
  readonly unsettled: readonly number[];
}
