/** One run at a time writes into a directory, and no run throws away what an interrupted one measured. */
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lock } from '../../src/commands/lock.js';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

const args = (name: string, out: string, ...more: string[]) => [
  'run',
  name,
  '--claims',
  fixtures,
  '--level',
  'quick',
  '--out',
  out,
  '--workers',
  '1',
  ...more,
];
const journal = (out: string) => join(out, 'journal.ndjson');
const lines = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0);

/** Calls what is given once the journal has some lines. */
const once = (out: string, then: () => void) => {
  const timer = setInterval(() => {
    if (lines(journal(out)) < 3) return;
    clearInterval(timer);
    then();
  }, 10);
};

describe('a directory', () => {
  test('in which a run is at work is refused to another, in one sentence', async () => {
    const out = join(scratch(), 'out');
    let second: Awaited<ReturnType<typeof claimcheck>> | undefined;
    await claimcheck(args('slow', out), {
      started: (kill) =>
        once(out, () => {
          // However long the other takes to be refused, this one is not over.
          kill('SIGSTOP');
          void claimcheck(args('holding', out)).then((ran) => {
            second = ran;
            kill('SIGKILL');
          });
        }),
    });
    expect(second!.code).toBe(2);
    expect(second!.stderr).toMatch(/another run \(process \d+\) is writing into/);
    // The killed run's lock is nobody's, and what it measured is kept when another begins.
    const measured = readFileSync(journal(out), 'utf8');
    expect(existsSync(join(out, '.lock'))).toBe(true);
    const third = await claimcheck(args('holding', out));
    expect(third.code).toBe(0);
    expect(third.stderr).toMatch(/the journal of an interrupted run is kept as \S+interrupted-1\.ndjson/);
    expect(readFileSync(join(out, 'interrupted-1.ndjson'), 'utf8')).toBe(measured);
    expect(existsSync(join(out, '.lock'))).toBe(false);

    // Put back, it is continued.
    for (const ending of ['ndjson', 'origin'])
      renameSync(join(out, `interrupted-1.${ending}`), join(out, `journal.${ending}`));
    const before = lines(journal(out));
    const resumed = await claimcheck(args('slow', out, '--resume'));
    expect(resumed.code).toBe(0);
    expect(lines(journal(out))).toBeGreaterThan(before);
    expect(readReport(join(out, 'report.json')).id).not.toBeNull();

    // A finished run leaves nothing to set aside.
    expect((await claimcheck(args('holding', out))).stderr).not.toContain('interrupted');
    expect(readdirSync(out).filter((name) => name.startsWith('interrupted'))).toEqual([]);
  }, 600_000);

  test('is unlocked for the next, and a lock of no process or of an own earlier life is taken over', () => {
    const out = scratch();
    lock(out)();
    for (const left of ['', 'nonsense\n', '999999999\n', `${process.pid}\n`]) {
      writeFileSync(join(out, '.lock'), left);
      const unlock = lock(out);
      expect(readFileSync(join(out, '.lock'), 'utf8')).toMatch(new RegExp(`\\n${process.pid} \\S`));
      unlock();
      expect(existsSync(join(out, '.lock'))).toBe(false);
    }
    writeFileSync(join(out, '.lock'), `${process.ppid}\n`);
    expect(() => lock(out)).toThrow(/another run/);
  });
});
