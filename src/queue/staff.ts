/** Who works for a run: how many, and what those lack who do not. Each is said once. */
import type { Redis } from 'ioredis';
import { counted } from '../form/counted.js';
import type { Address } from './address.js';
import { presentFrom, type Present } from './message.js';
import { roster, type Roster } from './roster.js';

/** Seconds after which a worker that says nothing is gone. */
export const ABSENT = 10;

/** Milliseconds for which a change of their number is not worth another line. */
const CALM = 10_000;

export const staffOf = (redis: Redis, run: string): Roster => roster(redis, `workers:${run}`, ABSENT);

export interface Staff {
  /** @returns how many threads there are */
  readonly look: () => Promise<number>;
  readonly threads: () => number;
  /** The most at once. */
  readonly most: () => number;
  /** What keeps others from working, to be put behind a sentence. */
  readonly refusals: () => string;
}

export function staff(redis: Redis, run: string, { shown, secret }: Address, say: (text: string) => void): Staff {
  const all = staffOf(redis, run);
  const told = new Set<string>();
  let [threads, most, workers, before] = [0, 0, -1, -Infinity];
  const start = secret
    ? 'npx claimcheck worker, with CLAIMCHECK_QUEUE in its environment'
    : `npx claimcheck worker --queue ${shown}`;

  const tell = (now: number): void => {
    if (now === workers) return;
    const zero = now === 0 || workers <= 0;
    if (!zero && performance.now() - before < CALM) return;
    before = performance.now();
    if (now > 0) say(`${counted(now, 'worker')} at ${shown}, ${counted(threads, 'thread')}`);
    else if (workers < 0) say(`no worker is at ${shown} yet: waiting; start some with ${start}`);
    else say(`no worker is left at ${shown}: waiting; start some with ${start}`);
    workers = now;
  };
  const refuse = ({ name, lacks }: Present): void => {
    const why = lacks.join('; ');
    if (told.has(why)) return;
    told.add(why);
    say(`the worker ${name} does nothing for this run: ${why}`);
  };
  return {
    look: async () => {
      const present = [...(await all.read()).values()].flatMap((text) => {
        const found = presentFrom(text);
        return typeof found === 'string' ? [] : [found];
      });
      const willing = present.filter(({ lacks }) => lacks.length === 0);
      threads = willing.reduce((sum, each) => sum + each.threads, 0);
      most = Math.max(most, threads);
      present.filter(({ lacks }) => lacks.length > 0).forEach(refuse);
      tell(willing.length);
      return threads;
    },
    threads: () => threads,
    most: () => most,
    refusals: () => (told.size === 0 ? '' : `; of those that came: ${[...told].slice(0, 5).join('; ')}`),
  };
}
