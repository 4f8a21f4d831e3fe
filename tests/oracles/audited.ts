import type { Certified } from '../../src/claim.js';

/** `shares`: distance / error, one for each thing that the error bounds; or the sentence of the refusal. */
export type Audited = { readonly shares: readonly number[] } | { readonly refused: string; readonly solvable: boolean };

/** @throws what an oracle should never throw: a TypeError. */
export function audited<V>(
  ask: () => Certified<V>,
  solvable: boolean,
  shares: (of: Certified<V>) => readonly number[],
): Audited {
  let answer: Certified<V>;
  try {
    answer = ask();
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return { refused: (error as Error).message, solvable };
  }
  // A bound is a number; NaN and Infinity are none.
  return { shares: answer.error >= 0 && answer.error < Infinity ? shares(answer) : [NaN] };
}
