/** The same command gives the same report id: again, on other workers, with other kernels, rendered or not. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

async function idOf(claim: readonly string[], ...more: string[]): Promise<string | null> {
  const out = join(scratch(), 'out');
  const { code, stderr } = await claimcheck([
    'run',
    ...claim,
    '--out',
    out,
    '--format',
    'json',
    '--level',
    'quick',
    ...more,
  ]);
  expect(code, stderr).toBe(0);
  return readReport(join(out, 'report.json')).id;
}
const id = (...more: string[]) => idOf(['holding', '--claims', fixtures], ...more);

describe('the report id', () => {
  test('depends on the question and not on how it is answered', async () => {
    const first = await id();
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await id()).toBe(first);
    expect(await id('--workers', '1')).toBe(first);
    expect(await id('--workers', '3', '--kernels', 'reference')).toBe(first);
    expect(await id('--seed', '7')).not.toBe(first);
    expect(await id('--seed', 'registered', '--no-ledger')).not.toBe(first);
  });

  test('is given again by the command that the report prints', async () => {
    const home = scratch();
    const claims = relative(home, fixtures);
    const args = ['run', 'holding', '--claims', claims, '--level', 'quick', '--seed', '3', '--at-least', '90'];
    await claimcheck([...args, '--workers', '1'], { cwd: home });
    const first = readReport(join(home, 'reports', 'latest', 'report.json'));
    const printed = `npx claimcheck run holding --level quick --seed 3 --at-least 90 --claims ${claims}`;
    expect(first.envelope.command).toBe(printed);
    for (const page of ['index.html', 'report.md'])
      expect(readFileSync(join(home, 'reports', 'latest', page), 'utf8')).toContain(printed);
    await claimcheck([...printed.split(' ').slice(2), '--out', 'again'], { cwd: home });
    expect(readReport(join(home, 'again', 'report.json')).id).toBe(first.id);
    const lost = await claimcheck(['replay', 'again/report.json', 'holding', '0'], { cwd: home });
    expect(lost.stderr).toMatch(/"holding" of this report is not among the shipped ones; name .* with --claims/);
    expect(lost.code).toBe(2);
  });

  test('of a claim that trains is the same on 1, 2 and 8 workers, compiled or not', async () => {
    const trained = (...more: string[]) => idOf(['occam-finite-class', '--no-dials'], ...more);
    const first = await trained('--workers', '1');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    for (const workers of ['2', '8']) expect(await trained('--workers', workers)).toBe(first);
    expect(await trained('--workers', '2', '--kernels', 'reference')).toBe(first);
  }, 120_000);
});
