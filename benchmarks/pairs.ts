/**
 * What two builds take for the same claims, pair by pair:
 *
 *     node dist/benchmarks/pairs.js BEFORE AFTER [CLAIM...] [--level quick] [--seed 3] [--rounds 1] [--workers 1]
 *         [--dials] [--together] [--kernels KIND]
 *
 * BEFORE and AFTER are checkouts with their packages; their commands compile them. Without names it takes the claims that
 * both have. Each claim is a command of its own, in each build in turn (in the other order in every second round); with
 * `--together` all claims are one command. `--kernels` is for AFTER alone. Figures are processor seconds of whole commands,
 * all threads, and medians of ratios after over before within rounds. Builds may take different numbers of trials (an
 * adversary, workers that run ahead): so the ratio per trial is there, too, and how many trials have equal digests.
 */
import { pathToFileURL } from 'node:url';
import { build, type Build, type Run } from './build.js';
import { compared } from './digests.js';
import { asked } from './flags.js';
import { median } from './median.js';

export interface Pair {
  readonly name: string;
  /** In the order of the rounds. */
  readonly before: readonly Run[];
  readonly after: readonly Run[];
}

/** Both builds in turn with the words of each; without a build before, the other alone. */
export async function pair(
  name: string,
  [before, after]: readonly [Build | undefined, Build],
  [was, is]: readonly [readonly string[], readonly string[]],
  rounds: number,
): Promise<Pair> {
  const found: { before: Run[]; after: Run[] } = { before: [], after: [] };
  for (let round = 0; round < rounds; round++) {
    const first = async () => before && found.before.push(await before.run(was));
    const second = async () => found.after.push(await after.run(is));
    for (const take of round % 2 === 0 ? [first, second] : [second, first]) await take();
  }
  return { name, ...found };
}

/** The median over the rounds of a figure of after over that of before. */
export const ratio = ({ before, after }: Pair, of: (run: Run) => number): number =>
  median(after.map((run, round) => of(run) / of(before[round]!)));

/** @returns how many trials of the first round have the same digest, and how many both have */
export function shared({ before, after }: Pair): { readonly same: number; readonly both: number } {
  let both = 0;
  for (const [arm, was] of before[0]!.digests)
    for (const index of was.keys()) if (after[0]!.digests.get(arm)?.has(index)) both++;
  return { same: compared(before[0]!.digests, after[0]!.digests).same, both };
}

const HEAD = ['', 'CPU before (s)', 'after', 'ratio', 'per trial', 'wall', 'memory', 'trials', 'same', 'of both'];

/** A row of the table: figures of before and after, and ratios. */
export function row(each: Pair): (string | number)[] {
  const { same, both } = shared(each);
  const of = (figure: (run: Run) => number) => ratio(each, figure).toFixed(2);
  return [
    each.name,
    median(each.before.map(({ cpu }) => cpu)).toFixed(2),
    median(each.after.map(({ cpu }) => cpu)).toFixed(2),
    of(({ cpu }) => cpu),
    of(({ cpu, trials }) => cpu / trials),
    of(({ seconds }) => seconds),
    of(({ megabytes }) => megabytes),
    `${each.before[0]!.trials}, ${each.after[0]!.trials}`,
    same,
    both,
  ];
}

/** The claims as one: the sums of their figures, the most of their memory. */
export function total(pairs: readonly Pair[]): Pair {
  const summed = (runs: readonly Run[]): Run => ({
    ...runs[0]!,
    cpu: runs.reduce((sum, { cpu }) => sum + cpu, 0),
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)),
    trials: runs.reduce((sum, { trials }) => sum + trials, 0),
    digests: new Map(runs.flatMap(({ digests }) => [...digests])),
  });
  const rounds = pairs[0]!.before.map((_, round) => round);
  return {
    name: 'all',
    before: rounds.map((round) => summed(pairs.map(({ before }) => before[round]!))),
    after: rounds.map((round) => summed(pairs.map(({ after }) => after[round]!))),
  };
}

const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;

async function main(): Promise<void> {
  const { flags, names } = asked(
    'node dist/benchmarks/pairs.js BEFORE AFTER [CLAIM...] [--level quick] [--seed 3] [--rounds 1] [--workers 1] [--dials] [--together] [--kernels KIND]',
    {
      level: { type: 'string', default: 'quick' },
      seed: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '1' },
      workers: { type: 'string', default: '1' },
      kernels: { type: 'string' },
      dials: { type: 'boolean', default: false },
      together: { type: 'boolean', default: false },
    },
  );
  const [was, is, ...named] = names;
  if (was === undefined || is === undefined)
    throw new Error(`${names.length} folders; expected two checkouts, BEFORE and AFTER`);
  const rounds = Number(flags.rounds);
  if (!(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`invalid --rounds: "${flags.rounds}"; expected a whole number from 1 on`);
  const builds = [build(was), build(is)] as const;
  const both = builds[0].claims.filter((claim) => builds[1].claims.includes(claim));
  const unknown = named.find((claim) => !both.includes(claim));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is not a claim of both builds; "claimcheck list" shows them`);
  const claims = named.length > 0 ? named : both;
  const common = ['--level', flags.level, '--seed', flags.seed, '--workers', flags.workers];
  if (!flags.dials) common.push('--no-dials');
  const kernels = flags.kernels === undefined ? [] : ['--kernels', flags.kernels];
  console.log(line(HEAD));
  console.log(line(HEAD.map(() => '---')));
  const pairs: Pair[] = [];
  for (const [name, ids] of flags.together
    ? [['together', claims] as const]
    : claims.map((id) => [id, [id]] as const)) {
    pairs.push(
      await pair(
        name,
        builds,
        [
          [...ids, ...common],
          [...ids, ...common, ...kernels],
        ],
        rounds,
      ),
    );
    console.log(line(row(pairs.at(-1)!)));
  }
  if (pairs.length > 1) console.log(line(row(total(pairs))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  main().catch((error: Error) => {
    console.error(`pairs: ${error.message}`);
    process.exitCode = 2;
  });
