import type { Oracle } from './claim.js';

/** A question to an oracle, written outside a claim: `ask(minimumQ, ({ task }: About<Regression>) => ({ ...task, alpha }))`. */
export const ask = <A, Q, V>(
  oracle: Oracle<Q, V>,
  question: (about: A) => Q,
): readonly [Oracle<Q, V>, (about: A) => Q] => [oracle, question];
