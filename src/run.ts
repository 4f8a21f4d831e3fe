/**
 * Words that make runs. A run holds the model itself and its rule, so that a wrong field of the rule is an error where it
 * is written; what `mirror({ alpha })` gives is plain data.
 */
import type { Any, Model, Run } from './claim.js';

/** A run of the model by a rule, which may be a function of the task. */
export const run = <Q, R, P extends string, F extends string, T extends Q = Q>(
  model: Model<Q, R, P, F>,
  rule: R | ((task: T) => R),
): Run<T, R, P, F> => ({ model, rule });

/**
 * A word that makes runs of the model: what it is given, or what a function of the task gives, is the rule, or is completed
 * to one.
 */
export const runs =
  <Q, R, P extends string, F extends string, G = R>(
    model: Model<Q, R, P, F>,
    complete: (given: G) => R = (given) => given as unknown as R,
  ) =>
  <T extends Q = Q>(given: G | ((task: T) => G)): Run<T, R, P, F> =>
    run(model, typeof given === 'function' ? (task: T) => complete((given as (task: T) => G)(task)) : complete(given));

/** The run, on what it sees of the task. */
export const on = <T, S, R, P extends string, F extends string>(
  see: (task: T) => S,
  of: Run<S, R, P, F>,
): Run<T, R, P, F> => {
  const { rule } = of;
  const asked = typeof rule === 'function' ? (task: T) => (rule as (seen: S) => R)(see(task)) : rule;
  return { ...of, rule: asked, on: see };
};

/** The k-th of runs that are independent of each other on one task. */
export const copy = <T, R, P extends string, F extends string>(k: number, of: Run<T, R, P, F>): Run<T, R, P, F> => ({
  ...of,
  copy: k,
});

/** As many independent copies of the run: `runs.noisy.each`, and `runs.noisy.mean` of their parameters. */
export const times = <T, R, P extends string, F extends string, const N extends number>(
  n: N,
  of: Run<T, R, P, F>,
): Run<T, R, P, F> & { readonly times: N } => ({ ...of, times: n });

/** Runs along numbers, in order: `of: 'name'` looks at each, and `runs.name.at(place)` at one. */
export interface Along<R extends Run = Run> {
  readonly places: readonly number[];
  readonly runs: readonly R[];
}

/** A family of runs: `along([5, 10, 20], (n) => on(firstRows(n), ridge(1)))`. */
export const along = <R extends Run<Any, Any, Any, Any>>(
  places: readonly number[],
  of: (place: number) => R,
): Along<R> => ({
  places,
  runs: places.map(of),
});

/** The names of runs, for what looks at some of them: `of: namesOf(linear)`. */
export const namesOf = <R extends object>(named: R): readonly (keyof R & string)[] =>
  Object.keys(named) as (keyof R & string)[];
