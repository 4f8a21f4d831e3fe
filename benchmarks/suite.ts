/** Whole runs: the suite at level quick, the overhead of a trial, two workers against one, start-up, long journals. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Model } from '../src/claim.js';
import { claim, forMost } from '../src/index.js';
import { armNamed } from '../src/engine/arm.js';
import { packageRoot } from '../src/engine/source.js';
import { trial } from '../src/engine/trial.js';
import type { Report } from '../src/engine/report.js';

const main = join(packageRoot, 'src', 'main.mjs');

function command(words: readonly string[]): { seconds: number; megabytes: number } {
  const started = performance.now();
  const measure = "process.on('exit', () => process.stderr.write(`\\nrss ${process.resourceUsage().maxRSS}\\n`))";
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(measure)}`, main, ...words],
    { encoding: 'utf8', maxBuffer: 1e8, cwd: packageRoot },
  );
  const rss = [...stderr.matchAll(/rss (\d+)/g)].map(([, kilobytes]) => Number(kilobytes) / 1024);
  return { seconds: (performance.now() - started) / 1000, megabytes: Math.max(...rss, 0) };
}

const reported = (folder: string) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as Report;

function quick(folder: string, ...words: string[]): Report {
  const out = join(folder, `run${words.join('')}`);
  command(['run', '--level', 'quick', '--out', out, '--format', 'json', ...words]);
  return reported(out);
}

const toss: Model<{ size: number }> = {
  name: 'toss',
  capabilities: [],
  train: ({ size }, { heads }: { heads: number }, streams) => {
    const value = Float64Array.of(streams.train().uniform() < heads ? size : -size);
    return { parameters: { value }, predict: () => new Float64Array(0), steps: 1, stopped: 'exact' };
  },
};

const control = { breaks: 'heads', because: 'a fair coin', train: ['toss', { heads: 0.5 }] as const };
const coin = claim({
  title: 'Coins',
  statement: 'A coin shows heads.',
  talk: ['T1'],
  marking: 'ours',
  sources: [],
  scope: 'Times the machinery, not a theorem.',
  premises: {},
  forAll: { name: 'coins', version: 1, arbitrary: fc.record({ size: fc.integer({ min: 1, max: 100 }) }) },
  train: ['toss', { heads: 1 }],
  parts: {
    heads: {
      holds: 'value >= 0',
      where: ({ trained }) => ({ value: trained.parameters['value']![0]! }),
      accept: forMost({ allBut: 0.1 }),
    },
  },
  controls: { mustFail: { fair: control, again: control } },
});

/** Milliseconds that a trial takes in which nothing is trained. */
function overhead(): number {
  const models = new Map([['toss', toss]]) as unknown as Parameters<typeof armNamed>[2];
  const arm = armNamed(coin, 'claim', models);
  const many = (count: number) => {
    const started = performance.now();
    for (let index = 0; index < count; index++) {
      const { error } = trial(arm, 'coin', '1', index, models);
      if (error) throw new Error(error);
    }
    return (performance.now() - started) / count;
  };
  many(500);
  return Math.min(many(2000), many(2000), many(2000));
}

/** Median milliseconds from the command to its end. */
function start(): number {
  const times = Array.from({ length: 11 }, () => {
    const started = performance.now();
    spawnSync(process.execPath, [main, '--help'], { stdio: 'ignore', cwd: packageRoot });
    return performance.now() - started;
  });
  return times.sort((a, b) => a - b)[5]!;
}

export async function suite(folder: string, rounds: number): Promise<Record<string, number | string>> {
  const one: number[] = [];
  const two: number[] = [];
  const plain: number[] = [];
  let [alone, both, reference] = [] as unknown as [Report, Report, Report];
  for (let round = 0; round < rounds; round++) {
    one.push((alone = quick(folder, '--workers', '1')).envelope.seconds);
    two.push((both = quick(folder, '--workers', '2')).envelope.seconds);
    plain.push((reference = quick(folder, '--workers', '1', '--kernels', 'reference')).envelope.seconds);
  }
  const best = (seconds: readonly number[]) => Math.min(...seconds);
  // The run's own journal twenty times over, shortened or lengthened to 1e5 lines: what is there twice is ignored.
  const out = join(folder, 'long');
  mkdirSync(out);
  const source = join(folder, 'run--workers1');
  const lines = readFileSync(join(source, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
  const long = Array.from({ length: Math.max(1e5, lines.length) }, (_, k) => lines[k % lines.length]!);
  writeFileSync(join(out, 'journal.ndjson'), `${long.join('\n')}\n`);
  writeFileSync(join(out, 'journal.origin'), readFileSync(join(source, 'journal.origin')));
  const again = command(['run', '--level', 'quick', '--out', out, '--format', 'json', '--workers', '1', '--resume']);
  return {
    'suite at level quick, 1 worker (s)': best(one),
    'suite at level quick, 2 workers (s)': best(two),
    'suite at level quick, 1 worker, reference kernels (s)': best(plain),
    'reports equal': alone.id !== null && alone.id === both.id && alone.id === reference.id ? 'yes' : 'NO',
    'trials per second, 1 worker': alone.envelope.trials / best(one),
    'scaling from 1 to 2 workers': best(one) / best(two),
    'overhead per trial (ms)': overhead(),
    'cold start of --help (ms)': start(),
    'report from 1e5 journal lines (s)': again.seconds,
    'its memory at most (MB)': again.megabytes,
    'and equal': reported(out).id === alone.id ? 'yes' : 'NO',
  };
}
