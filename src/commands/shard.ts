/** `run --shard K/N`: measures what was dealt to one of N machines, into a folder from which `merge` makes the report. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DiskError } from '../engine/disk.js';
import { dealtTo, measureShard, type Measured, type Share } from '../engine/shard/measured.js';
import { workers as pool } from '../execution/workers.js';
import { grouped } from '../reporting/number.js';
import { unlike } from './alike.js';
import { asked } from './baseline.js';
import { CANNOT_EVALUATE, INCOMPLETE } from './exit.js';
import { interruptible } from './interrupt.js';
import { lock } from './lock.js';
import { commonOf, machine, manifestIn, SHARDS, writeManifest, type Common, type Part } from './manifest.js';
import { begun, checkOrigin, origin, setAside, writeOrigin } from './origin.js';
import { prepare, REPORT } from './output.js';
import { progress } from './progress.js';
import { question } from './question.js';
import { DEFAULT, parsed, resumeCommand, type RunFlags } from './run.js';
import { refuse, UsageError } from './usage.js';

/** As the shell gave them: a shard writes no report. */
export type ShardFlags = Omit<RunFlags, 'out' | 'format' | 'shard'> & {
  readonly out?: string;
  readonly format?: string;
};

function shareOf(value: string): Share {
  const [, shard, of] = (/^([0-9]{1,6})\/([0-9]{1,6})$/.exec(value) ?? []).map(Number);
  if (!shard || !of || shard > of || of > SHARDS)
    refuse('--shard', value, `K/N with K from 1 to N and N at most ${grouped(SHARDS)}, as in 3/8`);
  return { shard, of };
}

/** What belongs to the report, or to another way to share the work. */
function refuseReport({ format, author, ledger, queue }: ShardFlags): void {
  const merged = 'nothing: a shard writes no report and enters no draw; say it to claimcheck merge';
  if (format !== undefined) refuse('--format', format, merged);
  if (author[0] !== undefined) refuse('--author', author[0], merged);
  if (typeof ledger === 'string') refuse('--ledger', ledger, merged);
  if (queue !== undefined)
    throw new UsageError(
      'invalid --queue beside --shard; expected one of them: a shard is measured where it is asked for',
    );
}

/** What the folder has of this very shard. @throws UsageError where it is another's */
function continued(folder: string, { shard, of }: Share, common: Common): Part | undefined {
  const manifest = manifestIn(folder);
  const other = (what: string) =>
    new UsageError(`cannot resume "${folder}": ${what}; run without --resume to begin anew, or choose another --out`);
  if (!manifest) throw other('a whole run was begun there');
  const [part] = manifest.parts;
  if (manifest.merged) throw other('merged shards are there');
  if (part && (part.shard !== shard || manifest.of !== of))
    throw other(`shard ${part.shard}/${manifest.of} is there, and this is shard ${shard}/${of}`);
  const why = unlike(manifest, common, 'it', 'this run');
  if (why !== undefined) throw other(why);
  return part;
}

const sums = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((key) => [key, (one[key] ?? 0) + (other[key] ?? 0)]),
  );

/** @returns the exit code: what the claims come to is not known here */
export async function shard(given: readonly string[], value: string, said: ShardFlags): Promise<number> {
  const share = shareOf(value);
  const name = `${share.shard}/${share.of}`;
  refuseReport(said);
  const folder = said.out ?? join('reports', 'shards', name.replace('/', '-of-'));
  const asking = await asked(given, { ...said, format: DEFAULT, out: folder, shard: name });
  const { flags } = asking;
  const { words, workers, kernels, budget, watchdog } = parsed(flags);
  const found = await question(asking, words);
  const { question: asks, broken } = found;
  const common = commonOf(found, given, share.of);
  prepare(folder);
  if (existsSync(join(folder, REPORT)))
    throw new UsageError(`"${folder}" has a report in it, and a shard writes none; choose another --out`);
  const unlock = lock(folder);
  const journal = join(folder, 'journal.ndjson');
  let aside: string | undefined;
  let before: Part = {
    ...{ shard: share.shard, finished: false, machine: machine(), workers, seconds: 0, trials: 0, claimSeconds: {} },
  };
  const write = (part: Part) => writeManifest(folder, { schema: 1, merged: false, ...common, parts: [part] });
  const resumed = said.resume === true && begun(folder);
  try {
    const now = origin();
    if (resumed) {
      checkOrigin(folder, now, asks.beacon);
      const { seconds, trials, claimSeconds } = continued(folder, share, common) ?? before;
      before = { ...before, seconds, trials, claimSeconds };
    } else {
      aside = setAside(folder);
      rmSync(journal, { force: true });
    }
    write(before);
    writeOrigin(folder, now, asks.beacon);
  } catch (error) {
    unlock();
    throw error;
  }

  const started = performance.now();
  const dealt = await dealtTo(asks, share);
  const show = await progress(dealt.hand.size, process.stderr, 'claims measured');
  if (aside) show.say(aside);
  for (const { id, file, why } of broken) show.say(`✗ ${id}: error: ${file} ${why}`);
  for (const note of [...(asking.baseline?.notes ?? []), ...found.notes]) show.say(note);
  const interrupt = interruptible(show.say, 'what was measured is kept');
  let measured: Measured;
  try {
    measured = await measureShard(dealt, {
      level: asks.level,
      kernels,
      execute: (claims) => pool(claims, asks.models, { threads: workers, watchdog }),
      journal,
      resume: resumed,
      ...(budget !== undefined && { budgetSeconds: budget }),
      signal: interrupt.signal,
      onEvent: show.on,
      onMeasured: (claim, arms) => show.done(`${claim}: ${arms} ${arms === 1 ? 'arm' : 'arms'} measured`),
    });
    write({
      ...before,
      finished: measured.complete,
      seconds: before.seconds + (performance.now() - started) / 1000,
      trials: before.trials + measured.trials,
      claimSeconds: sums(before.claimSeconds, measured.claimSeconds),
    });
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    process.stderr.write(
      `claimcheck: ${error.message}; what was measured before is kept.\n` +
        `To continue when it can be written: ${resumeCommand(given, flags)}\n`,
    );
    return CANNOT_EVALUATE;
  } finally {
    show.end();
    interrupt.end();
    unlock();
  }
  const failed = Object.entries(measured.errors).flatMap(([id, why]) => why.map((each) => `✗ ${id}: ${each}`));
  const arms = [...dealt.hand.values()].flat().length;
  const lines = [
    ...failed,
    `Shard ${name} is ${measured.complete ? 'measured' : 'incomplete'}: ${grouped(before.trials + measured.trials)} trials ` +
      `of ${arms} arms of ${dealt.hand.size} claims.`,
    journal,
    ...(measured.complete ? [] : [`To continue: ${resumeCommand(given, flags)}`]),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return failed.length + broken.length > 0 ? CANNOT_EVALUATE : measured.complete ? 0 : INCOMPLETE;
}
