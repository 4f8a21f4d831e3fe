/** What one trial says about one part of a claim, and what evidence may conclude from many. */
import type { Margin } from '../margin.js';
import type { Summary } from './summary.js';

/**
 * `finished`: training ended as its rule declared, and the margins were measured. `unfinished` and `diverged` carry no
 * margins. `gated`: the premise on the outcome was not met, so the trial does not count (`always` alone).
 */
export interface PartOutcome {
  readonly state: 'finished' | 'unfinished' | 'diverged' | 'gated';
  readonly margins: readonly Margin[];
}

export type Decision = Summary['decision'];

/** Whose outcomes these are: the accounting of what is not certified depends on it. */
export type Role = Summary['role'];

/** How a single margin counts by itself, before any accounting. */
export type Sign = 'success' | 'violation' | 'in doubt' | 'not a number';

/**
 * A tie is in doubt: neither slack > error nor slack < -error. So is everything under an error bound that is no bound. An
 * infinite slack is on its side by any amount.
 */
export function sign({ slack, error }: Margin): Sign {
  if (Number.isNaN(slack)) return 'not a number';
  if (!(error >= 0)) return 'in doubt';
  return slack > error ? 'success' : slack < -error ? 'violation' : 'in doubt';
}
