/** The line to a Redis. Commands wait while it is down, for as long as whoever asked has patience. */
import type { Redis } from 'ioredis';
import type { Address } from './address.js';

/** The queue cannot go on; what was measured is kept. */
export class QueueError extends Error {
  override readonly name = 'QueueError';
}

type Bullmq = typeof import('bullmq');

export interface Line {
  readonly bullmq: Bullmq;
  readonly redis: Redis;
  /** Another connection of its own, which ends with this one. */
  readonly another: () => Redis;
  /** At once, and without an answer. */
  readonly end: () => void;
}

/** The longest that is waited for an answer that nothing depends on. */
export const FAREWELL = 3000;

/** Waiting does not help. */
const FINAL = /WRONGPASS|NOAUTH|NOPERM|ERR AUTH|invalid password|DB index|certificate|self.signed|EPROTO|TLS/i;

/** The oldest Redis that has all commands; Valkey counts as its 7.2. */
const OLDEST = [6, 2] as const;

async function libraries() {
  try {
    const [bullmq, ioredis] = await Promise.all([import('bullmq'), import('ioredis')]);
    return { bullmq, Redis: ioredis.Redis };
  } catch (error) {
    throw new QueueError(
      'the packages of the queue are not installed; npm install bullmq@6.7.0 ioredis@6.0.0, where claimcheck is',
      { cause: error },
    );
  }
}

/** What Redis says of itself, by field. */
const fields = (info: string): ReadonlyMap<string, string> =>
  new Map([...info.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name, value]) => [name!, value!]));

/** @throws QueueError where it is too old */
async function looked(redis: Redis, { shown }: Address, say: (text: string) => void): Promise<void> {
  const about = fields(await redis.info());
  const version = about.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new QueueError(`the Redis at ${shown} is ${version}; expected ${OLDEST.join('.')} or newer, or a Valkey`);
  const policy = about.get('maxmemory_policy');
  if (policy !== undefined && policy !== 'noeviction')
    say(
      `the Redis at ${shown} drops entries when its memory is full (maxmemory-policy ${policy}), and trials would be ` +
        'measured twice; set it to noeviction',
    );
}

export interface Patience {
  /** Seconds that a Redis that does not answer is waited for. */
  readonly seconds: number;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * @throws QueueError where it refuses, or does not answer in time
 * @returns undefined where the signal came before it answered
 */
export async function connect(address: Address, { seconds, say, signal }: Patience): Promise<Line | undefined> {
  const { shown, url, hidden } = address;
  const { bullmq, Redis } = await libraries();
  const all = new Set<Redis>();
  let down = false;
  const made = (redis: Redis): Redis => {
    all.add(redis);
    return redis.on('error', () => {});
  };
  const redis = made(
    new Redis(url, {
      maxRetriesPerRequest: null,
      connectTimeout: 5000,
      retryStrategy: (times) => Math.min(100 * times, 2000),
    }),
  );
  const end = () => all.forEach((each) => each.disconnect());
  const why = (error: Error & { readonly code?: string }) => hidden(error.message || (error.code ?? 'no reason given'));
  const answered = new Promise<boolean>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new QueueError(`the Redis at ${shown} did not answer for ${seconds} seconds`)),
      seconds * 1000,
    );
    const done = (value: boolean) => {
      clearTimeout(timer);
      resolve(value);
    };
    signal.addEventListener('abort', () => done(false), { once: true });
    if (signal.aborted) done(false);
    let once = false;
    redis.once('ready', () => {
      once = true;
      done(true);
    });
    redis.on('error', (error: Error) => {
      if (!once && FINAL.test(`${error.message} ${(error as NodeJS.ErrnoException).code}`)) {
        clearTimeout(timer);
        reject(new QueueError(`the Redis at ${shown} cannot be used: ${why(error)}`));
      } else if (!down) {
        down = true;
        say(`the Redis at ${shown} does not answer (${why(error)}): waiting for it`);
      }
    });
    redis.on('ready', () => {
      if (down) say(`the Redis at ${shown} answers`);
      down = false;
    });
  });
  try {
    if (!(await answered)) {
      end();
      return undefined;
    }
    await looked(redis, address, say);
  } catch (error) {
    end();
    throw error;
  }
  return { bullmq, redis, another: () => made(redis.duplicate()), end };
}

/** What should still be done, unless it takes too long or cannot be: nothing depends on it. */
export async function leisurely(...steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, FAREWELL)));
  const all = async () => {
    for (const step of steps) await step().catch(() => {});
  };
  await Promise.race([all(), late]);
  clearTimeout(timer);
}
