/**
 * What the columns of the atlas have in common: each asks the solver twice, as it comes and at its tightest, and says of both
 * that they end at the certified answer on all but a tenth of the tasks.
 */
import fc from 'fast-check';
import { forMost, on, type Population, type Run } from 'claimcheck';
import type { Sample } from 'claimcheck/tasks/sample';
import { solve, type Asked } from './models/solver.js';

export const most = forMost({ allBut: 0.1 });

type Question = Omit<Asked, 'settings'>;

/** The solver, asked this at either of its settings. */
export function asked<T extends Sample = Sample>(question: Question | ((task: T) => Question)) {
  const at = (settings: Asked['settings']) =>
    typeof question === 'function'
      ? solve<T>((task: T) => ({ ...question(task), settings }))
      : solve<T>({ ...question, settings });
  return { default: at('default'), tight: at('tight') };
}

/** A falsehood in the place of both: trained by what we ship, whoever stands in the place of the solver. */
export function instead<R extends Run>(run: R) {
  const fixed = { ...run, fixed: true as const };
  return { default: fixed, tight: fixed };
}

/** The tasks without smaller ones beside them: of what an implementation misses no smallest example is sought. */
export const drawn = <T>(population: Population<T>): Population<T> => ({
  ...population,
  name: `${population.name}, as drawn`,
  arbitrary: fc.noShrink(population.arbitrary),
});

/** Both runs, on what they see of the task. */
export const seeing = <T, S extends Sample>(see: (task: T) => S, runs: ReturnType<typeof asked<S>>) => ({
  default: on(see, runs.default),
  tight: on(see, runs.tight),
});
