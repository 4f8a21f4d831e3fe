/**
 * The stated error is a bound on hard questions, or the refusal is a sentence: seeds of hard.ts, truths in rational
 * arithmetic. Oracles behind which exact arithmetic stands answer all that has an answer within float64.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { audits } from './audits.js';

const seeds = fc.integer({ min: 0, max: 2 ** 30 });
/** What a solvable question may be refused for. */
const reasons: Readonly<Record<string, RegExp>> = {
  'preferred, preconditioned': /beyond float64|P \(\d+ x \d+\) is not positive definite/,
  posterior: /beyond float64|P \(\d+ x \d+\) is not positive definite/,
  'maxMargin, L1': /too small beside their entries/,
  'maxMargin, Linf': /too small beside their entries/,
  minimumL1: /choose another unit|depend on each other|expected 1e-9/,
};

describe.each(Object.entries(audits))('%s', (name, audit) => {
  it('is within its error of the truth, or says why not', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const found = audit(seed);
        if ('shares' in found) for (const share of found.shares) expect(share).toBeLessThanOrEqual(1);
        else if (found.solvable) expect(found.refused).toMatch(reasons[name] ?? /beyond float64/);
        else expect(found.refused).toMatch(/depend on each other|not separable|choose another unit|too large/);
      }),
      { numRuns: name.includes('lasso') ? 25 : 40, seed: 12 },
    );
  });
});
