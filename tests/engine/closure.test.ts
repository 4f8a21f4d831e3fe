/** What a digest covers: every file that a module imports or reads, however it says so, and no type. */
import { appendFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filesBeside } from '../../src/engine/beside.js';
import { bundle } from '../../src/engine/bundle.js';
import { closureOf, type Closure } from '../../src/engine/closure.js';
import { discoverModels, loadClaim, modulesIn, shippedClaims } from '../../src/engine/discover.js';
import { packageRoot } from '../../src/engine/source.js';
import { scratch } from '../commands/shell.js';

/** A folder with these files; the first is the module. */
function written(files: Readonly<Record<string, string>>): { readonly home: string; readonly main: string } {
  const home = scratch();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
  }
  return { home, main: join(home, Object.keys(files)[0]!) };
}

const closure = async (main: string): Promise<Closure> => closureOf([main], (await bundle(main)).made);

/** The digests of the module before and after something is added to a file beside it. */
async function edited(code: string, name: string, text: string, more: Readonly<Record<string, string>> = {}) {
  const { home, main } = written({ 'main.ts': code, [name]: text, ...more });
  const before = await closure(main);
  appendFileSync(join(home, name), /\.json$/.test(name) ? ' ' : '\n// edited');
  return [before, await closure(main)] as const;
}

const H = 'export const h = 1; export default 1; export type T = number;';
const PATH = `import { join } from 'node:path'; import { readFileSync } from 'node:fs';`;
const REQUIRE = `import { createRequire } from 'node:module';`;

