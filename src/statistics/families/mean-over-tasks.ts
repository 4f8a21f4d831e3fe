/** Laws about means over tasks, single tasks capped: each mean is claimed to lie on one side of a bound, or between two. */
import { log } from '../../numerics/elementary.js';
import { ROUNDING } from '../grid.js';
import type { Criterial, Law, Offer, Plan, Setting } from '../law.js';
import type { Bound, Mean } from '../mean.js';
import { means, process, wager } from '../means.js';
import { clearer, more, type Better } from '../more.js';
import { MIXING } from '../need.js';
import { bracketed, decided, digits, short, unsettled } from '../sentence.js';
import type { Decision } from '../outcome.js';
import type { Told } from '../summary.js';

/** Trials until every task shows exactly `expected` and the arm is decided the way it should be: a lower bound of the cost. */
function withoutSpread(law: Mean, { alpha, failAlpha, budget, role }: Setting, expected: number): Plan {
  const first = (goal: number) => (bound: Bound) => {
    const { cap, offset = 0, expected: own } = law.quantities[bound.quantity]!;
    const value = own ?? expected - offset;
    const betting = process(law, bound);
    for (let n = 1; n <= budget; n++) if (betting.add(wager(bound, cap, [value, value])) >= goal - ROUNDING) return n;
    return Infinity;
  };
  const trials =
    role === 'mustFail'
      ? Math.min(...law.fails.map(first(log(law.fails.length / failAlpha))))
      : Math.max(...law.holds.map(first(log(1 / alpha))));
  const fault =
    `not decided "${role === 'mustFail' ? 'fails' : 'holds'}" within ${budget} tasks even without any spread; ` +
    `it lies on the boundary, or cap or budget do not fit`;
  return { trials: Math.min(budget, trials), fault: trials <= budget ? null : fault };
}

/** Evidence grows by so much per task; what a level needs is then a number of tasks. */
function nearer({ n, wouldNeed, alpha }: Told, stricter: readonly Offer[]): Better | undefined {
  if (!wouldNeed || n === 0) return undefined;
  const tasks = (at: number) => Math.ceil(((n + wouldNeed.more) * (log(1 / at) + MIXING)) / (log(1 / alpha) + MIXING));
  const found = stricter.find((each) => tasks(each.alpha) <= each.budget);
  return found && { level: found.level, why: `has ${found.budget} tasks and needs about ${tasks(found.alpha)}` };
}

/** What the quantity that decided is among several. */
const STANDS: Readonly<Record<Decision, string>> = {
  holds: 'certified last of',
  fails: 'the one that refutes, of',
  undecided: 'the furthest from being certified of',
  continue: 'the furthest from being certified of',
};

function because(told: Told, decisive: number): string {
  const { decision, n, quantities, counts } = told;
  const { name, estimate } = quantities[decisive]!;
  const among = quantities.length > 1 ? ` (${STANDS[decision]} ${quantities.length})` : '';
  const open = counts.notANumber + counts.unfinished + counts.diverged > 0 ? bracketed(unsettled(told)) : '';
  return decided(told, `${name} ${estimate === null ? 'unknown' : digits(estimate)}${among} over ${n} tasks${open}`);
}

function cell({ decision, n, quantities, alpha, failAlpha }: Told, { twoSided }: Mean): string {
  // Bounded on one side, those nearest to a violation.
  const end = decision === 'fails' ? 1 : 0;
  const shown = twoSided ? quantities : quantities.toSorted((a, b) => a.interval[end] - b.interval[end]);
  const seen = shown
    .slice(0, 2)
    .map(({ name, estimate, interval: [low, high] }) =>
      estimate === null ? name : `${name} ${short(estimate)} [${short(low)}, ${short(high)}]`,
    )
    .join(', ');
  const rest = quantities.length > 2 ? `, and ${quantities.length - 2} more` : '';
  const said =
    decision === 'holds' || decision === 'fails'
      ? `, certified at ${short(decision === 'fails' ? failAlpha : alpha)}`
      : '';
  return `${seen}${rest} over ${n} tasks${said}`;
}

export const meanOverTasks = <C extends Criterial>(name: string, mean: (criterion: C) => Mean) =>
  ({
    name,
    mean,
    judge: (criterion, setting) => means(mean(criterion), setting),
    plan: (criterion, setting, expected) => withoutSpread(mean(criterion), setting, expected),
    because,
    cell: (told, criterion) => cell(told, mean(criterion)),
    advice: (told, _, stricter) =>
      more(told, stricter, nearer(told, stricter), () =>
        clearer(`what was seen is too near the boundary of "${name}"`),
      ),
    excludes: 'a share or a capped mean lay on the wrong side of its bound',
  }) satisfies Partial<Law<C>>;
