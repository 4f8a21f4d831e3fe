import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { claimcheck, fixtures, scratch } from './shell.js';

describe('list', () => {
  test('has every shipped claim with its passage, criterion and cost', async () => {
    const { code, stdout } = await claimcheck(['list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^initialization-selects-q-alpha +T7 T8 +implies +always +about \d+, <= \d+ trials/m);
    expect(stdout).toMatch(/^small-init-is-not-min-l2 +T7 +says +for most \+ always/m);
    expect(stdout).not.toContain('one-step-interpolates');
  });
});

describe('explain', () => {
  test('says what a reader of the paper asks', async () => {
    const { code, stdout } = await claimcheck(['explain', 'small-init-is-min-l1']);
    expect(code).toBe(0);
    for (const piece of [
      'Woodworth et al. (2020)',
      'What it does not show',
      'Premises',
      'Must fail',
      'Must hold',
      'l1 / minimum - 1 <=',
      '\\frac',
      'digest ',
    ])
      expect(stdout).toContain(piece);
  });
});

describe('with a report', () => {
  const out = join(scratch(), 'out');
  const path = join(out, 'report.json');
  beforeAll(async () => {
    await claimcheck(['run', 'holding', 'failing', '--claims', fixtures, '--level', 'quick', '--out', out]);
  });

  test('replay runs a trial again and compares with the journal', async () => {
    const { code, stdout } = await claimcheck(['replay', path, 'holding', '3', '--claims', fixtures]);
    expect(stdout).toContain('The journal has the same digest.');
    expect(stdout).toMatch(/slack [\d.]+ .*holds/);
    expect(code).toBe(0);
    const control = await claimcheck([
      'replay',
      path,
      'holding',
      '0',
      '--claims',
      fixtures,
      '--arm',
      'control:many steps',
    ]);
    expect(control.stdout).toContain('The journal has the same digest.');
    expect(control.stdout).toContain('violated');
  });

  test('replay of a trial that was not measured says so', async () => {
    const { code, stdout } = await claimcheck(['replay', path, 'holding', '4000', '--claims', fixtures]);
    expect(code).toBe(0);
    expect(stdout).toContain('The journal has no line for this trial');
  });

  test.each([
    [['replay', path, 'holdin', '0'], /has no claim "holdin"; did you mean holding/],
    [['replay', path, 'holding'], /has no counterexample of "holding"; name a trial/],
    [['replay', path, 'holding', 'first'], /invalid trial "first"; expected a whole number/],
    [
      ['replay', path, 'holding', '0', '--arm', 'control:none'],
      /invalid --arm: no arm "control:none"; the claim has claim, control:many steps/,
    ],
  ])('%j is refused', async (args, said) => {
    const { code, stderr } = await claimcheck([...args, '--claims', fixtures]);
    expect(stderr).toMatch(said);
    expect(code).toBe(2);
  });

  test('report renders again, the same', async () => {
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    const other = join(scratch(), 'other');
    const { code, stdout } = await claimcheck(['report', path, '--format', 'html,md,json', '--out', other]);
    expect(code).toBe(0);
    expect(stdout).toContain(join(other, 'index.html'));
    expect(readFileSync(join(other, 'index.html'), 'utf8')).toBe(page);
    expect(readFileSync(join(other, 'report.md'), 'utf8')).toBe(readFileSync(join(out, 'report.md'), 'utf8'));
    expect(existsSync(join(other, 'report.json'))).toBe(true);
  });
});

describe('help', () => {
  test('names every command and the exit codes', async () => {
    const { code, stdout } = await claimcheck(['--help']);
    expect(code).toBe(0);
    for (const command of ['list', 'explain', 'run', 'replay', 'report'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('Exit codes');
    expect((await claimcheck([])).stdout).toBe(stdout);
    expect((await claimcheck(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('compare', () => {
  const model = join(fixtures, '..', 'models', 'rounded.ts');
  const claims = scratch();
  // Decided by fewer tasks than a comparison needs.
  const soon = readFileSync(join(fixtures, 'holding.ts'), 'utf8').replace('allBut: 0.1', 'allBut: 0.3');
  writeFileSync(join(claims, 'holding.ts'), soon);
  const run = (out: string, ...more: string[]) =>
    claimcheck(['run', 'holding', '--claims', claims, '--level', 'quick', '--out', out, '--format', 'json', ...more]);
  const [base, head] = [scratch(), scratch()];
  const compared = () => claimcheck(['compare', join(base, 'report.json'), join(head, 'report.json')]);

  test('the same model is identical, on whatever kernels', async () => {
    await Promise.all([run(base), run(head, '--kernels', 'reference')]);
    const { code, stdout } = await compared();
    expect(stdout).toMatch(/^holding +identical +still holds; \d+ paired tasks$/m);
    expect(code).toBe(0);
  });

  test('a model that only rounds otherwise: says how many tasks would tell, and with them it is unchanged', async () => {
    await run(head, '--model', `diagonal-network=${model}`);
    const { code, stdout } = await compared();
    expect(stdout).toMatch(
      /^holding +cannot tell +still holds; \d+ paired tasks; margins moved by [\d.]+e-1\d at most; model changed: diagonal-network; about (\d+) tasks would tell$/m,
    );
    expect(code).toBe(4);
    const [, words] = /^To tell, run both again with (.*)\.$/m.exec(stdout)!;
    await Promise.all([
      run(base, ...words!.split(' ')),
      run(head, ...words!.split(' '), '--model', `diagonal-network=${model}`),
    ]);
    const again = await compared();
    expect(again.stdout).toMatch(/^holding +unchanged /m);
    expect(again.code).toBe(0);
  });
});