describe('the digest of a user’s module changes with', () => {
  const covered: [said: string, code: string, name: string, more?: Record<string, string>][] = [
    ['single quotes', `import { h } from './h.js'; export default h;`, 'h.ts'],
    ['double quotes', `import { h } from "./h.js"; export default h;`, 'h.ts'],
    ['no extension', `import { h } from './h'; export default h;`, 'h.ts'],
    ['its own extension', `import { h } from './h.mts'; export default h;`, 'h.mts'],
    ['a default', `import h from './h.js'; export default h;`, 'h.ts'],
    ['a namespace', `import * as h from './h.js'; export default h;`, 'h.ts'],
    ['several lines', `import {\n  h,\n} from\n  './h.js';\nexport default h;`, 'h.ts'],
    ['a value beside a type', `import { h, type T } from './h.js'; export default h as T;`, 'h.ts'],
    ['side effects', `import './h.js'; export default 1;`, 'h.ts'],
    ['export *', `export * from './h.js'; export default 1;`, 'h.ts'],
    ['export * as', `export * as all from './h.js'; export default 1;`, 'h.ts'],
    ['export { x }', `export { h } from './h.js'; export default 1;`, 'h.ts'],
    ['export { default }', `export { default } from './h.js';`, 'h.ts'],
    ['import()', `export default (await import('./h.js')).h;`, 'h.ts'],
    ['import() in backticks', 'export default (await import(`./h.js`)).h;', 'h.ts'],
    ['import() in a function', `export default async () => (await import("./h.js")).h;`, 'h.ts'],
    ['JavaScript', `import { h } from './h.js'; export default h;`, 'h.js'],
    ['JSON', `import h from './h.json'; export default h;`, 'h.json'],
    ['JSON with its type', `import h from './h.json' with { type: 'json' }; export default h;`, 'h.json'],
    ['another folder', `import { h } from './deep/er/h.js'; export default h;`, 'deep/er/h.ts'],
    [
      'a helper of a helper',
      `import { g } from './g.js'; export default g;`,
      'h.ts',
      { 'g.ts': `export { h as g } from './h.js';` },
    ],
    [
      'a name of its own package',
      `import { h } from '#h'; export default h;`,
      'h.ts',
      { 'package.json': '{ "imports": { "#h": "./h.ts" } }' },
    ],
    [
      'a path of tsconfig.json',
      `import { h } from '@/h.js'; export default h;`,
      'lib/h.ts',
      { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./lib/*"] } } }' },
    ],
    ['data by URL', `export default new URL('./h.csv', import.meta.url);`, 'h.csv'],
    ['data by URL, double quotes', `export default new URL("h.csv",\n import.meta.url);`, 'h.csv'],
    ['data by URL, backticks', 'export default new URL(`./h.csv`, import.meta.url);', 'h.csv'],
    ['data after an apostrophe', `/* it's */ export default new URL('./h.csv', import.meta.url);`, 'h.csv'],
    ['data by folder', `${PATH} export default readFileSync(join(import.meta.dirname, 'h.csv'));`, 'h.csv'],
    ['data in a template', '${import.meta.dirname}/h.csv'.replace(/.*/, 'export default `$&`;'), 'h.csv'],
    ['data by require', `${REQUIRE} export default createRequire(import.meta.url)('./h.json');`, 'h.json'],
    ['all data of a folder', `export default new URL('./data/', import.meta.url);`, 'data/deep/h.csv'],
    [
      'data of a helper',
      `import { g } from './lib/g.js'; export default g;`,
      'lib/h.csv',
      { 'lib/g.ts': `export const g = new URL('./h.csv', import.meta.url);` },
    ],
  ];
  test.each(covered)('%s', async (_, code, name, more) => {
    const text = /\.json$/.test(name)
      ? '{ "h": 1 }'
      : /\.csv$/.test(name)
        ? '1,2'
        : name === 'h.js'
          ? 'export const h = 1;'
          : H;
    const [before, after] = await edited(code, name, text, more);
    expect(Object.keys(before.files)).toContain(`./${name}`);
    expect(after.digest).not.toBe(before.digest);
  });
});

describe('the digest of a user’s module does not change with', () => {
  const apart: [said: string, code: string, name: string][] = [
    ['a type', `import type { T } from './h.js'; export default 1 as T;`, 'h.ts'],
    ['a type in braces', `import { type T } from './h.js'; export default 1 as T;`, 'h.ts'],
    ['a type that nobody marked', `import { T } from './h.js'; export default 1 as T;`, 'h.ts'],
    ['types passed on', `export type * from './h.js'; export default 1;`, 'h.ts'],
    ['what is only mentioned', `// import './h.js'\nexport default './h.ts';`, 'h.ts'],
    ['a neighbour', `export default 1;`, 'h.ts'],
  ];
  test.each(apart)('%s', async (_, code, name) => {
    const [before, after] = await edited(code, name, H);
    expect(after).toEqual(before);
    expect(Object.keys(before.files)).toEqual(['./main.ts']);
  });

  test('line ends, in code and in data; bytes that are no text count as they are', async () => {
    const code = `export default new URL('./h.csv', import.meta.url);\n`;
    const digest = async (end: string, data: string) =>
      (await closure(written({ 'main.ts': code.replaceAll('\n', end), 'h.csv': data }).main)).digest;
    expect(await digest('\r\n', '1\r\n2\r\n')).toBe(await digest('\n', '1\n2\n'));
    expect(await digest('\n', '1\r2\r')).toBe(await digest('\n', '1\n2\n'));
    expect(await digest('\n', '\0\r\n')).not.toBe(await digest('\n', '\0\n'));
  });

  test('the folder that it lies in, nor a link to it', async () => {
    const files = { 'mine/main.ts': `import { h } from '../lib/h.js'; export default h;`, 'lib/h.ts': H };
    const [one, other] = [written(files), written(files)];
    const found = await closure(one.main);
    expect(await closure(other.main)).toEqual(found);
    expect(Object.keys(found.files)).toEqual(['../lib/h.ts', './main.ts']);
    const link = join(scratch(), 'link');
    symlinkSync(join(one.home, 'mine'), link);
    expect(await closure(join(link, 'main.ts'))).toEqual(found);
  });
});

test('whatever is in a helper or in data, other bytes are another digest', async () => {
  const code = `import './h.js'; export default new URL('./h.csv', import.meta.url);`;
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.string(), fc.string(), fc.string(), async (h, data, other, others) => {
      const lines = (text: string) => text.replace(/[\r\n]/g, '');
      const at = async (comment: string, csv: string) =>
        (await closure(written({ 'main.ts': code, 'h.ts': `//${lines(comment)}\n`, 'h.csv': csv }).main)).digest;
      const same = lines(h) === lines(other) && data.replace(/\r\n?/g, '\n') === others.replace(/\r\n?/g, '\n');
      expect((await at(h, data)) === (await at(other, others))).toBe(same);
    }),
    { numRuns: 20 },
  );
});

test('a file that node:fs reads in the working folder counts, for a user’s module alone', () => {
  const working = scratch();
  const name = 'read-in-the-working-folder.csv';
  writeFileSync(join(working, name), '1');
  const text = `import { readFileSync } from "node:fs"; readFileSync('${name}');`;
  const file = join(scratch(), 'main.ts');
  expect(filesBeside(file, text, working)).toEqual([join(working, name)]);
  expect(filesBeside(file, text)).toEqual([]);
  expect(filesBeside(file, text.replace('node:fs', 'not-fs'), working)).toEqual([]);
});

test('packages are named by version, those of the user and those that createRequire finds', async () => {
  const { main } = written({
    'main.ts': `import { a } from 'aa'; ${REQUIRE} export default [a, createRequire(import.meta.url)("@b/b/c")];`,
    'node_modules/aa/package.json': '{ "name": "aa", "version": "1.2.3", "main": "./deep/a.js" }',
    'node_modules/aa/deep/a.js': 'exports.a = 1;',
    'node_modules/aa/deep/package.json': '{ "type": "commonjs" }',
    'node_modules/@b/b/package.json': '{ "name": "@b/b", "version": "4.5.6" }',
  });
  expect((await closure(main)).files).toMatchObject({ aa: '1.2.3', '@b/b': '4.5.6' });
});

