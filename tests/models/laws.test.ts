/** Every shipped model keeps the laws under the rules that shipped claims give it. */
import { streamState, stream } from '../../src/numerics/stream.js';
import { verdictArms } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { kindOf } from '../../src/engine/conform/case.js';
import { draw } from '../../src/engine/draw.js';
import { canonical } from '../../src/numerics/digest.js';
import { laws, type Case } from '../../src/vitest.js';

const models = await discoverModels();
/** By model: a case of each kind of rule, and more rules of these kinds, in which faults may show. */
const cases = new Map([...models.keys()].map((name) => [name, new Map<string, Case>()]));
const more = new Map([...models.keys()].map((name) => [name, new Map<string, Case>()]));
const TRIALS = 4;

for (const file of await modulesIn(shippedClaims)) {
  const found = await loadClaim(file);
  if ('why' in found) throw new Error(`${file} ${found.why}`);
  for (const arm of verdictArms(found.claim))
    for (let trial = 0; trial < Math.min(TRIALS, arm.claim.forAll.list?.length ?? TRIALS); trial++) {
      const name = { suiteSeed: '1', claim: found.id, arm: arm.name, trial };
      const { task } = draw(arm.claim.forAll, { ...name, arm: arm.tasksOf });
      for (const [run, { model, rule: given, on }] of Object.entries(arm.claim.train)) {
        const rule: object = typeof given === 'function' ? given(task) : given;
        const streams = {
          train: () => stream(streamState(name, 'train')),
          noise: () => stream(streamState(name, 'noise')),
          eval: () => stream(streamState(name, 'eval')),
        };
        const each = { name: `${found.id}, ${arm.name}, ${run}`, task: on ? on(task) : task, rule, streams };
        for (const [kind, kept] of [
          [kindOf(rule), cases],
          [canonical(rule), more],
        ] as const)
          if (!kept.get(model.name)!.has(kind)) kept.get(model.name)!.set(kind, each);
      }
    }
}

for (const [name, { model }] of models) laws(model, [...cases.get(name)!.values()], [...more.get(name)!.values()]);
