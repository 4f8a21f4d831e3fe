/** Finds the library of native words, and uses it only where it says the same as the compiled words, bit for bit. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Arena, Exports } from '../kernels/instance.js';
import { binaryName, FOLDER } from './binary.js';
import { difference } from './proof.js';
import type { Words } from '../words.js';
import { ALWAYS, BOX, nativeWords, type Addon } from './words.js';

/**
 * What the module exports, with native words in the place of its own where they gain.
 * @throws Error that says in a sentence why they cannot be used
 */
export function native(arena: Arena, compiled: Exports, folder = FOLDER): Exports {
  const at = join(folder, binaryName());
  if (!existsSync(at)) throw new Error('the native words are not built for this version and machine; expected "npx claimcheck native" first');
  let addon: Addon;
  try {
    addon = createRequire(import.meta.url)(at) as Addon;
  } catch (error) {
    throw new Error(`the native words cannot be loaded (${(error as Error).message.split('\n')[0]}); build them again: npx claimcheck native`, { cause: error });
  }
  const box = new Float64Array(BOX);
  const said = addon.words(arena.buffer, box.buffer);
  const words = compiled as unknown as Words;
  const differs = difference(arena, words, { ...words, ...nativeWords(said, box, words, ALWAYS) });
  if (differs) throw new Error(`the native words are not used: ${differs}; please report it, with the processor and compiler`);
  return { ...compiled, ...nativeWords(said, box, words) };
}
