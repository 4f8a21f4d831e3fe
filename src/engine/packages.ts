/** Other packages, by name and version: they are named in a digest and a report, and not read. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export function versionOf(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return 'absent';
  return (JSON.parse(readFileSync(file, 'utf8')) as { version?: string }).version ?? 'unversioned';
}

/** `highs` of `highs/runtime`; undefined where that is no package's name. */
export const packageIn = (specifier: string): string | undefined =>
  /^(@[\w.-]+\/)?[A-Za-z0-9][\w.-]*(?=\/|$)/.exec(specifier)?.[0];

/** The folder that Node finds from there: a project that installs a package has what that needs beside it, not below. */
export function folderOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return place;
    if (folder === dirname(folder)) return undefined;
  }
}

/** `name@version` of the package that a file belongs to; the nearest package.json may lack both, as in `dist/esm`. */
export function packageOf(file: string): string | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const place = join(folder, 'package.json');
    if (!existsSync(place)) continue;
    const { name, version } = JSON.parse(readFileSync(place, 'utf8')) as { name?: string; version?: string };
    if (name !== undefined) return `${name}@${version ?? 'unversioned'}`;
  }
  return undefined;
}
