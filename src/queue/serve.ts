/**
 * A worker: it looks for runs, says of each whether it can do the work, and works off the batches of those for which it has
 * the very claims and models. Training happens in threads, so that this one keeps its locks renewed.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { counted } from '../form/counted.js';
import type { Address } from './address.js';
import { connect, leisurely, QueueError } from './line.js';
import { build, lacking } from './manifest.js';
import { manifestFrom, runName, versionIn, type Manifest, type Present } from './message.js';
import { SILENT } from './queued.js';
import { once } from './once.js';
import { roster } from './roster.js';
import { staffOf } from './staff.js';
import { changed, written } from './unchanged.js';
import { work, type Means, type Work } from './work.js';

/** Milliseconds between two looks for runs. */
const LOOK = 1000;
/** What a worker lacks is said of so many claims. */
const TOLD = 5;

export interface Serving extends Omit<Means, 'name'> {
  readonly address: Address;
  /** Seconds that a Redis that does not answer is waited for. */
  readonly patience: number;
  /** Seconds without work after which it ends; absent: never. */
  readonly idle?: number;
  /** What is under way is finished, and nothing else begun. */
  readonly drain: AbortSignal;
  /** What is under way is given back. */
  readonly leave: AbortSignal;
}

/** A run that is worked for, or why not. */
type Served = { readonly work: Work } | { readonly lacks: readonly string[] };

/** What the run asks of whoever works for it, or why it is not understood here. */
function asked(run: string, text: string, version: string): Manifest | string {
  const manifest = manifestFrom(text);
  if (typeof manifest !== 'string' && runName(manifest) === run) return manifest;
  const other = versionIn(text);
  if (other !== undefined && other !== version) return `it is claimcheck ${version}, and the run is of ${other}`;
  return `what the run asks is not understood: ${typeof manifest === 'string' ? manifest : 'its name is that of something else'}`;
}

/** @throws QueueError where Redis does not answer, or where the package was changed meanwhile */
export async function serve(serving: Serving): Promise<void> {
  const { address, claims, models, threads, patience, idle = Infinity, say, drain, leave } = serving;
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
  const complain = once(say);
  say(`working for runs at ${address.shown}: ${counted(claims.length, 'claim')}, ${counted(threads, 'thread')}`);

  const lackingFor = async (manifest: Manifest): Promise<string[]> => {
    const lacks = lacking(manifest, own, found, models);
    if (lacks.length > 0) return lacks;
    const needed = manifest.claims.flatMap((claim) => found.get(claim.id) ?? []);
    const trained = new Set(manifest.claims.flatMap((claim) => Object.keys(claim.models)));
    return changed(needed, new Map([...models].filter(([model]) => trained.has(model))));
  };
  const consider = async (run: string, text: string): Promise<Served> => {
    const manifest = asked(run, text, own.version);
    const lacks = typeof manifest === 'string' ? [manifest] : await lackingFor(manifest);
    if (typeof manifest !== 'string' && lacks.length === 0)
      return { work: work(line, manifest, { claims, models, threads, watchdog: serving.watchdog, name, say }) };
    const more = lacks.length - TOLD;
    const told = more > 1 ? [...lacks.slice(0, TOLD), `and ${more} more`] : lacks;
    say(`run ${run.slice(0, 8)} is not worked for: ${told.join('; ')}`);
    return { lacks: told };
  };

  const ending = new Set<Promise<void>>();
  const look = async (): Promise<void> => {
    const there = new Map([...(await runs.read())].map(([entry, text]) => [entry.split('.')[0]!, text]));
    for (const [run, text] of there) if (!serves.has(run) && !drain.aborted) serves.set(run, await consider(run, text));
    for (const [run, served] of serves) {
      const staff = staffOf(redis, run);
      if (there.has(run)) {
        const lacks = 'lacks' in served ? [...served.lacks] : [];
        const present: Present = { name, threads: 'work' in served ? threads : 0, lacks };
        await staff.enter(id, JSON.stringify(present));
      } else {
        serves.delete(run);
        if ('work' in served) {
          const end = served.work.drop().finally(() => ending.delete(end));
          ending.add(end);
        }
        await staff.leave(id);
      }
    }
  };

  let failure: QueueError | undefined;
  await new Promise<void>((resolve) => {
    let looking = false;
    let heard = performance.now();
    let quiet = 0;
    let ended = false;
    const end = () => {
      ended = true;
      clearInterval(timer);
      resolve();
    };
    const timer = setInterval(() => {
      if (written() !== installed)
        failure = new QueueError('the package was changed below this worker; start it again');
      else if (performance.now() - heard > patience * 1000)
        failure = new QueueError(`the Redis at ${address.shown} did not answer for ${patience} seconds`);
      quiet = [...serves.values()].some((served) => 'work' in served) ? 0 : quiet + LOOK / 1000;
      if (failure || quiet > idle) return end();
      if (looking) return;
      looking = true;
      look()
        .then(() => {
          heard = performance.now();
          complain();
        })
        .catch((error: unknown) => ended || complain(`a look for runs failed: ${address.hidden(String(error))}`))
        .finally(() => (looking = false));
    }, LOOK);
    drain.addEventListener('abort', end, { once: true });
    if (drain.aborted) end();
  });
  await Promise.all([
    ...ending,
    ...[...serves].map(async ([run, served]) => {
      await leisurely(() => staffOf(redis, run).leave(id));
      if ('work' in served) await served.work.drain(leave);
    }),
  ]);
  line.end();
  if (failure) throw failure;
}
