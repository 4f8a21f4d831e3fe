/** `run --baseline`: what is taken from it, what is refused before anything is trained, and what became of claims since. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { asked } from '../../src/commands/baseline.js';
import type { Report } from '../../src/engine/report.js';
import type { Compared } from '../../src/reporting/comparison/compared.js';
import { json } from '../../src/reporting/json.js';
import { reportId } from '../../src/reporting/id.js';
import { readReport } from '../../src/reporting/schema.js';
import { words } from '../../src/form/shell.js';
import { claimReport, sample } from '../reporting/sample.js';
import { always } from '../../src/criteria.js';
import { claimcheck, fixtures, scratch } from './shell.js';

const home = scratch();
const claims = join(home, 'mine');
const baseline = join('base', 'report.json');
const run = (...more: string[]) => claimcheck(['run', ...more], { cwd: home });
const change = (out = 'reports/latest') => JSON.parse(readFileSync(join(home, out, 'change.json'), 'utf8')) as Compared;
const reportIn = (out = 'reports/latest') => readReport(join(home, out, 'report.json'));
const first = readFileSync(join(fixtures, 'holding.ts'), 'utf8');

/** As a registered run: an edit of the claim would draw another seed. */
beforeAll(async () => {
  mkdirSync(claims);
  for (const name of ['holding', 'failing']) cpSync(join(fixtures, `${name}.ts`), join(claims, `${name}.ts`));
  const made = await run(
    ...['failing', 'holding', '--claims', 'mine', '--level', 'quick', '--seed', 'registered', '--no-ledger'],
    ...['--beacon', 'block 1', '--at-least', '40', '--out', 'base', '--format', 'json'],
  );
  expect(made.code, made.stderr).toBe(1);
});

test('the same question gives the same report, and identical; a claim that fails as before is the exit code of the run', async () => {
  const { code, stdout } = await run('--claims', 'mine', '--baseline', baseline, '--no-ledger');
  expect(stdout).toMatch(/^2 identical\.\nExit code 0: nothing is worse, and nothing is lost\.$/m);
  expect(stdout).toMatch(/^Exit code 1: of the run itself; some claim fails or is vacuous\.$/m);
  expect(code).toBe(1);
  expect(reportIn().id).toBe(reportIn('base').id);
  expect(reportIn().envelope.command).toBe(reportIn('base').envelope.command);
  expect(change().claims.map(({ word }) => word)).toEqual(['identical', 'identical']);
  // Without one it is gone: it would be read as what the new report changed.
  await run('holding', '--claims', 'mine', '--level', 'quick');
  for (const ending of ['md', 'html', 'json'])
    expect(existsSync(join(home, `reports/latest/change.${ending}`))).toBe(false);
});

test('claims that are named are compared alone, on as many tasks as are asked for', async () => {
  const { code, stdout } = await run(
    'holding',
    '--claims',
    'mine',
    '--baseline',
    baseline,
    '--at-least',
    '20',
    '--no-ledger',
  );
  expect([code, change().claims.map(({ id, word }) => [id, word])], stdout).toEqual([0, [['holding', 'identical']]]);
  expect(change().claims[0]!.parts['far']!.pairs).toBe(35);
});

describe('refused in one sentence, before anything is trained', () => {
  beforeAll(() => {
    const base = readFileSync(join(home, baseline), 'utf8');
    const put = (name: string, text: string) => writeFileSync(join(home, name), text);
    put('torn.json', base.slice(0, 1000));
    put('edited.json', base.replace('"atLeast": 40', '"atLeast": 41'));
    put('older.json', base.replace('"schema": 2', '"schema": 1'));
    const blind = reportIn('base');
    const content = { ...blind.content, selfControl: { verdict: 'holds' as const, trials: 3 } };
    put('blind.json', json({ ...blind, id: reportId(content), content }));
    put('empty.json', json({ ...sample([]), id: null }));
    mkdirSync(join(home, 'linked'));
    symlinkSync(join(home, baseline), join(home, 'linked', 'report.json'));
  });

  test.each([
    [
      ['absent.json'],
      /^cannot read the report absent\.json: there is no such file; expected the report\.json of a run$/,
    ],
    [['base'], /^cannot read the report base: it is a directory; expected/],
    [['torn.json'], /^cannot read the report torn\.json: it is not JSON; expected/],
    [['edited.json'], /^edited\.json was changed after it was made: its id is /],
    [['older.json'], /^older\.json was made by an earlier version of claimcheck/],
    [
      ['blind.json'],
      /^nothing in the baseline blind\.json can be trusted: its deliberately false self-control was not refuted$/,
    ],
    [['empty.json'], /^the baseline empty\.json has no claim: there is nothing to compare with$/],
    [
      [baseline, '--level', 'standard'],
      /^invalid --level "standard"; expected quick, which the baseline base\/report\.json has .*: at another a verdict may differ by the risk alone$/,
    ],
    [
      [baseline, '--seed', '7'],
      /^invalid --seed "7"; expected registered, which .*: with another the tasks are others/,
    ],
    [[baseline, '--beacon', 'block 2'], /^invalid --beacon "block 2"; expected block 1, which the baseline/],
    [
      [baseline, '--out', 'base'],
      /^this run would write its report over the baseline base\/report\.json; name another/,
    ],
    [
      [baseline, '--out', 'linked'],
      /^this run would write its report over the baseline base\/report\.json; name another/,
    ],
    [
      [baseline, 'small-init-is-min-l1'],
      /^the baseline .* has no claim "small-init-is-min-l1"; it has failing, holding$/,
    ],
    [[baseline, '--at-least', 'many'], /^invalid --at-least "many"; expected a whole number/],
  ])('%j', async (more, said) => {
    const { code, stdout, stderr } = await run('--claims', 'mine', '--out', 'never', '--baseline', ...more);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr.replace(/^claimcheck: /, '').trimEnd()).toMatch(said);
    expect(existsSync(join(home, 'never'))).toBe(false);
  });

  test('where the directory of its claims is not named, which one it was', async () => {
    const { code, stderr } = await run('--out', 'never', '--baseline', baseline);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /the claim "failing" of the baseline .* name the directory of its file with --claims \(it was mine\)$/m,
    );
  });
});

