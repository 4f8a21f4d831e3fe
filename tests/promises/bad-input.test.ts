/** A user's mistake is answered in one sentence that names the value and what was expected, before anything is trained. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { brokenFixtures, claimcheck, fixtures, scratch } from '../commands/shell.js';

const oneSentence = (stderr: string) => {
  const lines = stderr.trim().split('\n');
  expect(lines.length).toBe(1);
  expect(lines[0]).toMatch(/^claimcheck: /);
};

describe('refused with exit code 2', () => {
  const out = join(scratch(), 'never');
  const mistakes: [args: string[], said: RegExp][] = [
    [['run', 'smal-init-is-min-l1'], /unknown claim "smal-init-is-min-l1"; did you mean small-init-is-min-l1/],
    [['run', 'qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq'], /unknown claim "q+"; npx claimcheck list names them all/],
    [['run', '--level', 'thorough'], /invalid --level "thorough"; expected one of quick, standard, paper/],
    [['run', '--seed', '1.5'], /invalid --seed "1\.5"; expected a whole number of at most 20 digits, or "registered"/],
    [['run', '--seed', '007'], /invalid --seed "007"/],
    [['run', '--beacon', ''], /invalid --beacon ""; expected 1 to 256 printable ASCII characters without a blank/],
    [['run', '--beacon', 'x'.repeat(257)], /invalid --beacon "x+"; expected 1 to 256 printable ASCII characters/],
    [['run', '--beacon', ' 5'], /invalid --beacon " 5"/],
    [['run', '--beacon', 'a\u00a0b'], /invalid --beacon "a\u00a0b"/],
    [
      ['run', '--beacon', '5', '--seed', '7'],
      /invalid --beacon "5"; expected it with registered seeds alone; .* \(the seed here is 7\)/,
    ],
    [
      ['run', '--beacon', '5', '--level', 'quick'],
      /invalid --beacon "5"; .*; add --seed registered \(the seed here is 1\)/,
    ],
    [['mutate', '--beacon', '5', '--level', 'quick'], /invalid --beacon "5"/],
    [['run', '--ledger', 'x', '--seed', '7'], /invalid --ledger "x"; expected it with registered seeds alone/],
    [['run', '--workers', '0'], /invalid --workers "0"; expected a whole number from 1 to 1024/],
    [['run', '--workers', 'many'], /invalid --workers "many"/],
    [['run', '--at-least', '0'], /invalid --at-least "0"; expected a whole number from 1 to 1000000/],
    [['run', '--kernels', 'gpu'], /invalid --kernels "gpu"; expected one of wasm, reference/],
    [['run', '--budget', '-3'], /invalid --budget "-3"; expected a number of seconds above 0/],
    [['run', '--format', 'html,pdf'], /invalid --format "pdf"; expected one of html, json, md/],
    [
      ['run', '--format', 'junnit'],
      /invalid --format "junnit"; expected one of .*, junit, figures, github; did you mean junit\?/,
    ],
    [['run', '--model', 'diagonal-network'], /invalid --model "diagonal-network"; expected NAME=FILE/],
    [['run', '--model', 'diagonal-network=absent.ts'], /invalid --model: the model file .*absent\.ts does not exist/],
    [
      ['run', '--model', 'no-such=absent.ts'],
      /invalid --model: no model "no-such" to replace; known are .*diagonal-network/,
    ],
    [
      ['run', 'small-init-is-min-l1', '--model', 'ridge=tests/fixtures/models/rounded.ts'],
      /invalid --model: no claim of this run trains "ridge", which was to be replaced\. The claim trains diagonal-network$/m,
    ],
    [['run', '--claims', 'no/such/folder'], /invalid --claims "no\/such\/folder"; expected a directory/],
    [['run', '--leve', 'quick'], /^claimcheck: unknown option "--leve"; did you mean --level\?$/m],
    [['judge'], /^claimcheck: unknown command "judge"; claimcheck --help shows every command$/m],
    [['explain'], /^claimcheck: missing required argument 'claim'; claimcheck --help shows every command$/m],
    [['run', '--resume'], /nothing to resume in ".*": it holds no journal/],
    [['explain', 'small-init'], /unknown claim "small-init"; did you mean small-init-is/],
    [
      ['replay', 'absent.json', 'x'],
      /cannot read the report absent\.json: there is no such file; expected the report\.json of a run/,
    ],
    [['compare', 'absent.json', 'absent.json'], /cannot read the report absent\.json: there is no such file/],
    [['compare', 'README.md', 'README.md'], /cannot read the report README\.md: it is not JSON; expected/],
    [['report', 'docs'], /cannot read the report docs: it is a directory; expected/],
    [['mutate', 'small-init-is-not-min-l2', '--out', 'README.md/x.json'], /cannot write to the directory "README\.md"/],
    [['mutate', 'small-init-is-not-min-l2', '--out', 'README.md'], /invalid --out "README\.md"; expected/],
    [['report', 'package.json'], /package\.json is not a claimcheck report/],
  ];
  test.each(mistakes)('%j', async (args, said) => {
    const { code, stdout, stderr } = await claimcheck(args[0] === 'run' ? [...args, '--out', out] : args);
    expect(stderr).toMatch(said);
    oneSentence(stderr);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(existsSync(join(out, 'report.json'))).toBe(false);
  });

  test('an output directory that cannot be written, before anything is trained', async () => {
    const folder = scratch();
    writeFileSync(join(folder, 'file'), '');
    const { code, stderr } = await claimcheck(['run', '--out', join(folder, 'file', 'inside')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /cannot write to the directory ".*inside" \((ENOTDIR|EEXIST)\); expected a writable directory/,
    );
    oneSentence(stderr);
  });

  test('an output directory where the system lets nobody make one', async () => {
    const nowhere = process.platform === 'linux' ? '/proc/claimcheck' : '/dev/null/claimcheck';
    const { code, stderr } = await claimcheck(['run', '--out', nowhere]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot write to the directory "[^"]+" \(E[A-Z]+\); expected a writable directory/);
  });

  test('an empty directory of claims', async () => {
    const folder = scratch();
    mkdirSync(join(folder, 'claims'));
    const { code, stderr } = await claimcheck(['list', '--claims', join(folder, 'claims')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/it holds no claim file/);
  });
});

describe('a claim file that is broken', () => {
  test('is an error in one sentence, and the others still run', async () => {
    const out = join(scratch(), 'out');
    const folder = scratch();
    writeFileSync(join(folder, 'holding.ts'), readFileSync(join(fixtures, 'holding.ts')));
    for (const name of readdirSync(brokenFixtures))
      writeFileSync(join(folder, name), readFileSync(join(brokenFixtures, name)));
    writeFileSync(join(folder, 'unparsable.ts'), 'export default claim({ this is not TypeScript\n');
    const names = ['holding', 'throws', 'silent', 'number', 'unparsable', 'one-control'];
    const { code, stdout, stderr } = await claimcheck([
      'run',
      ...names,
      '--claims',
      folder,
      '--level',
      'quick',
      '--out',
      out,
    ]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/✗ throws: error: .*throws\.ts could not be loaded: this file throws when it is loaded/);
    expect(stderr).toMatch(/✗ silent: error: .*silent\.ts has no default export/);
    expect(stderr).toMatch(/✗ number: error: .*number\.ts has a default export that is not a claim/);
    expect(stderr).toMatch(/✗ unparsable: error: .*unparsable\.ts could not be loaded: Expected .* \(line 1\)$/m);
    expect(stderr).toMatch(/✗ one-control: error: .*has 0 falsehoods; expected at least two/);
    expect(stderr).toMatch(/✓ \[1\/1\] holding: holds/);
    expect(stdout + stderr).not.toMatch(/\n\s+at /);
    const report = readReport(join(out, 'report.json'));
    expect(report.id).toBeNull();
    expect(Object.keys(report.envelope.errors).sort()).toEqual(names.slice(1).sort());
  });

  test('explained, it is an error too', async () => {
    const { code, stderr } = await claimcheck(['explain', 'silent', '--claims', brokenFixtures]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/silent\.ts has no default export/);
  });
});

test('the stack is shown to whoever asks for it', async () => {
  const { code, stderr } = await claimcheck(['run', '--workers', 'many'], { env: { CLAIMCHECK_DEBUG: '1' } });
  expect(code).toBe(2);
  expect(stderr).toMatch(/\n\s+at /);
});

test('a population that cannot draw makes its claim an error, and no other', async () => {
  const folder = scratch();
  const holding = readFileSync(join(fixtures, 'holding.ts'), 'utf8');
  const none =
    "{ ...wideRegression, arbitrary: wideRegression.arbitrary.map(() => { throw new Error('no such task'); }) }";
  expect(holding).toContain('forAll: wideRegression,');
  writeFileSync(join(folder, 'holding.ts'), holding);
  writeFileSync(join(folder, 'undrawable.ts'), holding.replace('forAll: wideRegression,', `forAll: ${none},`));
  const args = ['run', 'holding', 'undrawable', '--claims', folder, '--level', 'quick', '--out', join(folder, 'out')];
  const { code, stdout, stderr } = await claimcheck(args);
  expect(code).toBe(3);
  expect(stderr).toMatch(/holding: holds/);
  expect(stderr).toMatch(/undrawable: error/);
  expect(stdout).toContain('no such task');
});
