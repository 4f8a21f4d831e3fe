import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dialArms, verdictArms } from '../../src/engine/arm.js';
import { loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { FROZEN, firstTasks, versioned } from '../../src/engine/frozen.js';

const populations = new Map<string, string>();
for (const file of await modulesIn(shippedClaims)) {
  const found = await loadClaim(file);
  if ('why' in found) throw new Error(`${file} ${found.why}`);
  for (const { claim } of [...verdictArms(found.claim), ...dialArms(found.claim)])
    populations.set(versioned(claim.forAll), firstTasks(claim.forAll));
}

// `npm run freeze` pins what is new; it never changes what is pinned.
if (process.env['FREEZE']) {
  const pinned = JSON.parse(readFileSync(FROZEN, 'utf8')) as Record<string, string>;
  const all = { ...Object.fromEntries(populations), ...pinned };
  const lines = Object.keys(all)
    .sort()
    .map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(all[name])}`);
  writeFileSync(FROZEN, `{\n${lines.join(',\n')}\n}\n`);
}

describe('frozen streams', () => {
  const pinned = JSON.parse(readFileSync(FROZEN, 'utf8')) as Record<string, string>;
  test.each([...populations])('%s draws what it has always drawn', (name, digest) => {
    expect(pinned[name], `not pinned yet: npm run freeze`).toBe(digest);
  });
});
