/**
 * `npm run bench [training] [runs]`: writes benchmarks/results.json and results.md, with new figures of the halves that are
 * named (without names: of both). Every training case is timed in rounds, all contenders in turn in each, and compared by
 * the ratios within rounds, because a machine's speed wanders more between minutes than contenders differ. Python is
 * $PEERS_PYTHON, else python3 (benchmarks/README.md).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/engine/source.js';
import { useKernels } from '../src/numerics/kernels.js';
import { cases, type Case } from './cases.js';
import { cPeers, pythonPeers, type Peer } from './peers.js';
import { runs } from './runs.js';
import { table } from './table.js';
import { tfjs } from './tfjs.js';

export interface Row {
  readonly contender: string;
  /** Steps per second: the median of the rounds, and the best. */
  readonly median: number;
  readonly best: number;
  /** To strict C, or to numpy where there is no C: the median of the ratios within rounds, and the ratio of the bests. */
  readonly ratio: number;
  readonly bestRatio: number;
  /** The loss after 100 steps (after 2 for decompositions). */
  readonly loss: number;
}

/** When and where a half was measured. */
export interface Setting {
  readonly date: string;
  readonly machine: Readonly<Record<string, string | number>>;
  /** Load averages over 1, 5 and 15 minutes before the first measurement. */
  readonly load: readonly number[];
}

export interface Results {
  readonly training?: Setting & { readonly rounds: number; readonly cases: Readonly<Record<string, readonly Row[]>> };
  readonly runs?: Setting & { readonly figures: Readonly<Record<string, number | string>> };
}

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
/** Seconds of one measurement. */
const LONG = Number(process.env['SECONDS'] ?? 0.3);

const ours: Peer[] = (['wasm', 'reference'] as const).map((kernels) => ({
  name: `claimcheck, ${kernels}`,
  run: async (each, _file, steps) => {
    useKernels(kernels);
    return each.run(steps);
  },
  close: () => {},
}));

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function compare(each: Case, peers: readonly Peer[], folder: string): Promise<Row[]> {
  const file = join(folder, 'data');
  writeFileSync(file, new Uint8Array(each.data.buffer));
  const few = each.kind === 'eigen' || each.kind === 'ridge' ? 2 : each.kind === 'network' ? 20 : 100;
  const able: { peer: Peer; steps: number; loss: number; speeds: number[] }[] = [];
  for (const peer of peers) {
    const first = await peer.run(each, file, few);
    if (!first) continue;
    let steps = few;
    for (let seconds = first.seconds; seconds < LONG / 2;) {
      steps = Math.ceil(steps * Math.min(20, Math.max(1.5, LONG / Math.max(seconds, 1e-4))));
      seconds = (await peer.run(each, file, steps))!.seconds;
    }
    able.push({ peer, steps, loss: first.loss, speeds: [] });
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const { peer, steps, speeds } of able) speeds.push(steps / (await peer.run(each, file, steps))!.seconds);
  const base =
    ['C, strict', 'numpy'].flatMap((name) => able.find(({ peer }) => peer.name === name) ?? [])[0] ?? able[0]!;
  return able.map(({ peer, loss, speeds }) => ({
    contender: peer.name,
    median: median(speeds),
    best: Math.max(...speeds),
    ratio: median(speeds.map((speed, round) => speed / base.speeds[round]!)),
    bestRatio: Math.max(...speeds) / Math.max(...base.speeds),
    loss,
  }));
}

function version(command: string, ...words: string[]): string {
  try {
    return execFileSync(command, words, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split('\n')[0]!;
  } catch {
    return 'absent';
  }
}

const python = process.env['PEERS_PYTHON'] ?? 'python3';
const moduleVersion = (name: string) => version(python, '-c', `import ${name}; print(${name}.__version__)`);

const setting = (more: Readonly<Record<string, string>> = {}): Setting => ({
  date: new Date().toISOString().slice(0, 10),
  machine: { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version, ...more },
  load: loadavg().map((load) => Math.round(10 * load) / 10),
});

async function training(folder: string): Promise<Results['training']> {
  const at = setting({
    gcc: version('gcc', '-dumpfullversion'),
    numpy: moduleVersion('numpy'),
    torch: moduleVersion('torch'),
    jax: moduleVersion('jax'),
  });
  const peers = [...ours, ...cPeers(folder), ...pythonPeers(python), tfjs];
  const measured: Record<string, Row[]> = {};
  for (const each of cases()) {
    if (!each.name.includes(process.env['ONLY'] ?? '')) continue;
    measured[each.name] = await compare(each, peers, folder);
    process.stderr.write(`${each.name}\n`);
  }
  for (const peer of peers) peer.close();
  useKernels('wasm');
  return { ...at, rounds: ROUNDS, cases: measured };
}

const halves = process.argv.slice(2);
const unknown = halves.find((half) => half !== 'training' && half !== 'runs');
if (unknown !== undefined) {
  process.stderr.write(`unknown half "${unknown}": expected training or runs; name none for both\n`);
  process.exit(2);
}
const asked = (half: string) => halves.length === 0 || halves.includes(half);
const file = (ending: string) => join(packageRoot, 'benchmarks', `results.${ending}`);
const folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
let results: Results = existsSync(file('json')) ? (JSON.parse(readFileSync(file('json'), 'utf8')) as Results) : {};
const keep = (half: Results) => {
  results = { ...results, ...half };
  // A part of the cases is looked at, not kept.
  if (process.env['ONLY']) return;
  writeFileSync(file('json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(file('md'), table(results));
};
try {
  if (asked('training')) keep({ training: await training(folder) });
  if (asked('runs')) keep({ runs: { ...setting(), figures: runs(folder, Number(process.env['RUN_ROUNDS'] ?? 1)) } });
} finally {
  rmSync(folder, { recursive: true });
}
process.stdout.write(table(results));
