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

const PLACE = join(packageRoot, 'dist', 'imports.json');
const whole = () => (graph ??= JSON.parse(readFileSync(PLACE, 'utf8')) as NonNullable<typeof graph>);

/** What a shipped source imports, as it says it. */
function imports(file: string): readonly string[] {
  const found = whole()[posix(relative(packageRoot, file))];
  if (!found) throw new Error(`${PLACE} does not know ${file}; node src/build.mjs brings it up to date`);
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

/** `mathjs@15.2.0` of a source that src/build.mjs builds with another package: nobody installs that. */
const BUILT_IN = /(?<=.)@\d.*$/;

/** The version of another package that this one runs: what it was built with, or else what it finds. */
export function versionUsed(name: string): string {
  const within = Object.values(whole())
    .flat()
    .find((specifier) => specifier.startsWith(`${name}@`));
  const folder = within === undefined ? folderOf(name, packageRoot) : undefined;
  return within?.slice(name.length + 1) ?? (folder === undefined ? 'absent' : versionOf(folder));
}

function dependency(specifier: string): readonly string[] {
  const name = packageIn(specifier.replace(BUILT_IN, ''));
  if (name === undefined || name === 'claimcheck' || isBuiltin(specifier)) return [];
  return [`${name}@${versionUsed(name)}`];
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
