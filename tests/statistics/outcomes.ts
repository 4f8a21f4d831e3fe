/** Outcomes for tests, in one line each. */
import type { Margin } from '../../src/claim.js';
import type { PartOutcome } from '../../src/statistics/outcome.js';

export const finished = (...margins: Margin[]): PartOutcome => ({ state: 'finished', margins });
export const value = (slack: number, error = 0): PartOutcome => finished({ slack, error });
export const yes = value(1);
export const no = value(-1);
export const tie = value(0);
export const doubt = value(0.5, 1);
export const nan = value(NaN);
export const unfinished: PartOutcome = { state: 'unfinished', margins: [] };
export const diverged: PartOutcome = { state: 'diverged', margins: [] };
export const gated: PartOutcome = { state: 'gated', margins: [] };
export const times = <T>(count: number, of: T): T[] => new Array<T>(count).fill(of);
