/** Under which seeds a run judges: one that is named, or each claim's own, with or without a beacon. */
import { isBeacon } from '../engine/identity.js';
import type { Level } from '../statistics/levels.js';
import { refuse } from './usage.js';

export interface SeedFlags {
  readonly seed?: string;
  readonly beacon?: string;
}

/** @returns the seed, or `registered` (the default above quick), and the beacon; @throws UsageError */
export function seeds(level: Level, flags: SeedFlags): { readonly seed: string; readonly beacon: string | undefined } {
  const seed = flags.seed ?? (level === 'quick' ? '1' : 'registered');
  if (seed !== 'registered' && !/^(0|[1-9][0-9]{0,19})$/.test(seed))
    refuse('--seed', seed, 'a whole number of at most 20 digits, or "registered"');
  const { beacon } = flags;
  if (beacon === undefined) return { seed, beacon };
  if (!isBeacon(beacon))
    refuse('--beacon', beacon, '1 to 256 printable ASCII characters without a blank at either end');
  if (seed !== 'registered')
    refuse('--beacon', beacon, `it with registered seeds alone; add --seed registered (the seed here is ${seed})`);
  return { seed, beacon };
}
