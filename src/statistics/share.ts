/**
 * Evidence about a share of successes. Conservative on each side: towards `holds` all that is
 * not a certified success counts as a violation; towards `fails` what is in doubt or unfinished does not, and for a
 * control nothing but a finite certified violation does.
 */
import { log } from '../numerics/elementary.js';
import { boundaries } from './binary.js';
import { logCounts, STAKES, type Wagers } from './grid.js';
import { anytimeShare } from './intervals.js';
import { kindOf, type Judge, type Setting } from './law.js';
import { need } from './need.js';
import { sharePower } from './power.js';
import { EXACT, threshold } from './threshold.js';

/** The growth per trial of the best stake. */
function growth(w: Wagers, ones: number, zeros: number): number {
  let best = -Infinity;
  for (let j = 0; j < STAKES.length; j++)
    best = Math.max(best, ones * w.win[j]! + (zeros > 0 ? zeros * w.lose[j]! : 0));
  return best / (ones + zeros);
}

export function share(law: string, p0: number, setting: Setting): Judge {
  const { alpha, failAlpha, budget, role, divergenceCounts } = setting;
  const hold = threshold(p0, alpha, budget);
  const fail = threshold(1 - p0, failAlpha, budget);
  const goals = { hold: log(1 / alpha), fail: log(1 / failAlpha) };
  let n = 0;
  let successes = 0;
  let violations = 0;
  const logE = { holds: 0, fails: 0 };
  return {
    take(outcome) {
      const kind = kindOf(outcome, law, role);
      n++;
      if (kind === 'success') successes++;
      else if (kind === 'violation') violations++;
      else if (kind === 'not a number') violations += role === 'claim' ? 1 : 0;
      else if (kind === 'diverged') violations += role === 'claim' || divergenceCounts ? 1 : 0;
      logE.holds = logCounts(hold.wagers, successes, n - successes);
      logE.fails = logCounts(fail.wagers, violations, n - violations);
      return kind;
    },
    decide() {
      if (hold.reached(n, successes))
        return { decision: 'holds', closing: n === budget && hold.closing && logE.holds < goals.hold - 1e-9 };
      if (fail.reached(n, violations))
        return { decision: 'fails', closing: n === budget && fail.closing && logE.fails < goals.fail - 1e-9 };
      if (n === budget || !(hold.possible(n, successes) || fail.possible(n, violations)))
        return { decision: 'undecided' };
      return { decision: 'continue' };
    },
    logE: () => ({ ...logE }),
    quantities: () => [
      {
        name: 'share of tasks',
        estimate: n === 0 ? null : successes / n,
        interval: anytimeShare(n, successes, violations, alpha),
      },
    ],
    // Of the table alone it is known exactly.
    power: () => (budget > EXACT ? null : sharePower(boundaries(p0, alpha, failAlpha, budget))),
    wouldNeed: () =>
      need(n, [
        { toward: 'holds', goal: goals.hold, growth: [growth(hold.wagers, successes, n - successes)] },
        { toward: 'fails', goal: goals.fail, growth: [growth(fail.wagers, violations, n - violations)] },
      ]),
  };
}
