/** Batches into the queue of a run, and results out of it: what comes together goes together. */
import type { Expected } from './result.js';
import type { Batches } from './batches.js';
import { kept } from './kept.js';
import type { Line } from './line.js';
import { once } from './once.js';
import { taken } from './result.js';
import { PREFIX } from './roster.js';

/** Results that are read at once: each may be large. */
const AT_ONCE = 64;

/** What BullMQ calls the queue of a run. */
export const queueName = (run: string): string => `run-${run}`;

export interface Exchange {
  /** Hands those in whose results are not there, and takes those that are. */
  readonly hand: (ids: readonly string[]) => void;
  readonly work: () => Promise<void>;
  /** @param last whether nobody else has the run: then its queue goes, too */
  readonly close: (last: () => Promise<boolean>) => (() => Promise<unknown>)[];
}

export interface Exchanged {
  readonly run: string;
  readonly batches: Batches;
  readonly expected: (job: Expected['job']) => Expected;
  readonly hidden: (text: string) => string;
  readonly say: (text: string) => void;
}

export async function exchange(
  { redis, bullmq, another }: Line,
  { run, batches, expected, hidden, say }: Exchanged,
): Promise<Exchange> {
  const results = kept(redis);
  const common = { prefix: PREFIX, skipVersionCheck: true };
  const queue = new bullmq.Queue(queueName(run), {
    ...common,
    connection: redis,
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  });
  // From the last event there is: none is missed, and none of another run is heard.
  const [last] = await redis.xrevrange(`${PREFIX}:${queueName(run)}:events`, '+', '-', 'COUNT', 1);
  const events = new bullmq.QueueEvents(queueName(run), {
    ...common,
    connection: another(),
    lastEventId: last?.[0] ?? '0-0',
  });
  // Said by the line.
  queue.on('error', () => {});
  events.on('error', () => {});

  const receiveOne = async (id: string, text: string): Promise<void> => {
    const job = batches.job(id);
    if (!job) return;
    const found = taken(text, expected(job));
    // One that went wrong is measured anew by whoever asks again.
    if (!('done' in found) || found.done.records.some(({ error }) => error !== undefined)) await results.drop(id);
    if ('done' in found) return batches.done(id, found.done);
    say(`a result of the worker ${found.worker} for ${job.claim}, ${job.arm} is not taken: ${found.why}`);
    batches.falsified(id, `${found.why} (worker ${found.worker})`);
  };
  const receive = async (ids: readonly string[]): Promise<void> => {
    for (let from = 0; from < ids.length; from += AT_ONCE)
      for (const [id, text] of await results.read(ids.slice(from, from + AT_ONCE))) await receiveOne(id, text);
  };
  const handIn = async (ids: readonly string[]): Promise<void> => {
    const there = await results.has(ids);
    const jobs = ids.flatMap((id) => {
      const job = there.has(id) ? undefined : batches.job(id);
      return job ? [{ name: 'trials', data: job, opts: { jobId: id } }] : [];
    });
    if (jobs.length > 0) await queue.addBulk(jobs);
    await receive([...there]);
  };

  const complain = once(say);
  let fresh: string[] = [];
  let arrived: string[] = [];
  let busy = false;
  let closed = false;
  const work = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      while (fresh.length > 0 || arrived.length > 0) {
        const [adding, reading] = [fresh, arrived];
        [fresh, arrived] = [[], []];
        await receive(reading);
        await handIn(adding);
        complain();
      }
    } catch (error) {
      // Those are overdue some time.
      if (!closed) complain(`the Redis refuses: ${hidden(String(error))}`);
    } finally {
      busy = false;
    }
  };
  const soon = () => void setImmediate(() => void work());
  events.on('completed', ({ jobId }) => {
    if (!batches.job(jobId)) return;
    arrived.push(jobId);
    soon();
  });
  events.on('failed', ({ jobId, failedReason }) =>
    batches.lost(jobId, /stalled/.test(failedReason) ? 'its worker was lost twice while it ran' : hidden(failedReason)),
  );
  return {
    hand: (ids) => {
      fresh.push(...ids);
      soon();
    },
    work,
    close: (alone) => [
      () => Promise.resolve((closed = true)),
      async () => void ((await alone()) && (await queue.obliterate({ force: true }))),
      () => events.close(),
      () => queue.close(),
    ],
  };
}
