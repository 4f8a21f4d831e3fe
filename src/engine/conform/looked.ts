/** Which parameters and facts of its runs a claim looks at: it is measured on its first tasks, and somebody takes notes. */
import { draw } from '../draw.js';
import { verdictArms, type Arm, type Models } from '../arm.js';
import { evaluate } from '../trial.js';
import { looking } from './law.js';
import type { Named } from './case.js';

/** Training may end without a margin on some tasks, where nobody looks. */
const TASKS = 3;

/** What a run ended with besides its parameters and facts. */
const ENDS: ReadonlySet<string> = new Set(['parameters', 'predict', 'steps', 'stopped', 'rule', 'then', 'toJSON']);

/** Whether an arm measures anything that the claim itself does not. */
const measures = ({ control }: Arm): boolean =>
  control === undefined || ['symbols', 'theory', 'holds'].some((field) => field in control);

/** @param models the shipped ones: what another gives in their place is not asked here */
export function lookedAtBy(
  { id, claim }: Named,
  models: Models,
  seed: string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  const note = (run: string, name: string) => {
    if (ENDS.has(name)) return;
    const key = looking({ claim: id, run });
    all.set(key, (all.get(key) ?? new Set()).add(name));
  };
  for (const arm of verdictArms(claim).filter(measures))
    for (let trial = 0; trial < Math.min(TASKS, arm.claim.forAll.list?.length ?? TASKS); trial++) {
      const name = { suiteSeed: seed, claim: id, trial };
      try {
        const { task } = draw(arm.claim.forAll, { ...name, arm: arm.tasksOf });
        const { parts } = evaluate(arm, task, { ...name, arm: arm.name }, models, false, note);
        if (Object.values(parts).some(({ state }) => state === 'finished')) break;
      } catch {
        // What was looked at until then is noted; the mistake is a trial's to tell.
      }
    }
  return all;
}
