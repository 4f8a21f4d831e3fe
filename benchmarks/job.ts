/**
 * The job itself: a claim against programs that do the same trainings, oracles and verdict once (peers/job/). Whole commands
 * from cold, in turn; and ten times the tasks.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../src/engine/source.js';
import type { Build, Run } from './build.js';
import { CLAIMS, given, type Margins } from './given.js';
import { median } from './median.js';
import type { How } from './training.js';

export interface Peer {
  /** Seconds of its command over ours. */
  readonly wall: number;
  /** Processor seconds of its command, and of its trials ten times, over ours. */
  readonly cpu: number;
  readonly tenfold: number;
  /** The largest difference of a margin, relative where margins are above 1. */
  readonly margins: number;
}

export interface Job {
  readonly claim: string;
  readonly seconds: number;
  readonly cpu: number;
  /** Processor seconds that are not trials. */
  readonly outside: number;
  /** Processor seconds at ten times the tasks. */
  readonly tenfold: number;
  /** Processor and wall seconds over those of the build before. */
  readonly before?: { readonly cpu: number; readonly wall: number };
  readonly peers: Readonly<Record<string, Peer>>;
}

interface Answer {
  readonly verdict: string;
  readonly cpu: number;
  readonly seconds: number;
  readonly margins?: Margins;
}

const program = join(packageRoot, 'benchmarks', 'peers', 'job', 'job.py');
const TIMES = 10;

const trials = join(dirname(fileURLToPath(import.meta.url)), 'trials.js');

/** How many trials of each arm the verdict needed. */
const counted = ({ report }: Run) =>
  Object.fromEntries(report.content.claims[0]!.arms.map(({ name, trials }) => [name.replace('control:', ''), trials]));

function differ(ours: Margins, theirs: Margins): number {
  const pairs = Object.entries(ours).flatMap(([arm, parts]) =>
    Object.entries(parts).flatMap(([part, margins]) =>
      margins.map((mine, k) => [mine, theirs[arm]![part]![k]!] as const),
    ),
  );
  return Math.max(...pairs.map(([mine, its]) => Math.abs(mine - its) / Math.max(1, Math.abs(mine))));
}

export async function jobs(
  after: Build,
  before: Build | undefined,
  { folder, python, rounds, only }: How,
): Promise<Job[]> {
  const libraries = ['jax', 'numpy'].filter((name) => spawnSync(python, ['-c', `import ${name}`]).status === 0);
  /** A program on a plan, from the command to its end. */
  const ask = (library: string, claim: string, plan: object): Answer => {
    const file = join(folder, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));
    const started = performance.now();
    const text = execFileSync(python, ['-W', 'ignore', program, library, claim, file], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    return { ...(JSON.parse(text) as Answer), seconds: (performance.now() - started) / 1000 };
  };
  const found: Job[] = [];
  for (const claim of CLAIMS) {
    if (!claim.includes(only)) continue;
    const words = [claim, '--level', 'standard', '--seed', '3', '--no-dials', '--workers', '2'];
    const out = join(folder, claim);
    const alone = (times: number) =>
      Number(execFileSync(process.execPath, [trials, claim, out, String(times)], { encoding: 'utf8' }));
    const ours: Run[] = [];
    const older: Run[] = [];
    const outside: number[] = [];
    const theirs = new Map(libraries.map((library) => [library, [] as Answer[]]));
    for (let round = 0; round < rounds; round++) {
      const run = await after.run(words, out);
      ours.push(run);
      outside.push(run.cpu - alone(1));
      for (const [library, answers] of theirs) answers.push(ask(library, claim, { counts: counted(run) }));
      if (before) older.push(await before.run(words));
    }
    const over = (others: readonly (Run | Answer)[], of: 'cpu' | 'seconds') =>
      median(others.map((other, round) => other[of] / ours[round]![of]));
    const { arms, seed } = ours[0]!.report.content.claims[0]!;
    const counts = counted(ours[0]!);
    const tenfold = median(outside) + alone(TIMES);
    const shared = await given(
      claim,
      seed,
      arms.map(({ name }) => name),
      3,
    );
    const peer = (library: string): Peer => ({
      wall: over(theirs.get(library)!, 'seconds'),
      cpu: over(theirs.get(library)!, 'cpu'),
      tenfold: ask(library, claim, { counts, times: TIMES }).cpu / tenfold,
      margins: differ(shared.margins, ask(library, claim, shared.plan).margins!),
    });
    found.push({
      claim,
      seconds: median(ours.map((run) => run.seconds)),
      cpu: median(ours.map((run) => run.cpu)),
      outside: median(outside),
      tenfold,
      ...(before && { before: { cpu: 1 / over(older, 'cpu'), wall: 1 / over(older, 'seconds') } }),
      peers: Object.fromEntries(libraries.map((library) => [library, peer(library)])),
    });
    process.stderr.write(`${claim}\n`);
  }
  return found;
}
