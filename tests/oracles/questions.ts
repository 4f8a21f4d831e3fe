/**
 * The oracles, found by their folder, and questions to each: those that shipped claims ask of their first tasks. Training is
 * done only where a question reads what was trained.
 */
import { readdirSync } from 'node:fs';
import type { Any, Oracle, Trained } from '../../src/claim.js';
import { isAsked, isOracle, oraclesOf, runsOf, verdictArms, type Arm, type Models } from '../../src/engine/arm.js';
import { discoverModels, loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { draw } from '../../src/engine/draw.js';
import { stream, streamState, type TrialName } from '../../src/numerics/stream.js';

export interface Asking {
  /** Who asks. */
  readonly name: string;
  readonly question: Any;
}

const folder = new URL('../../oracles/', import.meta.url);
export const oracleFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .sort();

/** The oracles that a file of `oracles/` exports. */
export async function exportedBy(file: string): Promise<Oracle<Any, Any>[]> {
  const all = (await import(new URL(file, folder).href)) as Record<string, unknown>;
  return Object.values(all).filter(
    (value): value is Oracle<Any, Any> => typeof value === 'object' && value !== null && isOracle(value),
  );
}

const TASKS = 3;

/** What is trained on the task, run by run, each when it is first looked at. */
function trainedOn(task: unknown, arm: Arm, name: TrialName, models: Models): unknown {
  const streams = {
    train: () => stream(streamState(name, 'train')),
    noise: () => stream(streamState(name, 'noise')),
    eval: () => stream(streamState({ ...name, arm: arm.tasksOf }, 'eval')),
  };
  const runs = Object.entries(runsOf(arm.claim)).map(([run, [model, rule, on]]) => {
    let done: Trained | undefined;
    const train = () =>
      (done ??= models
        .get(model)!
        .train(on ? on(task) : task, typeof rule === 'function' ? (rule as Any)(task) : rule, streams));
    return [run, train] as const;
  });
  const lazily = (fields: readonly (readonly [string, () => unknown])[]) =>
    Object.defineProperties(
      {},
      Object.fromEntries(fields.map(([field, get]) => [field, { get, enumerable: true }])),
    ) as unknown;
  if (!Array.isArray(arm.claim.train)) return lazily(runs);
  const only = runs[0]![1];
  const fields = ['parameters', 'predict', 'steps', 'stopped', 'facts'] as const;
  return lazily(fields.map((field) => [field, () => only()[field]] as const));
}

/** The questions of all shipped claims and their controls, by the oracle's name. */
export async function askedByClaims(): Promise<Map<string, Asking[]>> {
  const models = new Map([...(await discoverModels())].map(([name, { model }]) => [name, model]));
  const asked = new Map<string, Asking[]>();
  for (const file of await modulesIn(shippedClaims)) {
    const found = await loadClaim(file);
    if ('why' in found) throw new Error(`${file} ${found.why}`);
    const [arm] = verdictArms(found.claim);
    for (let trial = 0; trial < Math.min(TASKS, found.claim.forAll.list?.length ?? TASKS); trial++) {
      const name = { suiteSeed: '1', claim: found.id, arm: 'claim', trial };
      const { task } = draw(found.claim.forAll, name);
      const trained = trainedOn(task, arm!, name, models);
      for (const [field, entry] of Object.entries(oraclesOf(found.claim))) {
        const oracle = isAsked(entry) ? entry.oracle : entry;
        const question: unknown = isAsked(entry) ? entry.question({ task, trained: trained as Any }) : task;
        asked.set(oracle.name, [
          ...(asked.get(oracle.name) ?? []),
          { name: `${found.id}, ${field}, task ${trial}`, question },
        ]);
      }
    }
  }
  return asked;
}
