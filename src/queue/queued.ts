/**
 * Trials on other machines: batches go to a queue of BullMQ, and their records come back. A batch may be delivered more
 * than once; its result is the same, and the journal takes it once.
 *
 * What is lost on the way is handed in again: a job that waits or is worked on is not doubled, since its name says what it
 * is. A batch whose workers were lost twice is run trial by trial; the trial that does it again becomes an `error` record,
 * as with worker threads.
 */
import { randomUUID } from 'node:crypto';
import { armNamed, type Arm } from '../engine/arm.js';
import type { FoundModel } from '../engine/discover.js';
import type { Executor, Job, Planned } from '../engine/measure.js';
import type { Address } from './address.js';
import { batches as pending } from './batches.js';
import { exchange } from './exchange.js';
import { connect, leisurely, QueueError, type Line } from './line.js';
import { manifestOf } from './manifest.js';
import { jobName, runName } from './message.js';
import { once } from './once.js';
import type { Expected } from './result.js';
import { roster } from './roster.js';
import { staff } from './staff.js';

/** The most batches that are handed in and not back. */
const MOST = 4096;
/** Handed in while nobody is there, so that whoever comes has something to do. */
const LEAST = 2;

/** Milliseconds between two looks at who is there and at what has not come back. */
const LOOK = 1000;

/** Seconds after which a run that says nothing is over. Concluding a claim may keep one from speaking. */
export const SILENT = 60;

export interface QueuedOptions {
  readonly address: Address;
  /** Seconds that may pass without any worker, or without Redis. */
  readonly patience: number;
  readonly say: (text: string) => void;
  /** What is under way is then given up; its results stay in Redis for a while. */
  readonly stop: AbortSignal;
}

/** Trials on a queue, and the most threads that worked on it at once. */
export interface Queued extends Executor {
  readonly most: () => number;
}

interface Opened {
  readonly hand: (ids: readonly string[]) => void;
  readonly look: () => Promise<void>;
  readonly threads: () => number;
  readonly most: () => number;
  readonly close: () => Promise<void>;
}

/** What a result must agree with. */
function expecting(planned: ReadonlyMap<string, Planned>, models: ReadonlyMap<string, FoundModel>) {
  const trained = new Map([...models].map(([name, { model }]) => [name, model]));
  const arms = new Map<string, Arm>();
  return (job: Job): Expected => {
    const { claim, seed } = planned.get(job.claim)!;
    const key = `${job.claim}\u0000${job.arm}`;
    const arm = arms.get(key) ?? armNamed(claim, job.arm, trained);
    arms.set(key, arm);
    return { job, seed, parts: arm.parts, climbs: arm.role === 'adversary' };
  };
}

export function queued(
  claims: readonly Planned[],
  models: ReadonlyMap<string, FoundModel>,
  { address, patience, say, stop }: QueuedOptions,
): Queued {
  const manifest = manifestOf(claims, models);
  const run = runName(manifest);
  const planned = new Map(claims.map((claim) => [claim.id, claim]));
  let opened: Opened | undefined;
  const early: string[] = [];
  const batches = pending(
    (job) => jobName(job, planned.get(job.claim)!, manifest),
    (claim) => planned.get(claim)!.seed,
    (id) => (opened ? opened.hand([id]) : early.push(id)),
  );

  const open = async (line: Line): Promise<Opened> => {
    const { redis } = line;
    const { hidden, shown } = address;
    const { hand, work, close } = await exchange(line, {
      run,
      batches,
      expected: expecting(planned, models),
      hidden,
      say,
    });
    const runs = roster(redis, 'runs', SILENT);
    const entry = `${run}.${randomUUID()}`;
    const crew = staff(redis, run, address, say);
    // What was handed to a Redis that forgot it would never come back.
    redis.on('ready', batches.doubt);

    const complain = once(say);
    let quiet = 0;
    let closed = false;
    const lookOnce = async (): Promise<void> => {
      try {
        await runs.enter(entry, JSON.stringify(manifest));
        if ((await crew.look()) > 0) quiet = 0;
        hand(batches.overdue());
        await work();
        complain();
      } catch (error) {
        if (!closed) complain(`a look at the queue failed: ${hidden(String(error))}`);
      }
    };
    let looking: Promise<void> | undefined;
    const look = () => (looking ??= lookOnce().finally(() => (looking = undefined)));
    const timer = setInterval(() => {
      quiet += LOOK / 1000;
      const down = redis.status !== 'ready';
      if (quiet > patience)
        batches.fail(
          new QueueError(
            down
              ? `the Redis at ${shown} did not answer for ${patience} seconds`
              : `no worker at ${shown} could work for ${patience} seconds${crew.refusals()}`,
          ),
        );
      void look();
    }, LOOK);
    void look();
    return {
      hand,
      look,
      threads: crew.threads,
      most: crew.most,
      close: async () => {
        closed = true;
        clearInterval(timer);
        const alone = async () => [...(await runs.read()).keys()].every((id) => !id.startsWith(`${run}.`));
        if (redis.status === 'ready') await leisurely(() => runs.leave(entry), ...close(alone));
        line.end();
      },
    };
  };

  const giveUp = new AbortController();
  const begun = connect(address, { seconds: patience, say, signal: giveUp.signal })
    .then(async (line) => {
      if (!line) return;
      opened = await open(line);
      opened.hand(early.splice(0));
    })
    .catch((error: unknown) => batches.fail(error as Error));
  const abandon = () => {
    giveUp.abort();
    batches.abandon();
  };
  stop.addEventListener('abort', abandon, { once: true });
  if (stop.aborted) abandon();
  // A run may be over before the next look is due: who gave its first result is then seen, too.
  let first: Promise<void> | undefined;
  return {
    get slots() {
      return Math.min(MOST, Math.max(LEAST, 2 * (opened?.threads() ?? 0)));
    },
    run: async (job) => {
      const done = await batches.submit(job);
      await (first ??= opened?.look());
      return done;
    },
    most: () => opened?.most() ?? 0,
    close: async () => {
      stop.removeEventListener('abort', abandon);
      giveUp.abort();
      await begun;
      await opened?.close();
    },
  };
}