test('a linked package is the user’s own: its files count, and not its version', async () => {
  const { home, main } = written({
    'mine/main.ts': `import { h } from 'lib'; export default h;`,
    'lib/h.ts': H,
    'lib/package.json': '{ "name": "lib", "version": "1.0.0", "exports": "./h.ts", "type": "module" }',
  });
  mkdirSync(join(home, 'mine', 'node_modules'));
  symlinkSync(join(home, 'lib'), join(home, 'mine', 'node_modules', 'lib'));
  expect(Object.keys((await closure(main)).files)).toEqual(['../lib/h.ts', './main.ts']);
});

test('import.meta in a bundle is that of the source, file by file', async () => {
  const { home, main } = written({
    'main.ts': `import { h } from './deep/h.js';
const { url, filename, dirname } = import.meta;
export default [[url, filename, dirname, import.meta.resolve('./x')], h, new Error('here').stack];`,
    'deep/h.ts': `const $meta = 'not it'; export const h = [import.meta.url, typeof $meta];`,
  });
  const { module } = await bundle(main);
  const { default: found } = (await import(pathToFileURL(module).href)) as { default: unknown[] };
  const url = (name: string) => pathToFileURL(join(home, name)).href;
  expect(found.slice(0, 2)).toEqual([
    [url('main.ts'), join(home, 'main.ts'), home, url('x')],
    [url('deep/h.ts'), 'string'],
  ]);
});

describe('of what is shipped', () => {
  const STATEMENT = /^\s*(?:import|export)\s+(?!type\b)(?:([^'";]*?)\sfrom\s+)?'([^']+)'/gm;
  const onlyTypes = (names: string | undefined) =>
    names !== undefined &&
    /^\{[^}]*\}$/.test(names) &&
    names
      .slice(1, -1)
      .split(',')
      .every((name) => /^\s*(type\b.*)?$/.test(name));

  const PLACE = (path: string) =>
    path.startsWith('properties/')
      ? `oracles/measures/${path.slice('properties/'.length)}`
      : /^(models|tasks|oracles)\//.test(path)
        ? path
        : `src/${path}`;

  /** The sources that a source imports, by another method than the engine's: one pattern over the text. */
  function walked(file: string, seen = new Set<string>()): Set<string> {
    const name = `claimcheck/${relative(packageRoot, file)}`;
    if (seen.has(name)) return seen;
    seen.add(name);
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, names, to] of text.matchAll(STATEMENT)) {
      if (onlyTypes(names)) continue;
      const path = to!.startsWith('.')
        ? join(dirname(file), to!).replace(/\.js$/, '')
        : to!.startsWith('claimcheck/')
          ? join(packageRoot, PLACE(to!.slice('claimcheck/'.length)))
          : undefined;
      if (path) walked(`${path}.ts`, seen);
    }
    return seen;
  }
  const sources = ({ files }: Pick<Closure, 'files'>) =>
    Object.keys(files).filter((name) => /^claimcheck\/.*\.ts$/.test(name));

  test('a claim is made of its file, its tasks, oracles, properties and models, and of what every trial needs', async () => {
    const every = ['stream', 'formula'].map((name) => join(packageRoot, 'src', 'numerics', `${name}.ts`));
    const all = new Set<string>();
    for (const file of await modulesIn(shippedClaims)) {
      const found = await loadClaim(file);
      if ('why' in found) throw new Error(`${file} ${found.why}`);
      const expected = new Set([file, ...every].flatMap((each) => [...walked(each)]));
      expect(sources(found), found.id).toEqual([...expected].sort());
      for (const name of Object.keys(found.files)) all.add(name);
    }
    for (const folder of ['src/numerics', 'tasks', 'oracles', 'models'])
      expect([...all].filter((name) => name.startsWith(`claimcheck/${folder}/`)).length, folder).toBeGreaterThan(5);
    expect([...all].filter((name) => !name.endsWith('.ts')).sort()).toEqual([
      'canonicalize',
      'claimcheck/src/numerics/kernels/kernels.wasm',
      'fast-check',
      'highs',
      'mathjs',
      'pure-rand',
    ]);
    // What writes claims down or judges them is named by the package's version instead; models and oracles say their rules
    // and faults in its words.
    expect(
      [...all].filter((name) => /^claimcheck\/src\/((?!rule|faults)[^/]+\.ts$|engine|statistics|reporting)/.test(name)),
    ).toEqual([]);
  });

  test('a model is made of its file and of what that imports', async () => {
    for (const [name, found] of await discoverModels({ 'two-layer-network': 'tfjs' })) {
      const expected = [...walked(found.file)].sort();
      expect(sources(found), name).toEqual(expected);
    }
  });
});
