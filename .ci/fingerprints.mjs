/**
 * What every version of Node must agree on, bit for bit: the first tasks of every population, and trial 0 of every arm
 * of every claim, which evaluates every formula. Prints one line each; .ci/run compares the lines.
 */
import { dialArms, verdictArms } from '../dist/src/engine/arm.js';
import { discoverModels, loadClaim, modulesIn, shippedClaims } from '../dist/src/engine/discover.js';
import { firstTasks, versioned } from '../dist/src/engine/frozen.js';
import { trial } from '../dist/src/engine/trial.js';

const models = new Map([...(await discoverModels())].map(([name, { model }]) => [name, model]));
for (const file of await modulesIn(shippedClaims)) {
  const found = await loadClaim(file);
  if ('why' in found) throw new Error(`${file} ${found.why}`);
  for (const arm of [...verdictArms(found.claim), ...dialArms(found.claim)]) {
    const { digest, error } = trial(arm, found.id, '1', 0, models);
    if (error) throw new Error(`${found.id}, ${arm.name}: ${error}`);
    console.log(`${found.id}\t${arm.name}\t${versioned(arm.claim.forAll)}\t${firstTasks(arm.claim.forAll)}\t${digest}`);
  }
}
