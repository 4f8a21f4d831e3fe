/**
 * What a journal's lines were measured with. Each line names its claim and models; the rest of the package is named here,
 * because a trial measured by other oracles or other arithmetic must not be counted among this one's.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
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

export const writeOrigin = (folder: string, now: string): void => writeFileSync(fileIn(folder), `${now}\n`);

/** @throws UsageError where there is nothing to resume, or the package changed since */
export function checkOrigin(folder: string, now: string): void {
  const again = 'run without --resume to begin anew';
  if (!existsSync(join(folder, 'journal.ndjson')) || !existsSync(fileIn(folder)))
    throw new UsageError(`nothing to resume in "${folder}": it holds no journal; ${again}`);
  if (readFileSync(fileIn(folder), 'utf8').trim() !== now)
    throw new UsageError(`cannot resume "${folder}": the package changed since its journal was begun; ${again}`);
}
