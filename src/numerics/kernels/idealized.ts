/** Binding of assembly/idealized.ts: a phase of the network whose noise decides which units are on. */
import type { Stream } from '../../stream.js';
import type { Matrix } from '../matrix.js';
import { positionOf } from '../stream.js';
import { chunk, putStream, takeStream } from './arguments.js';
import { kernels } from './instance.js';

export interface IdealizedBlock {
  /** n x d, and its n x n products. */
  readonly Z: Matrix;
  readonly G: Matrix;
  /** m */
  readonly a: Float64Array;
  /** d x m, left as they are at the end. */
  readonly v: Float64Array;
  readonly w: Float64Array;
}

export interface IdealizedLoop {
  readonly blocks: readonly IdealizedBlock[];
  readonly y: Float64Array;
  readonly noise: Stream;
  readonly rate: number;
  /** What a step keeps of the signal. */
  readonly keep: number;
  readonly refresh: number | undefined;
  readonly target: number | undefined;
  readonly limit: number;
}

const ENDS = ['', 'residual', 'diverged', 'limit'] as const;

/** Runs a phase to its end. Undefined where the plain loop is to run. */
export function idealizedPhase(
  loop: IdealizedLoop,
): { steps: number; stopped: 'residual' | 'diverged' | 'limit'; loss: number } | undefined {
  const { blocks, y, noise, refresh, target, limit } = loop;
  if (!positionOf(noise) || !(refresh === undefined || refresh >= 1)) return undefined;
  const arena = kernels();
  if (!arena) return undefined;
  const n = y.length;
  const even = n + (n & 1);
  const m = blocks[0]!.a.length;
  const widest = Math.max(...blocks.map(({ Z }) => Z.cols));
  const at = arena.room(17);
  const table = arena.room(4 * blocks.length);
  const drawn = putStream(arena, noise);
  const records = blocks.map(({ Z, G, a, v, w }) => {
    const d = Z.cols;
    const turned = new Float64Array(d * even);
    for (let i = 0; i < n; i++) for (let j = 0; j < d; j++) turned[j * even + i] = Z.data[i * d + j]!;
    const [z, zt, g, signs, units, signal] = [Z.data, turned, G.data, a, v, w].map((data) => arena.put(data));
    return { words: [z, zt, g, signs, units, signal, arena.room(m * even), d] as number[], v, w };
  });
  const addresses = [
    table,
    drawn,
    arena.room(n * n),
    arena.put(y, even),
    ...Array.from({ length: 5 }, () => arena.zeros(even)),
    arena.room(m * even),
    arena.room(Math.ceil(m / 64) * even),
    arena.room(m * widest),
    arena.room(4 * Math.max(n, widest)),
  ];
  arena
    .words(at, 24)
    .set([...addresses, n, m, blocks.length, refresh ?? 0, limit, +(target !== undefined), 0, 0, 0, 0, 0]);
  arena.words(table, 8 * blocks.length).set(records.flatMap(({ words }) => words));
  arena.numbers(at + 96, 5).set([loop.rate, loop.keep, target ?? 0, 1, Infinity]);
  const run = arena.call['idealizedSteps'] as (run: number, most: number) => number;
  const work = n * n + (refresh === undefined ? 0 : (3 * n * m * widest) / refresh);
  let end = 0;
  for (let made = 0; end === 0;) {
    const most = chunk(work, made);
    end = run(at, most);
    made += most;
  }
  for (const { words, v, w } of records) {
    arena.take(words[4]!, v);
    arena.take(words[5]!, w);
  }
  takeStream(arena, drawn, noise);
  const [, , , , loss] = arena.numbers(at + 96, 5);
  return { steps: arena.words(at, 24)[22]!, stopped: ENDS[end] as 'residual' | 'diverged' | 'limit', loss: loss! };
}
