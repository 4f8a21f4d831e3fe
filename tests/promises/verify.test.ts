/** `verify` computes a report again and says where it is not what it says; the shell sees it, too. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportId } from '../../src/reporting/id.js';
import { json } from '../../src/reporting/json.js';
import { readReport } from '../../src/reporting/schema.js';
import { claimcheck, fixtures, scratch } from '../commands/shell.js';

const home = scratch();
const path = join(home, 'out', 'report.json');
const OWN = ['--claims', 'mine'];
const verify = (...args: string[]) => claimcheck(['verify', ...args], { cwd: home });

/** The report with something changed, beside the first one, under the id of its content. */
function changed(change: (report: Writable) => void, id?: string | null): string {
  const report = structuredClone(readReport(path)) as unknown as Writable;
  change(report);
  const folder = join(home, `changed-${Math.random()}`);
  mkdirSync(folder);
  const file = join(folder, 'report.json');
  writeFileSync(file, json({ ...report, id: id === undefined ? reportId(report.content as never) : id }));
  return file;
}
type Writable = {
  content: { claims: Claim[] };
  envelope: { version: string; commit?: string; files: Record<string, string> };
};
type Claim = {
  id: string;
  title: string;
  digest: string;
  models: unknown[];
  arms: { outcomes: { parts: Record<string, { slack: number }[]> }[] }[];
};

/** How many trials the run said that it counts. */
let counted: string | undefined;

beforeAll(async () => {
  mkdirSync(join(home, 'mine'));
  for (const name of ['holding', 'failing']) cpSync(join(fixtures, `${name}.ts`), join(home, 'mine', `${name}.ts`));
  const args = ['run', 'holding', 'failing', ...OWN, '--level', 'quick', '--seed', '3', '--out', 'out'];
  const { code, stdout, stderr } = await claimcheck(args, { cwd: home });
  expect(code, stderr).toBe(1);
  counted = /, seed 3, (\d+) trials (\(\d+ trained\) )?in /.exec(stdout)?.[1];
}, 120_000);

describe('the report of this version', () => {
  test('is the same, bit for bit, with what is rendered beside it', async () => {
    const { code, stdout, stderr } = await verify('out/report.json', ...OWN);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/^out\/report.json: report [0-9a-f]{12}, 2 of 2 claims, level quick, seed 3\n/);
    expect(stdout).toMatch(/\nAll 2 claims came out as the report says, bit for bit: \d+ trials computed again.\n$/);
    expect(stdout).toContain(` ${counted} trials computed again`);
    expect(stderr).toMatch(/\[1\/2\] \w+: same\n\[2\/2\] \w+: same\n/);
    expect(stdout).not.toMatch(/made (by|of)/);
  }, 60_000);

  test('is the same with other workers and the plain kernels', async () => {
    const { code, stdout } = await verify(
      'out/report.json',
      'failing',
      ...OWN,
      '--workers',
      '1',
      '--kernels',
      'reference',
    );
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/The claim came out as the report says/);
  }, 60_000);

  test('is looked at in a sample that says what it is, what it would miss, and how it is drawn again', async () => {
    const first = await verify('out/report.json', ...OWN, '--sample', '6');
    expect(first.code, first.stdout + first.stderr).toBe(0);
    const trials = readReport(path).content.claims.reduce((sum, { arms }) => sum + arms[0]!.outcomes!.length, 0);
    expect(first.stdout).toContain(`6 of ${trials} trials of the claims themselves were computed again`);
    expect(first.stdout).toMatch(/would miss it with probability [\d.]+%; 1% of them [\d.]+%; 5% of them/);
    expect(first.stdout).toMatch(/Controls, dials, tables, adversaries and counterexamples are not looked at/);
    const again = /^The same sample again: npx claimcheck (.*)$/m.exec(first.stdout)![1]!;
    expect((await claimcheck(again.split(' '), { cwd: home })).stdout).toBe(first.stdout);
  }, 60_000);
});

