/** The package's own sources, and what each of them imports: `dist/imports.json`, which src/build.mjs keeps up to date. */
import { readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { folderOf, packageIn, versionOf } from './packages.js';
import { packageRoot } from './source.js';

/** What the package's own folders of code are; a file elsewhere below its root is a user's. */
const SHIPPED = ['src', 'tasks', 'models', 'oracles', 'claims'].map((folder) => join(packageRoot, folder) + sep);
export const isShipped = (file: string) => SHIPPED.some((folder) => file.startsWith(folder));

/** The word `claimcheck` itself. */
export const VOCABULARY = join(packageRoot, 'src', 'index.ts');

export const posix = (path: string) => path.split(sep).join('/');
const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const sourceOf = (path: string) => [path.replace(/\.js$/, '.ts'), `${path}.ts`, path].find(isFile);

let graph: Readonly<Record<string, readonly string[]>> | undefined;

/** What a shipped source imports, as it says it. */
function imports(file: string): readonly string[] {
  const place = join(packageRoot, 'dist', 'imports.json');
  graph ??= JSON.parse(readFileSync(place, 'utf8')) as NonNullable<typeof graph>;
  const found = graph[posix(relative(packageRoot, file))];
  if (!found) throw new Error(`${place} does not know ${file}; node src/build.mjs brings it up to date`);
  return found;
}

/** What a public path begins with where it means a folder of the machinery; content stands at the root. */
const ELSEWHERE = /^(?!(tasks|models|oracles)\/)/;

/** The source that a specifier in a shipped file means; undefined where it means another package, or the vocabulary. */
function shipped(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return sourceOf(join(dirname(file), specifier));
  const [, path] = /^claimcheck\/(.+)$/.exec(specifier) ?? [];
  if (path === undefined) return undefined;
  return sourceOf(join(packageRoot, path.replace(/^properties\//, 'oracles/measures/').replace(ELSEWHERE, 'src/$&')));
}

/** Of a compiled file of this package its source. */
export function compiled(path: string): string | undefined {
  const dist = join(packageRoot, 'dist') + sep;
  return path.startsWith(dist) ? sourceOf(join(packageRoot, path.slice(dist.length))) : undefined;
}

/** Another package, as this one finds it. */
function dependency(specifier: string): readonly string[] {
  const name = packageIn(specifier);
  if (name === undefined || name === 'claimcheck' || isBuiltin(specifier)) return [];
  const folder = folderOf(name, packageRoot);
  return [`${name}@${folder === undefined ? 'absent' : versionOf(folder)}`];
}

/** What a shipped source imports: the sources among them, and `name@version` of other packages. */
export function importsOf(file: string): { readonly sources: readonly string[]; readonly packages: readonly string[] } {
  const sources: string[] = [];
  const packages: string[] = [];
  for (const specifier of imports(file)) {
    const source = shipped(file, specifier);
    if (source !== undefined) sources.push(source);
    else if (!specifier.startsWith('.')) packages.push(...dependency(specifier));
  }
  return { sources, packages };
}
