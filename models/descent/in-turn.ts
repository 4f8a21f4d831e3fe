/** Phases of training, one after another. */
import type { Ended } from './descend.js';

/** Runs every phase; one that does not reach its declared end is the last. `steps` are those of all, the rest is the last one's. */
export function inTurn<P, E extends Ended>([first, ...rest]: readonly [P, ...P[]], run: (phase: P) => E): E {
  let ended = run(first);
  for (const phase of rest) {
    if (ended.stopped === 'budget' || ended.stopped === 'diverged') break;
    const after = run(phase);
    ended = { ...after, steps: ended.steps + after.steps };
  }
  return ended;
}
