/**
 * docs/cluster.md: its commands, and those of its recipes, with what Slurm, Kubernetes and GitHub set. At level quick and for one
 * claim in place of all at level paper, which is all that is changed.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { readReport } from '../../src/reporting/schema.js';
import { blocksOf } from '../blocks.js';
import { scratch } from '../commands/shell.js';
import { install } from './installed.js';

const BLOCKS = blocksOf('docs/cluster.md');
const recipe = (file: string) => BLOCKS.find((block) => block.file === file)!.code;
const home = scratch();

const shell = (script: string, env: Readonly<Record<string, string>> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_ENV: ____, ...inherited } = process.env;
    const made = script.replace(/--level paper/g, 'large-start-is-min-l2 --level quick --no-ledger');
    execFile('bash', ['-e', '-c', made], { cwd: home, env: { ...inherited, ...env } }, (error, stdout, stderr) =>
      error ? reject(new Error(`${made}\n${stdout}${stderr}`)) : resolve(stdout),
    );
  });
const idOf = (folder: string) => readReport(join(home, folder, 'report.json')).id;

beforeAll(async () => {
  install(home);
  const claim = blocksOf('README.md').find(({ file }) => file === 'mine/large-start-is-min-l2.ts')!;
  mkdirSync(join(home, 'mine'));
  writeFileSync(join(home, claim.file!), claim.code);
  await shell('npx claimcheck run --claims mine --level paper --out whole');
}, 120_000);
beforeEach(() => rmSync(join(home, 'shards'), { recursive: true, force: true }));

test('every block is a recipe, or is executed', () => {
  expect(BLOCKS.map(({ language, file }) => file ?? language)).toEqual([
    ...[
      'bash',
      'shards.sbatch',
      'merge.sbatch',
      'submit',
      'shards.yaml',
      'compose.yaml',
      '.github/workflows/shards.yml',
    ],
  ]);
});

test('the commands at its beginning', async () => {
  await shell(BLOCKS[0]!.code);
  expect(idOf('reports/merged')).toBe(idOf('whole'));
}, 120_000);

/** The command of each shard, and what merges them. */
const RECIPES: readonly [string, number, (k: number) => readonly [string, Record<string, string>], string, string][] = [
  [
    'shards.sbatch',
    8,
    (k) => [recipe('shards.sbatch'), { SLURM_ARRAY_TASK_ID: String(k), SLURM_CPUS_ON_NODE: '1' }],
    recipe('merge.sbatch'),
    'reports/paper',
  ],
  [
    'shards.yaml',
    8,
    (k) => [/^ +- (npx .*)$/m.exec(recipe('shards.yaml'))![1]!, { JOB_COMPLETION_INDEX: String(k - 1) }],
    recipe('merge.sbatch'),
    'reports/paper',
  ],
  [
    'compose.yaml',
    2,
    (k) => [new RegExp(`shard-${k}:\n.*\n +command: (npx .*)$`, 'm').exec(recipe('compose.yaml'))![1]!, {}],
    / {2}merge:\n.*\n +command: (npx .*)$/m.exec(recipe('compose.yaml'))![1]!,
    'shards/report',
  ],
  [
    '.github/workflows/shards.yml',
    4,
    (k) => [
      /^ +- run: (npx claimcheck run .*)$/m
        .exec(recipe('.github/workflows/shards.yml'))![1]!
        .replaceAll('${{ matrix.shard }}', String(k)),
      {},
    ],
    /^ +- run: (npx claimcheck merge .*)$/m.exec(recipe('.github/workflows/shards.yml'))![1]!,
    'reports/paper',
  ],
];

test.each(RECIPES)(
  'the commands of %s',
  async (_, shards, command, merge, out) => {
    rmSync(join(home, out), { recursive: true, force: true });
    for (let k = 1; k <= shards; k++) await shell(...command(k));
    await shell(`${merge.trim()} --no-ledger`);
    expect(idOf(out)).toBe(idOf('whole'));
  },
  300_000,
);
