/**
 * Seeded faults as wraps of what is right: a training on a changed task, by a changed rule, with a changed end; an oracle
 * with a changed question or answer. What changes a step inside is the same composition with that step replaced.
 *
 *     faults: {
 *       'labels off by 10%': { what: 'labels are 10% too large', grade: 0.1, by: ofTask(train)(relabelled((y) => 1.1 * y)) },
 *       'early stop': { what: 'training ends at 1e-3', by: ofRule(train)({ gradient: 1e-3 }) },
 *       'penalty halved': { what: 'the penalty is halved', by: ofRule(train)({ penalty: (penalty) => penalty / 2 }) },
 *       ...graded('penalty', 'the penalty is {grade} too large', (grade) => penalized(1 + grade)),
 *     }
 *
 * A change is given what it changes first; it makes a new value and leaves the given one as it is.
 */
import type { Any, Fault } from './claim.js';
import type { Matrix } from './numerics/matrix.js';

/** What is changed: fields that are replaced, by a value or by a function of what they are, or a function of the whole. */
export type Change<V, Rest extends readonly Any[] = []> =
  | { readonly [name in keyof V]?: V[name] | ((was: V[name], ...rest: Rest) => V[name]) }
  | ((value: V, ...rest: Rest) => V);

function changed<V, Rest extends readonly Any[]>(value: V, change: Change<V, Rest>, ...rest: Rest): V {
  if (typeof change === 'function') return change(value, ...rest);
  const fields = Object.entries(change).map(([name, to]: [string, unknown]): [string, unknown] => [
    name,
    typeof to === 'function' ? (to as (was: unknown, ...rest: Rest) => unknown)(value[name as keyof V], ...rest) : to,
  ]);
  return { ...value, ...(Object.fromEntries(fields) as Partial<V>) };
}

/** On another task, or asked another question. */
export const ofTask =
  <Q, Rest extends readonly Any[], A>(by: (task: Q, ...rest: Rest) => A) =>
  (change: Change<Q, Rest>) =>
  (task: Q, ...rest: Rest): A =>
    by(changed(task, change, ...rest), ...rest);

/** By another rule. */
export const ofRule =
  <Q, R extends object, Rest extends readonly Any[], A>(by: (task: Q, rule: R, ...rest: Rest) => A) =>
  (change: Change<R, [task: Q]>) =>
  (task: Q, rule: R, ...rest: Rest): A =>
    by(task, changed(rule, change, task), ...rest);

/** With another end, or another answer. */
export const ofEnd =
  <Asked extends readonly Any[], A>(by: (...asked: Asked) => A) =>
  (change: (end: A, ...asked: Asked) => A) =>
  (...asked: Asked): A =>
    change(by(...asked), ...asked);

/** With fields of the value changed in an answer. */
export const ofValue =
  <Q, V, A extends { readonly value: V }>(by: (asked: Q) => A & { readonly value: V }) =>
  (change: (value: V, asked: Q) => Partial<V>) =>
  (asked: Q): A => {
    const answer = by(asked);
    return { ...answer, value: { ...answer.value, ...change(answer.value, asked) } };
  };

/** With other steps than its own: of what takes steps, or constants, beside what it is asked. */
export const ofSteps =
  <Q, Steps extends readonly Any[], A>(by: (asked: Q, ...steps: Steps) => A) =>
  (...steps: Steps) =>
  (asked: Q): A =>
    by(asked, ...steps);

/** The labels changed one by one. */
export const relabelled =
  (label: (y: number, i: number) => number) =>
  <Q extends { readonly y: Float64Array }>(task: Q): Q => ({ ...task, y: task.y.map(label) });

/** The first rows of the task alone, of so many of all. */
export const firstRows =
  (kept: (rows: number) => number) =>
  <Q extends { readonly X: Matrix; readonly y: Float64Array }>(task: Q): Q => {
    const { X, y } = task;
    const rows = kept(X.rows);
    return { ...task, X: { ...X, rows, data: X.data.slice(0, rows * X.cols) }, y: y.slice(0, rows) };
  };
/** The task without its last row; at least one is kept. */
export const withoutLastRow = firstRows((rows) => Math.max(1, rows - 1));

/** The relative sizes at which a constant is wrong. */
export const GRADES = [0.01, 0.03, 0.1, 0.3] as const;

/**
 * One fault per grade.
 * @param label `penalty` for `penalty off by 1%` and so on, or `penalty-{grade}`
 * @param what says it, `{grade}` and `{percent}` in it replaced
 */
export const graded = <F>(
  label: string,
  what: string,
  by: (grade: number) => F,
  grades: readonly number[] = GRADES,
): Record<string, Fault<F>> =>
  Object.fromEntries(
    grades.map((grade): [string, Fault<F>] => {
      const said = (text: string) => text.replace('{grade}', `${grade}`).replace('{percent}', `${100 * grade}%`);
      const of = label.includes('{') ? label : `${label} off by {percent}`.trim();
      return [said(of), { what: said(what), grade, by: by(grade) }];
    }),
  );
