/** Whole runs: the suite, two workers against one, the overhead of a trial, start-up, a long journal. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Model } from '../src/claim.js';
import { claim, forMost, run as trains } from '../src/index.js';
import { armNamed } from '../src/engine/arm.js';
import { packageRoot } from '../src/engine/source.js';
import { trial } from '../src/engine/trial.js';
import type { Report } from '../src/engine/report.js';

const main = join(packageRoot, 'src', 'main.mjs');

/** `run` with these words: its report, its seconds from start to end, and the most memory that it held. */
function run(out: string, words: readonly string[]) {
  const measure = "process.on('exit', () => process.stderr.write(`\\nrss ${process.resourceUsage().maxRSS}\\n`))";
  const watched = ['--import', `data:text/javascript,${encodeURIComponent(measure)}`, main];
  const started = performance.now();
  const { stderr } = spawnSync(
    process.execPath,
    [...watched, 'run', ...words, '--out', out, '--format', 'json', '--no-ledger'],
    {
      encoding: 'utf8',
      maxBuffer: 1e8,
      cwd: packageRoot,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  const megabytes = Math.max(0, ...[...stderr.matchAll(/rss (\d+)/g)].map(([, kilobytes]) => Number(kilobytes) / 1024));
  process.stderr.write(`run ${words.slice(-4).join(' ')}: ${seconds.toFixed(1)} s\n`);
  return { report: JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as Report, seconds, megabytes };
}

const toss: Model<{ size: number }> = {
  name: 'toss',
  capabilities: [],
  train: ({ size }, { heads }: { heads: number }, streams) => {
    const value = Float64Array.of(streams.train().uniform() < heads ? size : -size);
    return { parameters: { value }, predict: () => new Float64Array(0), steps: 1, stopped: 'exact' };
  },
};

const tossed = (heads: number) => trains(toss, { heads });
const control = { because: 'a fair coin', train: tossed(0.5) };
const coin = claim({
  title: 'Coins',
  statement: 'A coin shows heads.',
  ours: ['T1'],
  sources: {},
  scope: 'Times the machinery, not a theorem.',
  premises: {},
  forAll: { name: 'coins', version: 1, arbitrary: fc.record({ size: fc.integer({ min: 1, max: 100 }) }) },
  train: tossed(1),
  symbols: { value: ({ run }) => run.parameters['value']![0]! },
  parts: {
    heads: {
      holds: 'value >= 0',
      accept: forMost({ allBut: 0.1 }),
      unless: { fair: control, again: control },
    },
  },
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

/** The words of a run with so many trials, nearly: claims on the boundary, which nothing decides. */
function undecided(folder: string, trials: number): string[] {
  const each = 2500;
  const ids = Array.from({ length: Math.ceil(trials / each) }, (_, k) => `undecided-${k}`);
  const budget = `{ quick: ${each}, standard: ${each}, paper: ${each} }`;
  const fixture = readFileSync(join(packageRoot, 'tests', 'fixtures', 'claims', 'undecided.ts'), 'utf8');
  mkdirSync(folder);
  for (const id of ids)
    writeFileSync(join(folder, `${id}.ts`), fixture.replace('{ allBut: 0.1 }', `{ allBut: 0.1, budget: ${budget} }`));
  return [...ids, '--claims', folder, '--level', 'quick', '--seed', '7'];
}

/** A run of about so many trials, and then its report made again from its journal. */
function journal(folder: string, trials: number) {
  const words = undecided(join(folder, `claims-${trials}`), trials);
  const out = join(folder, `out-${trials}`);
  const first = run(out, words);
  const again = run(out, [...words, '--workers', '1', '--resume']);
  return { ...again, lines: first.report.envelope.trials, first, equal: first.report.id === again.report.id };
}

/** @param rounds of one worker and two in turn */
export function runs(folder: string, rounds: number): Record<string, number | string> {
  const quick = (...words: string[]) => run(join(folder, words.join('')), ['--level', 'quick', ...words]);
  const pairs = Array.from({ length: rounds }, () => [quick('--workers', '1'), quick('--workers', '2')] as const);
  const reference = quick('--workers', '2', '--kernels', 'reference');
  const ids = new Set([...pairs.flat(), reference].map(({ report }) => report.id));
  const best = (k: 0 | 1, of: (measured: ReturnType<typeof run>) => number) =>
    Math.min(...pairs.map((pair) => of(pair[k])));
  const whole = ({ seconds }: ReturnType<typeof run>) => seconds;
  const measured = ({ report }: ReturnType<typeof run>) => report.envelope.seconds;
  const [standard, plain] = [run(join(folder, 'standard'), []), run(join(folder, 'plain'), ['--no-dials'])];
  const [short, long] = [journal(folder, 1e4), journal(folder, 1e5)];
  const { claims } = standard.report.content;
  return {
    [`all ${claims.length} claims, level standard, dials and figures (s)`]: standard.seconds,
    'the same without dials (s)': plain.seconds,
    'trials per second': standard.report.envelope.trials / standard.seconds,
    'all claims, level quick, 1 worker (s)': best(0, whole),
    'all claims, level quick, 2 workers (s)': best(1, whole),
    'scaling from 1 to 2 workers, loading left out': best(0, measured) / best(1, measured),
    'all claims, level quick, 2 workers, reference kernels (s)': reference.seconds,
    'one report id for 1 and 2 workers and both kinds of kernels': ids.size === 1 && !ids.has(null) ? 'yes' : 'NO',
    'overhead per trial (ms)': overhead(),
    'trials per second where next to nothing is trained': long.lines / long.first.seconds,
    'cold start of --help (ms)': start(),
    [`report from ${long.lines} journal lines (s)`]: long.seconds,
    [`memory with ${long.lines} lines (MB)`]: long.megabytes,
    [`report from ${short.lines} journal lines (s)`]: short.seconds,
    [`memory with ${short.lines} lines (MB)`]: short.megabytes,
    'the same report again': short.equal && long.equal ? 'yes' : 'NO',
  };
}
