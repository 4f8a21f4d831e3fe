/** The exit code says what a script needs to know; the first that applies. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { exitCode } from '../../src/commands/exit.js';
import { everyVerdict, sample } from '../reporting/sample.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

async function run(name: string, more: readonly string[] = []) {
  const out = join(scratch(), 'out');
  const ran = await claimcheck(['run', name, '--claims', fixtures, '--level', 'quick', '--out', out, ...more]);
  return { ...ran, out };
}

describe('the exit code of a run', () => {
  test('0 when all hold, and the report is there in every format', async () => {
    const { code, stdout, stderr, out } = await run('holding');
    expect(code).toBe(0);
    expect(stdout).toMatch(/holding\s+holds/);
    expect(stderr).toMatch(/^✓ \[1\/1\] holding: holds/m);
    for (const file of ['index.html', 'report.md', 'report.json', 'journal.ndjson'])
      expect(existsSync(join(out, file)), file).toBe(true);
    expect(readReport(join(out, 'report.json')).id).toMatch(/^[0-9a-f]{64}$/);
    expect(stdout + stderr).not.toContain('\u001b[');
  });

  test('1 when one fails, with the shrunk counterexample stored, replayed bit for bit', async () => {
    const { code, stdout, out } = await run('failing');
    expect(code).toBe(1);
    const path = join(out, 'report.json');
    expect(stdout).toContain(`npx claimcheck replay ${path} failing`);
    const [claim] = readReport(path).content.claims;
    expect(claim!.counterexample!.slack).toBeLessThan(0);
    const again = await claimcheck(['replay', path, 'failing', '--claims', fixtures]);
    expect(again.stdout).toContain('The margin is the stored one, bit for bit.');
    expect(again.code).toBe(0);
  });

  test('1 when one is vacuous', async () => {
    const { code, stdout } = await run('vacuous');
    expect(code).toBe(1);
    expect(stdout).toContain('the check cannot see');
  });

  test('3 when a trial throws: an error, never an outcome, without a report id', async () => {
    const { code, stdout, out } = await run('throwing');
    expect(code).toBe(3);
    expect(stdout).toContain('the ruler is lost');
    expect(stdout).not.toMatch(/\n\s+at /);
    expect(readReport(join(out, 'report.json')).id).toBeNull();
  });

  test('3 when a trial outlasts the watchdog', async () => {
    const { code, stdout } = await run('stuck', ['--watchdog', '0.5', '--workers', '1']);
    expect(code).toBe(3);
    expect(stdout).toMatch(/longer than the watchdog's 0\.5 seconds/);
  });

  test('4 when the budget of tasks ran out', async () => {
    const { code, stdout } = await run('undecided');
    expect(code).toBe(4);
    expect(stdout).toMatch(/about \d+ more tasks would decide/);
  });

  test('4 when the budget of seconds ran out, with the command that continues', async () => {
    const { code, stdout, out } = await run('slow', ['--budget', '1.5']);
    expect(code).toBe(4);
    expect(stdout).toMatch(/To continue: npx claimcheck run slow .*--resume/);
    expect(readReport(join(out, 'report.json')).envelope.incomplete).toBe('budget');
  });
});

describe('the order of exit codes', () => {
  const of = (...verdicts: string[]) =>
    exitCode(sample(everyVerdict().filter(({ verdict }) => verdicts.includes(verdict))));
  test('could not be evaluated, before false, before undecided, before 0', () => {
    expect(of('holds', 'fails', 'undecided', 'error')).toBe(3);
    expect(of('holds', 'fails', 'undecided')).toBe(1);
    expect(of('holds', 'vacuous', 'undecided')).toBe(1);
    expect(of('holds', 'undecided')).toBe(4);
    expect(of('holds', 'not applicable')).toBe(0);
    expect(of('not applicable')).toBe(4);
    expect(of('holds')).toBe(0);
  });

  test('a self-control that does not fail is an error of the whole run', () => {
    const report = sample(everyVerdict().slice(0, 1));
    expect(exitCode({ ...report, content: { ...report.content, selfControl: { verdict: 'holds', trials: 9 } } })).toBe(
      3,
    );
  });

  test('an incomplete run is never 0', () => {
    expect(exitCode(sample(everyVerdict().slice(0, 1), { incomplete: 'interrupted' }))).toBe(4);
  });
});

test('the documented list is this one', () => {
  const help = readFileSync(new URL('../../src/cli.ts', import.meta.url), 'utf8');
  expect(help).toContain(
    'Exit codes of run: 0 all hold; 1 some claim fails or is vacuous; 2 usage error; 3 could not be evaluated; 4 undecided or incomplete.',
  );
});
