/** The folders that are merged: each that of a shard, or of shards that were merged before. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { manifestIn, type Manifest } from './manifest.js';
import { begun } from './origin.js';
import { REPORT } from './output.js';
import { UsageError } from './usage.js';

export interface Folder {
  readonly path: string;
  readonly manifest: Manifest;
}

/** @throws UsageError where it is no shard's */
function opened(path: string): Folder {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`there is no folder "${path}"; expected one that claimcheck run --shard wrote`);
  const manifest = manifestIn(path);
  if (manifest) return { path, manifest };
  if (existsSync(join(path, REPORT)))
    throw new UsageError(
      `"${path}" is the folder of a whole run, which has its report; merge takes folders of run --shard`,
    );
  if (begun(path))
    throw new UsageError(
      `"${path}" is the folder of a whole run, which was interrupted; run --resume continues it, and merge takes folders of run --shard`,
    );
  throw new UsageError(`"${path}" holds no shard; expected a folder that claimcheck run --shard wrote`);
}

/** Each once, in the order given. @throws UsageError */
export function folders(paths: readonly string[]): {
  readonly once: readonly Folder[];
  readonly twice: readonly string[];
} {
  const found = new Map<string, Folder>();
  const twice: string[] = [];
  for (const path of paths) {
    const folder = opened(path);
    const real = realpathSync(path);
    if (found.has(real)) twice.push(path);
    else found.set(real, folder);
  }
  return { once: [...found.values()], twice };
}
