/** Laws about the share of tasks that satisfy a statement: it is claimed to exceed a number. */
import type { Criterial, Law, Offer, Plan, Setting } from '../law.js';
import { clearer, more, type Better } from '../more.js';
import { outlook } from '../outlook.js';
import { bracketed, decided, digits, percent, short, unsettled } from '../sentence.js';
import { share } from '../share.js';
import type { Told } from '../summary.js';

/** Where a decision is less likely than this, the expectation lies on the boundary, and no level is advised for it. */
const LIKELY = 0.5;

/** Why a decision of that probability is not to be expected, or null. */
export const unlikely = (power: number, { role, budget }: Setting): string | null =>
  power >= LIKELY
    ? null
    : `decided "${role === 'mustFail' ? 'fails' : 'holds'}" within ${budget} tasks with probability ${digits(power, 2)} ` +
      `only; it lies on the boundary or the budget is too small`;

/** For arms whose tasks satisfy the statement with probability `expected`. */
export function shareKept(claimed: number, setting: Setting, expected: number): Plan {
  const { alpha, failAlpha, budget, role } = setting;
  const { holds, fails, trials } = outlook(claimed, alpha, failAlpha, budget, expected);
  return { trials, fault: unlikely(role === 'mustFail' ? fails : holds, setting) };
}

/** P(a verdict) with so many tasks at so much risk, if tasks go on to satisfy and to violate as often as they did. */
function chance(claimed: number, { n, counts, failAlpha, alpha }: Told, at: number, budget: number): number {
  const known = (p: number) => outlook(claimed, at, (at * failAlpha) / alpha, budget, p);
  // What is in doubt counts towards neither side.
  return Math.min(1, known(counts.successes / n).holds + known(1 - counts.violations / n).fails);
}

const whole = (part: number) => `${Math.floor(100 * part + 0.5)}%`;

/** A stricter level has more tasks and needs more evidence: it is advised where it makes a verdict likelier, and likely. */
function likelier(claimed: number, told: Told, stricter: readonly Offer[]): Better | undefined {
  if (told.n === 0) return undefined;
  const now = chance(claimed, told, told.alpha, told.budget);
  const best = stricter
    .map(({ level, alpha, budget }) => ({ level, p: chance(claimed, told, alpha, budget) }))
    .reduce((one, other) => (other.p > one.p ? other : one), { level: '', p: now });
  if (best.level === '' || best.p < LIKELY) return undefined;
  const seen = `if the share of tasks is the ${whole(told.counts.successes / told.n)} seen here`;
  return { level: best.level, why: `decides with probability ${whole(best.p)} ${seen} (this level: ${whole(now)})` };
}

/** @param claimed the share that the criterion claims to be exceeded */
export const shareOfTasks = <C extends Criterial>(name: string, claimed: (criterion: C) => number) =>
  ({
    name,
    takes: 'statement',
    judge: (criterion, setting) => share(name, claimed(criterion), setting),
    plan: (criterion, setting, expected) => shareKept(claimed(criterion), setting, expected),
    because: (told) => decided(told, `${told.counts.successes} of ${told.n} tasks${bracketed(unsettled(told))}`),
    cell(told, criterion) {
      const { decision, n, counts, alpha, failAlpha } = told;
      const certified = { holds: `more than`, fails: `less than`, undecided: '', continue: '' }[decision];
      const at = short(decision === 'fails' ? failAlpha : alpha);
      const said = certified && `, ${certified} ${percent(claimed(criterion))} certified at ${at}`;
      return `${counts.successes}/${n}${bracketed(unsettled(told))}${said}`;
    },
    advice: (told, criterion, stricter) =>
      more(told, stricter, likelier(claimed(criterion), told, stricter), (none) => {
        const { n, counts } = told;
        const open = counts.inDoubt + counts.notANumber + counts.unfinished + counts.diverged;
        if (open > 0) return `${open} of ${n} tasks are not settled: look at them before any other run${none}`;
        const seen = digits(counts.successes / Math.max(1, n), 3);
        return clearer(`the share seen, ${seen}, is too near the claimed ${digits(claimed(criterion), 3)}`);
      }),
    excludes: 'a share or a capped mean lay on the wrong side of its bound',
  }) satisfies Partial<Law<C>>;
