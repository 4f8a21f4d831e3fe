/**
 * A generator of random words that ends: a filter that nothing passes draws for ever, and this is where that is noticed.
 * The words are those of the generator it is made from.
 */
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** The most random words that one task may take: some seconds of a filter that passes nothing. */
export const WORDS = 1 << 22;

/** @param spend called once a word; what it throws ends the drawing */
function counted(inner: RandomGenerator, spend: () => void): RandomGenerator & { jump: () => void } {
  return {
    clone: () => counted(inner.clone(), spend),
    next: () => {
      spend();
      return inner.next();
    },
    // fast-check clones by itself a generator that cannot jump, and then both draw from one state.
    jump: () => (inner as RandomGenerator & { jump: () => void }).jump(),
    getState: () => inner.getState(),
  };
}

/** @throws Error at the word after the last, from the generator or any clone of it: together they have `most` */
export function bounded(inner: RandomGenerator, most = WORDS): RandomGenerator {
  let left = most;
  return counted(inner, () => {
    if (left-- <= 0)
      throw new Error(
        `a task took more than ${most} random words; expected a population that draws: does a filter pass nothing?`,
      );
  });
}
