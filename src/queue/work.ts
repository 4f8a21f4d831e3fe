/** The work on one run: its batches, one after the other, each on a thread. */
import type { FoundClaim, FoundModel } from '../engine/discover.js';
import { workers } from '../execution/workers.js';
import { counted } from '../form/counted.js';
import { queueName } from './exchange.js';
import { kept } from './kept.js';
import { FAREWELL, leisurely, type Line } from './line.js';
import { jobName, runName, trialsFrom, type Manifest } from './message.js';
import { LARGEST, resultText } from './result.js';
import { PREFIX } from './roster.js';

/** Milliseconds that a job belongs to a worker that does not renew it; twice in that time it does. */
const LOCK = 4000;
/** Milliseconds between two looks for jobs whose workers are gone. */
const STALLED = 2000;
/** Seconds that BullMQ's notes on a queue outlive it. */
const NOTES = 3600;

export interface Means {
  readonly claims: readonly FoundClaim[];
  readonly models: ReadonlyMap<string, FoundModel>;
  readonly threads: number;
  /** Seconds that a trial may take. */
  readonly watchdog: number;
  /** As the run is told. */
  readonly name: string;
  readonly say: (text: string) => void;
}

export interface Work {
  /** Begins nothing more; ends when what is under way has ended, or is given back at the signal, or Redis is gone. */
  readonly drain: (leave: AbortSignal) => Promise<void>;
  /** The run is over: nobody waits for what is under way. */
  readonly drop: () => Promise<void>;
}

export function work(line: Line, manifest: Manifest, means: Means): Work {
  const { bullmq, redis } = line;
  const { claims, models, threads, watchdog, name, say } = means;
  const run = runName(manifest);
  const wanted = new Map(manifest.claims.map((claim) => [claim.id, claim]));
  const planned = claims.flatMap((claim) => {
    const { seed, by } = wanted.get(claim.id) ?? {};
    return seed === undefined || by === undefined ? [] : [{ ...claim, seed, by }];
  });
  const pool = workers(planned, models, { threads, watchdog });
  const results = kept(redis);
  /** What is under way, and how it is given back. */
  const active = new Map<string, () => Promise<unknown>>();
  let over = false;
  let done = 0;
  say(`run ${run.slice(0, 8)}: working, ${counted(planned.length, 'claim')}`);

  const worker = new bullmq.Worker(
    queueName(run),
    async (job, token) => {
      const id = job.id!;
      const asked = trialsFrom(job.data);
      const claim = typeof asked === 'string' ? undefined : wanted.get(asked.claim);
      if (typeof asked === 'string' || !claim || jobName(asked, claim, manifest) !== id)
        throw new Error(`a job is none of the run (worker ${name})${typeof asked === 'string' ? `: ${asked}` : ''}`);
      // Delivered again, or asked for by another run before.
      if ((await results.has([id])).size > 0) return;
      active.set(id, () => job.moveToWait(token));
      try {
        const text = resultText(name, await pool.run(asked));
        // Threads that were ended in the middle have errors for records.
        if (over) throw new Error('it was given back');
        if (text.length > LARGEST)
          throw new Error(`its result has ${Math.ceil(text.length / 2 ** 20)} MB, and a queue takes ${LARGEST >> 20}`);
        await results.keep(id, text);
        done++;
      } finally {
        active.delete(id);
      }
    },
    {
      connection: line.another(),
      prefix: PREFIX,
      name,
      // One more than there are threads, so that none waits for the next batch.
      concurrency: threads + 1,
      lockDuration: LOCK,
      stalledInterval: STALLED,
      maxStalledCount: 1,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      skipVersionCheck: true,
    },
  );
  // Of lost locks and lost connections: the batch is delivered again.
  worker.on('error', () => {});

  const end = async (...last: readonly (() => Promise<unknown>)[]): Promise<void> => {
    over = true;
    await leisurely(...last);
    await leisurely(() => worker.close(true));
    await pool.close();
    say(`run ${run.slice(0, 8)}: over after ${counted(done, 'batch', 'batches')}`);
  };
  return {
    drain: async (leave) => {
      const closed = worker.close().then(
        () => true,
        () => true,
      );
      let late = 0;
      let lasts = true;
      while (lasts && !leave.aborted && late < FAREWELL) {
        lasts = !(await Promise.race([closed, new Promise<false>((resolve) => setTimeout(resolve, 100, false))]));
        late = redis.status === 'ready' ? 0 : late + 100;
      }
      await end(...active.values());
    },
    drop: async () => {
      const queue = new bullmq.Queue(queueName(run), { connection: redis, prefix: PREFIX, skipVersionCheck: true });
      queue.on('error', () => {});
      await end(
        () => queue.obliterate({ force: true }),
        () => redis.expire(`${PREFIX}:${queueName(run)}:meta`, NOTES),
        () => queue.close(),
      );
    },
  };
}
