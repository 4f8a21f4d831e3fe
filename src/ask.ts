import type { Asked, Oracle } from './claim.js';

/** Asks an oracle about something other than the task itself: the question is read off the task and what was trained. */
export function ask<T, R, Q, V>(
  oracle: Oracle<Q, V>,
  question: (about: { readonly task: T; readonly trained: R }) => Q,
): Asked<T, R, V> {
  return { oracle, question };
}
