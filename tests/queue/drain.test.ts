/** How a worker ends: after the batches under way, or by giving them back. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';
import { dismiss, party, peace, report, runArgs, WORKER } from './parties.js';
import { freePort, missing, redis, server, type Redis } from './redis.js';

let at: Redis;
beforeAll(async () => {
  if (server) at = await redis();
});
afterAll(() => at?.end());
afterEach(async () => {
  await dismiss();
  at?.cli('flushall');
});

describe.skipIf(!server)(`a worker${missing}`, () => {
  const queue = () => ['--queue', at.url];
  const active = () => Number(at.cli('eval', "local n = 0 for _, k in ipairs(redis.call('keys', 'claimcheck:run-*:active')) do n = n + redis.call('llen', k) end return n", '0')); // prettier-ignore

  test('finishes what is under way after SIGTERM, and another goes on', async () => {
    const out = join(scratch(), 'queued');
    const first = party([...WORKER, ...queue()]);
    const run = party([...runArgs(out, 'slow'), ...queue()]);
    await run.says(/1 worker at/);
    first.kill('SIGTERM');
    const { code, stderr } = await first.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/stopping after the batches under way; once more to give them back and leave at once/);
    expect(stderr).toMatch(/run [0-9a-f]{8}: over after \d+ batch/);
    expect(active()).toBe(0);
    await run.says(/no worker is left at/);
    party([...WORKER, ...queue()]);
    expect((await run.ended).code).toBe(0);
    expect(report(out).id).toBe(await peace('slow'));
  });

  test('gives back a trial that does not end when it is told twice, and is gone', async () => {
    const run = party([...runArgs(join(scratch(), 'queued'), 'stuck'), ...queue()]);
    const worker = party(['worker', '--claims', fixtures, '--workers', '1', ...queue()]);
    await run.says(/1 worker at/);
    await worker.says(/without end/);
    expect(active()).toBeGreaterThan(0);
    worker.kill('SIGTERM');
    await worker.says(/stopping after/);
    worker.kill('SIGTERM');
    expect(await worker.ended).toMatchObject({ code: 130, signal: null });
    // They wait for the next one, and no lock has to run out before.
    expect(active()).toBe(0);
  });

  test('that finds no Redis waits as long as it has patience, and ends with 3', async () => {
    const nowhere = `redis://127.0.0.1:${await freePort()}`;
    const { code, stderr } = await claimcheck([...WORKER, '--queue', nowhere, '--patience', '1']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/the Redis at redis:\S+ does not answer \(.*ECONNREFUSED.*\): waiting for it/);
    expect(stderr).toMatch(/claimcheck: the Redis at redis:\S+ did not answer for 1 seconds\n/);
  });

  test('needs to be told where', async () => {
    const { code, stderr } = await claimcheck(WORKER);
    expect(code).toBe(2);
    expect(stderr).toContain('a worker needs --queue URL, or CLAIMCHECK_QUEUE in its environment');
  });
});
