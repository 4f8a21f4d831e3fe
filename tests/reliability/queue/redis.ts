import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../fault.js';
import { mayMount, mounted } from '../mount.js';
import { pause, until } from '../until.js';
import { server } from '../../queue/redis.js';
import { onQueue } from './site.js';

/** Bytes of the file system of a Redis whose disk will be full. */
const SIZE = 16 << 20;

export const REDIS: readonly Fault[] = [
  onQueue('Redis is killed (SIGKILL) and started again, with its append-only file', async ({ site, chance }) => {
    await site.redis.kill();
    await pause(chance.integer(4000));
    await site.redis.start();
    return 1;
  }),
  onQueue('Redis is killed and comes back with nothing', async ({ site, chance }) => {
    site.redis.cli('flushall');
    await site.redis.kill();
    await pause(chance.integer(2000));
    await site.redis.start();
    return 1;
  }),
  onQueue('Redis answers nobody for 6 s', async ({ site }) => {
    site.redis.cli('client', 'pause', '6000', 'all');
    await pause(6000);
    return 1;
  }),
  onQueue('the memory of Redis is full for 3 s (maxmemory, noeviction)', async ({ site }) => {
    site.redis.cli('config', 'set', 'maxmemory', '1');
    await pause(3000);
    site.redis.cli('config', 'set', 'maxmemory', '0');
    return 1;
  }),
  onQueue(
    'the memory of Redis is full for 3 s, and it drops what it has (maxmemory-policy allkeys-random)',
    async ({ site }) => {
      site.redis.cli('config', 'set', 'maxmemory-policy', 'allkeys-random');
      site.redis.cli('config', 'set', 'maxmemory', '1');
      await pause(3000);
      site.redis.cli('config', 'set', 'maxmemory', '0');
      return 1;
    },
  ),
  onQueue(
    'the disk of Redis is full for 3 s',
    async ({ job, run, site }) => {
      const ballast = join(`${job.out}.disk`, 'ballast');
      const { status } = spawnSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=4096']);
      if (status === 0) throw new Error('the disk of Redis did not get full');
      const noticed = () => site.redis.cli('info', 'persistence').includes('aof_last_write_status:err');
      await until('Redis to notice', () => run.over() || noticed());
      await pause(3000);
      rmSync(ballast);
      return 1;
    },
    ({ job }) => {
      mounted(`${job.out}.disk`, SIZE);
      return { options: ['--dir', `${job.out}.disk`, '--appendfsync', 'everysec'] };
    },
    // Redis itself ends with the site, and has the folder open until then.
    { lacks: server === undefined ? 'redis-server' : mayMount() },
  ),
];
