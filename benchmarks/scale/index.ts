/** A million trials: on one machine, through a coordinator with simulated workers, and over 1, 2 and 4 workers. */
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { evidence } from '../../src/statistics/evidence.js';
import type { Build } from '../build.js';
import { median } from '../median.js';
import type { Coordinated } from './coordinator.js';
import { million, type Grown } from './million.js';
import { STUB, writeStub } from './stub.js';

/** Workers over one, in one round: trials per second of the run as a whole, of trials that take some milliseconds. */
export interface Scaled {
  readonly workers: number;
  readonly seconds: number;
  readonly faster: number;
}

export interface Scale {
  readonly grown: readonly Grown[];
  readonly coordinated: readonly Coordinated[];
  /** Microseconds per trial of a law with a budget of so many, the first look included. */
  readonly laws: readonly { readonly budget: number; readonly seconds: number; readonly each: number }[];
  readonly scaled: readonly Scaled[];
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

async function scaled(build: Build, folder: string, rounds: number): Promise<Scaled[]> {
  const claims = dirname(writeStub(folder, 100_000));
  const once = async (workers: number) => {
    const words = [STUB, '--claims', claims, '--level', 'quick', '--seed', '1', '--at-least', '3000'];
    const { report } = await build.run([...words, '--workers', String(workers)]);
    return report.envelope.seconds;
  };
  const all: number[][] = [];
  for (let round = 0; round < rounds; round++) all.push([await once(1), await once(2), await once(4)]);
  return [1, 2, 4].map((workers, k) => ({
    workers,
    seconds: median(all.map((round) => round[k]!)),
    faster: median(all.map((round) => round[0]! / round[k]!)),
  }));
}

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
    scaled: await scaled(build, folder, rounds),
    grown: [
      await million(folder, Math.ceil(trials / 100), 2),
      await million(folder, Math.ceil(trials / 10), 2),
      await million(folder, trials, 2),
    ],
  };
}
