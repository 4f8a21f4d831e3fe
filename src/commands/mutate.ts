/** Seeded faults: which claims catch which, the kill rate, each claim's minimum detectable fault. */
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { trainedBy } from '../engine/arm.js';
import { discoverModels, unused, type FoundClaim, type FoundModel } from '../engine/discover.js';
import { current, merged, mutate as measure, type Mutation } from '../engine/mutate.js';
import { mutationIn } from '../engine/mutated.js';
import type { SurvivingFault } from '../engine/report.js';
import { plan } from '../engine/plan.js';
import { workers as pool } from '../execution/workers.js';
import { LEVELS } from '../statistics/levels.js';
import { choose } from './choose.js';
import { interruptible } from './interrupt.js';
import { prepare } from './output.js';
import { progress } from './progress.js';
import { seeds } from './seeds.js';
import { oneOf, pairs, refuse, seconds, UsageError, wholeNumber } from './usage.js';

/** As the shell gave them. */
export interface MutateFlags {
  readonly level: string;
  readonly seed?: string;
  readonly beacon?: string;
  readonly workers?: string;
  readonly out?: string;
  readonly model: readonly string[];
  readonly claims?: string;
  readonly watchdog: string;
}

/** The figures of the shipped models, and of those that a user puts in their place. */
const [SHIPPED, OWN] = [join('reports', 'mutation.json'), join('reports', 'own-mutation.json')];

/** Where it is written: figures of a model of the user's are not those of ours. */
function place({ out }: MutateFlags, replaced: boolean): string {
  if (!replaced) return out ?? SHIPPED;
  if (out !== undefined && resolve(out) === resolve(SHIPPED))
    refuse(
      '--out',
      out,
      `another file with --model, for example ${OWN}: that one has the figures of the shipped models`,
    );
  return out ?? OWN;
}

/** What an earlier `mutate` wrote there; it is kept for the claims that are not measured now. */
function earlier(file: string): Mutation {
  return mutationIn(file) ?? refuse('--out', file, 'a file that mutate wrote, or one that does not exist');
}

/** @returns the exit code: 1 where a fault survives every claim, nobody knows why, or a harmless variant is refuted, 4 where interrupted */
export async function mutate(names: readonly string[], flags: MutateFlags): Promise<number> {
  const level = oneOf('--level', flags.level, LEVELS);
  const { seed, beacon } = seeds(level, flags);
  const asked = { level, seed, ...(beacon !== undefined && { beacon }) };
  const threads =
    flags.workers === undefined ? availableParallelism() : wholeNumber('--workers', flags.workers, 1, 1024);
  const watchdog = seconds('--watchdog', flags.watchdog);
  const instead = pairs('--model', flags.model);
  const replaced = Object.keys(instead);
  const out = place(flags, replaced.length > 0);
  const { found: every, broken } = await choose(names, flags.claims);
  if (broken[0]) throw new UsageError(`the claim ${broken[0].id} (${broken[0].file}) ${broken[0].why}`);
  const models = await discoverModels(instead, replaced.length > 0 ? every : undefined).catch((error: unknown) => {
    throw new UsageError(`invalid --model: ${error instanceof Error ? error.message : String(error)}`);
  });
  const idle = unused(replaced, every);
  if (idle) throw new UsageError(`invalid --model: ${idle}`);
  // Of a replaced model those claims that train it, unless some are named.
  const found =
    replaced.length === 0 || names.length > 0
      ? every
      : every.filter(({ claim }) => trainedBy(claim).some((name) => replaced.includes(name)));
  prepare(dirname(out));
  const before = existsSync(out) ? earlier(out) : undefined;
  // Without names: what has no figures yet, or figures of other versions.
  const done = names.length === 0 && before ? current(before, found, models, asked) : [];
  const claims = found.filter((each) => !done.includes(each)).map((each) => plan(each, { ...asked, models }));

  const show = await progress(claims.length);
  const interrupt = interruptible(show.say, 'claims that were measured in full are kept');
  let measured: Awaited<ReturnType<typeof measure>>;
  try {
    measured = await measure({
      claims,
      models,
      ...asked,
      execute: (planned) => pool(planned, models, { threads, watchdog }),
      signal: interrupt.signal,
      onEvent: show.on,
    });
  } finally {
    show.end();
    interrupt.end();
  }
  const all = await choose([], flags.claims, { formulas: false });
  const mutation = before ? merged(measured.mutation, before, all.found, models) : measured.mutation;
  const draft = `${out}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(mutation, null, 1)}\n`);
  renameSync(draft, out);
  process.stdout.write(`${[...theirs(replaced, models), table(mutation, found)].join('\n')}\n${out}\n`);
  if (unexplained(mutation).length > 0 || broke(mutation).length > 0) return 1;
  return measured.complete ? 0 : 4;
}

/** Whose faults are measured, where a model is the user's. */
const theirs = (replaced: readonly string[], models: ReadonlyMap<string, FoundModel>): string[] =>
  replaced.map((name) => {
    const { file, model } = models.get(name)!;
    const count = Object.keys(model.faults ?? {}).length;
    return `${name} is ${relative('.', file)}: ${
      count === 0
        ? 'it has no faults of its own, so that only those of oracles are measured'
        : `its faults are those of that file (${count})`
    }.`;
  });

const label = ({ of, fault }: SurvivingFault) => `${of}: ${fault}`;
const told = (each: SurvivingFault) => `${label(each)} (${each.what})${each.because ? `; ${each.because}` : ''}`;

/** Faults that touch a claim, that no claim kills, and of which nobody says why. */
const unexplained = ({ surviving }: Mutation) => surviving.filter(({ because }) => because === undefined);

/** Harmless variants that some claim certifies to fail. */
const broke = ({ mutants }: Mutation) => mutants.filter(({ harmless, outcome }) => harmless && outcome === 'killed');

/** Of the claims that were asked for, and what makes the exit code 1; what touches no claim is told where all were. */
function table(mutation: Mutation, asked: readonly FoundClaim[]): string {
  const ids = new Set(asked.map(({ id }) => id));
  const shown = Object.entries(mutation.perClaim).filter(([id]) => ids.has(id));
  const rows = shown.map(([id, of]) => {
    const graded = Object.entries(of.minimumDetectable).map(([name, grade]) => `${name} off by ${100 * grade}%`);
    const { faults, killed, harmless, held, untouched } = of;
    return [id, `${killed}/${faults} killed`, `${held}/${harmless} held`, `${untouched} untouched`, graded.join(', ')];
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const { killed, faults, surviving, unused, perClaim } = mutation;
  const count = Object.keys(perClaim).length;
  const claims = count === 1 ? 'the one claim that was measured' : `some claim of ${count}`;
  lines.push('', `${killed} of ${faults} faults are killed by ${claims}.`);
  const near = new Set(shown.flatMap(([, of]) => of.surviving.map(label)));
  for (const each of surviving.filter((one) => near.has(label(one)) || one.because === undefined))
    lines.push(`survives every claim: ${told(each)}`);
  for (const each of shown.length === count ? unused : []) lines.push(`touches no claim: ${told(each)}`);
  const everywhere = new Set(surviving.map(label));
  for (const [id, of] of shown)
    for (const each of of.surviving.filter((one) => !everywhere.has(label(one))))
      lines.push(`survives ${id}: ${told(each)}`);
  for (const each of broke(mutation)) lines.push(`harmless, but refuted by ${each.claim}: ${label(each)}`);
  return lines.join('\n');
}
