/** `merge FOLDER...`: the journals of shards as one, and the report of the run that they are of. Nothing is trained. */
import { join, resolve } from 'node:path';
import { DiskError } from '../engine/disk.js';
import { planFor } from '../engine/plan.js';
import { run as measure } from '../engine/run.js';
import { own } from '../form/own.js';
import { grouped } from '../reporting/number.js';
import { quoted } from '../form/shell.js';
import { partsOf, unlike } from './alike.js';
import { authors } from './author.js';
import { asked } from './baseline.js';
import { claimFiles } from './choose.js';
import { CANNOT_EVALUATE, INCOMPLETE } from './exit.js';
import { finish } from './finish.js';
import type { LedgerFlag } from './ledger.js';
import { lock } from './lock.js';
import { commonOf, manifestIn, writeManifest, type Manifest } from './manifest.js';
import { folders, type Folder } from './folders.js';
import { incomplete, missingOf, type Missing } from './missing.js';
import { origin, setAside, writeOrigin } from './origin.js';
import { formatsOf, prepare } from './output.js';
import { progress } from './progress.js';
import { question, worded, type Found } from './question.js';
import { PATIENCE, command, type RunFlags } from './run.js';
import { unitedIn } from './united.js';
import { refuse, UsageError } from './usage.js';

/** As the shell gave them: all else is what the shards were asked. */
export interface MergeFlags {
  readonly out: string;
  readonly format: string;
  readonly author: readonly string[];
  readonly model: readonly string[];
  readonly claims?: string;
  readonly baseline?: string;
  readonly ledger?: LedgerFlag;
}

/** What the shards were asked, as the words of a shell would have it. */
function flagsOf({ level, seed, beacon, atLeast, dials }: Manifest, path: string, flags: MergeFlags) {
  if (seed === 'baseline' && flags.baseline === undefined)
    throw new UsageError(`the shard "${path}" has the tasks of a baseline; name that report with --baseline FILE`);
  const plain = level === 'quick' ? '1' : 'registered';
  return {
    ...flags,
    level,
    ...(seed !== plain && seed !== 'baseline' && { seed }),
    ...(beacon !== null && { beacon }),
    ...(atLeast !== null && { atLeast: String(atLeast) }),
    dials,
    ...{ kernels: 'wasm', watchdog: '300', patience: PATIENCE },
  } satisfies RunFlags;
}

/** The claims of the shards, from this machine's files. @throws UsageError where one is not there */
async function checkClaims({ path, manifest }: Folder, folder: string | undefined): Promise<void> {
  const files = await claimFiles(folder);
  const absent = Object.keys(manifest.claims).find((id) => !files.has(id));
  if (absent !== undefined)
    throw new UsageError(
      folder === undefined
        ? `the claim "${absent}" of "${path}" is not among the shipped ones; name the directory of its file with --claims`
        : `the claim "${absent}" of "${path}" is neither shipped nor in "${folder}"`,
    );
}

/** What the user may do where the shards are of another question than hers. */
function hint(manifest: Manifest, found: Found): string {
  const replaced = Object.entries(manifest.models).find(
    ([name, digest]) => (found.question.models.get(name)?.digest ?? digest) !== digest,
  );
  return replaced === undefined ? '' : `; name the model of the shards with --model ${replaced[0]}=FILE`;
}

