/** Who is there: entries in Redis that go by themselves when nobody renews them. */
import type { Redis } from 'ioredis';

/** What every key begins with; the queues of BullMQ, too. */
export const PREFIX = 'claimcheck';

/** The most characters of an entry that are read. */
const LONGEST = 1 << 22;
const DAY = 86400;

export interface Roster {
  readonly enter: (id: string, text: string) => Promise<void>;
  readonly leave: (id: string) => Promise<void>;
  readonly read: () => Promise<ReadonlyMap<string, string>>;
}

/** @param seconds after which an entry that was not renewed is gone, by the clock of Redis */
export function roster(redis: Redis, name: string, seconds: number): Roster {
  const all = `${PREFIX}:${name}`;
  const key = (id: string) => `${all}:${id}`;
  return {
    enter: async (id, text) => {
      await redis.multi().set(key(id), text, 'EX', seconds).sadd(all, id).expire(all, DAY).exec();
    },
    leave: async (id) => {
      await redis.multi().del(key(id)).srem(all, id).exec();
    },
    read: async () => {
      const ids = (await redis.smembers(all)).sort();
      if (ids.length === 0) return new Map();
      const texts = await redis.mget(ids.map(key));
      const gone = ids.filter((_, k) => texts[k] === null);
      if (gone.length > 0) await redis.srem(all, ...gone);
      return new Map(
        ids.flatMap((id, k) => {
          const text = texts[k];
          return text == null || text.length > LONGEST ? [] : [[id, text] as const];
        }),
      );
    },
  };
}
