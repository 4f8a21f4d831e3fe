/**
 * `npm run bench -- [training] [runs] [job] [scale] [--before DIR]`: writes benchmarks/results.json and results.md, with new figures
 * of the parts that are named (without names: of all). DIR is a checkout of an older commit, to be compared with; without it
 * those columns and rows stay empty. Everything is measured in rounds, all contenders in turn in each, in processor time where
 * that can be, and compared by the medians of ratios within rounds: a machine's speed wanders more between minutes than
 * contenders differ. Python is --python, else $PEERS_PYTHON, else python3 (benchmarks/README.md).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageRoot } from '../src/engine/source.js';
import { build } from './build.js';
import { asked, refuse } from './flags.js';
import { jobs, type Job } from './job.js';
import { runs, type Figure } from './runs.js';
import { scale, type Scale } from './scale/index.js';
import { table } from './table.js';
import { training, type Row } from './training.js';

/** When and where a part was measured. */
export interface Setting {
  readonly date: string;
  readonly machine: Readonly<Record<string, string | number>>;
  /** Load averages over 1, 5 and 15 minutes before the first measurement. */
  readonly load: readonly number[];
  /** The commit that was measured, and that of `before`. */
  readonly commit: string;
  readonly before?: string;
  readonly rounds: number;
}

export interface Results {
  readonly training?: Setting & { readonly cases: Readonly<Record<string, readonly Row[]>> };
  readonly runs?: Setting & { readonly figures: readonly Figure[] };
  readonly job?: Setting & { readonly claims: readonly Job[] };
  readonly scale?: Setting & Scale;
}

const PARTS = ['training', 'runs', 'job', 'scale'] as const;

const { flags, names } = asked(
  `npm run bench -- [${PARTS.join('] [')}] [--before DIR] [--python python3] [--rounds N] [--seconds .2] [--only CASE] [--trials N]`,
  {
    before: { type: 'string' },
    python: { type: 'string', default: process.env['PEERS_PYTHON'] ?? 'python3' },
    rounds: { type: 'string' },
    seconds: { type: 'string', default: '0.2' },
    only: { type: 'string' },
    trials: { type: 'string', default: '1000000' },
  },
);
const unknown = names.find((part) => !PARTS.includes(part as never));
if (unknown !== undefined) refuse(`unknown part "${unknown}": expected ${PARTS.join(', ')}; name none for all`);

function version(command: string, ...words: string[]): string {
  try {
    return execFileSync(command, words, { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .split('\n')[0]!;
  } catch {
    return 'absent';
  }
}

const moduleVersion = (name: string) => version(flags.python, '-c', `import ${name}; print(${name}.__version__)`);
const commit = (folder: string) => version('git', '-C', folder, 'rev-parse', '--short', 'HEAD');
const rounds = (usual: number) => Number(flags.rounds ?? usual);
const setting = (usual: number, ...libraries: string[]): Setting => ({
  date: new Date().toISOString().slice(0, 10),
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    node: process.version,
    ...(libraries.length > 0 && { gcc: version('gcc', '-dumpfullversion') }),
    ...Object.fromEntries(libraries.map((name) => [name, moduleVersion(name)])),
  },
  load: loadavg().map((load) => Math.round(10 * load) / 10),
  commit: commit(packageRoot),
  ...(flags.before && { before: commit(flags.before) }),
  rounds: rounds(usual),
});

const file = (ending: string) => join(packageRoot, 'benchmarks', `results.${ending}`);
let results: Results = existsSync(file('json')) ? (JSON.parse(readFileSync(file('json'), 'utf8')) as Results) : {};
let measured: Results = {};
const keep = (part: Results) => {
  results = { ...results, ...part };
  measured = { ...measured, ...part };
  // A part of the cases is looked at, not kept.
  if (flags.only) return;
  writeFileSync(file('json'), `${JSON.stringify(results)}\n`);
  writeFileSync(file('md'), table(results));
};

const after = build(packageRoot);
const before = flags.before === undefined ? undefined : build(resolve(flags.before));
const wanted = (part: (typeof PARTS)[number]) => names.length === 0 || names.includes(part);
const folder = mkdtempSync(join(tmpdir(), 'claimcheck-bench-'));
const how = { folder, python: flags.python, only: flags.only ?? '', seconds: Number(flags.seconds) };
try {
  if (wanted('training')) {
    const at = setting(5, 'numpy', 'torch', 'jax');
    keep({ training: { ...at, cases: await training(after, before, { ...how, rounds: at.rounds }) } });
  }
  if (wanted('runs')) {
    const at = setting(1);
    keep({ runs: { ...at, figures: await runs(after, before, { ...how, rounds: at.rounds }) } });
  }
  if (wanted('job')) {
    const at = setting(3, 'numpy', 'jax');
    keep({ job: { ...at, claims: await jobs(after, before, { ...how, rounds: at.rounds }) } });
  }
  if (wanted('scale')) {
    const at = setting(3);
    keep({ scale: { ...at, ...(await scale(after, { folder, rounds: at.rounds, trials: Number(flags.trials) })) } });
  }
} finally {
  rmSync(folder, { recursive: true });
}
process.stdout.write(table(measured));
