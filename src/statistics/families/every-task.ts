/**
 * Laws about every task. One certified counterexample refutes; a control must break more than a stated share of the tasks,
 * and is judged by that share (of drawn tasks) or by counting (on a list).
 */
import { exact } from '../exact.js';
import type { Law, Plan, Setting } from '../law.js';
import { bracketed, digits, percent, short, unsettled } from '../sentence.js';
import { share } from '../share.js';
import type { Told } from '../summary.js';
import { shareKept, unlikely } from './share-of-tasks.js';

/** The rate of violations that is excluded, rounded up to a tenth of a percent: 5.1 for 5.03%. */
const excluded = ({ quantities }: Told) => Math.ceil((1 - quantities[0]!.interval[0]) * 1000 - 1e-9);

const tasks = (indices: readonly number[]) =>
  indices.length === 0 ? '' : ` (first: ${indices.map((index) => `task ${index}`).join(', ')})`;

function exactly(told: Told, listed: boolean): string {
  const { decision, n, budget, drawn, violating, alpha, counts } = told;
  if (decision === 'fails')
    return violating.length === 0
      ? `task ${drawn - 1} diverged, which this control counts as refutation`
      : `task ${violating[0]} is a certified counterexample (slack < -error), one of ${n} tasks`;
  if (decision === 'holds')
    return listed
      ? `certified on each of the ${n} listed tasks`
      : `no counterexample in ${n} tasks; a violation rate above ${excluded(told) / 10}% on this population is excluded ` +
          `at level ${alpha}`;
  if (decision === 'continue') return `${n} of ${budget} tasks so far, no certified counterexample`;
  if (counts.ties === n && n > 0)
    return `the two sides are equal to the last bit on each of ${n} tasks, which is neither success nor violation; write a tolerance`;
  if (!listed && n < budget) return `only ${n} of ${drawn} tasks drawn met the premise; ${budget} are needed`;
  if (n === 0) return 'no listed task met the premise';
  return `${unsettled(told)} among ${n} tasks${tasks(told.unsettled)}; no certified counterexample, but nothing to certify`;
}

/** How often a falsehood breaks a claim about all tasks. */
function broken(told: Told, listed: boolean, breaks: number): string {
  const { decision, n, counts, alpha, failAlpha } = told;
  const least = `${digits(100 * breaks)}%`;
  const seen = `breaks ${counts.violations} of ${n} tasks${bracketed(unsettled(told))}`;
  if (listed) return `${seen}; it must break more than ${least} of the list`;
  if (decision === 'fails') return `${seen}: more than ${least}, certified at risk ${digits(failAlpha)}`;
  if (decision === 'holds') return `${seen}: fewer than the ${least} that it must break, certified at risk ${alpha}`;
  return `${seen}${decision === 'continue' ? ' so far' : ''}; that it breaks more than ${least} is not certified`;
}

function cell(told: Told, listed: boolean): string {
  const { decision, n, counts, violating, alpha, role } = told;
  const open = unsettled(told);
  if (role === 'mustFail') return `breaks ${counts.violations} of ${n}${bracketed(open)}`;
  if (decision === 'fails') return violating.length > 0 ? `task ${violating[0]} is a counterexample` : 'diverged';
  const rare = listed
    ? 'the whole list'
    : `violation rate > ${percent(excluded(told) / 1000)} excluded at ${short(alpha)}`;
  return `${counts.successes}/${n}${open && `, ${open}`}${decision === 'holds' ? `, ${rare}` : ''}`;
}

/** Of a claim, all must satisfy it, and the first that does not ends it. */
function allKept(setting: Setting, expected: number): Plan {
  const { budget } = setting;
  let holds = 1;
  for (let n = 0; n < budget; n++) holds *= expected;
  return {
    trials: expected >= 1 ? budget : Math.min(budget, 1 / (1 - expected)),
    fault: unlikely(holds, setting),
  };
}

export const everyTask = (name: string, how: 'drawn' | 'listed') => {
  const listed = how === 'listed';
  const statistical = ({ role }: Setting) => role === 'mustFail' && !listed;
  return {
    name,
    exact: how,
    takes: 'statement',
    judge: (_, setting) =>
      statistical(setting) ? share(name, 1 - setting.breaks, setting) : exact(name, listed, setting),
    // A control breaks every task, or twice the few that its claim states.
    clearest: (_, { role, breaks }) => (role === 'mustFail' ? Math.max(0, 1 - 2 * breaks) : 1),
    plan(_, setting, expected) {
      if (listed) return { trials: setting.budget, fault: null };
      return statistical(setting) ? shareKept(1 - setting.breaks, setting, expected) : allKept(setting, expected);
    },
    because: (told, _, breaks) => (told.role === 'mustFail' ? broken(told, listed, breaks) : exactly(told, listed)),
    cell: (told) => cell(told, listed),
    advice: ({ n, drawn }) =>
      n < drawn
        ? `only ${n} of ${drawn} tasks met its premise: state a population that meets it more often`
        : 'no level decides what is not settled on its own tasks: sharpen the property or the certified answer',
  } satisfies Partial<Law>;
};
