/**
 * Turns the TypeScript sources into `dist/`, file by file. What was built carries the time of its source, so that a source
 * of another time, be it an older one that was put back, is built again: a digest of the sources is one of what runs.
 * A reader who edits a claim or a model and runs again sees her edit: there is no separate build step to forget.
 * An installed package has no `tsconfig.json` and is never rebuilt.
 */
import { existsSync, statSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const graph = join(dist, 'imports.json');
/** Milliseconds to which a file system keeps times that are set. */
const RESOLUTION = 2;
/** Built as one file with what they need of another package, which has hundreds. */
const whole = new Map([[join(root, 'src', 'numerics', 'mathjs.ts'), 'mathjs']]);
const folders = ['src', 'tasks', 'models', 'oracles', 'claims', 'benchmarks'];

/** @returns {Promise<string[]>} every .ts and .wasm source below the given folder */
async function sources(folder) {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter(
      (e) =>
        e.isFile() && /\.(ts|wasm)$/.test(e.name) && !e.parentPath.includes(join('numerics', 'kernels', 'assembly')),
    )
    .map((e) => join(e.parentPath, e.name));
}

const language = { format: 'esm', platform: 'node', target: 'es2023' };

/** @returns the JavaScript of one source */
async function compiled(esbuild, source, target) {
  if (whole.has(source)) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [source],
      bundle: true,
      write: false,
      absWorkingDir: root,
      legalComments: 'inline',
      ...language,
    });
    return outputFiles[0].text;
  }
  const { code } = await esbuild.transform(await readFile(source), {
    loader: 'ts',
    sourcemap: 'inline',
    sourcefile: relative(dirname(target), source),
    ...language,
  });
  return code;
}

/** @returns what each of the sources imports, in its own words and without types */
async function imported(esbuild, all) {
  if (all.length === 0) return [];
  const { metafile } = await esbuild.build({
    entryPoints: all,
    bundle: true,
    external: ['*'],
    write: false,
    metafile: true,
    outdir: dist,
    outbase: root,
    absWorkingDir: root,
    ...language,
    tsconfigRaw: {},
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs).map(({ entryPoint, imports }) => [
    entryPoint,
    [...new Set(imports.map(({ path }) => path))].sort(),
  ]);
}

/** Brings `dist/imports.json` up to date: the graph over which src/engine/closure.ts says what a digest covers. */
async function updateGraph(esbuild, all, stale) {
  const before = existsSync(graph) ? JSON.parse(await readFile(graph, 'utf8')) : undefined;
  const code = all.filter((source) => /\.ts$/.test(source) && !source.startsWith(join(root, 'benchmarks')));
  const now = await imported(esbuild, before ? code.filter((source) => stale.includes(source)) : code);
  const known = new Set(code.map((source) => relative(root, source).split(sep).join('/')));
  const kept = Object.entries(before ?? {}).filter(([source]) => known.has(source));
  const sorted = Object.entries(Object.fromEntries([...kept, ...now])).sort(([a], [b]) => (a < b ? -1 : 1));
  await replace(graph, JSON.stringify(Object.fromEntries(sorted), null, 1));
}

async function replace(target, text, time = undefined) {
  await mkdir(dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, text);
  if (time) await utimes(draft, time, time);
  await rename(draft, target);
}

/** When it came to where it lies; times within a package are those of its archive. */
const arrived = (file) => statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? 0;

function isStale(source) {
  const built = statSync(output(source), { throwIfNoEntry: false });
  if (!built || Math.abs(built.mtimeMs - statSync(source).mtimeMs) > RESOLUTION) return true;
  const other = whole.get(source);
  return other !== undefined && arrived(join(root, 'node_modules', other, 'package.json')) > built.ctimeMs;
}

const output = (source) => join(dist, relative(root, source)).replace(/\.ts$/, '.js');

/** @returns {Promise<number>} how many files were rewritten */
export async function build() {
  if (!existsSync(join(root, 'tsconfig.json'))) return 0;
  const all = (await Promise.all(folders.filter((each) => existsSync(join(root, each))).map(sources))).flat();
  const stale = all.filter(isStale);
  const known = new Set(all.map(output));
  if (stale.length > 0 || !existsSync(stamp) || !existsSync(graph)) {
    const esbuild = await import('esbuild');
    // Before the code: what a crash leaves half done is stale, and done again.
    await updateGraph(esbuild, all, stale);
    await Promise.all(
      stale.map(async (source) => {
        const target = output(source);
        const { mtime } = statSync(source);
        const code = source.endsWith('.ts') ? await compiled(esbuild, source, target) : await readFile(source);
        await replace(target, code, mtime);
      }),
    );
    await writeFile(stamp, '');
  }
  // What has no source any more must not be found.
  const built = await readdir(dist, { withFileTypes: true, recursive: true });
  await Promise.all(
    built
      .filter((e) => e.isFile() && /\.(js|wasm)$/.test(e.name))
      .map((e) => join(e.parentPath, e.name))
      .filter((file) => !known.has(file))
      .map((file) => rm(file, { force: true })),
  );
  return stale.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
