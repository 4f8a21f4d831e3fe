/** How a law about capped means reads a trial, and what it claims of the means (means.ts tests it). */
import type { Margin } from '../margin.js';
import type { PartOutcome } from './outcome.js';

/** Bounds of one number that a trial gives; null where there is no number. */
export type Range = readonly [low: number, high: number] | null;

export interface Averaged {
  readonly name: string;
  readonly cap: number;
  /** What the criterion allows, and the unit in which distances from the law are compared. */
  readonly allowed: number;
  readonly unit?: number;
  /** Added for display: processes work on deviations. */
  readonly offset?: number;
  /** What it is expected to be, whatever the criterion expects. */
  readonly expected?: number;
}

/** E[quantity] lies on the given side of `at`. */
export interface Bound {
  readonly quantity: number;
  readonly side: 'above' | 'below';
  readonly at: number;
}

export interface Mean {
  readonly quantities: readonly Averaged[];
  readonly holds: readonly Bound[];
  readonly fails: readonly Bound[];
  /** Bounded on both sides: the centre opposes refutation, and the interval is the outermost one. */
  readonly twoSided: boolean;
  readonly read: (outcome: PartOutcome) => readonly Range[];
  /** Two reports are compared by one number within +-cap, and what differs by less than delta is unchanged. */
  readonly compared: { readonly cap: number; readonly delta: number };
}

/**
 * A margin as a range; an error bound that is no bound says nothing. What is zero up to rounding is zero, and what is
 * infinite lies beyond every cap.
 */
export function range({ slack, error }: Margin, cap: number): Range {
  if (Number.isNaN(slack)) return null;
  if (!Number.isFinite(slack)) return error < Infinity ? [slack, slack] : [-Infinity, Infinity];
  const value = Math.abs(slack) <= 1e-12 * cap ? 0 : slack;
  const radius = error >= 0 ? error : Infinity;
  return [value - radius, value + radius];
}

/** The mean of a quantity lies within +-margin, on both sides. */
export const within = (quantity: number, margin: number): Pick<Mean, 'holds' | 'fails'> => ({
  holds: [
    { quantity, side: 'below', at: margin },
    { quantity, side: 'above', at: -margin },
  ],
  fails: [
    { quantity, side: 'above', at: margin },
    { quantity, side: 'below', at: -margin },
  ],
});
