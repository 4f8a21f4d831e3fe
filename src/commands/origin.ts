/**
 * What a journal's lines were measured with. A journal is continued only by the same code: a trial measured by another
 * model or oracle must not be counted among this one's.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundClaim, FoundModel } from '../engine/discover.js';
import { packageRoot } from '../engine/source.js';
import { digest, sha256 } from '../numerics/digest.js';
import { UsageError } from './usage.js';

export interface Origin {
  readonly code: string;
  readonly claims: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, string>>;
}

/** Everything of the package that can change an outcome. */
function code(): string {
  const dist = join(packageRoot, 'dist', 'src');
  const files = ['numerics', 'tasks', 'oracles', 'properties', 'engine'].flatMap((folder) =>
    readdirSync(join(dist, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  return digest(files.sort().map((file) => [file.slice(dist.length), sha256(readFileSync(file))]));
}

export const origin = (claims: readonly FoundClaim[], models: ReadonlyMap<string, FoundModel>): Origin => ({
  code: code(),
  claims: Object.fromEntries(claims.map(({ id, digest: d }) => [id, d])),
  models: Object.fromEntries([...models].map(([name, { digest: d }]) => [name, d])),
});

const fileIn = (folder: string) => join(folder, 'journal.origin.json');

export const writeOrigin = (folder: string, now: Origin): void =>
  writeFileSync(fileIn(folder), `${JSON.stringify(now, null, 2)}\n`);

/** @throws UsageError where there is nothing to resume, or something of it changed since */
export function checkOrigin(folder: string, now: Origin): void {
  const again = 'run without --resume to begin anew';
  if (!existsSync(join(folder, 'journal.ndjson')) || !existsSync(fileIn(folder)))
    throw new UsageError(`nothing to resume in "${folder}": it holds no journal; ${again}`);
  let before: Origin;
  try {
    before = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Origin;
  } catch {
    throw new UsageError(`cannot resume "${folder}": ${fileIn(folder)} cannot be read; ${again}`);
  }
  const changed = [
    ...(before.code === now.code ? [] : ['the package']),
    ...Object.entries(now.claims).flatMap(([id, d]) => ((before.claims[id] ?? d) === d ? [] : [`the claim ${id}`])),
    ...Object.entries(now.models).flatMap(([name, d]) =>
      (before.models[name] ?? d) === d ? [] : [`the model ${name}`],
    ),
  ];
  if (changed.length > 0)
    throw new UsageError(
      `cannot resume "${folder}": ${changed.join(' and ')} changed since its journal was begun; ${again}`,
    );
}
