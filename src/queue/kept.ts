/** Results by the names of their jobs, in Redis for a while: whoever asked for the same trials finds them there. */
import type { Redis } from 'ioredis';
import { PREFIX } from './roster.js';
import { LARGEST } from './result.js';

/** Seconds for a run that was interrupted and goes on. */
const UNREAD = 3600;
/** Seconds for another run that asked for the same. */
const READ = 30;

const key = (job: string) => `${PREFIX}:result:${job}`;

export interface Kept {
  readonly keep: (job: string, text: string) => Promise<void>;
  readonly has: (jobs: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Those that there are; of one that is too long, more than the longest. */
  readonly read: (jobs: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  readonly drop: (job: string) => Promise<void>;
}

export function kept(redis: Redis): Kept {
  /** One answer for each job, all asked for at once. */
  const each = async <V>(jobs: readonly string[], ask: (job: string) => Promise<V>): Promise<[string, V][]> =>
    Promise.all(jobs.map(async (job) => [job, await ask(key(job))] as [string, V]));
  return {
    keep: async (job, text) => {
      await redis.set(key(job), text, 'EX', UNREAD);
    },
    has: async (jobs) =>
      new Set((await each(jobs, (at) => redis.exists(at))).flatMap(([job, is]) => (is ? [job] : []))),
    read: async (jobs) => {
      const found = await each(jobs, async (at) => {
        const [text] = await Promise.all([redis.getrange(at, 0, LARGEST), redis.expire(at, READ)]);
        return text;
      });
      return new Map(found.filter(([, text]) => text !== ''));
    },
    drop: async (job) => {
      await redis.del(key(job));
    },
  };
}
