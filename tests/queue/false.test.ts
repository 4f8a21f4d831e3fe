/** A worker that sends what was not asked for: nothing of it is in the journal, and others are asked. */
import { join } from 'node:path';
import { Worker } from 'bullmq';
import { Redis as Client } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { toLine } from '../../src/engine/journal.js';
import type { Job } from '../../src/engine/measure.js';
import { scratch } from '../commands/shell.js';
import { dismiss, journal, party, peace, report, runArgs, WORKER } from './parties.js';
import { missing, redis, server, type Redis } from './redis.js';

let at: Redis;
beforeAll(async () => {
  if (server) at = await redis();
});
afterAll(() => at?.end());
afterEach(dismiss);

const DIGEST = '0'.repeat(32);
const forged = ({ claim, arm, from, to }: Job, seed: string, part: string): string =>
  `{"worker":"liar:1","ms":1}\n${Array.from({ length: to - from }, (_, k) =>
    toLine({
      claim,
      arm,
      index: from + k,
      seed,
      parts: { [part]: { state: 'finished', margins: [{ slack: 1, error: 0 }] } },
      steps: 1,
      digest: DIGEST,
    }),
  ).join('')}`;

describe.skipIf(!server)(`a worker that is none${missing}`, () => {
  test.each([
    ['sends trials of another seed', (job: Job) => forged(job, '77', 'far'), /seed is "77"; expected "1"/],
    ['sends trials of other parts', (job: Job) => forged(job, '1', 'near'), /parts are near; expected/],
    ['sends noise', () => 'noise', /its first line is not JSON/],
  ])('%s', async (_, lie, why) => {
    at.cli('flushall');
    const out = join(scratch(), 'queued');
    const run = party([...runArgs(out), '--queue', at.url]);
    await run.says(/no worker is at/);
    const [entry] = at.cli('smembers', 'claimcheck:runs').split('\n');
    const name = `run-${entry!.split('.')[0]}`;
    const client = new Client(at.url, { maxRetriesPerRequest: null });
    let told = 0;
    const liar = new Worker(
      name,
      async (job) => {
        told++;
        await client.set(`claimcheck:result:${job.id}`, lie(job.data as Job));
      },
      { connection: client.duplicate(), prefix: 'claimcheck' },
    );
    await run.says(why);
    await run.says(/a result of the worker (liar:1|unknown) for \S+, claim is not taken/);
    await liar.close();
    client.disconnect();
    expect(told).toBeGreaterThan(0);
    expect(journal(out).filter((line) => line.includes(DIGEST))).toEqual([]);
    party([...WORKER, '--queue', at.url]);
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(report(out).id).toBe(await peace());
  });
});
