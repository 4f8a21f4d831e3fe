/**
 * The hunt: after the verdict, the lowest failing trial is shrunk to the smallest task that still fails. Within a number
 * of evaluations, never of seconds, so that what is published does not depend on the machine. Shrunk tasks are exhibits:
 * they are never counted as trials.
 */
import { sign } from '../statistics/outcome.js';
import type { Arm, Models } from './arm.js';
import type { Reached } from './climb.js';
import { draw, simpler } from './draw.js';
import type { Counterexample } from './report.js';
import { sidesShown } from './sides.js';
import { specimen } from './specimen.js';
import { evaluate } from './trial.js';
import { within } from './within.js';

const EVALUATIONS = 200;
/** Seconds that one of them may take: what never returns is no counterexample. */
const PATIENCE = 300;

/**
 * @param index a trial with a certified violation of the part
 * @param from where it is a climb of the adversary: its task and streams
 */
export function hunt(
  arm: Arm,
  claimId: string,
  seed: string,
  index: number,
  part: string,
  models: Models,
  from?: Pick<Reached, 'drawn' | 'name'>,
): Counterexample {
  const name = { suiteSeed: seed, claim: claimId, trial: index };
  const streams = from?.name ?? { ...name, arm: arm.name };
  const failing = (task: unknown) => {
    try {
      const compute = () => evaluate(arm, task, streams, models);
      const { parts, at } = within(PATIENCE, 'a simpler task', compute);
      const margin = parts[part]!.margins.find((each) => sign(each) === 'violation');
      return margin && { margin, at: at[part]! };
    } catch {
      return undefined; // A simpler task that cannot be evaluated is no counterexample.
    }
  };
  let smallest = from?.drawn ?? draw(arm.claim.forAll, { ...name, arm: arm.tasksOf });
  let worst = failing(smallest.task);
  if (!worst) throw new Error(`trial ${index} of ${claimId} was recorded as a violation of "${part}" and is none`);
  let evaluations = 1;
  let shrunk = 0;
  descend: for (;;) {
    for (const candidate of simpler(arm.claim.forAll, smallest)) {
      if (evaluations >= EVALUATIONS) break descend;
      evaluations++;
      const worse = failing(candidate.task);
      if (!worse) continue;
      [smallest, worst] = [candidate, worse];
      shrunk++;
      continue descend;
    }
    break;
  }
  const { slack, error } = worst.margin;
  const sides = sidesShown(arm.claim, part, worst.at);
  const foundBy = arm.role === 'adversary' ? { foundBy: arm.role } : {};
  return { part, ...foundBy, trial: index, task: specimen(smallest.task), slack, error, sides, evaluations, shrunk };
}
