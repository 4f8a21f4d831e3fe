/** Other packages, by name and version: they are named in a digest and a report, and not read. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { refuse } from '../form/field.js';
import { Unread } from '../form/json.js';
import { readJson } from './plain.js';

/** As `name@version` has it, in one line of a digest. */
const isWord = (value: unknown): value is string => typeof value === 'string' && /^\S+$/.test(value);

/** What is said in a package.json; fields of another type say nothing. @throws Slip where it cannot be read */
function said(file: string): { readonly name?: string; readonly version?: string } {
  let read: unknown;
  try {
    read = readJson(file);
  } catch (error) {
    const why = error instanceof Unread ? error.message : `cannot be read (${(error as NodeJS.ErrnoException).code})`;
    return refuse(`${file} ${why}; expected the package.json of a package`);
  }
  const { name, version } = (typeof read === 'object' && read !== null ? read : {}) as Record<string, unknown>;
  return { ...(isWord(name) && { name }), ...(isWord(version) && { version }) };
}

export function versionOf(folder: string): string {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return 'absent';
  return said(file).version ?? 'unversioned';
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
    const { name, version } = said(place);
    if (name !== undefined) return `${name}@${version ?? 'unversioned'}`;
  }
  return undefined;
}
