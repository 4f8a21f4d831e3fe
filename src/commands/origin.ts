/**
 * What a journal's lines were measured with. Each line names its claim and models by digests that cover what they import;
 * the engine is named here, and the beacon: what another one measured must not be counted among this one's.
 */
import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closureOf } from '../engine/closure.js';
import { inShort } from '../engine/long.js';
import { readText } from '../engine/plain.js';
import { packageRoot } from '../engine/source.js';
import { NOTE } from '../limits.js';
import { UsageError } from './usage.js';

const fileIn = (folder: string) => join(folder, 'journal.origin');

/** A digest of what measures and judges, apart from the claims and models that a line names itself. */
export const origin = (): string => closureOf([join(packageRoot, 'src', 'engine', 'run.ts')]).digest;

/** Whether a journal was begun there. */
export const begun = (folder: string): boolean => existsSync(fileIn(folder));

/** Before the first line of a journal, and never half there. */
export function writeOrigin(folder: string, now: string, beacon?: string): void {
  const draft = `${fileIn(folder)}.${process.pid}`;
  writeFileSync(draft, `${now}\n${beacon === undefined ? '' : `${beacon}\n`}`);
  renameSync(draft, fileIn(folder));
}

/** Whether what the folder's journal holds is not in a finished report beside it. */
function unfinished(folder: string): boolean {
  const [journal, report] = ['journal.ndjson', 'report.json'].map((name) => join(folder, name)) as [string, string];
  const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || !begun(folder)) return false;
  const made = statSync(report, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (made < statSync(journal).mtimeMs) return true;
  try {
    return /"incomplete":/.test(readText(report));
  } catch {
    return true; // Nobody can read it.
  }
}

/**
 * A new run begins a new journal. That of an interrupted run is set aside with its origin, not thrown away.
 * @returns a sentence that says where it is, or undefined where nothing was left over
 */
export function setAside(folder: string): string | undefined {
  if (!unfinished(folder)) return undefined;
  let k = 1;
  const place = (ending: string) => join(folder, `interrupted-${k}.${ending}`);
  while (existsSync(place('ndjson'))) k++;
  renameSync(join(folder, 'journal.ndjson'), place('ndjson'));
  renameSync(fileIn(folder), place('origin'));
  return `the journal of an interrupted run is kept as ${place('ndjson')}; --resume would have continued it`;
}

/** What was written there when it was begun. */
function noted(folder: string): string {
  try {
    return readText(fileIn(folder), NOTE);
  } catch {
    return ''; // Not what was written there.
  }
}

/** @throws UsageError where there is nothing to resume, the package changed since, or the beacon is another */
export function checkOrigin(folder: string, now: string, beacon?: string): void {
  const again = 'run without --resume to begin anew';
  // A run that was killed before its first trial has no journal yet.
  if (!begun(folder)) throw new UsageError(`nothing to resume in "${folder}": it holds no journal; ${again}`);
  const [was, lit] = noted(folder).split('\n');
  if (was !== now)
    throw new UsageError(`cannot resume "${folder}": the package changed since its journal was begun; ${again}`);
  if ((lit || undefined) === beacon) return;
  const its = lit ? `with --beacon "${inShort(lit)}"` : 'without a beacon';
  const asked = beacon === undefined ? 'this run has none' : `this run's is "${beacon}"`;
  throw new UsageError(`cannot resume "${folder}": its journal was begun ${its}, and ${asked}; ${again}`);
}
