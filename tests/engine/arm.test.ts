import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultArms, isAsked, oraclesOf } from '../../src/engine/arm.js';
import { loadClaim, shippedClaims } from '../../src/engine/discover.js';

test('an oracle that is asked two questions is wrong in both, by one arm', async () => {
  const found = await loadClaim(join(shippedClaims, 'label-noise-decays-balance.ts'));
  if ('why' in found) throw new Error(found.why);
  const arms = faultArms(found.claim, new Map());
  expect(new Set(arms.map(({ name }) => name)).size).toBe(arms.length);
  const answers = (claim: typeof found.claim) =>
    Object.values(oraclesOf(claim)).map((entry) => (isAsked(entry) ? entry.oracle.answer : entry.answer));
  const [small, large] = answers(found.claim);
  expect(small).toBe(large);
  for (const arm of arms) {
    const [first, second] = answers(arm.claim);
    expect(first, arm.name).toBe(second);
    expect(first, arm.name).not.toBe(small);
  }
});
