/**
 * `npm run bench`: writes benchmarks/results.json and results.md. Every case is timed in rounds, all contenders in turn in
 * each, and compared by the ratios within rounds, because a machine's speed wanders more between minutes than contenders
 * differ. Python is $PEERS_PYTHON, else python3 (benchmarks/README.md).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/engine/source.js';
import { useKernels } from '../src/numerics/kernels.js';
import { cases, type Case } from './cases.js';
import { cPeers, pythonPeers, type Peer } from './peers.js';
import { suite } from './suite.js';
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

export interface Results {
  readonly date: string;
  readonly machine: Record<string, string | number | number[]>;
  readonly rounds: number;
  readonly training: Record<string, readonly Row[]>;
  readonly suite: Record<string, number | string>;
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
const folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
const peers = [...ours, ...cPeers(folder), ...pythonPeers(python), tfjs];
const loadBefore = loadavg();
const training: Record<string, Row[]> = {};
const only = process.env['ONLY'];
for (const each of cases()) {
  if (only && !each.name.includes(only)) continue;
  training[each.name] = await compare(each, peers, folder);
  process.stderr.write(`${each.name}\n`);
}
for (const peer of peers) peer.close();
useKernels('wasm');

const moduleVersion = (name: string) => version(python, '-c', `import ${name}; print(${name}.__version__)`);
const results = (measured: Results['suite']): Results => ({
  date: new Date().toISOString().slice(0, 10),
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: loadBefore.map((load) => Math.round(10 * load) / 10),
    node: process.version,
    gcc: version('gcc', '-dumpfullversion'),
    numpy: moduleVersion('numpy'),
    torch: moduleVersion('torch'),
    jax: moduleVersion('jax'),
  },
  rounds: ROUNDS,
  training,
  suite: measured,
});
const at = join(packageRoot, 'benchmarks');
const write = (measured: Results['suite']) => {
  writeFileSync(join(at, 'results.json'), `${JSON.stringify(results(measured), null, 2)}\n`);
  writeFileSync(join(at, 'results.md'), table(results(measured)));
};
write({});
write(await suite(folder, Number(process.env['SUITE_ROUNDS'] ?? 3)));
rmSync(folder, { recursive: true });
process.stdout.write(readFileSync(join(at, 'results.md')));
