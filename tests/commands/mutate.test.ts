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

  test('tells of the claims that were asked for, and keeps the figures of others', async () => {
    const out = join(scratch(), 'mutation.json');
    const asked = (claim: string) =>
      claimcheck(['mutate', claim, '--claims', fixtures, '--level', 'quick', '--out', out]);
    await asked('holding');
    const { stdout } = await asked('failing');
    expect(Object.keys((JSON.parse(readFileSync(out, 'utf8')) as Mutation).perClaim).sort()).toEqual([
      'failing',
      'holding',
    ]);
    expect(stdout).toMatch(/^failing +\d+\/\d+ killed/m);
    expect(stdout).toMatch(/faults are killed by some claim of 2\.$/m);
    expect(stdout).not.toMatch(/holding/);
  });

  test('measures the faults of a model of the user’s, and keeps the figures of ours', async () => {
    const cwd = scratch();
    const file = join(cwd, 'mine.ts');
    const network = "import network from 'claimcheck/models/diagonal-network';\n";
    const by = '(task, rule, streams) => network.train(task, { ...rule, steps: 3000 }, streams)';
    const model = (faults: string) =>
      writeFileSync(file, `${network}export default { ...network, faults: ${faults}, harmless: {} };\n`);
    const mutate = (...more: string[]) =>
      claimcheck(
        ['mutate', 'holding', '--claims', fixtures, '--level', 'quick', '--model', 'diagonal-network=mine.ts', ...more],
        { cwd },
      );
    model(`{ 'trains on': { what: 'it makes 3000 steps', by: ${by} } }`);
    const { code, stdout, stderr } = await mutate();
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^diagonal-network is mine\.ts: its faults are those of that file \(1\)\.$/m);
    expect(stdout).toMatch(/^1 of 1 faults are killed by the one claim that was measured\.$/m);
    const out = join('reports', 'own-mutation.json');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe(out);
    const { mutants } = JSON.parse(readFileSync(join(cwd, out), 'utf8')) as Mutation;
    expect(mutants.map(({ of, fault, outcome }) => [of, fault, outcome])).toEqual([
      ['diagonal-network', 'trains on', 'killed'],
    ]);
    const refused = await mutate('--out', 'reports/mutation.json');
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringContaining('has the figures of the shipped models'),
    ]);
    model('{}');
    expect((await mutate('--out', 'none.json')).stdout).toMatch(/mine\.ts: it has no faults of its own/);
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
