/** The main job: claims in, a verdict table on standard output and a report directory out. */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { discoverModels, unused } from '../engine/discover.js';
import { DiskError } from '../engine/disk.js';
import type { Report } from '../engine/report.js';
import { run as measure } from '../engine/run.js';
import { LEVELS } from '../statistics/levels.js';
import { workers as pool } from '../execution/workers.js';
import { quoted } from '../form/shell.js';
import { OF_BASELINE, seeding } from '../engine/baseline.js';
import { compared } from '../reporting/comparison/compared.js';
import { authors } from './author.js';
import { asked } from './baseline.js';
import { choose } from './choose.js';
import { exitCode, SAYS, worse } from './exit.js';
import { interruptible } from './interrupt.js';
import { enter, type Entered, type LedgerFlag } from './ledger.js';
import { lock } from './lock.js';
import { checkOrigin, origin, setAside, writeOrigin } from './origin.js';
import { onGithub } from './github.js';
import { FORMATS, prepare, publish, REPORT } from './output.js';
import { progress } from './progress.js';
import { ownReferences } from './references.js';
import { briefly, render } from './render.js';
import { seeds } from './seeds.js';
import { listOf, oneOf, pairs, refuse, seconds, UsageError, wholeNumber } from './usage.js';

/** As the shell gave them. */
export interface RunFlags {
  /** Default: that of the baseline, or standard. */
  readonly level?: string;
  readonly seed?: string;
  readonly baseline?: string;
  readonly beacon?: string;
  readonly workers?: string;
  readonly kernels: string;
  readonly out: string;
  readonly atLeast?: string;
  readonly resume?: boolean;
  readonly budget?: string;
  readonly format: string;
  readonly model: readonly string[];
  readonly author: readonly string[];
  readonly claims?: string;
  readonly dials: boolean;
  readonly watchdog: string;
  readonly ledger?: LedgerFlag;
}

const CANNOT_EVALUATE = 3;

/** What `--format` is where nothing is said. */
const DEFAULT = 'html,json,md';

/** As they are when the baseline was asked. */
type Settled = RunFlags & { readonly level: string };

/**
 * The command that gives this report again: everything that enters the id, and nothing else.
 * @param seeded whether some claim has a seed that the baseline alone gives
 */
function command(names: readonly string[], flags: Settled, seeded: boolean): string[] {
  const words = ['npx', 'claimcheck', 'run', ...names, '--level', flags.level];
  if (seeded && flags.baseline !== undefined) words.push('--baseline', flags.baseline);
  else if (flags.seed !== undefined) words.push('--seed', flags.seed);
  if (flags.beacon !== undefined) words.push('--beacon', flags.beacon);
  if (flags.atLeast !== undefined) words.push('--at-least', flags.atLeast);
  if (flags.claims !== undefined) words.push('--claims', flags.claims);
  for (const model of flags.model) words.push('--model', model);
  if (!flags.dials) words.push('--no-dials');
  return words;
}

/** The command that continues this run. */
function resumeCommand(names: readonly string[], flags: Settled): string {
  const words = command(names, flags, true);
  if (flags.kernels !== 'wasm') words.push('--kernels', flags.kernels);
  if (flags.out !== 'reports/latest') words.push('--out', flags.out);
  if (flags.workers !== undefined) words.push('--workers', flags.workers);
  if (flags.watchdog !== '300') words.push('--watchdog', flags.watchdog);
  if (flags.format !== DEFAULT) words.push('--format', flags.format);
  for (const author of flags.author) words.push('--author', author);
  if (flags.ledger === false) words.push('--no-ledger');
  if (typeof flags.ledger === 'string') words.push('--ledger', flags.ledger);
  return [...words.map(quoted), '--resume'].join(' ');
}

function parsed(flags: Settled) {
  const level = oneOf('--level', flags.level, LEVELS);
  const { seed, beacon } = seeds(level, flags);
  if (seed !== 'registered' && typeof flags.ledger === 'string')
    refuse('--ledger', flags.ledger, 'it with registered seeds alone (--seed registered): other runs are not entered');
  const cores = availableParallelism();
  return {
    level,
    seed,
    beacon,
    workers: flags.workers === undefined ? cores : wholeNumber('--workers', flags.workers, 1, 1024),
    kernels: oneOf('--kernels', flags.kernels, ['wasm', 'reference'] as const),
    atLeast: flags.atLeast === undefined ? undefined : wholeNumber('--at-least', flags.atLeast, 1, 1e6),
    budget: flags.budget === undefined ? undefined : seconds('--budget', flags.budget),
    // The others are made from report.json, and every other command reads it.
    formats: [...new Set([...listOf('--format', flags.format, FORMATS), 'json' as const])],
    watchdog: seconds('--watchdog', flags.watchdog),
    models: pairs('--model', flags.model),
    authors: authors(flags.author),
  };
}

/** The report with more in its envelope, which stays outside the id: another machine recomputes that. */
function enveloped(report: Report, { notes, ...more }: Partial<Report['envelope']>): Report {
  const told = [...(report.envelope.notes ?? []), ...(notes ?? [])];
  return { ...report, envelope: { ...report.envelope, ...more, ...(told.length > 0 && { notes: told }) } };
}

