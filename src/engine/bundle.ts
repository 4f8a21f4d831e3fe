/**
 * A user's own module: compiled in memory against this very package, so that there is one claimcheck in the process. Its
 * `import.meta` is that of its source, in whatever folder the bundle lies.
 */
import { realpathSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Loader, Plugin } from 'esbuild';
import type { Bundled } from './closure.js';
import { noEntry } from './entries.js';
import { scratch } from './scratch.js';
import { packageRoot } from './source.js';

/** What `import.meta` is called in a bundle; each file of it declares its own. */
const META = '$claimcheckImportMeta';

function meta(file: string): string {
  const url = pathToFileURL(file).href;
  const fields = JSON.stringify({ url, filename: file, dirname: dirname(file) });
  return `const ${META} = { ...${fields}, resolve: (name) => new URL(name, ${JSON.stringify(url)}).href };`;
}

const LOADER: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.jsx': 'jsx',
};

const ownMeta: Plugin = {
  name: 'own-meta',
  setup(bundle) {
    bundle.onLoad({ filter: /\.([cm]?ts|tsx|m?js|jsx)$/, namespace: 'file' }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta')) return undefined;
      // On the first line, so that the number of a line stays what it is.
      return { contents: meta(path) + text.replace(/^\uFEFF/, ''), loader: LOADER[extname(path)]! };
    });
  },
};

/** Installed packages stay outside, named by the URLs of their files; every other name is a file of the user's. */
const oneClaimcheck: Plugin = {
  name: 'one-claimcheck',
  setup(bundle) {
    const require = createRequire(pathToFileURL(join(packageRoot, 'package.json')));
    bundle.onResolve({ filter: /^claimcheck(\/|$)/ }, ({ path }) => {
      try {
        return { path: pathToFileURL(require.resolve(path)).href, external: true };
      } catch {
        return { errors: [{ text: noEntry(path) }] };
      }
    });
    bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      if (kind === 'entry-point' || isBuiltin(path)) return undefined;
      try {
        const file = createRequire(pathToFileURL(importer)).resolve(path);
        if (file.includes(`${sep}node_modules${sep}`)) return { path: pathToFileURL(file).href, external: true };
      } catch {
        // Populations are written with fast-check; a folder without packages of its own has ours.
        if (path === 'fast-check') return { path: pathToFileURL(require.resolve(path)).href, external: true };
        // What else Node does not find may be a path of the user's tsconfig.json; esbuild says where it is, or that it is not.
      }
      return undefined;
    });
  },
};

let count = 0;

/** @returns where the bundle is, and of what it is made; @throws esbuild's error, whose `errors` name the places */
export async function bundle(source: string): Promise<{ readonly module: string; readonly made: Bundled }> {
  const file = realpathSync(source);
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: dirname(file),
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    define: { 'import.meta': META },
    sourcemap: 'inline',
    logLevel: 'silent',
    plugins: [ownMeta, oneClaimcheck],
  });
  const [output] = Object.values(metafile.outputs);
  const made = {
    files: Object.keys(metafile.inputs).map((input) => resolve(dirname(file), input)),
    outside: output!.imports.flatMap(({ path }) => (path.startsWith('file:') ? fileURLToPath(path) : [])),
  };
  const module = join(scratch(), `${basename(file).replace(/\.[^.]+$/, '')}-${count++}.mjs`);
  await writeFile(module, outputFiles[0]!.contents);
  return { module, made };
}
