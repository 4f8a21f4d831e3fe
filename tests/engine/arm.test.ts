import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultArms, oraclesOf } from '../../src/engine/arm.js';
import { loadClaim, shippedClaims } from '../../src/engine/discover.js';

test('an oracle that is asked two questions is wrong in both, by one arm', async () => {
  const found = await loadClaim(join(shippedClaims, 'label-noise-decays-balance.ts'));
  if ('why' in found) throw new Error(found.why);
  const arms = faultArms(found.claim, new Map());
  expect(new Set(arms.map(({ name }) => name)).size).toBe(arms.length);
  const [oracle] = oraclesOf(found.claim);
  expect(Object.values(found.claim.theory).every(([asked]) => asked === oracle)).toBe(true);
  const wrong = arms.flatMap(({ instead }) => Object.entries(instead?.oracles ?? {}));
  expect(wrong.length).toBe(Object.keys({ ...oracle!.faults, ...oracle!.harmless }).length);
  for (const [name, by] of wrong) {
    expect(name).toBe(oracle!.name);
    expect(by).not.toBe(oracle!.answer);
  }
});