/** Of claims that were edited since the baseline. */
const onOldTasks = (edited: readonly string[]): string =>
  `${edited.length === 1 ? '1 claim was' : `${edited.length} claims were`} edited since the baseline and judged on its tasks, ` +
  `which is no registered draw: ${edited.join(', ')}`;

/** What the ledger says. */
const withDraws = (report: Report, { draws, notes }: Entered): Report =>
  enveloped(report, { notes, ...(Object.keys(draws).length > 0 && { draws }) });

/** @returns the exit code */
export async function run(given: readonly string[], said: RunFlags): Promise<number> {
  const { names, flags, baseline } = await asked(given, said);
  const {
    level,
    seed: plain,
    beacon,
    workers,
    kernels,
    atLeast,
    budget,
    formats,
    watchdog,
    models: instead,
    ...who
  } = parsed(flags);
  const folder = flags.out;
  const { found, broken } = await choose(names, flags.claims);
  const models = await discoverModels(instead, found).catch((error: unknown) => {
    throw new UsageError(`invalid --model: ${error instanceof Error ? error.message : String(error)}`);
  });
  const idle = unused(Object.keys(instead), found);
  if (idle) throw new UsageError(`invalid --model: ${idle}`);
  const { bibtex, notes: unread } = await ownReferences(found);
  const { seed, seeds, edited } = baseline ? seeding(baseline.report, found) : { seed: plain, seeds: {}, edited: [] };
  const notes = [...unread, ...(edited.length > 0 ? [onOldTasks(edited)] : [])];
  prepare(folder);
  const unlock = lock(folder);
  const journal = join(folder, 'journal.ndjson');
  let aside: string | undefined;
  try {
    const now = origin();
    if (flags.resume) checkOrigin(folder, now, beacon);
    else {
      aside = setAside(folder);
      rmSync(journal, { force: true });
    }
    writeOrigin(folder, now, beacon);
  } catch (error) {
    unlock();
    throw error;
  }

  const show = await progress(found.length);
  if (aside) show.say(aside);
  for (const { id, file, why } of broken) show.say(`✗ ${id}: error: ${file} ${why}`);
  for (const note of [...(baseline?.notes ?? []), ...notes]) show.say(note);
  const interrupt = interruptible(show.say, 'what was measured is kept');
  const full = (error: unknown): number => {
    unlock();
    if (!(error instanceof DiskError)) throw error;
    process.stderr.write(
      `claimcheck: ${error.message}; what was measured before is kept.\n` +
        `To continue when it can be written: ${resumeCommand(given, flags)}\n`,
    );
    return CANNOT_EVALUATE;
  };
  let report: Report;
  try {
    report = await measure({
      claims: found,
      models,
      instead: Object.keys(instead),
      level,
      seed,
      seeds,
      ...(beacon !== undefined && { beacon }),
      workers,
      kernels,
      execute: (claims) => pool(claims, models, { threads: workers, watchdog }),
      journal,
      ...(flags.resume && { resume: true }),
      ...(atLeast !== undefined && { atLeast }),
      ...(budget !== undefined && { budgetSeconds: budget }),
      ...(!flags.dials && { dials: false }),
      signal: interrupt.signal,
      onEvent: show.on,
      command: command(names, flags, seed === OF_BASELINE)
        .map(quoted)
        .join(' '),
    });
  } catch (error) {
    return full(error);
  } finally {
    show.end();
    interrupt.end();
  }
  if (broken.length > 0) {
    const errors = Object.fromEntries(broken.map(({ id, file, why }) => [id, [`${relative('.', file)} ${why}`]]));
    report = {
      ...report,
      id: null,
      envelope: { ...report.envelope, errors: { ...report.envelope.errors, ...errors } },
    };
  }
  report = enveloped(report, {
    notes,
    ...(who.authors.length > 0 && { authors: who.authors }),
    ...(bibtex !== '' && { references: bibtex }),
  });
  const entered = seed === 'registered' ? enter(report, found, flags.ledger) : undefined;
  if (entered) report = withDraws(report, entered);
  for (const note of entered?.notes ?? []) process.stderr.write(`claimcheck: ${note}\n`);
  const path = join(folder, REPORT);
  const change = baseline && compared(baseline, { path, report });
  let written: string[];
  try {
    written = publish(folder, await render(report, formats, path, change));
  } catch (error) {
    return full(error);
  }
  unlock();
  const code = change ? worse(exitCode(report), change.exit) : exitCode(report);
  const lines = [
    briefly(report, path, change),
    ...written,
    ...(formats.includes('github') ? await onGithub(report, path, change) : []),
    ...[...(entered?.added ?? [])].map(
      ([file, count]) =>
        `${file} (${count} ${count === 1 ? 'registered draw' : 'registered draws'} entered: commit it)`,
    ),
    ...(change && code !== change.exit ? [`Exit code ${code}: of the run itself; ${SAYS[code]}.`] : []),
    ...(report.envelope.incomplete ? [`To continue: ${resumeCommand(given, flags)}`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return code;
}