/** @returns the exit code */
export async function merge(paths: readonly string[], said: MergeFlags): Promise<number> {
  const { once, twice } = folders(paths);
  const [first] = once as readonly [Folder, ...Folder[]];
  for (const { path, manifest } of once) {
    const why = unlike(first.manifest, manifest, `"${first.path}"`, `"${path}"`);
    if (why !== undefined) throw new UsageError(`"${first.path}" and "${path}" are no shards of one run: ${why}`);
  }
  const { names, of } = first.manifest;
  const formats = formatsOf(said.format);
  const who = authors(said.author);
  await checkClaims(first, said.claims);
  const asking = await asked(names, flagsOf(first.manifest, first.path, said));
  const { flags, baseline } = asking;
  const words = worded(flags);
  if (words.seed !== 'registered' && typeof said.ledger === 'string')
    refuse('--ledger', said.ledger, 'it with registered seeds alone: other runs are not entered');
  const found = await question(asking, words);
  const { question: asks, broken, notes, seeded } = found;
  const common = commonOf(found, names, of);
  const differs = unlike(first.manifest, common, `"${first.path}"`, 'this place');
  if (differs !== undefined)
    throw new UsageError(`"${first.path}" cannot be merged here: ${differs}${hint(first.manifest, found)}`);

  const folder = said.out;
  prepare(folder);
  const there = manifestIn(folder);
  if (there && !there.merged)
    throw new UsageError(
      `"${folder}" is a shard's folder; name another with --out, since a merged run is written there`,
    );
  const unlock = lock(folder);
  try {
    // What an earlier merge into it has, or a --resume after that measured, is part of the run.
    const earlier = there && unlike(there, common, '', '') === undefined ? [{ path: folder, manifest: there }] : [];
    const aside = earlier.length > 0 ? undefined : setAside(folder);
    const sources = [...once, ...earlier].filter(
      ({ path }, k, all) => all.findIndex((each) => resolve(each.path) === resolve(path)) === k,
    );
    const parts = partsOf(sources.map(({ manifest }) => manifest));
    const { planned } = await planFor(asks);
    const named = new Map(planned.map(({ id, seed, by }) => [id, { seed, by }]));
    const journal = join(folder, 'journal.ndjson');
    const united = unitedIn(folder, sources, ({ claim, seed, by }) => {
      const asked = named.get(claim);
      return asked?.seed === seed && asked.by === by;
    });
    if (typeof united === 'string') {
      process.stderr.write(`claimcheck: ${united}\n`);
      return CANNOT_EVALUATE;
    }
    writeManifest(folder, { schema: 1, merged: true, ...common, parts });
    writeOrigin(folder, origin(), asks.beacon);

    const show = await progress(asks.claims.length);
    if (aside) show.say(aside);
    for (const path of twice) show.say(`"${path}" was given twice and counts once`);
    for (const [path, { count, first: lines }] of united.damaged)
      show.say(`${count} damaged ${count === 1 ? 'line' : 'lines'} of ${path} (${lines.join(', ')}) left out`);
    if (united.foreign > 0)
      show.say(`${grouped(united.foreign)} lines of other versions of the claims or their models left out`);
    for (const { id, file, why } of broken) show.say(`✗ ${id}: error: ${file} ${why}`);
    for (const note of [...(baseline?.notes ?? []), ...notes]) show.say(note);
    const missing: Missing[] = [];
    const started = performance.now();
    const measured = await measure({
      ...asks,
      ...{ journal, resume: true, merged: true },
      ...{ workers: parts.reduce((sum, { workers }) => sum + workers, 0), kernels: 'wasm' },
      execute: () => Promise.reject(new Error('nothing is trained')),
      onEvent: show.on,
      onOpen: (claim, tracks) => missing.push(...missingOf(claim, tracks)),
      command: command(asking.names, flags, seeded).map(quoted).join(' '),
    }).finally(() => show.end());
    if (measured.envelope.incomplete) {
      process.stdout.write(`${incomplete(missing, of, parts, sources, names, flags).join('\n')}\n`);
      return INCOMPLETE;
    }
    const machines = [...new Set(parts.map(({ machine }) => machine))];
    const seconds = Math.max(0, ...parts.map((part) => part.seconds)) + (performance.now() - started) / 1000;
    const report = {
      ...measured,
      envelope: {
        ...measured.envelope,
        seconds,
        trials: parts.reduce((sum, { trials }) => sum + trials, 0),
        claimSeconds: Object.fromEntries(
          Object.keys(measured.envelope.claimSeconds).map((id) => [
            id,
            parts.reduce((sum, { claimSeconds }) => sum + (own(claimSeconds, id) ?? 0), 0),
          ]),
        ),
        notes: [...(measured.envelope.notes ?? []), `measured in ${of} shards, on ${machines.join('; ')}`],
      },
    };
    const { code, lines } = await finish(report, {
      folder,
      found,
      baseline,
      formats,
      authors: who,
      ledger: said.ledger,
    });
    process.stdout.write(`${lines.join('\n')}\n`);
    return code;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    process.stderr.write(`claimcheck: ${error.message}; the shards are as they were.\n`);
    return CANNOT_EVALUATE;
  } finally {
    unlock();
  }
}
