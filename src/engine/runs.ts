/** The runs of a claim as a reader sees them: which model, by which rule, on what of the task. */
import type { Claim, Run } from '../claim.js';
import type { RunReport } from './report.js';
import { brief, sizes } from './sizes.js';

/** The tasks on which a rule that depends on them is looked at. */
export const LOOKED_AT = 12;

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The rule on the first task, and the fields that are others on another. */
function ruled({ rule }: Run, tasks: readonly unknown[]): Pick<RunReport, 'rule' | 'varies'> {
  if (typeof rule !== 'function') return { rule: brief(rule) as Record<string, unknown>, varies: [] };
  const [first, ...others] = tasks.map(
    (task) => brief((rule as (of: unknown) => object)(task)) as Record<string, unknown>,
  );
  if (first === undefined) return { varies: [] };
  const names = [...new Set([first, ...others].flatMap(Object.keys))];
  return { rule: first, varies: names.filter((name) => others.some((other) => !same(other[name], first[name]))) };
}

/** @param tasks the first that were drawn; without any, a rule that depends on the task is left out */
export const runsOf = ({ train }: Pick<Claim, 'train'>, tasks: readonly unknown[]): Record<string, RunReport> =>
  Object.fromEntries(
    Object.entries(train).map(([name, run]): [string, RunReport] => {
      const { model, on, times, copy, member } = run;
      return [
        name,
        {
          model: model.name,
          ...ruled(run, tasks),
          ...(on && { sees: tasks.length > 0 ? sizes(on(tasks[0])) : 'a part of the task' }),
          ...(times !== undefined && { times }),
          ...(copy !== undefined && { copy }),
          ...(member && { member }),
        },
      ];
    }),
  );

/** Whether somebody must have drawn a task to say what is trained. */
export const depends = ({ train }: Pick<Claim, 'train'>): boolean =>
  Object.values(train).some(({ rule, on }) => typeof rule === 'function' || on);