describe('a report that was changed', () => {
  const digit = (report: Writable) => {
    const claim = report.content.claims.find(({ id }) => id === 'holding')!;
    claim.arms[0]!.outcomes[3]!.parts['far']![0]!.slack += 1e-12;
  };
  const said = /holding: arm claim, trial 3, part "far", 0\.slack: the report says (\S+), computed is (\S+?)( |$)/m;

  test('in one digit: the first difference, with both values', async () => {
    const file = changed(digit);
    const { code, stdout } = await verify(file, ...OWN);
    expect(code).toBe(1);
    const [, before, now] = said.exec(stdout)!;
    expect(Number(before)).not.toBe(Number(now));
    const { arms } = readReport(path).content.claims.find(({ id }) => id === 'holding')!;
    expect(JSON.stringify(arms[0]!.outcomes![3]!.parts['far'])).toContain(`{"slack":${now},`);
    expect(stdout).toContain('1 of 2 claims came out as the report says');
    const sampled = await verify(file, ...OWN, '--sample', '1000');
    expect([sampled.code, said.test(sampled.stdout)]).toEqual([1, true]);
  }, 60_000);

  test('and has its old id: that, and where', async () => {
    const { code, stdout } = await verify(changed(digit, readReport(path).id), ...OWN);
    expect(code).toBe(1);
    expect(stdout).toMatch(/id: the report says [0-9a-f]{64}, and that of its content is [0-9a-f]{64}/);
    expect(stdout).toMatch(said);
  }, 60_000);

  test('in its page', async () => {
    const folder = join(home, 'page');
    cpSync(join(home, 'out'), folder, { recursive: true });
    const page = join(folder, 'index.html');
    const again = async () => verify('page/report.json', 'failing', ...OWN, '--sample', '1');
    expect((await again()).code).toBe(0);
    writeFileSync(page, readFileSync(page, 'utf8').replace('</main>', '<p>All is well.</p></main>'));
    const { code, stdout } = await again();
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('page/index.html is not what this version makes of the report'),
    ]);
  }, 60_000);
});

describe('another version', () => {
  test('says first what differs, compares, and finds the same bits', async () => {
    const file = changed(({ envelope, content }) => {
      envelope.version = '0.0.1';
      envelope.commit = 'f'.repeat(40);
      envelope.files['claimcheck/models/diagonal-network.ts'] = '0'.repeat(12);
      for (const claim of content.claims) claim.digest = '0'.repeat(64);
    });
    const { code, stdout } = await verify(file, ...OWN);
    expect(stdout).toMatch(/It was made by claimcheck 0\.0\.1 \(commit ffffffffffff\); this is /);
    expect(stdout).toMatch(/2 of 2 claims are made of other files since: claimcheck\/models\/diagonal-network\.ts\./);
    expect(stdout).toMatch(/All 2 claims came out as the report says/);
    expect(stdout.indexOf('It was made by')).toBeLessThan(stdout.indexOf('came out'));
    expect(code).toBe(0);
  }, 60_000);

  test('does not take a digest that was changed for other files', async () => {
    const file = changed(({ content }) => void (content.claims[0]!.digest = '0'.repeat(64)));
    const { code, stdout } = await verify(file, ...OWN, '--sample', '1');
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/failing: digest: the report says "0{64}", computed is "/),
    ]);
  }, 60_000);

  test('of a claim that was edited since: the same bits are the same, others are of another claim', async () => {
    const file = join(home, 'mine', 'holding.ts');
    const source = readFileSync(file, 'utf8');
    try {
      writeFileSync(file, `// A comment.\n${source}`);
      const same = await verify('out/report.json', ...OWN);
      expect(same.stdout).toMatch(/1 of 2 claims is made of other files since: \.\/holding\.ts\./);
      expect([same.code, same.stdout]).toEqual([0, expect.stringMatching(/All 2 claims came out as the report says/)]);
      writeFileSync(file, source.replace("'residual >= 0.1'", "'residual >= 0.2'"));
      const edited = await verify('out/report.json', ...OWN);
      expect(edited.stdout).toMatch(
        /holding was edited since, and is another claim; under its old seed: holding: arm claim/,
      );
      expect(edited.stdout).toMatch(/1 claim cannot be verified by other words/);
      expect(edited.code).toBe(3);
      writeFileSync(file, 'export default 1;');
      const lost = await verify('out/report.json', ...OWN);
      expect([lost.code, lost.stdout]).toEqual([
        3,
        expect.stringMatching(/holding could not be evaluated: .*not a claim/),
      ]);
    } finally {
      writeFileSync(file, source);
    }
  }, 120_000);
});

