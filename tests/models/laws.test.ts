/** Every shipped model keeps the laws under the rules that shipped claims give it. */
import { streamState, stream } from '../../src/numerics/stream.js';
import { verdictArms } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { draw } from '../../src/engine/draw.js';
import { laws, type Case } from './laws.js';

const models = await discoverModels();
const cases = new Map<string, Map<string, Case>>([...models.keys()].map((name) => [name, new Map()]));

/** Two rules of one kind have the same fields, and the same words in them. */
const kindOf = (rule: object): string =>
  JSON.stringify(
    Object.entries(rule).map(([field, value]) => [field, typeof value === 'string' ? value : typeof value]),
  );

for (const file of await modulesIn(shippedClaims)) {
  const found = await loadClaim(file);
  if ('why' in found) throw new Error(`${file} ${found.why}`);
  for (const arm of verdictArms(found.claim)) {
    const name = { suiteSeed: '1', claim: found.id, arm: arm.name, trial: 0 };
    const { task } = draw(arm.claim.forAll, { ...name, arm: arm.tasksOf });
    for (const [
      run,
      {
        model: { name: model },
        rule: given,
        on,
      },
    ] of Object.entries(arm.claim.train)) {
      const rule: object = typeof given === 'function' ? given(task) : given;
      const kind = kindOf(rule);
      if (cases.get(model)!.has(kind)) continue;
      const streams = {
        train: () => stream(streamState(name, 'train')),
        noise: () => stream(streamState(name, 'noise')),
        eval: () => stream(streamState(name, 'eval')),
      };
      cases
        .get(model)!
        .set(kind, { name: `${found.id}, ${arm.name}, ${run}`, task: on ? on(task) : task, rule, streams });
    }
  }
}

for (const [name, { model }] of models) laws(model, [...cases.get(name)!.values()]);
