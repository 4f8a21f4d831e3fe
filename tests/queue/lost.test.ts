/** Workers, the run and Redis are killed in the middle: nothing is lost, and the report is that of a run in peace. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimcheck, scratch } from '../commands/shell.js';
import { claimFile } from '../program/trained.js';
import { dismiss, journal, party, peace, report, runArgs, WORKER } from './parties.js';
import { missing, redis, server, type Redis } from './redis.js';

let at: Redis;
beforeAll(async () => {
  if (server) at = await redis();
});
afterAll(() => at?.end());
afterEach(async () => {
  await dismiss();
  at?.cli('flushall');
});

/** Until the journal has so many lines. */
async function measured(out: string, least: number): Promise<void> {
  for (let k = 0; journal(out).length < least; k++) {
    if (k > 2400) throw new Error(`${journal(out).length} trials after two minutes`);
    await pause(50);
  }
}
/** No trial stands twice in it. */
const once = (out: string): boolean => {
  const names = journal(out).map((line) => {
    const { arm, index, claim } = JSON.parse(line.slice(9)) as Record<string, unknown>;
    return `${String(claim)} ${String(arm)} ${String(index)}`;
  });
  return new Set(names).size === names.length;
};

describe.skipIf(!server)(`kill -9${missing}`, () => {
  const queue = () => ['--queue', at.url];

  test('of a worker: others do what it was at', async () => {
    const out = join(scratch(), 'queued');
    const first = party([...WORKER, ...queue()]);
    const run = party([...runArgs(out, 'slow'), ...queue()]);
    await measured(out, 8);
    first.kill('SIGKILL');
    await first.ended;
    party([...WORKER, ...queue()]);
    expect((await run.ended).code).toBe(0);
    expect(report(out).id).toBe(await peace('slow'));
    expect(once(out)).toBe(true);
  });

  test('of Redis, which comes back: the run and its worker wait, and go on', async () => {
    const out = join(scratch(), 'queued');
    const worker = party([...WORKER, ...queue()]);
    const run = party([...runArgs(out, 'slow'), ...queue()]);
    await measured(out, 8);
    await at.kill();
    await run.says(/the Redis at redis:\S+ does not answer \(.+\): waiting for it/);
    await worker.says(/does not answer/);
    await at.start();
    await run.says(/the Redis at redis:\S+ answers/);
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(report(out).id).toBe(await peace('slow'));
    expect(once(out)).toBe(true);
  });

  test('of Redis, which comes back with nothing: all is handed in again', async () => {
    const out = join(scratch(), 'queued');
    party([...WORKER, ...queue()]);
    const run = party([...runArgs(out, 'slow'), ...queue()]);
    await measured(out, 8);
    at.cli('flushall');
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(report(out).id).toBe(await peace('slow'));
    expect(once(out)).toBe(true);
  });

  test('of the run: it is resumed with what it knew and what was measured meanwhile', async () => {
    const out = join(scratch(), 'queued');
    party([...WORKER, ...queue()]);
    const run = party([...runArgs(out, 'slow'), ...queue()]);
    await measured(out, 8);
    run.kill('SIGKILL');
    await run.ended;
    const { code, stderr } = await claimcheck([...runArgs(out, 'slow'), ...queue(), '--resume']);
    expect(code, stderr).toBe(0);
    expect(report(out).id).toBe(await peace('slow'));
    expect(once(out)).toBe(true);
  });

  test('by a trial: it is an error of its claim, and the other trials are none', async () => {
    const claims = join(scratch(), 'sizes');
    mkdirSync(claims);
    cpSync(claimFile, join(claims, 'sizes.ts'));
    const poison = join(claims, '..', 'poison.mjs');
    writeFileSync(
      poison,
      `export default { name: 'steady', capabilities: ['linear', 'float64'], train: ({ size }, { sign }) => {
        if (size === 7 && sign === 1) process.kill(process.pid, 'SIGKILL');
        return { parameters: { value: Float64Array.of(sign * size) }, predict: () => new Float64Array(0), steps: 1, stopped: 'exact' };
      } };`,
    );
    const model = ['--model', `steady=${poison}`];
    const out = join(scratch(), 'queued');
    const run = party([...runArgs(out, 'sizes', claims), ...model, ...queue()]);
    let over = false;
    // As a supervisor starts them again.
    const supervised = async (): Promise<number> => {
      let died = 0;
      while (!over) {
        const worker = party(['worker', '--claims', claims, '--workers', '1', ...model, ...queue()]);
        await Promise.race([worker.ended, run.ended]);
        if (!over) died++;
      }
      return died;
    };
    const workers = supervised();
    const { code, stdout, stderr } = await run.ended;
    over = true;
    await dismiss();
    expect(await workers).toBeGreaterThanOrEqual(4);
    expect(code, stderr).toBe(3);
    expect(stdout).toMatch(/its worker was lost twice while it ran/);
    const errors = journal(out).filter((line) => line.includes('"error":"'));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThan(journal(out).length / 2);
  }, 300_000);
});
