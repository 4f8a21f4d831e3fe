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

/** The namespace of modules that stand for one outside. */
const ONCE = 'once';

/** Of modules outside, by URL, the names that more than one file of a bundle imports. */
type Shared = ReadonlyMap<string, readonly string[]>;

/** What several files import of one module has a number from esbuild in all but one of them: `norm2 as norm22`. */
function sharedIn(text: string): Shared {
  const found = new Map<string, string[][]>();
  for (const [, names, url] of text.matchAll(/^import \{([^}]*)\} from "(file:[^"]+)";$/gm))
    found.set(url!, [...(found.get(url!) ?? []), names!.split(',').map((name) => name.trim().split(' as ')[0]!)]);
  return new Map([...found].flatMap(([url, all]) => (all.length > 1 ? [[url, [...new Set(all.flat())]]] : [])));
}

/** Those files import them from one module, which has them from outside: so they keep the names that a report shows. */
const once = (shared: Shared): Plugin => ({
  name: 'once',
  setup(bundle) {
    bundle.onResolve({ filter: /./, namespace: ONCE }, ({ path }) => ({ path, external: true }));
    bundle.onLoad({ filter: /./, namespace: ONCE }, ({ path }) => ({
      contents: `export { ${shared.get(path)!.join(', ')} } from ${JSON.stringify(path)};`,
    }));
  },
});

/** Installed packages stay outside, named by the URLs of their files; every other name is a file of the user's. */
const oneClaimcheck = (shared: Shared): Plugin => ({
  name: 'one-claimcheck',
  setup(bundle) {
    const outside = (path: string) => {
      const url = pathToFileURL(path).href;
      return { path: url, ...(shared.has(url) ? { namespace: ONCE } : { external: true }) };
    };
    const require = createRequire(pathToFileURL(join(packageRoot, 'package.json')));
    bundle.onResolve({ filter: /^claimcheck(\/|$)/ }, ({ path }) => {
      try {
        return outside(require.resolve(path));
      } catch {
        return { errors: [{ text: noEntry(path) }] };
      }
    });
    bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      if (kind === 'entry-point' || isBuiltin(path)) return undefined;
      try {
        const file = createRequire(pathToFileURL(importer)).resolve(path);
        if (file.includes(`${sep}node_modules${sep}`)) return outside(file);
      } catch {
        // Populations are written with fast-check; a folder without packages of its own has ours.
        if (path === 'fast-check') return outside(require.resolve(path));
        // What else Node does not find may be a path of the user's tsconfig.json; esbuild says where it is, or that it is not.
      }
      return undefined;
    });
  },
});

let count = 0;

async function built(file: string, shared: Shared) {
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
    plugins: [ownMeta, once(shared), oneClaimcheck(shared)],
  });
  return { text: outputFiles[0]!.text, metafile };
}

/** @returns where the bundle is, and of what it is made; @throws esbuild's error, whose `errors` name the places */
export async function bundle(source: string): Promise<{ readonly module: string; readonly made: Bundled }> {
  const file = realpathSync(source);
  const first = await built(file, new Map());
  const shared = sharedIn(first.text);
  const { text, metafile } = shared.size > 0 ? await built(file, shared) : first;
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.startsWith(`${ONCE}:`));
  const made = {
    files: inputs.map((input) => resolve(dirname(file), input)),
    outside: output!.imports.flatMap(({ path }) => (path.startsWith('file:') ? fileURLToPath(path) : [])),
  };
  const module = join(scratch(), `${basename(file).replace(/\.[^.]+$/, '')}-${count++}.mjs`);
  await writeFile(module, text);
  return { module, made };
}
