/** Compiles words.c with the C compiler of this machine, for its own processor. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { binaryName, FOLDER, SOURCE } from './binary.js';

/** No product is fused with its addition: the bits are those of the compiled words. */
const FLAGS = ['-O3', '-march=native', '-ffp-contract=off', '-shared', '-fPIC'];
/** What is not linked here is found in Node when the library is loaded. */
const LATER = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];

/** Node's headers lie beside it, as it is installed. */
const HEADERS = join(dirname(process.execPath), '..', 'include', 'node');

/** @returns the file that was written. @throws Error that says in a sentence what is missing */
export function buildNative(folder = FOLDER, compiler = process.env['CC'] ?? 'cc', headers = HEADERS): string {
  if (!existsSync(join(headers, 'node_api.h')))
    throw new Error(
      `there is no ${join(headers, 'node_api.h')}; expected Node's headers beside Node, as its own archives have them`,
    );
  const to = join(folder, binaryName());
  const draft = `${to}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    execFileSync(compiler, [...FLAGS, ...LATER, `-I${headers}`, SOURCE, '-o', draft], { stdio: 'pipe' });
    renameSync(draft, to);
  } catch (error) {
    throw new Error(why(error as Failure, compiler, folder), { cause: error });
  }
  return to;
}

interface Failure extends NodeJS.ErrnoException {
  readonly stderr?: Buffer;
}

function why({ code, stderr, message }: Failure, compiler: string, folder: string): string {
  if (code === 'ENOENT') return `there is no "${compiler}"; expected a C compiler, cc or what CC names`;
  const said = stderr?.toString().trim() || message;
  if (/EACCES|EROFS|EPERM|Permission denied|Read-only/.test(`${code} ${said}`))
    return `${folder} cannot be written; expected to put the library there: install claimcheck where you may write`;
  return `"${compiler}" does not compile words.c; it says: ${said.split('\n')[0]}`;
}
