/**
 * Trials on worker threads. A batch that crashes its worker or outlasts the watchdog is run again trial by trial; the
 * trial that does it twice becomes an `error` record, never an outcome, and no other trial is lost.
 */
import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { Done, Executor, Job, Planned } from '../engine/measure.js';
import { packageRoot } from '../engine/source.js';
import type { FoundModel } from '../engine/discover.js';
import type { Modules } from './worker.js';

export interface WorkersOptions {
  readonly threads: number;
  /** Longest time that a single trial may take, in seconds. */
  readonly watchdog: number;
}

export function workers(
  claims: readonly Planned[],
  models: ReadonlyMap<string, FoundModel>,
  { threads, watchdog }: WorkersOptions,
): Executor {
  const modules: Modules = {
    claims: claims.map(({ id, module, seed }) => ({ id, module, seed })),
    models: [...models.values()].map(({ name, module }) => ({ name, module })),
  };
  const pool = new Piscina({
    filename: join(packageRoot, 'dist', 'src', 'execution', 'worker.js'),
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    workerData: modules,
  });
  const attempt = async (job: Job): Promise<Done> => {
    const late = new AbortController();
    // A batch may wait for the one before it, so it gets one trial more.
    const seconds = watchdog * (job.to - job.from + 1);
    const timer = setTimeout(() => late.abort(), seconds * 1000);
    try {
      return (await pool.run(job, { signal: late.signal })) as Done;
    } catch (error) {
      if (late.signal.aborted) throw new Error(`took longer than the watchdog's ${watchdog} seconds`, { cause: error });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
  const alone = async (job: Job, index: number): Promise<Done> => {
    try {
      return await attempt({ ...job, from: index, to: index + 1 });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const { claim, arm } = job;
      const { seed } = modules.claims.find(({ id }) => id === claim)!;
      return {
        records: [{ claim, arm, index, seed, parts: {}, steps: 0, digest: '', error: why }],
        ms: watchdog * 1000,
      };
    }
  };
  return {
    // One batch is worked on and one waits in each worker's place, so that no thread idles between batches.
    slots: 2 * threads,
    run: async (job) => {
      try {
        return await attempt(job);
      } catch {
        const parts: Done[] = [];
        for (let index = job.from; index < job.to; index++) parts.push(await alone(job, index));
        return {
          records: parts.flatMap((part) => part.records),
          ms: parts.reduce((sum, part) => sum + part.ms, 0),
        };
      }
    },
    close: () => pool.destroy(),
  };
}
