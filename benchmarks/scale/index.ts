/** A million trials: on one machine, through a coordinator with simulated workers, and over 1, 2 and 4 workers. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evidence } from '../../src/statistics/evidence.js';
import type { Build } from '../build.js';
import { median } from '../median.js';
import type { Coordinated } from './coordinator.js';
import { million, type Grown } from './million.js';
import { hasRedis, withWorkers } from './queue.js';
import { STUB, writeStub } from './stub.js';

/** Workers over one, in one round: the run as a whole, of trials that take some tens of milliseconds. */
export interface Scaled {
  readonly workers: number;
  readonly seconds: number;
  readonly faster: number;
  readonly trials: number;
}

export interface Scale {
  readonly grown: readonly Grown[];
  readonly coordinated: readonly Coordinated[];
  /** Microseconds per trial of a law with a budget of so many, the first look included. */
  readonly laws: readonly { readonly budget: number; readonly seconds: number; readonly each: number }[];
  /** Threads of the run. */
  readonly scaled: readonly Scaled[];
  /** Processes on a queue, and the same with trials that train nothing; absent where there is no Redis. */
  readonly queued?: readonly Scaled[];
  readonly idle?: readonly Scaled[];
}

const script = join(dirname(fileURLToPath(import.meta.url)), 'coordinator.js');
const coordinated = (folder: string, workers: number, ms: number, trials: number): Coordinated =>
  JSON.parse(
    execFileSync(process.execPath, [
      ...[script, writeStub(folder, 0), String(workers), String(ms), String(trials)],
      join(folder, `journal-${workers}-${ms}.ndjson`),
    ]).toString(),
  ) as Coordinated;

/** A share on the boundary, which nothing decides before the budget does. */
function law(budget: number) {
  const started = performance.now();
  const judged = evidence({ law: 'forMost', allBut: 0.1 }, { role: 'claim', budget });
  const first = (performance.now() - started) / 1000;
  let n = 0;
  for (; n < budget && judged.decision === 'continue'; n++)
    judged.add({ state: 'finished', margins: [{ slack: n % 10 === 9 ? -1 : 1, error: 0 }] });
  judged.summary();
  return { budget, seconds: first, each: (1000 * (performance.now() - started)) / n };
}

const COUNTS = [1, 2, 4];
/** Steps of a trial of some tens of milliseconds, and how many of these and of idle ones a run has. */
const [STEPS, TRIALS, IDLE] = [5_000_000, 400, 20_000];

async function scaled(rounds: number, once: (workers: number) => Promise<{ seconds: number; trials: number }>) {
  const all: { seconds: number; trials: number }[][] = [];
  for (let round = 0; round < rounds; round++) {
    const each = [];
    for (const workers of COUNTS) each.push(await once(workers));
    all.push(each);
  }
  return COUNTS.map((workers, k) => ({
    workers,
    seconds: median(all.map((round) => round[k]!.seconds)),
    faster: median(all.map((round) => round[0]!.seconds / round[k]!.seconds)),
    trials: median(all.map((round) => round[k]!.trials)),
  }));
}

const asking = (claims: string, trials: number) =>
  [STUB, '--claims', claims, '--level', 'quick', '--seed', '1', '--at-least', String(trials)] as const;

const measured = async (build: Build, words: readonly string[]) => {
  const { report, trials } = await build.run(words);
  return { seconds: report.envelope.seconds, trials };
};

const threads = (build: Build, folder: string, rounds: number): Promise<Scaled[]> => {
  const words = asking(dirname(writeStub(folder, STEPS)), TRIALS);
  return scaled(rounds, (workers) => measured(build, [...words, '--workers', String(workers)]));
};

const processes = (build: Build, folder: string, rounds: number, steps: number, trials: number): Promise<Scaled[]> => {
  const claims = dirname(writeStub(folder, steps));
  const words = asking(claims, trials);
  return scaled(rounds, (workers) =>
    withWorkers(folder, claims, workers, (queue) => measured(build, [...words, ...queue])),
  );
};

export interface Sized {
  readonly folder: string;
  readonly rounds: number;
  /** Of the longest run. */
  readonly trials: number;
}

export async function scale(build: Build, { folder, rounds, trials }: Sized): Promise<Scale> {
  const few = Math.ceil(trials / 5);
  return {
    laws: [1000, 10_000, 1_000_000].map(law),
    coordinated: [
      coordinated(folder, 10, 0, few),
      coordinated(folder, 1000, 0, trials),
      coordinated(folder, 1000, 200, few),
    ],
    scaled: await threads(build, folder, rounds),
    ...(hasRedis() && {
      queued: await processes(build, folder, rounds, STEPS, TRIALS),
      idle: await processes(build, folder, rounds, 0, IDLE),
    }),
    grown: [
      await million(folder, Math.ceil(trials / 100), 2),
      await million(folder, Math.ceil(trials / 10), 2),
      await million(folder, trials, 2),
    ],
  };
}
