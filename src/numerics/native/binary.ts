/**
 * The native words as a library of this machine: words.c, compiled by `claimcheck native`, beside this file. Its name has a digest
 * of the source and of the processor, so that neither an older source's nor another machine's is ever found.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

export const SOURCE = fileURLToPath(new URL('./words.c', import.meta.url));
export const FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The name of the library that belongs to the source as it is now, on this processor. */
export function binaryName(): string {
  const made = createHash('sha256').update(readFileSync(SOURCE)).update(cpus()[0]?.model ?? '');
  return `words-${process.platform}-${process.arch}-${made.digest('hex').slice(0, 12)}.node`;
}
