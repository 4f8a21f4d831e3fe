import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Criterion } from '../../src/claim.js';
import { always, forMost, median, monotone, onAverage } from '../../src/criteria.js';
import { advice } from '../../src/statistics/advice.js';
import { evidence } from '../../src/statistics/evidence.js';
import { ALPHA, budgetOf, LEVELS, type Level } from '../../src/statistics/levels.js';
import type { PartOutcome } from '../../src/statistics/outcome.js';
import { boundaries, operatingCharacteristic } from '../../src/statistics/binary.js';
import { doubt, gated, no, times, value, yes } from './outcomes.js';

function after(criterion: Criterion, level: Level, outcomes: readonly PartOutcome[], budget?: number) {
  const judged = evidence(criterion, { role: 'claim', level, ...(budget !== undefined && { budget }) });
  for (const outcome of outcomes) judged.add(outcome);
  return judged.summary();
}
const shareAt = (p0: number, alpha: number, N: number, p: number) =>
  operatingCharacteristic(boundaries(p0, alpha, alpha, N), p);
/** One task in `every` violates. */
const rare = (every: number) => Array.from({ length: 2000 }, (_, k) => (k % every === every - 1 ? no : yes));

describe('a stricter level is advised', () => {
  it('never where the operating characteristic says that it lowers the chance of a verdict', () => {
    const laws = fc.constantFrom(
      forMost({ allBut: 0.05 }),
      forMost({ allBut: 0.1 }),
      median(),
      // A level with far more tasks.
      forMost({ allBut: 0.2, budget: { quick: 40, standard: 300, paper: 300 } }),
    );
    let advised = 0;
    fc.assert(
      fc.property(
        laws,
        fc.constantFrom<Level>('quick', 'standard'),
        fc.integer({ min: 2, max: 60 }),
        (law, level, every) => {
          const summary = after(law, level, rare(every));
          if (summary.decision !== 'undecided') return;
          const told = advice(law, summary);
          const named = LEVELS.find((each) => told.startsWith(`run at --level ${each},`));
          const p0 = law.law === 'median' ? 0.5 : 1 - law.allBut;
          const verdict = (each: Level) => {
            const p = summary.counts.successes / summary.n;
            const { holds, fails } = shareAt(p0, ALPHA[each], budgetOf(law)[each], p);
            return holds + fails;
          };
          if (named === undefined) {
            for (const each of LEVELS.filter((one) => ALPHA[one] < ALPHA[level]))
              expect(Math.min(verdict(each) - verdict(level), verdict(each) - 0.5)).toBeLessThanOrEqual(1e-12);
          } else {
            advised++;
            expect(verdict(named)).toBeGreaterThan(verdict(level));
            expect(verdict(named)).toBeGreaterThanOrEqual(0.5);
          }
        },
      ),
      { numRuns: 200, seed: 12 },
    );
    expect(advised).toBeGreaterThan(0);
  });

  it('here: 94% of the tasks against 90% need more tasks, and standard needs more still', () => {
    const law = forMost({ allBut: 0.1 });
    const at = (level: Level, N: number, p = 0.9375) => shareAt(0.9, ALPHA[level], N, p).holds;
    expect(at('standard', 120)).toBeLessThan(at('quick', 80));
    const told = advice(law, after(law, 'quick', rare(16)));
    expect(told).toMatch(
      /^about \d+ more tasks would decide \(holds\): raise the budget of 80 in its file to \d+ or more/,
    );
    expect(told).toContain('no stricter level is likely to');
  });

  it('for means where the evidence so far grows fast enough for it', () => {
    const law = onAverage({ atLeast: 0.1, cap: 1, budget: { quick: 60, standard: 120, paper: 180 } });
    // The forecast is 97 tasks at quick; standard needs 1.37 times as many.
    const quick = after(law, 'quick', times(60, value(0.15)));
    expect(quick.decision).toBe('undecided');
    const roomy = { ...law, budget: { quick: 60, standard: 160, paper: 200 } };
    expect(advice(roomy, quick)).toMatch(/^run at --level standard, which has 160 tasks and needs about \d+$/);
    expect(advice(law, quick)).toMatch(/^about \d+ more tasks .*raise the budget of 60/);
  });

  it('is none at paper, and none where a control has a budget of its own', () => {
    const law = forMost({ allBut: 0.1 });
    expect(advice(law, after(law, 'paper', rare(16)))).not.toMatch(/level/);
    expect(advice(law, after(law, 'quick', rare(25), 50))).not.toMatch(/level/);
  });
});

describe('where more tasks do not help', () => {
  it('it says so', () => {
    const mean = onAverage({ atLeast: 0.1, cap: 1 });
    expect(advice(mean, after(mean, 'standard', times(120, value(0.1))))).toMatch(
      /too near the boundary.*would not decide/,
    );
    const share = forMost({ allBut: 0.1 });
    expect(advice(share, after(share, 'standard', rare(8)))).toMatch(
      /^the share seen, 0\.876, is too near the claimed 0\.9/,
    );
    const steps = monotone({ within: 0.1, cap: 1, steps: 1 });
    expect(advice(steps, after(steps, 'standard', times(100, value(-0.1))))).toMatch(
      /boundary of "monotone"|would decide/,
    );
  });
  it('what is in doubt is looked at first', () => {
    const share = forMost({ allBut: 0.1 });
    const open = after(
      share,
      'standard',
      Array.from({ length: 120 }, (_, k) => (k % 6 === 5 ? doubt : yes)),
    );
    expect(open.decision).toBe('undecided');
    expect(advice(share, open)).toMatch(/^\d+ of \d+ tasks are not settled/);
  });
  it('a premise that is never met, and what is in doubt under always', () => {
    expect(advice(always(), after(always(), 'quick', times(720, gated)))).toMatch(
      /^only 0 of 720 tasks met its premise/,
    );
    expect(advice(always(), after(always(), 'quick', times(72, doubt)))).toMatch(/no level decides/);
  });
});
