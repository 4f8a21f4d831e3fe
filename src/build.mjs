/**
 * Turns the TypeScript sources into `dist/`, file by file. What was built carries the time of its source, so that a source
 * of another time, be it an older one that was put back, is built again: a digest of the sources is one of what runs.
 * A reader who edits a claim or a model and runs again sees her edit: there is no separate build step to forget.
 * An installed package has no `tsconfig.json` and is never rebuilt.
 */
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
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

/** Every file below the folder, by a plain walk: this is done before every command. */
function filesIn(folder, found = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = folder + sep + entry.name;
    if (entry.isDirectory()) filesIn(path, found);
    else if (entry.isFile()) found.push(path);
  }
  return found;
}

const assembly = join(root, 'src', 'numerics', 'kernels', 'assembly') + sep;

/** @returns {string[]} every .ts and .wasm source below the given folder */
const sources = (folder) =>
  filesIn(join(root, folder)).filter((file) => /\.(ts|wasm)$/.test(file) && !file.startsWith(assembly));

const language = { format: 'esm', platform: 'node', target: 'es2023' };

/** @returns the JavaScript of one source, and its map, which lies beside it: whoever does not debug need not read it */
async function compiled(esbuild, source, target) {
  if (whole.has(source)) {
    const { outputFiles, metafile } = await esbuild.build({
      entryPoints: [source],
      bundle: true,
      write: false,
      metafile: true,
      absWorkingDir: root,
      legalComments: 'inline',
      ...language,
    });
    return { code: outputFiles[0].text + licences(Object.values(metafile.outputs)[0].inputs) };
  }
  const { code, map } = await esbuild.transform(await readFile(source), {
    loader: 'ts',
    sourcemap: true,
    // They lie beside what is built.
    sourcesContent: false,
    sourcefile: relative(dirname(target), source),
    ...language,
  });
  return { code: `${code}//# sourceMappingURL=${basename(target)}.map\n`, map };
}

const packageOf = (name) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'));

/** @returns {string} what the packages that became part of a file ask to go with it, as a comment */
function licences(inputs) {
  const kept = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  const names = kept.flatMap(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  const texts = [...new Set(names)].sort().map((name) => {
    const { version, license, author = '' } = packageOf(name);
    const files = readdirSync(join(root, 'node_modules', name)).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const by = typeof author === 'string' ? author : author.name;
    return [
      `${name} ${version}, ${license}, ${by}`,
      ...files.map((file) => readFileSync(join(root, 'node_modules', name, file), 'utf8')),
    ].join('\n\n');
  });
  return `\n/*!\nThis file holds code of these packages.\n\n${texts.join('\n\n').replaceAll('*/', '* /')}\n*/\n`;
}

/** What a source that is built with another package imports of it is that package's version: nobody installs it. */
const builtIn = (entry, path) => {
  const name = whole.get(join(root, entry));
  return name !== undefined && path.startsWith(`${name}/`) ? `${name}@${packageOf(name).version}` : path;
};

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
    [...new Set(imports.map(({ path }) => builtIn(entryPoint, path)))].sort(),
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

const output = (source) => (dist + sep + source.slice(root.length)).replace(/\.ts$/, '.js');

/** @returns {Promise<number>} how many files were rewritten */
export async function build() {
  if (!existsSync(join(root, 'tsconfig.json'))) return 0;
  const all = folders.filter((each) => existsSync(join(root, each))).flatMap(sources);
  // What was built by another version of this file is stale, too.
  const by = statSync(fileURLToPath(import.meta.url)).mtime;
  const since = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const stale = Math.abs(since - by.getTime()) > RESOLUTION ? all : all.filter(isStale);
  const known = new Set(all.map(output));
  if (stale.length > 0 || !existsSync(graph)) {
    const esbuild = await import('esbuild');
    // Before the code: what a crash leaves half done is stale, and done again.
    await updateGraph(esbuild, all, stale);
    await Promise.all(
      stale.map(async (source) => {
        const target = output(source);
        const { mtime } = statSync(source);
        const { code, map } = source.endsWith('.ts')
          ? await compiled(esbuild, source, target)
          : { code: await readFile(source) };
        if (map) await replace(`${target}.map`, map);
        await replace(target, code, mtime);
      }),
    );
    await replace(stamp, '', by);
  }
  // What has no source any more must not be found.
  for (const file of filesIn(dist))
    if (/\.(js|js\.map|d\.ts|wasm)$/.test(file) && !known.has(file.replace(/\.map$/, '').replace(/\.d\.ts$/, '.js')))
      rmSync(file, { force: true });
  return stale.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