describe('since the baseline', () => {
  test('a claim was edited: the tasks of its earlier words, and no registered draw', async () => {
    writeFileSync(join(claims, 'holding.ts'), first.replace("scope: 'A fixture.'", "scope: 'A fixture, edited.'"));
    try {
      const ledger = join(home, 'ledger.ndjson');
      const { code, stdout, stderr } = await run(
        'holding',
        '--claims',
        'mine',
        '--baseline',
        baseline,
        '--ledger',
        ledger,
      );
      expect([code, stderr]).toEqual([
        0,
        expect.stringContaining('1 claim was edited since the baseline and judged on its tasks'),
      ]);
      expect(stdout.replace(/\s+/g, ' ')).toMatch(/holding identical still holds; 40 paired tasks of a changed claim/);
      expect(existsSync(ledger)).toBe(false);
      const report = reportIn();
      expect(report.content.seed).toBe('baseline');
      expect(report.content.claims[0]!.seed).toBe(
        reportIn('base').content.claims.find(({ id }) => id === 'holding')!.seed,
      );
      expect(report.envelope.notes!.join()).toContain('which is no registered draw: holding');
      // Its command gives it again, and whoever verifies it finds the same.
      const [, , ...command] = words(report.envelope.command!);
      expect(command).toContain('--baseline');
      await claimcheck([...command, '--out', 'again', '--no-ledger'], { cwd: home });
      expect(reportIn('again').id).toBe(report.id);
      const verified = await claimcheck(['verify', 'reports/latest/report.json', '--claims', 'mine'], { cwd: home });
      expect(verified.code, verified.stdout).toBe(0);
      // A baseline that is such a report hands its seeds on.
      const next = await run(
        '--claims',
        'mine',
        '--baseline',
        'reports/latest/report.json',
        '--out',
        'next',
        '--no-ledger',
      );
      expect([next.code, change('next').claims.map(({ word }) => word)], next.stderr).toEqual([0, ['identical']]);
    } finally {
      writeFileSync(join(claims, 'holding.ts'), first);
    }
  });

  test('what a claim asks was weakened: never 0', async () => {
    writeFileSync(join(claims, 'holding.ts'), first.replace('residual >= 0.1', 'residual >= 0.09'));
    try {
      const { code, stdout } = await run('holding', '--claims', 'mine', '--baseline', baseline, '--no-ledger');
      expect(code).toBe(4);
      expect(stdout).toContain('the formula of "far" changed (residual >= 0.1; now residual >= 0.09)');
    } finally {
      writeFileSync(join(claims, 'holding.ts'), first);
    }
  });

  test('a claim is gone, and another is new', async () => {
    rmSync(join(claims, 'holding.ts'));
    writeFileSync(join(claims, 'later.ts'), first);
    try {
      const { code, stdout } = await run(
        '--claims',
        'mine',
        '--baseline',
        baseline,
        '--no-ledger',
        '--format',
        'json,github',
      );
      expect(stdout).toMatch(/^holding +removed +holds -> absent/m);
      // Nobody's file can be annotated.
      expect(stdout).toMatch(
        /^::warning title=holding%3A removed::Against base\/report\.json: removed; holds -> absent%0Ahead has no/m,
      );
      // The baseline named its claims.
      expect(change().claims.map(({ id }) => id)).toEqual(['failing', 'holding']);
      // Nothing is worse, but a claim fails as it did.
      expect([code, change().exit]).toEqual([1, 4]);
      const added = await run('failing', 'later', '--claims', 'mine', '--baseline', baseline, '--no-ledger');
      expect(added.stdout).toMatch(/^later +added +absent -> holds/m);
    } finally {
      rmSync(join(claims, 'later.ts'));
      writeFileSync(join(claims, 'holding.ts'), first);
    }
  });

  test('a file holds no claim any more: 3, and why', async () => {
    writeFileSync(join(claims, 'holding.ts'), 'export const nothing = 1;\n');
    try {
      const { code, stdout } = await run('holding', '--claims', 'mine', '--baseline', baseline, '--no-ledger');
      expect(stdout).toMatch(/^holding +not evaluated +holds -> error/m);
      expect(code).toBe(3);
    } finally {
      writeFileSync(join(claims, 'holding.ts'), first);
    }
  });
});

