/** Bindings of assembly/completion.ts: the loops of a d x d matrix of which some entries are seen. */
import type { Matrix } from '../matrix.js';
import { chunk } from './arguments.js';
import { svdRoom } from './dense.js';
import { kernels } from './instance.js';

export interface Seen {
  readonly observed: Matrix;
  /** 1 where an entry is seen, 0 elsewhere. */
  readonly seen: Float64Array;
}

export interface FactorDescent {
  /** d x width; the start, and at the end what was reached. */
  readonly U: Matrix;
  readonly V: Matrix;
  /** V is trained, too. */
  readonly both: boolean;
  /** The time so far, where it ends, and from where on it counts as ended. */
  readonly spent: number;
  readonly until: number;
  readonly enough: number;
  /** The curvature that a step is fit for is at most this. */
  readonly most: number;
}

/** Descent until the time is over. Undefined where the plain loop is to run. */
export function factorDescent(
  { observed, seen }: Seen,
  { U, V, both, spent, until, enough, most }: FactorDescent,
): { steps: number; spent: number } | undefined {
  const arena = kernels();
  if (!arena) return undefined;
  const [d, width] = [U.rows, U.cols];
  const at = arena.room(10);
  const [u, v] = [arena.put(U.data), arena.put(V.data)];
  const addresses = [
    arena.put(observed.data),
    arena.put(seen),
    u,
    v,
    arena.room(d * width),
    arena.room(d * width),
    arena.room(d * d),
    arena.room(4 * Math.max(d, width)),
  ];
  arena.words(at, 12).set([...addresses, d, width, +both, 0]);
  arena.numbers(at + 48, 4).set([spent, until, enough, most]);
  const run = arena.call['factorDescent'] as (descent: number, most: number) => number;
  let steps = 0;
  for (let ended = false; !ended;) {
    const limit = chunk(3 * d * d * width, steps);
    const made = run(at, limit);
    ended = made < limit;
    steps += made;
  }
  arena.take(u, U.data);
  arena.take(v, V.data);
  return { steps, spent: arena.numbers(at + 48, 1)[0]! };
}

export interface NuclearDescent {
  /** d x d; the start, and at the end what was reached. */
  readonly W: Matrix;
  readonly penalty: number;
  /** Ends with a step no longer than this. */
  readonly tolerance: number;
  readonly limit: number;
}

const [CONVERGED, REFUSED] = [1, 2];

/** Accelerated proximal steps. Undefined, W as it was, where the plain loop is to run. */
export function nuclearDescent(
  { observed, seen }: Seen,
  { W, penalty, tolerance, limit }: NuclearDescent,
): { steps: number; ended: boolean } | undefined {
  const arena = kernels();
  if (!arena) return undefined;
  const d = W.rows;
  const at = arena.room(9);
  const squares = Array.from({ length: 5 }, () => arena.room(d * d));
  const addresses = [
    arena.put(observed.data),
    arena.put(seen),
    arena.put(W.data),
    arena.put(W.data),
    ...squares,
    arena.room(d),
    arena.room(svdRoom(d, d)),
  ];
  arena.words(at, 12).set([...addresses, d]);
  arena.numbers(at + 48, 3).set([penalty, tolerance, 1]);
  const run = arena.call['nuclearDescent'] as (descent: number, most: number) => number;
  let steps = 0;
  let end = 0;
  while (steps < limit && end === 0) {
    const result = run(at, Math.min(limit - steps, chunk(32 * d * d * d, steps)));
    steps += result >> 2;
    end = result & 3;
  }
  if (end === REFUSED) return undefined;
  arena.take(arena.words(at, 3)[2]!, W.data);
  return { steps, ended: end === CONVERGED };
}