describe('a verification that is not finished', () => {
  const slow = join(home, 'slow');
  beforeAll(async () => {
    const args = [
      'run',
      'slow',
      'holding',
      '--claims',
      fixtures,
      '--level',
      'quick',
      '--out',
      slow,
      '--format',
      'json',
    ];
    expect((await claimcheck(args)).code).toBe(0);
  }, 120_000);
  const report = join(slow, 'report.json');

  test('by --budget says what was reached', async () => {
    const { code, stdout } = await verify(report, '--claims', fixtures, '--budget', '0.001', '--workers', '1');
    expect([code, stdout]).toEqual([4, expect.stringMatching(/Incomplete: [12] claims? not reached/)]);
    const sampled = await verify(report, '--claims', fixtures, '--budget', '0.001', '--sample', '500');
    expect([sampled.code, sampled.stdout]).toEqual([
      4,
      expect.stringMatching(/Incomplete: \d+ of \d+ trials were not reached/),
    ]);
  }, 60_000);

  test('by Ctrl-C keeps and tells what was compared', async () => {
    const ran = await claimcheck(['verify', report, '--claims', fixtures, '--workers', '2'], {
      cwd: home,
      heard: (stderr, kill) => void (/holding: same\n$/.test(stderr) && kill('SIGINT')),
    });
    expect(ran.stderr).toContain('stopping after the trials under way: what was compared is told');
    const told = /1 of 2 claims came out as the report says.*\nIncomplete: 1 claim not reached/;
    expect([ran.code, ran.stdout]).toEqual([4, expect.stringMatching(told)]);
  }, 60_000);
});

describe('bad input', () => {
  const cases: [string, string[], RegExp][] = [
    ['an unknown claim', ['out/report.json', 'holdin', ...OWN], /has no claim "holdin"; did you mean holding/],
    ['no sample', ['out/report.json', '--sample', '0', ...OWN], /invalid --sample "0"; expected a whole number from 1/],
    [
      'a seed without a sample',
      ['out/report.json', '--seed', '1', ...OWN],
      /invalid --seed "1"; expected it with --sample/,
    ],
    ['no directory', ['out/report.json'], /"\w+" of this report is not among the shipped ones; name .* with --claims/],
    ['no report', ['none.json'], /cannot read the report none.json: there is no such file/],
    ['another model than the shipped one', ['out/report.json', ...OWN, '--model', 'ridge'], /invalid --model "ridge"/],
  ];
  test.each(cases)(
    '%s',
    async (_, args, message) => {
      const { code, stderr, stdout } = await verify(...args);
      expect(stderr).toMatch(message);
      expect([code, stdout]).toEqual([2, '']);
    },
    60_000,
  );

  test('the model of a user is asked for by name', async () => {
    const file = changed(({ content }) => {
      for (const { models } of content.claims) models[0] = { ...(models[0] as object), instead: true };
    });
    const { code, stderr } = await verify(file, ...OWN);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /trains another model "diagonal-network"; name that one with --model diagonal-network=FILE/,
      ),
    ]);
  }, 60_000);
});

test('nothing is written by a verification', () => {
  expect(existsSync(join(home, 'reports'))).toBe(false);
});
