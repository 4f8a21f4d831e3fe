/**
 * Words that make runs. A run holds the model itself and its rule, so that a wrong field of the rule is an error where it
 * is written; what `mirror({ alpha })` gives is plain data.
 */
import type { Any, Model, Run } from './claim.js';
import { refuse } from './form/field.js';
import { isRun } from './form/model.js';
import { shown } from './form/shown.js';

/** @throws Slip where a word is not given what it is written with, as it may be where nobody compiles it */
function word(call: string, fits: boolean, found: unknown): void {
  if (!fits) refuse(`${call} is given ${found === undefined ? 'nothing' : shown(found)}; expected ${call}`);
}

/** A run of the model by a rule, which may be a function of the task. */
export const run = <Q, R, P extends string, F extends string, T extends Q = Q>(
  model: Model<Q, R, P, F>,
  rule: R | ((task: T) => R),
): Run<T, R, P, F> => ({ model, rule });

/** A word that makes runs: it is given a rule, or what becomes one, or a function of the task that gives it. */
type Word<Q, R, P extends string, F extends string, G> = <T extends Q = Q>(
  given: G | ((task: T) => G),
) => Run<T, R, P, F>;

/** A word that makes runs of the model: what it is given is the rule, or is completed to one by a function or by fields. */
export function runs<Q, R, P extends string, F extends string, const D extends Partial<R>>(
  model: Model<Q, R, P, F>,
  usual: D,
): Word<Q, R, P, F, Omit<R, keyof D> & Partial<R>>;
export function runs<Q, R, P extends string, F extends string, G = R>(
  model: Model<Q, R, P, F>,
  complete?: (given: G) => R,
): Word<Q, R, P, F, G>;
export function runs<Q, R, P extends string, F extends string, G>(
  model: Model<Q, R, P, F>,
  by: Partial<R> | ((given: G) => R) = {},
): Word<Q, R, P, F, G> {
  const complete = typeof by === 'function' ? by : (given: G) => ({ ...by, ...given }) as unknown as R;
  return <T extends Q = Q>(given: G | ((task: T) => G)): Run<T, R, P, F> =>
    run(model, typeof given === 'function' ? (task: T) => complete((given as (task: T) => G)(task)) : complete(given));
}

/** The run, on what it sees of the task. */
export const on = <T, S, R, P extends string, F extends string>(
  see: (task: T) => S,
  of: Run<S, R, P, F>,
): Run<T, R, P, F> => {
  word('on((task) => ..., run)', typeof see === 'function', see);
  word('on((task) => ..., run)', isRun(of), of);
  const { rule, on: inner } = of;
  const asked = typeof rule === 'function' ? (task: T) => (rule as (seen: S) => R)(see(task)) : rule;
  return { ...of, rule: asked, on: inner ? (task: T) => inner(see(task)) : see };
};

/** The k-th of runs that are independent of each other on one task. */
export const copy = <T, R, P extends string, F extends string>(k: number, of: Run<T, R, P, F>): Run<T, R, P, F> => {
  word('copy(1, run)', isRun(of), of);
  return { ...of, copy: k };
};

/** As many independent copies of the run: `runs.noisy.each`, and `runs.noisy.mean` of their parameters. */
export const times = <T, R, P extends string, F extends string, const N extends number>(
  n: N,
  of: Run<T, R, P, F>,
): Run<T, R, P, F> & { readonly times: N } => {
  word('times(3, run)', isRun(of), of);
  if (of.times !== undefined) refuse(`times(${n}, run) is given a run that is ${of.times} already; expected one`);
  return { ...of, times: n };
};

/** Runs along numbers, in order: `of: 'name'` looks at each, and `runs.name.at(place)` at one. */
export interface Along<R extends Run = Run> {
  readonly places: readonly number[];
  readonly runs: readonly R[];
}

/** A family of runs: `along([5, 10, 20], (n) => on(firstRows(n), ridge(1)))`. */
export const along = <R extends Run<Any, Any, Any, Any>>(
  places: readonly number[],
  of: (place: number) => R,
): Along<R> => {
  word('along([1, 2], (place) => run)', Array.isArray(places), places);
  word('along([1, 2], (place) => run)', typeof of === 'function', of);
  return { places, runs: places.map((place) => of(place)) };
};

/** The names of runs, for what looks at some of them: `of: namesOf(linear)`. */
export const namesOf = <R extends object>(named: R): readonly (keyof R & string)[] =>
  Object.keys(named) as (keyof R & string)[];
