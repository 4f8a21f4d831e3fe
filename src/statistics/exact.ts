/**
 * Evidence about every task: one certified counterexample refutes and spends no risk; holding needs every trial
 * certified. What is in doubt, not a number or unfinished leaves it undecided. For lists of claims what is drawn
 * carries the e-value of "more than 95% of the tasks".
 *
 * A falsehood is not refuted by one task: a check that is blind on most tasks would pass for one that sees. It must break
 * more than a stated share of the tasks (half of them, unless the claim says why it is less), which is a matter of
 * statistics (share.ts), or of counting where the tasks are a list.
 */
import { logCounts, wagers } from './grid.js';
import { anytimeShare } from './intervals.js';
import { kindOf, type Judge, type Setting } from './law.js';
import { alwaysPower } from './power.js';

/** The share of successes that it stands for in statistics. */
export const ALWAYS_SHARE = 0.95;
/** A premise that fewer than one task in ten meets leaves the claim undecided. */
export const DRAWN_PER_TRIAL = 10;

export function exact(law: string, listed: boolean, setting: Setting): Judge {
  const { alpha, budget, role, divergenceCounts } = setting;
  const w = wagers(ALWAYS_SHARE);
  let n = 0;
  let successes = 0;
  let violations = 0;
  let logE = 0;
  return {
    take(outcome) {
      const kind = kindOf(outcome, law, role);
      n++;
      if (kind === 'success') successes++;
      if (kind === 'violation' || (kind === 'diverged' && divergenceCounts)) violations++;
      logE = logCounts(w, successes, n - successes);
      return kind;
    },
    decide({ drawn }) {
      if (violations > (role === 'mustFail' ? setting.breaks * budget : 0)) return { decision: 'fails' };
      const over = listed ? drawn === budget : n === budget || drawn === DRAWN_PER_TRIAL * budget;
      if (!over) return { decision: 'continue' };
      const complete = listed ? n > 0 : n === budget;
      return { decision: complete && successes === n ? 'holds' : 'undecided' };
    },
    logE: () => ({ holds: listed ? null : logE, fails: null }),
    quantities: () => [
      {
        name: 'share of tasks',
        estimate: n === 0 ? null : successes / n,
        interval: listed
          ? [n === 0 ? 0 : successes / n, n === 0 ? 1 : 1 - violations / n]
          : anytimeShare(n, successes, violations, alpha),
      },
    ],
    power: () => (listed ? null : alwaysPower(budget)),
    // More trials settle nothing that these could not.
    wouldNeed: () => null,
  };
}
