/**
 * The package as a stranger has it: packed, installed in an empty project outside the checkout, with nothing there but what
 * its dependencies bring. Where npm does not reach them, they are linked from the checkout, and the log says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root, scratch } from '../commands/shell.js';
import { SOURCES } from '../entries.js';

const home = scratch();
const installed = join(home, 'node_modules', 'claimcheck');
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}
interface Ran {
  readonly code: number | null;
  readonly said: string;
}
interface Locked {
  readonly version: string;
  readonly dev?: true;
  readonly optional?: true;
  readonly peer?: true;
}

/** Without what vitest sets: a program of a user does not run below it. */
function ran(cwd: string, program: string, ...args: string[]): Ran {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|CI$|npm_)/.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(home, name)), { recursive: true });
  writeFileSync(join(home, name), text);
};

/** What npm would have installed. */
function link(tarball: string): void {
  mkdirSync(installed, { recursive: true });
  expect(ran(installed, 'tar', 'xzf', tarball, '--strip-components=1').code).toBe(0);
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>;
  };
  for (const [path, { dev, peer }] of Object.entries(lock.packages)) {
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) || dev || peer || !existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(home, path)), { recursive: true });
    symlinkSync(join(root, path), join(home, path));
  }
}

let packed: Packed;
beforeAll(() => {
  const { code, said } = ran(root, 'npm', 'pack', '--json', '--pack-destination', home);
  expect(code, said).toBe(0);
  packed = (JSON.parse(said.slice(said.indexOf('[\n'), said.lastIndexOf(']') + 1)) as Packed[])[0]!;
  write('package.json', '{ "private": true, "type": "module" }');
  const tarball = join(home, packed.filename);
  const options = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const install = ran(home, 'npm', 'install', tarball, ...options);
  if (install.code === 0) return;
  console.warn(
    `npm does not reach the packages that claimcheck needs; they are those of the checkout:\n${install.said}`,
  );
  link(tarball);
}, 300_000);

