import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Mutation } from '../../src/engine/mutate.js';
import { claimcheck, fixtures, scratch } from './shell.js';

const args = (out: string, ...more: string[]) => [
  'mutate',
  'holding',
  '--claims',
  fixtures,
  '--level',
  'quick',
  '--out',
  out,
  ...more,
];

describe('mutate', () => {
  test('measures what a claim catches, writes it, and says it', async () => {
    const out = join(scratch(), 'below', 'mutation.json');
    const { code, stdout } = await claimcheck(args(out));
    const { perClaim, mutants, faults, killed, surviving } = JSON.parse(readFileSync(out, 'utf8')) as Mutation;
    expect(Object.keys(perClaim)).toEqual(['holding']);
    expect(mutants.length).toBeGreaterThan(5);
    expect(stdout).toContain(`${killed} of ${faults} faults are killed by the one claim that was measured.`);
    expect(stdout).toMatch(/^holding +\d+\/\d+ killed +\d+\/\d+ held +\d+ untouched/m);
    // One step far from the data says little of the rest of training, and nobody wrote down why.
    const unexplained = surviving.filter(({ because }) => because === undefined);
    for (const { of, fault } of unexplained) expect(stdout).toContain(`survives every claim: ${of}: ${fault}`);
    expect(code).toBe(unexplained.length > 0 ? 1 : 0);
  });

  test('writes over nothing that it did not write', async () => {
    const out = join(scratch(), 'mine.json');
    writeFileSync(out, '{"mutants": 5}');
    const { code, stderr } = await claimcheck(args(out));
    expect(stderr).toContain(`invalid --out "${out}"; expected a file that mutate wrote, or one that does not exist`);
    expect(code).toBe(2);
    expect(readFileSync(out, 'utf8')).toBe('{"mutants": 5}');
  });

  test.each([
    [['--level', 'fast'], /invalid --level "fast"; expected one of quick, standard, paper/],
    [['--workers', '0'], /invalid --workers "0"/],
    [['--watchdog', '-1'], /invalid --watchdog "-1"/],
  ])('%j is refused', async (more, said) => {
    const { code, stderr } = await claimcheck(args(join(scratch(), 'x.json'), ...more));
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });
});
