/**
 * A worker: it looks for runs, says of each whether it can do the work, and works off the batches of those for which it has
 * the very claims and models. Training happens in threads, so that this one keeps its locks renewed.
 */
import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { FoundClaim, FoundModel } from '../engine/discover.js';
import { packageRoot } from '../engine/source.js';
import { workers } from '../execution/workers.js';
import type { Address } from './address.js';
import { kept } from './kept.js';
import { connect, leisurely, QueueError, type Line } from './line.js';
import { build, lacking } from './manifest.js';
import { jobName, manifestFrom, runName, trialsFrom, versionIn, type Manifest, type Present } from './message.js';
import { SILENT } from './queued.js';
import { LARGEST, resultText } from './result.js';
import { queueName } from './exchange.js';
import { PREFIX, roster } from './roster.js';
import { staffOf } from './staff.js';

/** Milliseconds between two looks for runs. */
const LOOK = 1000;
/** Milliseconds that a job belongs to a worker that does not renew it; twice in that time it does. */
const LOCK = 4000;
/** Milliseconds between two looks for jobs whose workers are gone. */
const STALLED = 2000;

export interface Serving {
  readonly address: Address;
  readonly claims: readonly FoundClaim[];
  readonly models: ReadonlyMap<string, FoundModel>;
  readonly threads: number;
  /** Seconds that a trial may take. */
  readonly watchdog: number;
  /** Seconds that a Redis that does not answer is waited for. */
  readonly patience: number;
  /** Seconds without work after which it ends; absent: never. */
  readonly idle?: number;
  readonly say: (text: string) => void;
  /** What is under way is finished, and nothing else begun. */
  readonly drain: AbortSignal;
  /** What is under way is given back. */
  readonly leave: AbortSignal;
}

/** One run that is worked for, or not. */
interface Served {
  readonly lacks: readonly string[];
  readonly close: () => Promise<void>;
}

/** When the installed package was written: it must not change below a worker. */
const written = (): number =>
  statSync(join(packageRoot, 'dist', 'imports.json'), { throwIfNoEntry: false })?.ctimeMs ?? 0;

