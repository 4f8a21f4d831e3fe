/**
 * tfjs with a backend that is really the one named: TensorFlow's C library where @tensorflow/tfjs-node is installed and
 * loads, else WASM. Without either there is nothing to fall back to: a backend that quietly became another one is an error.
 */
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs';

// The packages' own ES modules import directories, which Node refuses.
const require = createRequire(import.meta.url);

/** @returns undefined where the native library is absent or does not load, whatever the error */
function native(): typeof Tfjs | undefined {
  try {
    return require('@tensorflow/tfjs-node') as typeof Tfjs;
  } catch {
    return undefined;
  }
}

/** @throws Error where it is not installed: claimcheck needs it for nothing else */
function portable(): typeof Tfjs {
  try {
    require.resolve('@tensorflow/tfjs');
    require.resolve('@tensorflow/tfjs-backend-wasm');
  } catch {
    throw new Error(
      'tfjs is not installed; npm install @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0, where claimcheck is',
    );
  }
  const library = require('@tensorflow/tfjs') as typeof Tfjs;
  const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths: (folder: string) => void };
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  return library;
}

/** @throws Error where another backend is in use */
export function assertBackend(named: string, used: string): void {
  if (used !== named) throw new Error(`tfjs runs on the backend "${used}"; expected "${named}"`);
}

const found = native();

export const backend = found ? 'tensorflow' : 'wasm';
export const tf = found ?? portable();

await tf.setBackend(backend);
await tf.ready();
assertBackend(backend, tf.getBackend());

/** What computes, for a report. */
export const computedBy = `tfjs ${tf.version_core} on ${backend}`;
