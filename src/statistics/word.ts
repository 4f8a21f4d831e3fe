/**
 * The word of a law, as a claim file says it: it checks its numbers once and gives plain data. The risk of error belongs to
 * the level of a run, never to a criterion.
 */
import type { Criterial, Law } from './law.js';

/** What a word takes; nothing where every field may be left out. It holds the law that judges what it gives. */
export type Word<C extends Criterial, O> = (Partial<O> extends O ? (options?: O) => C : (options: O) => C) & {
  readonly law: Law<C>;
};

/** What a criterion says besides its law. */
export type Said<C> = Omit<C, 'law'>;

type Refuse = (name: string, value: unknown, why: string) => never;

/** What every criterion may carry: its own numbers of trials, and the value that theory expects. */
function planned({ budget, expected }: Omit<Criterial, 'law'>, refuse: Refuse): void {
  if (budget !== undefined) {
    const { quick, standard, paper } = budget;
    for (const level of ['quick', 'standard', 'paper'] as const)
      if (!Number.isInteger(budget[level]) || budget[level] < 1)
        refuse(`budget.${level}`, budget[level], 'a budget is a whole number of trials, at least 1');
    if (quick > standard || standard > paper)
      refuse('budget', `${quick}/${standard}/${paper}`, 'a stricter level needs at least as many trials');
  }
  if (expected !== undefined && !Number.isFinite(expected))
    refuse('expected', expected, 'what theory expects is a finite number');
}

/**
 * @param check of what its fields say together
 * @param filled gives what was left out
 */
export function word<C extends Criterial, O = Said<C>>(
  law: Law<C>,
  check: (said: Said<C>, refuse: Refuse) => void = () => {},
  filled: (options: O) => object = (options) => options as object,
): Word<C, O> {
  const refuse: Refuse = (name, value, why) => {
    throw new Error(`${law.name}: invalid ${name} ${String(value)}; ${why}`);
  };
  const made = (options?: O): C => {
    const said = filled(options ?? ({} as O)) as Readonly<Record<string, unknown>> & Said<C>;
    const known = Object.keys(law.fields);
    for (const name of Object.keys(said))
      if (name !== 'law' && !known.includes(name))
        refuse(name, said[name], `its fields are ${known.join(', ') || 'none'}`);
    check(said, refuse);
    planned(said, refuse);
    // What is not said, or said not to be, is left out.
    const own = known
      .map((name) => [name, said[name]] as const)
      .filter(([, value]) => value !== undefined && value !== false);
    const copied = own.map(([name, value]) => [name, Array.isArray(value) ? [...value] : value]);
    return { law: law.name, ...Object.fromEntries(copied) } as unknown as C;
  };
  return Object.assign(made, { law }) as Word<C, O>;
}
