/** What runs in a worker thread: claims and models are loaded once, then trials by name. */
import { pathToFileURL } from 'node:url';
import { workerData } from 'node:worker_threads';
import type { Claim, Model } from '../claim.js';
import { armNamed, type Arm } from '../engine/arm.js';
import type { Done, Job } from '../engine/measure.js';
import { trial, type TrialRecord } from '../engine/trial.js';

/** The modules of the run: plain paths, so that they can be handed to a thread. */
export interface Modules {
  readonly claims: readonly { readonly id: string; readonly module: string; readonly seed: string }[];
  readonly models: readonly { readonly name: string; readonly module: string }[];
}

// piscina hands its own data over beside ours.
const data = (Array.isArray(workerData) ? workerData[1] : workerData) as Modules;
const load = async <V>(module: string): Promise<V> =>
  ((await import(pathToFileURL(module).href)) as { default: V }).default;

const models = new Map(
  await Promise.all(data.models.map(async ({ name, module }) => [name, await load<Model>(module)] as const)),
);
const claims = new Map(data.claims.map((claim) => [claim.id, claim]));
const arms = new Map<string, Arm>();

export default async function run(job: Job): Promise<Done> {
  const { module, seed } = claims.get(job.claim)!;
  const key = `${job.claim}\u0000${job.arm}`;
  let arm = arms.get(key);
  if (!arm) {
    arm = armNamed(await load<Claim>(module), job.arm, models);
    arms.set(key, arm);
  }
  const started = performance.now();
  const records: TrialRecord[] = [];
  for (let index = job.from; index < job.to; index++) records.push(trial(arm, job.claim, seed, index, models));
  return { records, ms: performance.now() - started };
}
