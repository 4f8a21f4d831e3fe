/**
 * Several journals as one: every trial once, sorted by name, so that it does not matter in which order they are given or how
 * often. What is kept of a line is where it stands: some fifty bytes, whatever it says.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { linesOf, recordIn } from './journal.js';
import type { TrialRecord } from './trial.js';

/** Two outcomes of one trial: one of them is not what was asked for. */
export class Conflict extends Error {
  constructor(
    readonly record: Pick<TrialRecord, 'claim' | 'arm' | 'index'>,
    /** The journals that have them; the same twice where one has both. */
    readonly paths: readonly [string, string],
  ) {
    super(`two different outcomes of ${record.claim}, ${record.arm}, trial ${record.index}`);
  }
}

export interface United {
  /** Trials. */
  readonly trials: number;
  /** Lines that say what others say, too. */
  readonly twice: number;
  /** Lines that are not wanted. */
  readonly foreign: number;
  /** By journal. */
  readonly damaged: ReadonlyMap<string, Damaged>;
}

/** Lines of a journal that cannot be read: how many, and the numbers of the first. */
export interface Damaged {
  count: number;
  readonly first: number[];
}

/** Lines that are written at once, in bytes. */
const CHUNK = 1 << 20;

/** Reads lines of several files where they stand; of sorted ones the same file comes many times in a row. */
function reader(paths: readonly string[]) {
  let open: { readonly source: number; readonly file: number } | undefined;
  const close = () => {
    if (open) closeSync(open.file);
    open = undefined;
  };
  const read = (source: number, at: number, size: number): Buffer => {
    if (open?.source !== source) {
      close();
      open = { source, file: openSync(paths[source]!, 'r') };
    }
    const bytes = Buffer.allocUnsafe(size + 1);
    if (readSync(open.file, bytes, 0, size, at) < size)
      throw new Error(`${paths[source]} became shorter while it was read`);
    bytes[size] = 10;
    return bytes;
  };
  return { read, close };
}

/**
 * @param wanted whether a line counts
 * @param write gets the lines of the union in their order, many at a time
 * @throws Conflict where two lines say different things of one trial
 */
export function unite(
  paths: readonly string[],
  wanted: (record: TrialRecord) => boolean,
  write: (lines: Buffer) => void,
): United {
  const arms = new Map<string, number>();
  const named: Pick<TrialRecord, 'claim' | 'arm'>[] = [];
  // Of each line, in the order in which they are read; an object for each would take several times as much.
  const arm: number[] = [];
  const index: number[] = [];
  const source: number[] = [];
  const at: number[] = [];
  const size: number[] = [];
  const failed: boolean[] = [];
  const damaged = new Map<string, Damaged>();
  let foreign = 0;
  for (const [k, path] of paths.entries())
    for (const line of linesOf(path)) {
      const record = recordIn(line);
      if (!record || !Number.isSafeInteger(record.index)) {
        const known = damaged.get(path) ?? { count: 0, first: [] };
        damaged.set(path, known);
        if (known.count++ < 5) known.first.push(line.number);
      } else if (!wanted(record)) foreign++;
      else {
        const key = JSON.stringify([record.claim, record.arm, record.seed, record.by]);
        if (!arms.has(key)) named.push({ claim: record.claim, arm: record.arm });
        arms.set(key, arms.get(key) ?? arms.size);
        arm.push(arms.get(key)!);
        index.push(record.index);
        failed.push(record.error !== undefined);
        source.push(k);
        at.push(line.at);
        size.push(line.bytes.length);
      }
    }
  const rank = new Int32Array(arms.size);
  [...arms.keys()].sort().forEach((key, place) => (rank[arms.get(key)!] = place));
  const order = Uint32Array.from(arm.keys()).sort(
    (a, b) =>
      rank[arm[a]!]! - rank[arm[b]!]! || index[a]! - index[b]! || Number(failed[a]) - Number(failed[b]) || a - b,
  );

  const { read, close } = reader(paths);
  const buffered: Buffer[] = [];
  let bytes = 0;
  const flush = () => {
    if (bytes > 0) write(Buffer.concat(buffered));
    buffered.length = bytes = 0;
  };
  let trials = 0;
  let twice = 0;
  try {
    for (let k = 0; k < order.length;) {
      const first = order[k]!;
      let line = read(source[first]!, at[first]!, size[first]!);
      for (k++; k < order.length && arm[order[k]!] === arm[first] && index[order[k]!] === index[first]; k++) {
        const other = order[k]!;
        twice++;
        // What could not be evaluated here was there.
        if (failed[other] && !failed[first]) continue;
        const said = read(source[other]!, at[other]!, size[other]!);
        if (!failed[first] && !said.equals(line))
          throw new Conflict({ ...named[arm[first]!]!, index: index[first]! }, [
            paths[source[first]!]!,
            paths[source[other]!]!,
          ]);
        if (Buffer.compare(said, line) < 0) line = said;
      }
      trials++;
      buffered.push(line);
      bytes += line.length;
      if (bytes >= CHUNK) flush();
    }
    flush();
  } finally {
    close();
  }
  return { trials, twice, foreign, damaged };
}
