import type { Oracle } from 'claimcheck';

/** The oracle with one of its own faults, for a control. @throws Error where it has no such fault */
export function faulty<Q, V>(oracle: Oracle<Q, V>, fault: string): Oracle<Q, V> {
  const { name, faults = {} } = oracle;
  const of = Object.hasOwn(faults, fault) ? faults[fault] : undefined;
  if (!of)
    throw new Error(`the oracle "${name}" has no fault "${fault}"; it has ${Object.keys(faults).join(', ') || 'none'}`);
  return { ...oracle, answer: of.by };
}
