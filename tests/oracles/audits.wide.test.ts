/** As audits.test.ts, for answers that are not rational: truths in 60 digits. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wideAudits } from './audits.wide.js';

const seeds = fc.integer({ min: 0, max: 2 ** 30 });
const reasons =
  /choose another unit|depend on each other|does not certify|float64 knows|not settled|expected at most 1e-9/;

describe.each(Object.entries(wideAudits))('%s', (_, audit) => {
  it('is within its error of the truth, or says why not', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const found = audit(seed);
        if ('shares' in found) for (const share of found.shares) expect(share).toBeLessThanOrEqual(1);
        else expect(found.refused).toMatch(reasons);
      }),
      { numRuns: 15, seed: 12 },
    );
  });
});
