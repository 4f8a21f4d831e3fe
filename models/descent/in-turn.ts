/** Phases of training, one after another. */
import type { Ended } from './descend.js';

/**
 * Runs every phase; one that does not reach its declared end is the last. `steps` are those of all, the rest is the last one's.
 * @throws Error where there is no phase
 */
export function inTurn<P, E extends Ended>(phases: readonly P[], run: (phase: P) => E): E {
  let steps = 0;
  let last: E | undefined;
  for (const phase of phases) {
    last = run(phase);
    steps += last.steps;
    if (last.stopped === 'budget' || last.stopped === 'diverged') break;
  }
  if (!last) throw new Error('there are no phases; expected at least one');
  return { ...last, steps };
}
