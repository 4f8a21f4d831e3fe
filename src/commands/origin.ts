/**
 * What a journal's lines were measured with. Each line names its claim and models; the rest of the package is named here,
 * because a trial measured by other oracles or other arithmetic must not be counted among this one's.
 */
import { existsSync, readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../engine/source.js';
import { digest, sha256 } from '../numerics/digest.js';
import { UsageError } from './usage.js';

/** A digest of everything in the package that can change an outcome. */
export function origin(): string {
  const dist = join(packageRoot, 'dist', 'src');
  const files = ['numerics', 'tasks', 'oracles', 'properties', 'engine'].flatMap((folder) =>
    readdirSync(join(dist, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return digest(files.sort().map((file) => [file.slice(dist.length), sha256(readFileSync(file))]));
}

const fileIn = (folder: string) => join(folder, 'journal.origin');

/** Before the first line of a journal, and never half there. */
export function writeOrigin(folder: string, now: string): void {
  const draft = `${fileIn(folder)}.${process.pid}`;
  writeFileSync(draft, `${now}\n`);
  renameSync(draft, fileIn(folder));
}

/** Whether what the folder's journal holds is not in a finished report beside it. */
function unfinished(folder: string): boolean {
  const [journal, report] = ['journal.ndjson', 'report.json'].map((name) => join(folder, name)) as [string, string];
  const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 || !existsSync(fileIn(folder))) return false;
  const made = statSync(report, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (made < statSync(journal).mtimeMs) return true;
  return /"incomplete":/.test(readFileSync(report, 'utf8'));
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

/** @throws UsageError where there is nothing to resume, or the package changed since */
export function checkOrigin(folder: string, now: string): void {
  const again = 'run without --resume to begin anew';
  // A run that was killed before its first trial has no journal yet.
  if (!existsSync(fileIn(folder)))
    throw new UsageError(`nothing to resume in "${folder}": it holds no journal; ${again}`);
  if (readFileSync(fileIn(folder), 'utf8').trim() !== now)
    throw new UsageError(`cannot resume "${folder}": the package changed since its journal was begun; ${again}`);
}
