/** What runs in a worker thread: trials by name. A claim and its models are loaded when the first of its trials comes. */
import { pathToFileURL } from 'node:url';
import { workerData } from 'node:worker_threads';
import type { Claim, Model } from '../claim.js';
import { ahead } from '../engine/ahead.js';
import { armNamed, modelsIn, trainedIn, type Arm } from '../engine/arm.js';
import { attempt } from '../engine/attempt.js';
import type { Done, Job } from '../engine/measure.js';
import { remoteOf, type Started } from '../engine/programs.js';
import { instead } from '../engine/train.js';
import type { TrialRecord } from '../engine/trial.js';
import { useKernels } from '../numerics/kernels.js';
import { patience } from '../program/bridge.js';
import { sharePlaces } from '../program/children.js';

/** The modules of the run: plain paths, so that they can be handed to a thread. */
export interface Modules {
  readonly claims: readonly { readonly id: string; readonly module: string; readonly seed: string }[];
  readonly models: readonly {
    readonly name: string;
    readonly module: string;
    readonly insteadOf?: string | undefined;
    readonly program?: Started | undefined;
  }[];
  /** Seconds that a training may take. */
  readonly watchdog: number;
  /** Where the processes of programs are entered. */
  readonly children: Int32Array;
  /** The compiled kernels, or the word that none are to be used. */
  readonly kernels: WebAssembly.Module | 'reference';
}

// piscina hands its own data over beside ours.
const data = (Array.isArray(workerData) ? workerData[1] : workerData) as Modules;
if (data.kernels === 'reference') useKernels('reference');
else useKernels('wasm', data.kernels);
sharePlaces(data.children);
patience(data.watchdog);

const load = async <V>(module: string): Promise<V> =>
  ((await import(pathToFileURL(module).href)) as { default: V }).default;

const models = new Map<string, Model>();
const found = new Map(data.models.map((model) => [model.name, model]));

/** The models that a claim trains, as the run found them. */
async function loadModels(claim: Claim): Promise<void> {
  for (const name of trainedIn(claim)) {
    const { module, insteadOf, program } = found.get(name) ?? {};
    if (module === undefined || models.has(name)) continue;
    if (insteadOf === undefined) {
      models.set(name, await load<Model>(module));
      continue;
    }
    const ours =
      insteadOf === '' ? modelsIn(claim).find((model) => model.name === name)! : await load<Model>(insteadOf);
    models.set(name, instead(program ? remoteOf(program, ours) : await load<Model>(module), ours));
  }
}

const claims = new Map(data.claims.map((claim) => [claim.id, claim]));
const arms = new Map<string, Arm>();

/** @param job with a counter, raised at the beginning of every training of a task, which the watchdog reads */
export default async function run(job: Job & { readonly begun: Int32Array }): Promise<Done> {
  const { module, seed } = claims.get(job.claim)!;
  const key = `${job.claim}\u0000${job.arm}`;
  let arm = arms.get(key);
  if (!arm) {
    const claim = await load<Claim>(module);
    await loadModels(claim);
    arm = armNamed(claim, job.arm, models);
    arms.set(key, arm);
  }
  const started = performance.now();
  const records: TrialRecord[] = [];
  ahead(arm, job, seed, models);
  const begin = () => void Atomics.add(job.begun, 0, 1);
  for (let index = job.from; index < job.to; index++) records.push(attempt(arm, job.claim, seed, index, models, begin));
  return { records, ms: performance.now() - started };
}
