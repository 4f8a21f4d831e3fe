/**
 * The package as a stranger has it: packed, installed in an empty project outside the checkout, with nothing there but what
 * its dependencies bring. Where npm does not reach them, they are linked from the checkout, and the log says so.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/engine/report.js';
import { blocksOf, PAGES } from '../blocks.js';
import { root, scratch } from '../commands/shell.js';
import { SOURCES } from '../entries.js';
import { installed, isOffline, outside, packed } from '../packed.js';

const home = scratch();
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

function ran(cwd: string, program: string, ...args: string[]): Ran {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env: outside(), encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
}

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(home, name)), { recursive: true });
  writeFileSync(join(home, name), text);
};

let archive: string;
/** What is in it, from the package's root. */
let paths: readonly string[];
beforeAll(async () => {
  archive = await packed(home);
  paths = ran(home, 'tar', 'tzf', archive)
    .said.trim()
    .split('\n')
    .map((path) => path.replace(/^package\//, ''));
  write('package.json', '{ "private": true, "type": "module" }');
  const { code, said } = ran(home, 'npm', 'install', archive, '--ignore-scripts');
  if (code === 0) return;
  expect(isOffline(said), said).toBe(true);
  console.warn('npm cannot reach its registry: the archive was unpacked, beside the packages of this checkout');
  installed(archive, home, { needed: true });
}, 300_000);

describe('what is packed', () => {
  test('is what a user needs, and no more', () => {
    const tops = new Set(paths.map((path) => path.split('/')[0]!));
    const expected = ['CHANGELOG.md', 'CONTRIBUTING.md', 'CITATION.cff', 'LICENSE', 'README.md', 'package.json'];
    const folders = ['claims', 'clients', 'dist', 'docs', 'models', 'oracles', 'reports', 'src', 'tasks', 'template'];
    for (const top of tops) expect([...expected, ...folders], top).toContain(top);
    for (const file of expected) expect(paths).toContain(file);
    expect(paths.filter((path) => /(^|\/)(tests?|benchmarks|atlas|papers|assembly|__pycache__)\//.test(path))).toEqual(
      [],
    );
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
    const size = statSync(archive).size / 1e6;
    console.log(`packed ${size.toFixed(1)} MB, in ${paths.length} files`);
    expect(size).toBeLessThan(5);
  });

  test('has every page that a message names', () => {
    const named = paths
      .filter((path) => /^(src|models|oracles|tasks|claims)\/.*\.(ts|mjs)$/.test(path))
      .flatMap((path) => readFileSync(join(root, path), 'utf8').match(/\bdocs\/[\w/-]+\.\w+/g) ?? []);
    expect(named.length).toBeGreaterThan(5);
    for (const page of new Set(named)) expect(paths).toContain(page);
  });

  test('has in a project what its code imports, and nothing that only some need', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(
      readFileSync(join(home, 'node_modules', 'claimcheck', 'package.json'), 'utf8'),
    ) as Record<string, Record<string, unknown>>;
    const graph = JSON.parse(
      readFileSync(join(home, 'node_modules', 'claimcheck', 'dist', 'imports.json'), 'utf8'),
    ) as Record<string, string[]>;
    const imported = new Set(
      Object.values(graph)
        .flat()
        .filter((name) => !/^(\.|node:|claimcheck\b)|@\d/.test(name))
        .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)![0]),
    );
    expect(imported.size).toBeGreaterThan(10);
    for (const name of imported)
      if (!Object.hasOwn(dependencies!, name)) expect(peerDependenciesMeta![name], name).toEqual({ optional: true });
    // tfjs is required by name.
    expect(Object.keys(peerDependenciesMeta!).sort()).toEqual(Object.keys(peerDependencies!).sort());
    for (const name of ['@tensorflow', 'bullmq', 'ioredis', 'mathjs', 'typescript', 'vitest'])
      expect(existsSync(join(home, 'node_modules', name)), name).toBe(false);
  });
});

/** What the pages show as files of a user's project; those of the checkout are tested there. */
function shown(): string[] {
  const blocks = PAGES.filter((page) => /^README|^docs\/guides\//.test(page)).flatMap(blocksOf);
  return blocks.flatMap(({ page, language, file, code }, k) => {
    if (language !== 'ts' || /\/assembly\/|^tests\//.test(file ?? '')) return [];
    const name = file ?? `${page.replace(/\W/g, '-')}-${k}.ts`;
    write(name, code);
    return [name];
  });
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

test('a strict project has types of every entry and of all that pages and init show, with no types of Node and no fast-check', () => {
  expect(shown().length).toBeGreaterThan(8);
  cpSync(join(root, 'template'), join(home, 'begun'), { recursive: true });
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
    const { envelope } = JSON.parse(readFileSync(join(there, 'report.json'), 'utf8')) as Report;
    for (const [name, version] of Object.entries(envelope.packages)) expect(version, name).toMatch(/^\d+\./);
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

  test('says in one sentence what to install for a queue', () => {
    const { code, said } = npx(home, 'worker', '--queue', 'redis://127.0.0.1:1');
    expect(code).toBe(3);
    expect(said.trim()).toBe(
      'claimcheck: the packages of the queue are not installed; npm install bullmq@6.7.0 ioredis@6.0.0, where claimcheck is',
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
