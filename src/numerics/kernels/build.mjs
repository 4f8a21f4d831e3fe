/**
 * Compiles the kernels: `npm run kernels` writes kernels.wasm, `npm run kernels -- --check` only compares bytes.
 *
 * The elementary functions are not written twice: AssemblyScript compiles src/numerics/elementary/*.ts as they stand, with
 * two textual changes that its types need (`number` is f64 there, but an integer literal or `| 0` makes an i32) and with
 * assembly/bits.ts in the place of elementary/bits.ts. Tests compare every function bit for bit.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const output = join(here, 'kernels.wasm');
const sources = join(here, 'assembly');
const elementary = join(here, '..', 'elementary');

/** @returns {string | null} the source that the compiler asks for, null where there is none */
function source(name, instead) {
  const file = basename(name).replace(/\.js\.ts$/, '.ts');
  if (name === file && Object.hasOwn(instead, file)) return instead[file];
  if (!name.endsWith('.ts') || name.startsWith('~lib')) return null;
  const twin = /(^|\/)elementary\//.test(name) && file !== 'bits.ts';
  try {
    const text = readFileSync(join(twin ? elementary : sources, file), 'utf8');
    return twin ? adapted(text) : text;
  } catch {
    return null;
  }
}

const adapted = (text) =>
  text
    .replace(/Math\.floor\((.*)\) \| 0/g, '<i32>Math.floor($1)')
    .replace(/\((\w+) \| 0\)/g, '(<i32>$1)')
    .replace(/\blet (\w+) = (-?\d+);/g, 'let $1: f64 = $2;')
    .replace(/\]!/g, ']');

/** @returns {Promise<Uint8Array>} the bytes of the module, with texts in the place of files of `assembly/` or beside them */
export async function compile(instead = {}) {
  const asc = (await import('assemblyscript/asc')).default;
  let bytes;
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      '--outFile=kernels.wasm',
      '--runtime=stub',
      '--enable=simd',
      '--optimizeLevel=3',
      '--shrinkLevel=0',
      '--converge',
      '--noAssert',
      '--initialMemory=2',
      '--use=abort=',
    ],
    {
      readFile: (name) => source(name, instead),
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !bytes) throw new Error(`the kernels do not compile: ${error?.message ?? ''}\n${stderr.toString()}`);
  return bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await compile();
  const where = relative(process.cwd(), output);
  if (process.argv.includes('--check')) {
    const same = Buffer.compare(readFileSync(output), bytes) === 0;
    console.log(`${where}: ${same ? 'what its sources compile to' : 'differs from what its sources compile to'}`);
    process.exitCode = same ? 0 : 1;
  } else {
    writeFileSync(output, bytes);
    console.log(`${where}: ${bytes.length} bytes`);
  }
}
