/** A beginning: a claim, a model, its tasks and a test, written into a directory as they stand in `template/`. */
import { existsSync, lstatSync, readFileSync, statSync, type Stats } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { folderOf } from '../engine/packages.js';
import { packageRoot } from '../engine/source.js';
import { quoted } from '../form/shell.js';
import { prepare, publish } from './output.js';
import { UsageError } from './usage.js';

/** What is written, and what it is. */
const FILES = {
  'claims/my-claim.ts': 'what holds, and what must break it',
  'claims/references.bib': 'the works that it names',
  'models/my-model.ts': 'what is trained, with ways to be wrong',
  'tasks/my-tasks.ts': 'what it is claimed of',
  'claims.test.ts': 'every claim as a test',
};
const PYTHON = { 'models/my_model.py': 'the same model in Python' };
/** What a project may have already; its own is kept. */
const PROJECT = {
  'package.json': 'that this is a project',
  'tsconfig.json': 'strict types',
  'README.md': 'the commands below',
};
export const ALL: Readonly<Record<string, string>> = { ...FILES, ...PYTHON, ...PROJECT };

/** Below `template/` it would hide that its files are of this package. */
const PACKAGE = {
  private: true,
  type: 'module',
  scripts: { claims: 'claimcheck run my-claim --claims claims', test: 'vitest run', types: 'tsc --noEmit' },
};
const textOf = (name: string): string =>
  name === 'package.json'
    ? `${JSON.stringify(PACKAGE, null, 2)}\n`
    : readFileSync(join(packageRoot, 'template', name), 'utf8');

/** What stands there itself, be it a link that leads nowhere. */
function standing(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Names that are in the way; a file where a folder is to be is one of them. */
function inTheWay(directory: string, files: readonly string[]): string[] {
  const isThere = (name: string) => standing(join(directory, name)) !== undefined;
  const folders = [...new Set(files.map(dirname))].filter((name) => name !== '.');
  const blocked = folders.filter((name) => isThere(name) && !isFolder(join(directory, name)));
  return blocked.length > 0 ? blocked : files.filter(isThere);
}

interface Lock {
  readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
}

/** What npm is given to install this very package elsewhere: its archive, its name where it came from a registry, or its folder. */
function itself(): string {
  const home = dirname(dirname(packageRoot));
  const lock = join(home, 'node_modules', '.package-lock.json');
  if (!existsSync(lock)) return packageRoot;
  const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as Lock;
  const resolved = packages?.['node_modules/claimcheck']?.resolved ?? '';
  if (resolved.startsWith('http')) return `claimcheck@${own().version}`;
  const archive = resolve(home, resolved.replace(/^file:/, ''));
  return resolved.startsWith('file:') && existsSync(archive) ? archive : packageRoot;
}

interface Package {
  readonly version: string;
  readonly devDependencies: Readonly<Record<string, string>>;
}
const own = () => JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Package;

/** What is still to be installed for the commands below, of the major versions that this package is tested with. */
function missing(directory: string): string[] {
  const { devDependencies } = own();
  const tools = ['vitest', 'typescript'].filter((name) => folderOf(name, directory) === undefined);
  return [
    ...(folderOf('claimcheck', directory) === undefined ? [itself()] : []),
    ...tools.map((name) => `${name}@${devDependencies[name]!.split('.')[0]}`),
  ];
}

const COMMON =
  'The "type" of your package.json is not "module", which your tsconfig.json asks for: npm pkg set type=module is for a new\n' +
  'project, and one of CommonJS says "module": "preserve" in its tsconfig.json instead.';

/** Whether its settings let TypeScript take a file with `import` for CommonJS; what runs them does not mind. */
function isCommon(directory: string): boolean {
  const read = (name: string) => (existsSync(join(directory, name)) ? readFileSync(join(directory, name), 'utf8') : '');
  return !/"type":\s*"module"/.test(read('package.json')) && !/"(preserve|bundler)"/i.test(read('tsconfig.json'));
}

/** What the head of that file says. */
const inPython = (): string => /^ +(npx claimcheck run .*)$/m.exec(textOf('models/my_model.py'))![1]!;

/** The commands of the README that is written. */
const commands = (): string[] => /^```bash\n([\s\S]*?)\n```$/m.exec(textOf('README.md'))![1]!.split('\n');

export interface InitFlags {
  readonly python?: boolean;
}

/** @returns the exit code; @throws UsageError where something is in the way, and nothing is written then */
export function init(directory: string, { python = false }: InitFlags = {}): number {
  const files = Object.keys({ ...FILES, ...(python && PYTHON) });
  const way = inTheWay(directory, files);
  if (way.length > 0)
    throw new UsageError(
      `"${directory}" has ${way.join(', ')} already, and nothing was written; expected a directory without ` +
        `${way.length === 1 ? 'it' : 'them'}: name another, or move ${way.length === 1 ? 'it' : 'them'} away`,
    );
  prepare(directory);
  const kept = Object.keys(PROJECT).filter((name) => standing(join(directory, name)) !== undefined);
  const written = [...files, ...Object.keys(PROJECT).filter((name) => !kept.includes(name))];
  publish(directory, Object.fromEntries(written.map((name) => [name, textOf(name)])), { keep: true });

  const width = Math.max(...written.map((name) => name.length));
  const wanted = missing(resolve(directory));
  const common = isCommon(directory);
  const next = [
    ...(resolve(directory) === resolve() ? [] : [`cd ${quoted(relative('', directory))}`]),
    ...(wanted.length > 0 ? [`npm install --save-dev ${wanted.map(quoted).join(' ')}`] : []),
    ...(common ? ['npm pkg set type=module'] : []),
    ...commands(),
    ...(python ? [inPython()] : []),
  ];
  const lines = [
    ...written.map((name) => `${name.padEnd(width)}  ${ALL[name]}`),
    ...(kept.length > 0 ? [`Your own ${kept.join(', ')} stayed as ${kept.length === 1 ? 'it is' : 'they are'}.`] : []),
    ...(common ? [COMMON] : []),
    '',
    'Next:',
    ...next.map((line) => `  ${line}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
