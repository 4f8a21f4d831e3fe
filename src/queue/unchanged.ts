/** Whether what a worker loaded when it started is still what its files say: a thread may load them only later. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { loadClaim, loadModel, type FoundClaim, type FoundModel } from '../engine/discover.js';
import { programIdentity } from '../engine/programs.js';
import { isShipped, packageRoot } from '../engine/source.js';

/** When the installed package was written. */
export const written = (): number =>
  statSync(join(packageRoot, 'dist', 'imports.json'), { throwIfNoEntry: false })?.ctimeMs ?? 0;

const again = 'start the worker again';

/** @returns for each of them that is another now, or none any more, one sentence */
export async function changed(
  claims: readonly FoundClaim[],
  models: ReadonlyMap<string, FoundModel>,
): Promise<string[]> {
  const own = claims.filter(({ id }) => !isShipped(id));
  const edited: string[] = [];
  for (const { id, file, digest } of own) {
    const now = await loadClaim(file, { formulas: false });
    if ('why' in now || now.digest !== digest) edited.push(`its claim "${id}" was edited after it started; ${again}`);
  }
  for (const { name, file, digest, program, insteadOf } of models.values()) {
    if (insteadOf === undefined) continue;
    try {
      const now = program ? programIdentity(program) : await loadModel(file);
      if ('why' in now || now.digest !== digest) throw new Error('another');
    } catch {
      edited.push(`its model "${name}" was edited after it started; ${again}`);
    }
  }
  return edited;
}
