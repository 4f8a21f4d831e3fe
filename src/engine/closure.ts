/**
 * What decides the outcome of a module: the file itself and everything that it imports, whatever the syntax, with the
 * files that it reads (beside.ts). Types do not count. Other packages are named by version. The word `claimcheck` itself
 * is not followed: the vocabulary writes a claim down and computes nothing, and a report names its version.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { filesBeside, packagesBeside } from './beside.js';
import { folderOf, packageIn, packageOf, versionOf } from './packages.js';
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

/** What the package's own folders of code are; a file elsewhere below its root is a user's. */
const SHIPPED = ['src', 'models', 'claims'].map((folder) => join(packageRoot, folder) + sep);
const isShipped = (file: string) => SHIPPED.some((folder) => file.startsWith(folder));

let graph: Readonly<Record<string, readonly string[]>> | undefined;
const posix = (path: string) => path.split(sep).join('/');

/** What a shipped source imports, as it says it. */
function imports(file: string): readonly string[] {
  const place = join(packageRoot, 'dist', 'imports.json');
  graph ??= JSON.parse(readFileSync(place, 'utf8')) as NonNullable<typeof graph>;
  const found = graph[posix(relative(packageRoot, file))];
  if (!found) throw new Error(`${place} does not know ${file}; node src/build.mjs brings it up to date`);
  return found;
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const sourceOf = (path: string) => [path.replace(/\.js$/, '.ts'), `${path}.ts`, path].find(isFile);

/** The source that a specifier in a shipped file means; undefined where it means another package, or the vocabulary. */
function shipped(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return sourceOf(join(dirname(file), specifier));
  const [, models, rest] = /^claimcheck\/(models\/)?(.+)$/.exec(specifier) ?? [];
  return rest === undefined ? undefined : sourceOf(join(packageRoot, models ?? 'src', rest));
}

/** Of a compiled file of this package its source. */
function compiled(path: string): string | undefined {
  const dist = join(packageRoot, 'dist') + sep;
  return path.startsWith(dist) ? sourceOf(join(packageRoot, path.slice(dist.length))) : undefined;
}

const VOCABULARY = join(packageRoot, 'src', 'index.ts');

interface Read {
  readonly digest: string;
  readonly files: readonly string[];
  readonly packages: readonly string[];
}
/** Of shipped files, which a process loads once; a user's may have been edited since. */
const known = new Map<string, Read>();

function read(file: string): Read {
  const before = known.get(file);
  if (before) return before;
  const bytes = normalized(file);
  const text = /\.[cm]?[jt]sx?$/.test(file) ? bytes.toString('utf8') : '';
  const from = isShipped(file) ? [dirname(file)] : [dirname(file), process.cwd()];
  const now = {
    digest: createHash('sha256').update(bytes).digest('hex'),
    files: filesBeside(file, text, from),
    packages: packagesBeside(file, text),
  };
  if (isShipped(file)) known.set(file, now);
  return now;
}

/**
 * @param entries the module, and what decides every outcome of its kind; the first one's folder is where names begin
 * @param bundled of a user's module
 */
export function closureOf(entries: readonly string[], bundled?: Bundled): Closure {
  const [entry] = entries as [string, ...string[]];
  const name = (file: string): string => {
    if (isShipped(file)) return `claimcheck/${posix(relative(packageRoot, file))}`;
    const path = posix(relative(dirname(entry), file));
    return path.startsWith('../') ? path : `./${path}`;
  };
  const files: Record<string, string> = {};
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || file === VOCABULARY) return;
    seen.add(file);
    const { digest, files: beside, packages } = read(file);
    files[name(file)] = digest;
    beside.forEach(visit);
    for (const folder of packages) named(packageOf(join(folder, 'package.json')));
    if (!isShipped(file) || !/\.ts$/.test(file)) return;
    for (const specifier of imports(file)) {
      const source = shipped(file, specifier);
      if (source) visit(source);
      else if (!isBuiltin(specifier) && !specifier.startsWith('.') && !specifier.startsWith('claimcheck'))
        other(specifier);
    }
  };
  const depend = (id: string, version: string): void => {
    const versions = new Set(files[id]?.split(' '));
    if (id !== 'claimcheck') files[id] = [...versions.add(version)].sort().join(' ');
  };
  const named = (text: string | undefined): void => {
    const [, id, version] = /^(.+)@(.+)$/.exec(text ?? '') ?? [];
    if (id !== undefined) depend(id, version!);
  };
  const other = (specifier: string): void => {
    const id = packageIn(specifier) ?? specifier;
    const folder = folderOf(id, packageRoot);
    depend(id, folder === undefined ? 'absent' : versionOf(folder));
  };
  entries.forEach(visit);
  bundled?.files.forEach(visit);
  for (const path of bundled?.outside ?? []) {
    const source = compiled(path);
    if (source) visit(source);
    else named(packageOf(path));
  }
  const lines = Object.entries(files).map(([id, of]) => `${id} ${of}`);
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    entry: name(entry),
    digest: createHash('sha256')
      .update([name(entry), ...lines.sort()].join('\n'))
      .digest('hex'),
    files: Object.fromEntries(sorted),
  };
}