describe('what is packed', () => {
  test('is what a user needs, and no more', () => {
    const paths = packed.files.map(({ path }) => path);
    const tops = new Set(paths.map((path) => path.split('/')[0]!));
    const expected = ['CHANGELOG.md', 'CONTRIBUTING.md', 'CITATION.cff', 'LICENSE', 'README.md', 'package.json'];
    const folders = ['claims', 'clients', 'dist', 'docs', 'models', 'oracles', 'reports', 'src', 'tasks'];
    for (const top of tops) expect([...expected, ...folders], top).toContain(top);
    for (const file of expected) expect(paths).toContain(file);
    expect(paths.filter((path) => /(^|\/)(tests?|benchmarks|desk |assembly)\//.test(path))).toEqual([]);
    expect(paths.filter((path) => /^reports\//.test(path))).toEqual([
      'reports/mutation.json',
      'reports/report.schema.json',
    ]);
    const dist = paths.filter((path) => /^dist\/.*\.js$/.test(path)).map((path) => path.slice('dist/'.length, -3));
    const sources = paths.filter((path) => /^(?!dist\/).*\.ts$/.test(path)).map((path) => path.slice(0, -3));
    expect(
      dist.filter((path) => !sources.includes(path)),
      'compiled from no source',
    ).toEqual([]);
    console.log(`packed ${(packed.size / 1e6).toFixed(1)} MB, unpacked ${(packed.unpackedSize / 1e6).toFixed(1)} MB`);
    expect(packed.size).toBeLessThan(5e6);
  });

  test('has every page that a message names', () => {
    const named = packed.files
      .filter(({ path }) => /^(src|models|oracles|tasks|claims)\/.*\.(ts|mjs)$/.test(path))
      .flatMap(({ path }) => readFileSync(join(root, path), 'utf8').match(/\bdocs\/[\w/-]+\.\w+/g) ?? []);
    expect(named.length).toBeGreaterThan(5);
    for (const page of new Set(named)) expect(packed.files.map(({ path }) => path)).toContain(page);
  });

  test('names no dependency that somebody who needs no tfjs has for nothing', () => {
    for (const name of ['@tensorflow', 'vitest', 'typescript'])
      expect(existsSync(join(home, 'node_modules', name)), name).toBe(false);
  });
});

/** Of pages the blocks in TypeScript that are files of a user's project. */
function pages(): string[] {
  const all = ['README.md', ...['docs', 'docs/guides'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))]; // prettier-ignore
  return all
    .filter((page) => page.endsWith('.md'))
    .flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts(?: (\S+))?\n([\s\S]*?)^```$/gm)].flatMap(
        ([, file, code], k) => {
          // What is a file of the checkout, and its own test.
          if (/\/assembly\/|^tests\//.test(file ?? '')) return [];
          const name = file ?? `${page.replace(/\W/g, '-')}-${k}.ts`;
          write(name, code!);
          return [name];
        },
      ),
    );
}

const misspelt = (run: string, symbol: string) => `
import { claim } from 'claimcheck';
import { ridge } from 'claimcheck/models/ridge';
import { norm2 } from 'claimcheck/numerics/matrix';
import { wideRegression } from 'claimcheck/tasks/regression';
export default claim({
  ...{ title: 't', statement: 's', ours: [], sources: {}, scope: 's', premises: {} },
  forAll: wideRegression,
  train: { weak: ridge(1), strong: ridge(2) },
  symbols: { size: ({ runs }) => norm2(runs.${run}.beta) },
  parts: { small: { holds: '${symbol} <= 1' } },
});
`;

test('a strict project has types of every entry and of all that pages show, with no types of Node and no fast-check', () => {
  const shown = pages();
  expect(shown.length).toBeGreaterThan(8);
  const modules = [...SOURCES.keys()].flatMap((name) => {
    const [before, after] = name.split('*') as [string, string?];
    if (after === undefined) return [name];
    const [folder] = SOURCES.get(name)!.split('*') as [string];
    return readdirSync(join(root, folder)).flatMap((file) =>
      file.endsWith('.ts') ? [before + file.slice(0, -3)] : [],
    );
  });
  expect(modules.length).toBeGreaterThan(100);
  const imports = modules.map((name, k) => `export * as m${k} from '${name}';`);
  write('entries.ts', `${imports.join('\n')}\n`);
  write('misspelt/run.ts', misspelt('waek', 'size'));
  write('misspelt/symbol.ts', misspelt('weak', 'sise'));
  write('misspelt/none.ts', `import fc from 'claimcheck/fast-check';\nexport const wrong: number = fc.nat();\n`);
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };
  const compilerOptions = { ...strict, noEmit: true, skipLibCheck: false, types: [], target: 'es2022' };
  write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { ...compilerOptions, module: 'nodenext' }, include: ['**/*.ts'] }),
  );
  const { said } = ran(home, process.execPath, compiler, '-p', '.');
  const wrong = said.split('\n').filter((line) => /^\S/.test(line));
  expect(wrong.filter((line) => !line.startsWith('misspelt/'))).toEqual([]);
  expect(said).toMatch(/^misspelt\/run\.ts.*Property 'waek' does not exist/m);
  expect(said).toMatch(/^misspelt\/symbol\.ts.*'no such symbol': "sise"/m);
  expect(said).toMatch(/^misspelt\/none\.ts.*Type 'Arbitrary<number>' is not assignable to type 'number'/m);
}, 300_000);

describe('the command, as npx starts it', () => {
  const npx = (cwd: string, ...args: string[]) => ran(cwd, 'npx', '--no-install', 'claimcheck', ...args);
  const idOf = (folder: string) => (JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { id: string }).id;

  test('gives the report of the checkout, and verifies it', () => {
    const flags = ['small-init-is-not-min-l2', '--level', 'quick', '--no-ledger', '--format', 'json', '--out'];
    const [here, there] = [join(home, 'here'), join(home, 'there')];
    const theirs = npx(home, 'run', ...flags, there);
    expect(theirs.code, theirs.said).toBe(0);
    // Below the checkout's root, too.
    const ours = npx(join(root, 'docs'), 'run', ...flags, here);
    expect(ours.code, ours.said).toBe(0);
    expect(idOf(there)).toBe(idOf(here));
    const verified = npx(home, 'verify', join(here, 'report.json'), '--sample', '3');
    expect(verified.code, verified.said).toBe(0);
  });

  test('says in one sentence what to install for a model on tfjs', () => {
    const { code, said } = npx(home, 'run', 'small-init-is-not-min-l2', '--level', 'quick', '--model', 'diagonal-network=tfjs'); // prettier-ignore
    expect(code).toBe(2);
    expect(said.trim()).toMatch(
      /^claimcheck: invalid --model: the model file \S+ could not be loaded: tfjs is not installed; npm install @tensorflow\/tfjs@4\.22\.0 @tensorflow\/tfjs-backend-wasm@4\.22\.0, where claimcheck is$/,
    );
  });

  test('loads a claim whose population is written with claimcheck/fast-check', () => {
    const claim = join(home, 'theorems', 'least-norm-fits-uneven-rows.ts');
    expect(readFileSync(join(home, 'tasks', 'uneven-regression.ts'), 'utf8')).toContain(`'claimcheck/fast-check'`);
    expect(existsSync(claim)).toBe(true);
    const { code, said } = npx(home, 'run', 'least-norm-fits-uneven-rows', '--claims', 'theorems', '--level', 'quick');
    expect(code, said).toBe(0);
  });
});