/** @throws QueueError where Redis does not answer, or where the package was changed meanwhile */
export async function serve(serving: Serving): Promise<void> {
  const { address, claims, models, threads, patience, idle = Infinity, say, drain } = serving;
  const installed = written();
  const own = build();
  const found = new Map(claims.map((claim) => [claim.id, claim]));
  const line = await connect(address, { seconds: patience, say, signal: drain });
  if (!line) return;
  const { redis } = line;
  const id = randomUUID();
  const name = `${hostname().replace(/[^\x21-\x7e]/g, '') || 'host'}:${process.pid}`.slice(-200);
  const runs = roster(redis, 'runs', SILENT);
  const serves = new Map<string, Served>();
  say(`working for runs at ${address.shown}: ${claims.length} claims, ${threads} threads`);

  const consider = (run: string, text: string): Served => {
    const manifest = manifestFrom(text);
    if (typeof manifest === 'string' || runName(manifest) !== run) {
      const version = versionIn(text);
      const other = version !== undefined && version !== own.version;
      const why = other
        ? `it is claimcheck ${own.version}, and the run is of ${version}`
        : `what the run asks is not understood: ${typeof manifest === 'string' ? manifest : 'its name is of something else'}`;
      return refused(run, [why]);
    }
    const lacks = lacking(manifest, own, found, models);
    return lacks.length > 0 ? refused(run, lacks) : work(line, run, manifest, name, serving);
  };
  const refused = (run: string, all: readonly string[]): Served => {
    const lacks = all.length > 6 ? [...all.slice(0, 5), `and ${all.length - 5} more`] : all;
    say(`run ${run.slice(0, 8)} is not worked for: ${lacks.join('; ')}`);
    return { lacks, close: () => Promise.resolve() };
  };

  let quiet = 0;
  const look = async (): Promise<void> => {
    const there = new Map([...(await runs.read())].map(([entry, text]) => [entry.split('.')[0]!, text]));
    for (const [run, text] of there) if (!serves.has(run)) serves.set(run, consider(run, text));
    for (const [run, served] of serves) {
      const staff = staffOf(redis, run);
      if (there.has(run)) {
        const present: Present = { name, threads: served.lacks.length > 0 ? 0 : threads, lacks: [...served.lacks] };
        await staff.enter(id, JSON.stringify(present));
      } else {
        serves.delete(run);
        await served.close();
        await staff.leave(id);
      }
    }
  };
  let failure: QueueError | undefined;
  const waiting = new AbortController();
  const ended = new Promise<void>((resolve) => {
    let looking = false;
    let heard = performance.now();
    const timer = setInterval(() => {
      if (written() !== installed)
        failure = new QueueError('the package was changed below this worker; start it again');
      else if (performance.now() - heard > patience * 1000)
        failure = new QueueError(`the Redis at ${address.shown} did not answer for ${patience} seconds`);
      const busy = [...serves.values()].some(({ lacks }) => lacks.length === 0);
      quiet = busy ? 0 : quiet + LOOK / 1000;
      if (failure || drain.aborted || quiet > idle) {
        clearInterval(timer);
        resolve();
        return;
      }
      if (looking) return;
      looking = true;
      look()
        .then(() => void (heard = performance.now()))
        .catch((error: unknown) => say(`a look for runs failed: ${address.hidden(String(error))}`))
        .finally(() => (looking = false));
    }, LOOK);
    drain.addEventListener(
      'abort',
      () => {
        clearInterval(timer);
        resolve();
      },
      { once: true, signal: waiting.signal },
    );
  });
  await ended;
  waiting.abort();
  const open = [...serves];
  await Promise.all(
    open.map(async ([run, { close }]) => {
      const gone = leisurely(() => staffOf(redis, run).leave(id));
      await Promise.all([gone, close()]);
    }),
  );
  line.end();
  if (failure) throw failure;
}

/** Works off the batches of a run until it is closed: then what is under way is finished, or given back when told to. */
function work(line: Line, run: string, manifest: Manifest, name: string, serving: Serving): Served {
  const { claims, models, threads, watchdog, say, leave } = serving;
  const wanted = new Map(manifest.claims.map((claim) => [claim.id, claim]));
  const planned = claims.flatMap((claim) => {
    const { seed, by } = wanted.get(claim.id) ?? {};
    return seed === undefined || by === undefined ? [] : [{ ...claim, seed, by }];
  });
  const pool = workers(planned, models, { threads, watchdog });
  const results = kept(line.redis);
  const active = new Map<string, () => Promise<unknown>>();
  let done = 0;
  say(`run ${run.slice(0, 8)}: working, ${planned.length} claims`);
  const worker = new line.bullmq.Worker(
    queueName(run),
    async (job, token) => {
      const id = job.id!;
      const asked = trialsFrom(job.data);
      const claim = typeof asked === 'string' ? undefined : wanted.get(asked.claim);
      if (typeof asked === 'string' || !claim || jobName(asked, claim, manifest) !== id)
        throw new Error(`a job is none of the run (worker ${name})${typeof asked === 'string' ? `: ${asked}` : ''}`);
      if ((await results.has([id])).size > 0) return;
      active.set(id, () => job.moveToWait(token));
      try {
        const text = resultText(name, await pool.run(asked));
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
  // Lost locks and lost connections: the batch is delivered again.
  worker.on('error', () => {});
  return {
    lacks: [],
    close: async () => {
      const given = new Promise<void>((resolve) => {
        const back = () => void leisurely(...[...active.values()].map((giveBack) => giveBack)).then(resolve, resolve);
        if (leave.aborted) back();
        else leave.addEventListener('abort', back, { once: true });
      });
      await Promise.race([worker.close(), given]);
      await leisurely(() => worker.close(true));
      await pool.close();
      say(`run ${run.slice(0, 8)}: over after ${done} batches`);
    },
  };
}
