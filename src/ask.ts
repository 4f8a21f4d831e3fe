import type { Oracle } from './claim.js';
import { refuse } from './form/field.js';
import { own } from './form/own.js';

/** A question to an oracle, written outside a claim: `ask(minimumQ, ({ task }: About<Regression>) => ({ ...task, alpha }))`. */
export const ask = <A, Q, V, const R extends Q = Q>(
  oracle: Oracle<Q, V>,
  question: (about: A) => R,
): readonly [Oracle<Q, V>, (about: A) => R] => [oracle, question];

/** The oracle with one of its own faults, for a control. @throws Slip where it has no such fault */
export function faulty<Q, V>(oracle: Oracle<Q, V>, fault: string): Oracle<Q, V> {
  const wrong = own(oracle.faults, fault);
  if (!wrong)
    refuse(
      `the oracle "${oracle.name}" has no fault "${fault}"; it has ${Object.keys(oracle.faults ?? {}).join(', ') || 'none'}`,
    );
  return { ...oracle, answer: wrong.by };
}
