/**
 * A control that varies nothing: on the streams of the claim it trains the same parameters and measures the same margins,
 * bit for bit, on all its tasks. A rule field that nobody reads, for example, would be credited as a variant that holds.
 */
import type { Arm, Models } from './arm.js';
import { trial } from './trial.js';

/** The arm as it is compared: what the control measures, on the streams of the claim. */
function alike({ claim: { table: _, ...claim }, ...arm }: Arm, { name, role, parts }: Arm): Arm {
  return { ...arm, claim, name, role, parts, trainsAs: 'claim' };
}

/** @param trials how many tasks the control was measured on
 *  @returns whether the control equals the claim on every one of them */
export function idle(
  control: Arm,
  claim: Arm,
  { id, seed, trials }: { readonly id: string; readonly seed: string; readonly trials: number },
  models: Models,
): boolean {
  if (control.tasksOf !== claim.tasksOf || trials === 0) return false;
  for (let index = 0; index < trials; index++) {
    const [one, other] = [control, claim].map((arm) => trial(alike(arm, control), id, seed, index, models));
    if (one!.error !== undefined || other!.error !== undefined || one!.digest !== other!.digest) return false;
  }
  return true;
}
