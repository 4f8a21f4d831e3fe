/**
 * What a module names without importing it: files read through `import.meta` or `node:fs`, packages through
 * `createRequire`. Whatever stands in quotes and is the name of such a file or package counts. So a name that is put
 * together while the program runs is not seen, and a file that is only mentioned is one too many.
 */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { folderOf, packageIn } from './packages.js';

/** From each quote to the next of its kind. They overlap: an apostrophe in a comment must not hide what follows. */
function quoted(text: string): string[] {
  const found = [...text.matchAll(/(["'`])(?=([^"'`\n\r\0]{1,255})\1)/g)].map(([, , name]) => name!);
  // `${import.meta.dirname}/data.csv`
  return [...new Set(found.map((name) => name.replace(/^\$\{[^}]*\}\/*/, '')))];
}

const FILES = /['"`](node:)?fs(\/promises)?['"`]/;
const META = /\bimport\.meta\b/;

const kind = (path: string) => {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() ? 'file' : found?.isDirectory() ? 'folder' : undefined;
  } catch {
    return undefined; // A name that is too long, or a place that may not be looked at.
  }
};

/**
 * @param working the folder that `node:fs` begins at; a shipped module reads nothing there
 * @returns absolute paths; of a folder that is written as one (`./data`, `data/`), all files in it
 */
export function filesBeside(file: string, text: string, working?: string): string[] {
  if (!FILES.test(text) && !META.test(text)) return [];
  const from = working !== undefined && FILES.test(text) ? [dirname(file), working] : [dirname(file)];
  return quoted(text).flatMap((name) => from.flatMap((folder) => named(resolve(folder, name), name, file)));
}

function named(path: string, name: string, file: string): string[] {
  const found = kind(path);
  if (found === 'file') return [path];
  const within = !relative(path, file).startsWith('..');
  if (found === undefined || within || !/^\.\.?\/|\/$/.test(name)) return [];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .map((entry) => (entry.isFile() ? join(entry.parentPath, entry.name) : ''))
    .filter((each) => each !== '' && !each.includes(`${sep}node_modules${sep}`));
}

/** @returns the folders of the packages, as Node finds them from there */
export function packagesBeside(file: string, text: string): string[] {
  if (!/\bcreateRequire\b/.test(text)) return [];
  return quoted(text).flatMap((name) => {
    const named = packageIn(name);
    return (named && folderOf(named, dirname(file))) ?? [];
  });
}
