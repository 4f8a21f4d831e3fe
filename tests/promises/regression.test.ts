/** docs/regression.md, from its first line to its last: the story with its changes, and the steps of its workflow one by one. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Compared } from '../../src/reporting/comparison/compared.js';
import { blocksOf, change, text, type Block } from '../blocks.js';
import { scratch } from '../commands/shell.js';
import { install } from './installed.js';

const STORY = blocksOf('docs/regression.md');
const CLAIM = blocksOf('README.md').find(({ file }) => file === 'mine/large-start-is-min-l2.ts')!;

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** As a step of a workflow, or a reader: in a shell that stops where something fails. */
const shell = (command: string, cwd: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_ENV: ____, ...inherited } = process.env;
    const env = { ...inherited, FORCE_COLOR: '0', ...more };
    execFile('bash', ['-e', '-c', command], { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr }),
    );
  });

function write(home: string, { file, code }: Block): void {
  mkdirSync(join(home, dirname(file!)), { recursive: true });
  writeFileSync(join(home, file!), code);
}

const installed = scratch();
beforeAll(() => install(installed));

describe('the story', () => {
  const home = installed;
  const changed = (): Compared =>
    JSON.parse(readFileSync(join(home, 'reports/latest/change.json'), 'utf8')) as Compared;
  /** What each run against the baseline comes to, and what the page says of it. */
  const came = ['identical', 'changed worse', 'identical', 'passes unchanged'];
  const steps = STORY.filter(({ language }) => ['ts', 'diff', 'bash'].includes(language));

  test('every command of the page, on the files as the page has changed them', async () => {
    write(home, CLAIM);
    const words: string[] = [];
    for (const block of steps) {
      if (block.language === 'ts') write(home, block);
      else if (block.language === 'diff') change(join(home, block.file!), block.code);
      else {
        const [, command, wanted = '0'] = /^(.*?)(?: # exit code (\d))?\n$/.exec(block.code)!;
        const { code, out } = await shell(command!, home);
        expect([command, code, out]).toEqual([command, Number(wanted), out]);
        if (!command!.includes('--baseline')) continue;
        const { claims, exit } = changed();
        expect(exit).toBe(code);
        words.push(claims[0]!.word);
        expect(out).toMatch(new RegExp(`^large-start-is-min-l2 +${claims[0]!.word} `, 'm'));
        if (code === 1) told(out, claims[0]!);
        if (claims[0]!.word === 'identical')
          expect(claims[0]).toMatchObject({ modelsChanged: [], controlsChanged: [], filesChanged: [] });
        else expect(claims[0]!.modelsChanged).toEqual(['diagonal-network']);
      }
    }
    expect(words).toEqual(came);
    for (const word of came) expect(text('docs/regression.md')).toContain(`\`${word}\``);
  }, 400_000);

  /** Which claim, how surely, on which smallest task, and what looks at it. */
  function told(out: string, { replay, counterexample, exhibit }: Compared['claims'][number]): void {
    expect(out).toContain('holds -> fails; 60 paired tasks');
    expect(out).toContain('a task that passed is certified to violate it now, which has no risk of error');
    expect(exhibit!.before!.kind).toBe('success');
    expect(exhibit!.after!.kind).toBe('violation');
    expect(out).toMatch(/the smallest task found that violates "the L2 norm is minimal" \(task 0, shrunk \d+ times\)/);
    expect(counterexample!.shrunk).toBeGreaterThan(3);
    // The page has this command.
    expect(STORY.map(({ code }) => code.trim())).toContain(replay.counterexample);
    expect(out).toContain(replay.counterexample);
    expect(readFileSync(join(home, 'reports/latest/change.md'), 'utf8')).toContain(replay.counterexample);
    expect(readFileSync(join(home, 'reports/latest/change.html'), 'utf8')).toContain('changed worse');
  }
});

describe('the workflow', () => {
  const home = installed;
  const summary = join(home, 'summary.md');
  const [workflow] = STORY.filter(({ language }) => language === 'yaml');
  const steps = [...workflow!.code.matchAll(/^ +- run: (.*)$/gm)].map(([, command]) => command!);
  const claimFile = 'mine/large-start-is-min-l2.ts';
  const line = 1 + CLAIM.code.split('\n').findIndex((text) => text.includes(`'the L2 norm is minimal': {`));

  /** What the runner of GitHub sets; what it reads is what begins a line. */
  async function step(command: string): Promise<Ran & { readonly annotated: readonly string[] }> {
    const github = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: home, GITHUB_STEP_SUMMARY: summary };
    const ran = await shell(command, home, github);
    return { ...ran, annotated: ran.out.split('\n').filter((text) => text.startsWith('::')) };
  }

  beforeAll(async () => {
    write(home, CLAIM);
    STORY.filter(({ language }) => language === 'ts').forEach((block) => write(home, block));
    const [baseline] = STORY.filter(({ code }) => code.includes('--out baseline'));
    expect((await shell(baseline!.code, home)).code).toBe(0);
  });

  test('has these steps', () => {
    expect(workflow!.code.match(/\brun:/g)).toHaveLength(steps.length);
    expect(steps.map((command) => command.split(' ').slice(0, 3).join(' '))).toEqual([
      // What it does is done here by install(), and held by the tests of the package.
      'npm ci',
      'npx claimcheck run',
      'npx vitest run',
    ]);
  });

  test('is green where nothing was changed, and the summary of the job says so', async () => {
    for (const command of steps.slice(1)) {
      const { code, out, annotated } = await step(command);
      expect([command, code, annotated], out).toEqual([command, 0, []]);
    }
    const told = readFileSync(summary, 'utf8');
    expect(told).toMatch(/^## The claim holds/);
    expect(told).toMatch(/^### claimcheck: nothing is worse, and nothing is lost$/m);
    expect(told).toMatch(/^\| large-start-is-min-l2 \| \*\*identical\*\* \|/m);
    const junit = readFileSync(join(home, 'reports/change/junit.xml'), 'utf8');
    expect(junit.match(/<testsuite .*? tests="\d+" failures="0" errors="0"/g)).toHaveLength(2);
  }, 400_000);

  test('is red at the line of the part where a constant is wrong', async () => {
    const wrong = STORY.find(({ language }) => language === 'diff')!;
    change(join(home, wrong.file!), wrong.code);
    const [run, tests] = [await step(steps[1]!), await step(steps[2]!)];
    expect([run.code, tests.code], run.out + tests.out).toEqual([1, 1]);
    expect(run.annotated).toHaveLength(1);
    expect(run.annotated[0]).toContain(
      `::error file=${claimFile},line=${line},title=large-start-is-min-l2%3A fails%2C changed worse::`,
    );
    expect(run.annotated[0]).toContain('%0AAgainst baseline/report.json: changed worse; holds -> fails; ');
    expect(readFileSync(summary, 'utf8')).toMatch(/^### claimcheck: something is certified worse/m);
    expect(readFileSync(join(home, 'reports/change/junit.xml'), 'utf8')).toMatch(/<failure message="Against baseline/);
    // One of the claim, and one of the change; both by vitest's own reporter.
    const title = (more: string) =>
      `title=claims.test.ts > claims > ${more}large-start-is-min-l2,line=${line},column=1::`;
    for (const more of ['', 'against baseline/report.json > '])
      expect(tests.annotated.filter((text) => text.includes(`${claimFile},${title(more)}`))).toHaveLength(1);
    expect(tests.annotated).toHaveLength(2);
    expect(tests.annotated[1]).toContain('npx claimcheck run large-start-is-min-l2 --claims mine --model');
  }, 400_000);
});
