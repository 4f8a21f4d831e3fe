/** No control of a shipped claim varies nothing. */
import { expect, test } from 'vitest';
import type { Model } from '../../src/claim.js';
import { verdictArms } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { idle } from '../../src/engine/idle.js';

/** Tasks on which a control may look like the claim before it counts as one that varies nothing. */
const TASKS = 8;

test('every control of every shipped claim differs from its claim within eight tasks', async () => {
  const models = new Map<string, Model>([...(await discoverModels())].map(([name, { model }]) => [name, model]));
  const found: string[] = [];
  for (const file of await modulesIn(shippedClaims)) {
    const loaded = await loadClaim(file);
    if ('why' in loaded) throw new Error(`${file} ${loaded.why}`);
    const [claim, ...controls] = verdictArms(loaded.claim);
    const trials = Math.min(TASKS, loaded.claim.forAll.list?.length ?? Infinity);
    for (const control of controls)
      if (idle(control, claim!, { id: loaded.id, seed: '1', trials }, models))
        found.push(`${loaded.id}, ${control.name}`);
  }
  expect(found).toEqual([]);
});
