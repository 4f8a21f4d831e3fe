/** Tests mirror the source: who looks for the test of a file finds it by its name, by what it imports, or in mirror.ts. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { COVERED } from './mirror.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['commands', 'engine', 'execution', 'queue', 'form', 'numerics', 'program', 'reporting', 'statistics'].map((name) => `src/${name}`); // prettier-ignore
/** Assembly is compiled, and tested as what it is compiled to. */
const COMPILED = /^src\/numerics\/kernels\/assembly\//;

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => !COMPILED.test(file))
    .sort();

const sources = [...FOLDERS, 'models', 'oracles', 'tasks'].flatMap(filesIn);
const tests = filesIn('tests').filter((file) => file.endsWith('.test.ts'));
/** What a file imports, as paths of source and test files. */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from |import\(\s*|^import )'([^']+)'/gm)].flatMap(
    ([, to]) => {
      if (to!.startsWith('.')) return [join(dirname(file), to!).replace(/\.js$/, '.ts')];
      const [, path] = /^claimcheck\/(.+)$/.exec(to!) ?? [];
      if (to !== 'claimcheck' && path === undefined) return [];
      const at = (path ?? 'index').replace(/^properties\//, 'oracles/measures/');
      return [`${/^(tasks|models|oracles)\//.test(at) ? at : `src/${at}`}.ts`];
    },
  );
const imported = new Set(filesIn('tests').flatMap(importsOf));

/** What a file starts without importing it. */
const STARTED: Readonly<Record<string, readonly string[]>> = {
  'tests/commands/shell.ts': ['src/cli.ts', 'src/execution/worker.ts'],
  'src/program/bridge.ts': ['src/program/host.ts'],
};

/** All that a file leads to. Whoever runs the command line leads to all of it. */
function reached(from: string, seen = new Set<string>()): Set<string> {
  for (const file of [...importsOf(from), ...(STARTED[from] ?? [])])
    if (!seen.has(file) && existsSync(join(root, file))) {
      seen.add(file);
      reached(file, seen);
    }
  return seen;
}

const own = (source: string) => tests.includes(`tests/${source.replace(/^src\//, '').replace(/\.ts$/, '.test.ts')}`);
const line = (source: string) => Object.keys(COVERED).find((each) => source === each || (each.endsWith('/') && source.startsWith(each))); // prettier-ignore

describe('every source file is tested', () => {
  test.each(sources)('%s', (source) => {
    expect(
      own(source) || imported.has(source) || line(source) !== undefined,
      `${source} has no test; write tests/${source.replace(/^src\//, '').replace(/\.ts$/, '.test.ts')}, ` +
        'or say in tests/mirror.ts which test covers it',
    ).toBe(true);
  });
});

describe('mirror.ts', () => {
  test.each(Object.entries(COVERED))('%s is covered by %s', (source, by) => {
    expect(existsSync(join(root, by)), `${by} does not exist`).toBe(true);
    const needed = sources.filter((each) => line(each) === source && !own(each) && !imported.has(each));
    const leads = reached(by);
    // A suite that finds its subjects by their folder imports none of them by name.
    if (!['models/', 'oracles/', 'tasks/'].includes(source))
      for (const each of needed) expect(leads.has(each), `${by} does not lead to ${each}`).toBe(true);
    expect(
      sources.some((each) => line(each) === source),
      `there is no ${source} any more; take its line out of tests/mirror.ts`,
    ).toBe(true);
  });
});
