/**
 * Trials on worker threads. A batch that crashes its worker or outlasts the watchdog is run again trial by trial; the
 * trial that does it twice becomes an `error` record, never an outcome, and no other trial is lost.
 */
import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { Done, Executor, Job, Planned } from '../engine/measure.js';
import { packageRoot } from '../engine/source.js';
import type { FoundModel } from '../engine/discover.js';
import { kernelModule, kernelsInUse } from '../numerics/kernels.js';
import { endPrograms } from '../program/bridge.js';
import { placesOfChildren } from '../program/children.js';
import type { Modules } from './worker.js';

/** Seconds that a thread may take to load its modules, and a batch to wait for the one before it. */
const STARTING = 120;

/** Megabytes of a thread's heap for what is new: trials leave little that lasts, and three times the default would stay resident. */
const YOUNG = 16;

export interface WorkersOptions {
  readonly threads: number;
  /** Longest time that a single trial may take, in seconds. */
  readonly watchdog: number;
  /** Megabytes of heap that a thread may take (default 4096). */
  readonly memory?: number;
}

export function workers(
  claims: readonly Planned[],
  models: ReadonlyMap<string, FoundModel>,
  { threads, watchdog, memory = 4096 }: WorkersOptions,
): Executor {
  const modules: Modules = {
    claims: claims.map(({ id, module, seed }) => ({ id, module, seed })),
    models: [...models.values()].map(({ name, module, insteadOf, program }) => ({ name, module, insteadOf, program })),
    watchdog,
    children: placesOfChildren(),
    kernels: kernelsInUse() === 'wasm' ? kernelModule() : 'reference',
  };
  const pool = new Piscina({
    filename: join(packageRoot, 'src', 'execution', 'thread.cjs'),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: YOUNG },
    workerData: modules,
  });
  // What goes wrong in a trial is told by its promise. This is a thread that dies or answers after its trial was given up:
  // without a listener it would end the process.
  pool.on('error', () => {});
  // A program's trainings are asked for at once, before the first trial begins; it is held to the limit where it is asked.
  const elsewhere = modules.models.some(({ program }) => program) ? 2 * (watchdog + STARTING) : 0;
  const attempt = async (job: Job): Promise<Done> => {
    // The worker counts the trials that it begins; the watchdog runs from the last one, and starting up is not a trial.
    const begun = new Int32Array(new SharedArrayBuffer(4));
    const late = new AbortController();
    let seen = 0;
    let since = performance.now();
    const timer = setInterval(() => {
      const now = Atomics.load(begun, 0);
      if (now !== seen) [seen, since] = [now, performance.now()];
      const allowed = (seen === 0 ? watchdog + STARTING : watchdog) + elsewhere * (job.to - job.from);
      if (performance.now() - since > allowed * 1000) late.abort();
    }, 100);
    try {
      return (await pool.run({ ...job, begun }, { signal: late.signal })) as Done;
    } catch (error) {
      if (late.signal.aborted) throw new Error(`took longer than the watchdog's ${watchdog} seconds`, { cause: error });
      throw error;
    } finally {
      clearInterval(timer);
    }
  };
  /** A batch that failed, be it of one trial, is run again trial by trial; one that fails alone has an error for its record. */
  const run = async (job: Job, again = false): Promise<Done> => {
    try {
      return await attempt(job);
    } catch (error) {
      if (!again) {
        const each: Done[] = [];
        for (let index = job.from; index < job.to; index++)
          each.push(await run({ ...job, from: index, to: index + 1 }, true));
        return { records: each.flatMap(({ records }) => records), ms: each.reduce((sum, { ms }) => sum + ms, 0) };
      }
      const why = error instanceof Error ? error.message : String(error);
      const { claim, arm, from: index } = job;
      const { seed } = modules.claims.find(({ id }) => id === claim)!;
      return { records: [{ claim, arm, index, seed, parts: {}, steps: 0, digest: '', error: why }], ms: 0 };
    }
  };
  return {
    // One batch is worked on and one waits in each worker's place, so that no thread idles between batches.
    slots: 2 * threads,
    run: (job) => run(job),
    close: async () => {
      await endPrograms();
      await pool.destroy();
    },
  };
}
