/** The journals of several folders as one, in another. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { append, disk, diskError } from '../engine/disk.js';
import { Conflict, unite, type United } from '../engine/union.js';
import type { Folder } from './folders.js';

/** What is to be done about two outcomes of one trial. */
function told({ record: { claim, arm, index }, paths }: Conflict): string {
  const [one, other] = paths.map((path) => `"${dirname(path)}"`) as [string, string];
  const have = one === other ? `${one} has` : `${one} and ${other} have`;
  return (
    `${have} two different outcomes of ${claim}, ${arm}, trial ${index}. A trial has the same bits on every machine, so one of ` +
    'them is not what was measured: run that shard again, without --resume'
  );
}

/**
 * Never half there.
 * @returns what was united, or one sentence where two folders contradict each other; @throws DiskError
 */
export function unitedIn(
  folder: string,
  sources: readonly Folder[],
  wanted: Parameters<typeof unite>[1],
): United | string {
  const journal = join(folder, 'journal.ndjson');
  const draft = `${journal}.${process.pid}`;
  const paths = sources.map(({ path }) => join(path, 'journal.ndjson')).filter((path) => existsSync(path));
  let size = 0;
  let file: number | undefined;
  try {
    const opened = (file = openSync(draft, 'w'));
    const united = unite(paths, wanted, (lines) => (size += append(opened, lines, size, disk)));
    fsyncSync(file);
    renameSync(draft, journal);
    return united;
  } catch (error) {
    rmSync(draft, { force: true });
    if (error instanceof Conflict) return told(error);
    throw diskError(journal, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
