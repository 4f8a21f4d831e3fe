/** The main job: claims in, a verdict table on standard output and a report directory out. */
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DiskError } from '../engine/disk.js';
import type { Report } from '../engine/report.js';
import { run as measure } from '../engine/run.js';
import { workers as pool } from '../execution/workers.js';
import type { Queued } from '../queue/queued.js';
import { quoted } from '../form/shell.js';
import { authors } from './author.js';
import { addressOf } from '../queue/address.js';
import { asked } from './baseline.js';
import { CANNOT_EVALUATE } from './exit.js';
import { finish } from './finish.js';
import { interruptible } from './interrupt.js';
import type { LedgerFlag } from './ledger.js';
import { lock } from './lock.js';
import { checkWhole, MANIFEST } from './manifest.js';
import { checkOrigin, origin, setAside, writeOrigin } from './origin.js';
import { formatsOf, prepare } from './output.js';
import { progress } from './progress.js';
import { question, worded } from './question.js';
import { queueOf } from './queue.js';
import { oneOf, refuse, seconds, wholeNumber } from './usage.js';

/** As the shell gave them. */
export interface RunFlags {
  /** Default: that of the baseline, or standard. */
  readonly level?: string;
  readonly seed?: string;
  readonly baseline?: string;
  readonly beacon?: string;
  readonly workers?: string;
  readonly queue?: string;
  readonly patience: string;
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
  /** Only of a shard (shard.ts). */
  readonly shard?: string;
}

/** What flags are where nothing is said. */
export const LATEST = 'reports/latest';
export const DEFAULT = 'html,json,md';
export const PATIENCE = '3600';
const WATCHDOG = '300';

/** As they are when the baseline was asked. */
export type Settled = RunFlags & { readonly level: string };

/**
 * The command that gives this report again: everything that enters the id, and nothing else.
 * @param seeded whether some claim has a seed that the baseline alone gives
 */
export function command(names: readonly string[], flags: Settled, seeded: boolean): string[] {
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

/** What CLAIMCHECK_QUEUE says need not be said again, and a password is not printed. */
function queueWords(flag: string | undefined): string[] {
  const address = flag === undefined ? undefined : addressOf(flag);
  if (!address) return [];
  return ['--queue', address.secret ? '"$CLAIMCHECK_QUEUE"' : quoted(address.url)];
}

/** The command that continues this run. */
export function resumeCommand(names: readonly string[], flags: Settled): string {
  const words = command(names, flags, true);
  if (flags.shard !== undefined) words.push('--shard', flags.shard);
  if (flags.kernels !== 'wasm') words.push('--kernels', flags.kernels);
  if (flags.out !== LATEST) words.push('--out', flags.out);
  if (flags.workers !== undefined) words.push('--workers', flags.workers);
  if (flags.watchdog !== WATCHDOG) words.push('--watchdog', flags.watchdog);
  if (flags.format !== DEFAULT) words.push('--format', flags.format);
  if (flags.patience !== PATIENCE) words.push('--patience', flags.patience);
  for (const author of flags.author) words.push('--author', author);
  if (flags.ledger === false) words.push('--no-ledger');
  if (typeof flags.ledger === 'string') words.push('--ledger', flags.ledger);
  return [...words.map(quoted), ...queueWords(flags.queue), '--resume'].join(' ');
}

export function parsed(flags: Settled) {
  const words = worded(flags);
  if (words.seed !== 'registered' && typeof flags.ledger === 'string')
    refuse('--ledger', flags.ledger, 'it with registered seeds alone (--seed registered): other runs are not entered');
  const cores = availableParallelism();
  return {
    words,
    workers: flags.workers === undefined ? cores : wholeNumber('--workers', flags.workers, 1, 1024),
    kernels: oneOf('--kernels', flags.kernels, ['wasm', 'reference'] as const),
    budget: flags.budget === undefined ? undefined : seconds('--budget', flags.budget),
    formats: formatsOf(flags.format),
    watchdog: seconds('--watchdog', flags.watchdog),
    patience: seconds('--patience', flags.patience),
    authors: authors(flags.author),
  };
}

/** What each worker on a queue has for itself. @throws UsageError */
function refuseOfWorkers({ workers, watchdog }: RunFlags): void {
  const theirs = 'none with a queue: each worker there has its own';
  if (workers !== undefined) refuse('--workers', workers, theirs);
  if (watchdog !== WATCHDOG) refuse('--watchdog', watchdog, theirs);
}

/** @returns the exit code */
export async function run(given: readonly string[], said: RunFlags): Promise<number> {
  const address = queueOf(said.queue, 'run');
  if (address) refuseOfWorkers(said);
  const asking = await asked(given, said);
  const { names, flags, baseline } = asking;
  const { words, workers, kernels, budget, formats, watchdog, patience, authors } = parsed(flags);
  const folder = flags.out;
  const found = await question(asking, words);
  const { question: asks, broken, notes, seeded } = found;
  prepare(folder);
  const unlock = lock(folder);
  const journal = join(folder, 'journal.ndjson');
  let aside: string | undefined;
  try {
    const now = origin();
    if (flags.resume) {
      checkOrigin(folder, now, asks.beacon);
      checkWhole(folder);
    } else {
      rmSync(join(folder, MANIFEST), { force: true });
      aside = setAside(folder);
      rmSync(journal, { force: true });
    }
    writeOrigin(folder, now, asks.beacon);
  } catch (error) {
    unlock();
    throw error;
  }

  const show = await progress(asks.claims.length);
  if (aside) show.say(aside);
  for (const { id, file, why } of broken) show.say(`✗ ${id}: error: ${file} ${why}`);
  for (const note of [...(baseline?.notes ?? []), ...notes]) show.say(note);
  const interrupt = interruptible(show.say, 'what was measured is kept');
  const full = (error: unknown): number => {
    unlock();
    const queue = error instanceof Error && error.name === 'QueueError';
    if (!(error instanceof DiskError) && !queue) throw error;
    process.stderr.write(
      `claimcheck: ${error.message}; what was measured before is kept.\n` +
        `To continue when it can be ${queue ? 'worked on' : 'written'}: ${resumeCommand(given, flags)}\n`,
    );
    return CANNOT_EVALUATE;
  };
  let report: Report;
  let queue: Queued | undefined;
  try {
    report = await measure({
      ...asks,
      workers,
      kernels,
      execute: async (claims, stop) => {
        if (!address) return pool(claims, asks.models, { threads: workers, watchdog });
        const { queued } = await import('../queue/queued.js');
        return (queue = queued(claims, asks.models, { address, patience, say: show.say, stop }));
      },
      journal,
      ...(flags.resume && { resume: true }),
      ...(budget !== undefined && { budgetSeconds: budget }),
      signal: interrupt.signal,
      onEvent: show.on,
      command: command(names, flags, seeded).map(quoted).join(' '),
    });
  } catch (error) {
    return full(error);
  } finally {
    show.end();
    interrupt.end();
  }
  if (queue) report = { ...report, envelope: { ...report.envelope, workers: queue.most() } };
  let finished: Awaited<ReturnType<typeof finish>>;
  try {
    finished = await finish(report, { folder, found, baseline, formats, authors, ledger: flags.ledger });
  } catch (error) {
    return full(error);
  }
  unlock();
  const { code, lines } = finished;
  const more = report.envelope.incomplete ? [`To continue: ${resumeCommand(given, flags)}`] : [];
  process.stdout.write(`${[...lines, ...more].join('\n')}\n`);
  return code;
}
