/** What was measured is kept: an interrupted run says how to go on, and goes on to the report of an uninterrupted one. */
import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

const args = (out: string, ...more: string[]) => [
  'run',
  'slow',
  '--claims',
  fixtures,
  '--level',
  'quick',
  '--out',
  out,
  '--workers',
  '2',
  ...more,
];
const idOf = (out: string) => readReport(join(out, 'report.json')).id;
const lines = (out: string) => readFileSync(join(out, 'journal.ndjson'), 'utf8').split('\n').length - 1;

/** A run that gets the signal when it has measured something. */
function stopped(out: string, signal: 'SIGINT' | 'SIGTERM') {
  const measured = () => existsSync(join(out, 'journal.ndjson')) && lines(out) > 10;
  return claimcheck(args(out), {
    started: (kill) => {
      const timer = setInterval(() => {
        if (!measured()) return;
        clearInterval(timer);
        kill(signal);
      }, 20);
    },
  });
}

describe('an interrupted run', () => {
  test('resumes to the same id, without measuring anything twice', async () => {
    const whole = join(scratch(), 'whole');
    const uninterrupted = claimcheck(args(whole));

    const out = join(scratch(), 'cut');
    const cut = await stopped(out, 'SIGINT');
    expect(cut.code).toBe(4);
    expect(cut.stderr).toContain('stopping after the trials under way: what was measured is kept');
    expect(cut.stdout).toMatch(
      /To continue: npx claimcheck run slow --level quick --claims \S+ --out \S+ --workers 2 --resume/,
    );
    const report = readReport(join(out, 'report.json'));
    expect(report.envelope.incomplete).toBe('interrupted');
    expect(report.id).toBeNull();
    expect(readdirSync(out).filter((name) => /^\./.test(name))).toEqual([]);

    const before = lines(out);
    expect(before).toBeGreaterThan(5);
    // A crash may tear the last line and damage another; both are measured again.
    const journal = join(out, 'journal.ndjson');
    const text = readFileSync(journal, 'utf8');
    writeFileSync(journal, text.replace('"steps":1,', '"steps":2,'));
    appendFileSync(journal, 'deadbeef {"claim":"slow","ar');
    const resumed = await claimcheck(args(out, '--resume'));
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toMatch(/2 damaged journal lines/);
    expect((await uninterrupted).code).toBe(0);
    expect(idOf(out)).toBe(idOf(whole));
    expect(lines(out)).toBeLessThanOrEqual(lines(whole) + 60);
  }, 120_000);

  test('is kept on SIGTERM, too', async () => {
    const out = join(scratch(), 'ended');
    const cut = await stopped(out, 'SIGTERM');
    expect(cut.code).toBe(4);
    expect(readReport(join(out, 'report.json')).envelope.incomplete).toBe('interrupted');
    expect((await claimcheck(args(out, '--resume'))).code).toBe(0);
    expect(idOf(out)).toMatch(/^[0-9a-f]{64}$/);
  }, 120_000);

  test('is left at once by the second signal', async () => {
    const out = join(scratch(), 'out');
    let sent = 0;
    const ran = await claimcheck(['run', 'stuck', '--claims', fixtures, '--level', 'quick', '--out', out], {
      heard: (stderr, kill) => {
        if (!(sent === 0 ? /without end/ : /once more to leave at once/).test(stderr) || sent === 2) return;
        kill('SIGINT');
        sent++;
      },
    });
    expect(ran.code).toBe(130);
  });

  test('is not resumed by another package', async () => {
    const out = join(scratch(), 'out');
    const first = await claimcheck(['run', 'holding', '--claims', fixtures, '--level', 'quick', '--out', out]);
    expect(first.code).toBe(0);
    writeFileSync(join(out, 'journal.origin'), `${'0'.repeat(64)}\n`);
    const { code, stderr } = await claimcheck([
      'run',
      'holding',
      '--claims',
      fixtures,
      '--level',
      'quick',
      '--out',
      out,
      '--resume',
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/the package changed since its journal was begun/);
  });
});
