/** A run whose trials are measured by workers on a queue of a real Redis: the report is that of a run without. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';
import { claimFile, command } from '../program/trained.js';
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

describe.skipIf(!server)(`a run over a queue${missing}`, () => {
  const queue = () => ['--queue', at.url];

  test('gives the report of a plain one, by two workers, and says who works', async () => {
    const out = join(scratch(), 'queued');
    const run = party([...runArgs(out), ...queue()]);
    await run.says(/no worker is at \S+ yet: waiting; start some with npx claimcheck worker --queue redis:/);
    const workers = [0, 1].map(() => party([...WORKER, ...queue(), '--idle', '3']));
    const { code, stdout, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/[12] workers? at redis:\/\/127\.0\.0\.1:\d+, [12] threads?/);
    expect(report(out).id).toBe(await peace());
    expect(stdout).not.toContain('--queue');
    expect(report(out).envelope.command).not.toContain('--queue');
    // With nothing more to do they end by themselves.
    for (const worker of workers) {
      const { code, stderr } = await worker.ended;
      expect(code, stderr).toBe(0);
    }
    expect(at.cli('keys', 'claimcheck:run-*:wait')).toBe('');
  });

  test('gives it with a program that trains, which each worker starts itself', async () => {
    const claims = join(scratch(), 'sizes');
    mkdirSync(claims);
    cpSync(claimFile, join(claims, 'sizes.ts'));
    const model = ['--model', `steady=${command()}`];
    const out = join(scratch(), 'queued');
    const run = party([...runArgs(out, 'sizes', claims), ...model, ...queue()]);
    // One that has only the claim's own model does nothing.
    party([...WORKER.slice(0, 2), claims, ...queue(), '--workers', '1']);
    await run.says(
      /does nothing for this run: its model "steady" is another \(none, and the run's is [0-9a-f]{12}; --model/,
    );
    party([...WORKER.slice(0, 2), claims, ...queue(), '--workers', '1', ...model]);
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(0);
    expect(report(out).id).toBe(await peace('sizes', claims, ...model));
  });

  test('tells of a worker that has another claim of that name, or none, and others do the work', async () => {
    const other = join(scratch(), 'other');
    mkdirSync(other);
    const text = readFileSync(join(fixtures, 'holding.ts'), 'utf8');
    writeFileSync(join(other, 'holding.ts'), text.replace('residual >= 0.1', 'residual >= 0.05'));
    const out = join(scratch(), 'queued');
    const run = party([...runArgs(out), ...queue()]);
    const edited = party(['worker', '--claims', other, '--workers', '1', ...queue()]);
    await run.says(/its claim "holding" is another \([0-9a-f]{12}, and the run's is [0-9a-f]{12}\)/);
    await edited.says(/run [0-9a-f]{8} is not worked for: its claim "holding" is another/);
    party(['worker', '--workers', '1', ...queue()]);
    await run.says(/it has no claim "holding" \(--claims of the worker says where its own are\)/);
    expect(journal(out)).toEqual([]);
    party([...WORKER, ...queue()]);
    expect((await run.ended).code).toBe(0);
    expect(report(out).id).toBe(await peace());
  });

  test('is shared by two that ask for the same', async () => {
    const [one, other] = [join(scratch(), 'one'), join(scratch(), 'other')];
    const runs = [one, other].map((out) => party([...runArgs(out), ...queue()]));
    party([...WORKER, ...queue()]);
    for (const run of runs) expect((await run.ended).code).toBe(0);
    expect([report(one).id, report(other).id]).toEqual([await peace(), await peace()]);
  });

  test('ends with 3 where nobody can work for as long as it has patience, and says how to go on', async () => {
    const out = join(scratch(), 'queued');
    const { code, stderr } = await claimcheck([...runArgs(out), ...queue(), '--patience', '2']);
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /claimcheck: no worker at redis:\S+ could work for 2 seconds; what was measured before is kept/,
    );
    expect(stderr).toMatch(
      /To continue when it can be worked on: npx claimcheck run holding .* --patience 2 .*--queue redis:\S+ --resume/,
    );
  });

  test('ends where it is interrupted, though nobody works', async () => {
    const out = join(scratch(), 'queued');
    const run = party([...runArgs(out), ...queue()]);
    await run.says(/no worker is at/);
    run.kill('SIGTERM');
    const { code, stdout } = await run.ended;
    expect(code).toBe(4);
    expect(stdout).toMatch(/To continue: npx claimcheck run holding .* --queue redis:\S+ --resume/);
    expect(report(out).envelope.trials).toBe(0);
    // What waited in the queue is gone with the run.
    expect(at.cli('keys', 'claimcheck:run-*:wait')).toBe('');
  });
});