test('an interrupted run compares what it has, and the command that continues it has the baseline', async () => {
  const own = join(home, 'slowly');
  mkdirSync(own);
  cpSync(join(fixtures, 'slow.ts'), join(own, 'slow.ts'));
  cpSync(join(fixtures, 'holding.ts'), join(own, 'quickly.ts'));
  const made = await run(
    'slow',
    'quickly',
    '--claims',
    'slowly',
    '--level',
    'quick',
    '--out',
    'whole',
    '--format',
    'json',
  );
  expect(made.code, made.stderr).toBe(0);
  const cut = await run(
    '--claims',
    'slowly',
    '--baseline',
    'whole/report.json',
    '--budget',
    '0.5',
    '--workers',
    '1',
    '--out',
    'cut',
  );
  expect([cut.code, change('cut').exit], cut.stdout).toEqual([4, 4]);
  expect(change('cut').notes.join()).toContain('head is incomplete (budget)');
  const [, command] = /^To continue: (.*)$/m.exec(cut.stdout)!;
  expect(command).toBe(
    'npx claimcheck run --level quick --baseline whole/report.json --claims slowly --out cut --workers 1 --resume',
  );
  const done = await claimcheck(words(command!).slice(2), { cwd: home });
  expect([done.code, change('cut').claims.map(({ word }) => word)], done.stdout).toEqual([
    0,
    ['identical', 'identical'],
  ]);
  expect(reportIn('cut').id).toBe(reportIn('whole').id);
});

test('what is reproducible only statistically is identical where its digests are, and nowhere else', async () => {
  const tfjs = ['--model', 'diagonal-network=tfjs'];
  const made = await run(
    'holding',
    '--claims',
    'mine',
    '--level',
    'quick',
    '--at-least',
    '60',
    ...tfjs,
    '--out',
    'float',
    '--format',
    'json',
  );
  expect(made.code, made.stderr).toBe(0);
  const same = await run('--claims', 'mine', '--baseline', 'float/report.json', ...tfjs);
  expect([same.code, change().claims[0]!.word], same.stdout).toEqual([0, 'identical']);
  expect(reportIn().approximate!.claims).toHaveLength(1);
  // In float64, and on the same tasks: another answer, and a sentence that the model is another.
  const exact = await run('--claims', 'mine', '--baseline', 'float/report.json');
  expect(exact.stderr).toContain(
    'the baseline float/report.json trained another diagonal-network, and this run trains ours',
  );
  expect([exact.code, change().claims[0]!.word], exact.stdout).toEqual([0, 'passes unchanged']);
});

describe('what a run is asked for', () => {
  const folder = scratch();
  const made = (command: string | undefined, more: Partial<Report['content']> = {}): string => {
    const report = sample([claimReport('small-init-is-min-l1', 'holds', always(), () => 1)]);
    const content = { ...report.content, ...more };
    const path = join(folder, 'report.json');
    const { command: _, ...envelope } = report.envelope;
    writeFileSync(path, json({ id: null, content, envelope: { ...envelope, ...(command && { command }) } }));
    return path;
  };
  const flags = { dials: true, model: [], out: 'reports/latest' };
  const from = async (path: string, names: readonly string[] = []) => asked(names, { ...flags, baseline: path });

  test('all claims where the baseline asked for all, the new ones too; else those that it has', async () => {
    expect((await from(made('npx claimcheck run --level standard'))).names).toEqual([]);
    expect((await from(made('npx claimcheck run a b --level standard'))).names).toEqual(['small-init-is-min-l1']);
    expect((await from(made(undefined))).names).toEqual(['small-init-is-min-l1']);
  });

  test('its tasks and its dials; without a baseline level standard', async () => {
    const { flags: all } = await from(made('npx claimcheck run --no-dials', { atLeast: 70, seed: '7' }));
    expect(all).toMatchObject({ level: 'standard', seed: '7', atLeast: '70', dials: false });
    expect((await from(made('npx claimcheck run'))).flags).toMatchObject({ level: 'standard', dials: true });
    expect((await from(made('npx claimcheck run', { seed: 'registered' }))).flags).not.toHaveProperty('seed');
    expect(await asked(['a'], flags)).toEqual({ names: ['a'], flags: { ...flags, level: 'standard' } });
  });
});
