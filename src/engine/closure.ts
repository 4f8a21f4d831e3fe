/**
 * What decides the outcome of a module: the file itself and everything that it imports, whatever the syntax, with the
 * files that it reads (beside.ts). Types do not count. Other packages are named by version. The word `claimcheck` itself
 * is not followed: the vocabulary writes a claim down and computes nothing, and a report names its version.
 */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesBeside, packagesBeside } from './beside.js';
import { compiled, importsOf, isShipped, posix, VOCABULARY } from './graph.js';
import { packageOf } from './packages.js';
import { normalized, packageRoot } from './source.js';

/** A module of a user, as it was bundled: every file of it, and what it imports of this package and of others. */
export interface Bundled {
  readonly files: readonly string[];
  /** Absolute paths of modules outside the bundle. */
  readonly outside: readonly string[];
}

export interface Closure {
  /** The name of the module itself. */
  readonly entry: string;
  /** SHA-256 over names, bytes and versions, the same on every machine. */
  readonly digest: string;
  /**
   * By name the digest of a file's bytes, or the version of a package. What this package ships is `claimcheck/...`; the
   * other files are named from the entry's folder, as in `./data.csv`.
   */
  readonly files: Readonly<Record<string, string>>;
}

/** A file, what it leads to, and the packages that it names. */
interface Node {
  readonly digest: string;
  readonly next: readonly string[];
  readonly packages: readonly string[];
}
/** Of shipped files, which a process loads once; a user's may have been edited since. */
const known = new Map<string, Node>();

function read(file: string): Node {
  const before = known.get(file);
  if (before) return before;
  const bytes = normalized(file);
  const text = /\.[cm]?[jt]sx?$/.test(file) ? bytes.toString('utf8') : '';
  const ours = isShipped(file);
  const imported = ours && file.endsWith('.ts') ? importsOf(file) : { sources: [], packages: [] };
  const now = {
    digest: createHash('sha256').update(bytes).digest('hex'),
    next: [...imported.sources, ...filesBeside(file, text, ours ? undefined : process.cwd())],
    packages: [
      ...imported.packages,
      ...packagesBeside(file, text).flatMap((folder) => packageOf(join(folder, 'package.json')) ?? []),
    ],
  };
  if (ours) known.set(file, now);
  return now;
}

/**
 * @param entries the module, and what decides every outcome of its kind; the first one's folder is where names begin
 * @param bundled of a user's module
 */
export function closureOf(entries: readonly string[], bundled: Bundled = { files: [], outside: [] }): Closure {
  const [entry, ...every] = entries.map((file) => realpathSync(file)) as [string, ...string[]];
  const home = dirname(entry);
  const name = (file: string): string => {
    if (isShipped(file)) return `claimcheck/${posix(file.slice(packageRoot.length + 1))}`;
    const path = posix(relative(home, file));
    return path.startsWith('../') ? path : `./${path}`;
  };
  const outside = bundled.outside.map((path) => ({ path, source: compiled(path) }));
  const open = [entry, ...every, ...bundled.files, ...outside.flatMap(({ source }) => source ?? [])];
  const seen = new Set<string>();
  const versions = new Set(outside.flatMap(({ path, source }) => (source ? [] : (packageOf(path) ?? []))));
  const files: Record<string, string> = {};
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file) || file === VOCABULARY) continue;
    seen.add(file);
    const { digest, next, packages } = read(file);
    files[name(file)] = digest;
    open.push(...next);
    for (const each of packages) versions.add(each);
  }
  for (const each of [...versions].sort()) {
    const [, id, version] = /^(.+)@(.+)$/.exec(each)!;
    if (id !== 'claimcheck') files[id!] = files[id!] === undefined ? version! : `${files[id!]} ${version}`;
  }
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = [name(entry), ...sorted.map(([id, of]) => `${id} ${of}`)];
  return {
    entry: name(entry),
    digest: createHash('sha256').update(lines.join('\n')).digest('hex'),
    files: Object.fromEntries(sorted),
  };
}
