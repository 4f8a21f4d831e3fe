/** What an executor does for one index of an arm: a trial, or a climb of the adversary. */
import type { Arm, Models } from './arm.js';
import { climbed } from './climb.js';
import { trial, type TrialRecord } from './trial.js';

/** @param begin called before each training, so that a watchdog can tell a long climb from a training that hangs */
export function attempt(
  arm: Arm,
  claimId: string,
  seed: string,
  index: number,
  models: Models,
  begin: () => void = () => {},
): TrialRecord {
  if (arm.role === 'adversary') return climbed(arm, claimId, seed, index, models, begin);
  begin();
  return trial(arm, claimId, seed, index, models);
}
