/** Whole runs: the catalogue, two workers against one, when verdicts come, the overhead of a trial, start-up, a long journal. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Model } from '../src/claim.js';
import { claim, forMost, run as trains } from '../src/index.js';
import { armNamed } from '../src/engine/arm.js';
import { packageRoot } from '../src/engine/source.js';
import { trial } from '../src/engine/trial.js';
import { Program } from '../src/program/bridge.js';
import { sent } from '../src/program/wire.js';
import type { Build, Run } from './build.js';
import { median } from './median.js';
import { pair, ratio, shared, type Pair } from './pairs.js';
import type { How } from './training.js';

export interface Figure {
  readonly name: string;
  readonly now: number | string;
  /** To the same of the build before. */
  readonly ratio?: number;
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

/** Milliseconds that it takes to ask a program for a training of 40 x 100, so many in a request, beside the training. */
function asking(batch: number): number {
  const program = new Program([process.execPath, join(packageRoot, 'tests', 'fixtures', 'programs', 'toss.mjs')], {});
  const X = { rows: 40, cols: 100, data: new Float64Array(4000) };
  const trials = Array.from({ length: batch }, (_, size) => JSON.stringify({ task: sent({ size, X }), rule: {} }));
  const many = (count: number) => {
    const started = performance.now();
    for (let k = 0; k < count; k++) program.train(trials);
    return (performance.now() - started) / (count * batch);
  };
  many(20);
  return Math.min(many(100), many(100), many(100));
}

/** Median milliseconds of commands of Node from their start to their end, in turn. */
function starts(commands: readonly (readonly string[])[]): number[] {
  const once = (words: readonly string[]) => {
    const started = performance.now();
    spawnSync(process.execPath, words, { stdio: 'ignore', cwd: packageRoot });
    return performance.now() - started;
  };
  const rounds = Array.from({ length: 11 }, () => commands.map(once));
  return commands.map((_, k) => median(rounds.map((round) => round[k]!)));
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
async function journal(build: Build, folder: string, trials: number) {
  const words = undecided(join(folder, `claims-${trials}`), trials);
  const out = join(folder, `out-${trials}`);
  const first = await build.run(words, out);
  const again = await build.run([...words, '--workers', '1', '--resume'], out);
  return { ...again, lines: first.report.envelope.trials, first, equal: first.report.id === again.report.id };
}

/** The same command of both builds. */
const both = (name: string, after: Build, before: Build | undefined, words: readonly string[], rounds: number) =>
  pair(name, [before, after], [words, words], rounds);

export async function runs(after: Build, before: Build | undefined, { folder, rounds, only }: How): Promise<Figure[]> {
  const figure = (each: Pair, what: string, of: (run: Run) => number): Figure => ({
    name: `${each.name}: ${what}`,
    now: median(each.after.map(of)),
    ...(before && { ratio: ratio(each, of) }),
  });
  const figures = (each: Pair): Figure[] => [
    figure(each, 'processor time (s)', ({ cpu }) => cpu),
    figure(each, 'processor time per trial (ms)', ({ cpu, trials }) => (1000 * cpu) / trials),
    figure(each, 'wall time (s)', ({ seconds }) => seconds),
    figure(each, 'most memory (MB)', ({ megabytes }) => megabytes),
    figure(each, 'first verdict (s)', ({ verdicts }) => verdicts[0]!),
    figure(each, 'half of the verdicts (share of the run)', ({ verdicts, seconds }) => median(verdicts) / seconds),
  ];
  const some = only === '' ? [] : after.claims.filter((claim) => claim.includes(only));
  const all = (level: string, workers: number) => [
    ...some,
    '--level',
    level,
    '--seed',
    '3',
    '--workers',
    String(workers),
  ];
  const standard = await both('all claims, standard, two workers', after, before, all('standard', 2), rounds);
  const two = await both('all claims, quick, two workers', after, before, all('quick', 2), rounds);
  const one = await both('all claims, quick, one worker', after, before, all('quick', 1), rounds);
  const measured = ({ report }: Run) => report.envelope.seconds;
  const scaling = ['before', 'after'].map((of) =>
    median(one[of as 'after'].map((run, round) => measured(run) / measured(two[of as 'after'][round]!))),
  );
  const native = after.kernels.includes('native')
    ? await pair('native', [after, after], [all('quick', 2), [...all('quick', 2), '--kernels', 'native']], rounds)
    : undefined;
  const [short, long] = [await journal(after, folder, 1e4), await journal(after, folder, 1e5)];
  const ids = new Set([...one.after, ...two.after, ...(native?.after ?? [])].map(({ report }) => report.id));
  const { same, both: compared } = shared(standard);
  const builds = before ? [after, before] : [after];
  const help = builds.map(({ folder }) => [join(folder, 'src', 'main.mjs'), '--help']);
  const [bare, now, then] = starts([['--eval', '0'], ...help]) as [number, number, number | undefined];
  return [
    ...figures(standard),
    ...(before ? [{ name: 'trials of both with equal digests', now: `${same} of ${compared}` }] : []),
    ...figures(two),
    {
      name: 'scaling from one worker to two, loading left out',
      now: scaling[1]!,
      ...(before && { ratio: scaling[1]! / scaling[0]! }),
    },
    ...(native
      ? [{ name: 'native words over compiled ones, quick, processor time', now: ratio(native, ({ cpu }) => cpu) }]
      : []),
    { name: 'one report id, whatever the workers and kernels', now: ids.size === 1 && !ids.has(null) ? 'yes' : 'NO' },
    { name: 'overhead per trial (ms)', now: overhead() },
    { name: 'overhead per trial of a program, one in a request (ms)', now: asking(1) },
    { name: 'overhead per trial of a program, 16 in a request (ms)', now: asking(16) },
    { name: 'trials per second where next to nothing is trained', now: long.lines / long.first.seconds },
    { name: 'a bare start of Node (ms)', now: bare },
    { name: '--help, in bare starts of Node', now: now / bare, ...(then !== undefined && { ratio: now / then }) },
    ...[short, long].flatMap(({ lines, seconds, megabytes }) => [
      { name: `report from ${lines} journal lines (s)`, now: seconds },
      { name: `memory with ${lines} lines (MB)`, now: megabytes },
    ]),
    { name: 'the same report again', now: short.equal && long.equal ? 'yes' : 'NO' },
  ];
}
