/** A thread that reads the inputs of one parser, one after the other: input k of a seed is the same for ever. */
import fc from 'fast-check';
import { parentPort, workerData } from 'node:worker_threads';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { PARSERS, prepared } from './parsers.js';

export interface Told {
  readonly inputs: number;
  readonly refused: number;
  readonly same: number;
}
export interface Found {
  readonly input: number;
  readonly what: string;
}

interface Given {
  readonly parser: string;
  readonly seed: number;
  readonly inputs: number;
  readonly seconds: number;
  /** The number of the input that is read now. */
  readonly reading: Int32Array;
  readonly only?: number;
}

/** Findings of one kind are told once. */
const MOST = 20;

const { parser, seed, inputs: count, seconds, reading, only } = workerData as Given;
const { inputs, read } = prepared(PARSERS.find(({ name }) => name === parser)!);
const input = (k: number): Buffer =>
  inputs.generate(new fc.Random(xoroshiro128plus(seed * 1_000_003 + k)), undefined).value;

const kinds = new Set<string>();
const told = { inputs: 0, refused: 0, same: 0 };
const last = performance.now() + 1000 * seconds;
for (let k = only ?? 0; k < (only === undefined ? count : only + 1) && performance.now() < last; k++) {
  Atomics.store(reading, 0, k);
  told.inputs++;
  const bytes = input(k);
  if (only !== undefined) process.stdout.write(`${bytes.toString()}\n`);
  try {
    told[await read(bytes)]++;
  } catch (error) {
    const what =
      error instanceof Error
        ? error.message.startsWith('throws')
          ? error.message
          : `${error.message}`
        : String(error);
    const kind = what.replace(/[0-9"'].*/, '').slice(0, 80) + (/at .*/.exec(what)?.[0] ?? '');
    if (kinds.size < MOST && !kinds.has(kind)) parentPort!.postMessage({ input: k, what } satisfies Found);
    kinds.add(kind);
  }
}
parentPort!.postMessage(told satisfies Told);
