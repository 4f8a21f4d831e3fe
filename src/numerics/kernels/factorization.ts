/** Binding of assembly/factorization.ts: the loop of the matrix factorization (models/matrix-factorization.ts). */
import type { Matrix } from '../matrix.js';
import { chunk } from './arguments.js';
import { kernels } from './instance.js';

/** U, V (d x d) and what follows from them; the kernel leaves them at the end of the loop. */
export interface FactorState {
  /** m x d^2. */
  readonly A: Matrix;
  readonly y: Float64Array;
  readonly U: Float64Array;
  readonly V: Float64Array;
  readonly M: Float64Array;
  readonly r: Float64Array;
}

/** A loop with everything decided that does not change from step to step. */
export interface FactorLoop {
  readonly optimizer: 'mirror' | 'gradient';
  readonly limit: number;
  readonly target: number | undefined;
  readonly rate: number | undefined;
  readonly within: number;
  readonly stable: number;
  /** The largest eigenvalue of A A'. */
  readonly norm: number;
  /** V is trained, too. */
  readonly both: boolean;
}

/** Where Factors holds the addresses of the two factors. */
const [AT_U, AT_V] = [2, 3];

/** Runs the loop to its end and returns the number of steps made: 0 where the plain one is to run. Why it ended shows in r. */
export function factorLoop({ A, y, U, V, M, r }: FactorState, loop: FactorLoop): number {
  const arena = kernels();
  if (!arena) return 0;
  const m = A.rows;
  const d = Math.sqrt(A.cols);
  const at = arena.room(15);
  const image = arena.room(d * d);
  const residual = arena.room(m);
  const alone = !loop.both && V.every((entry) => entry === 0);
  const mirrors = loop.optimizer === 'mirror';
  const words = arena.words.bind(arena, at, 18);
  const addresses = [
    arena.put(A.data),
    arena.put(y),
    arena.put(U),
    arena.put(V),
    image,
    alone ? image : arena.room(d * d),
    residual,
    ...Array.from({ length: 4 }, () => arena.room(d * d)),
    arena.room(8 * d),
  ];
  const flags = [mirrors, loop.both, loop.target !== undefined, loop.rate !== undefined];
  words().set([...addresses, m, d, ...flags.map(Number)]);
  arena.numbers(at + 72, 5).set([loop.norm, loop.target ?? 0, loop.rate ?? 0, loop.within, loop.stable]);
  const run = arena.call['factorization'] as (factors: number, most: number) => number;
  const work = d * d * (m + (mirrors ? 32 : 4) * d);
  let steps = 0;
  for (let ended = false; steps < loop.limit && !ended;) {
    const most = Math.min(loop.limit - steps, chunk(work, steps));
    const made = run(at, most);
    ended = made < most;
    steps += made;
  }
  if (steps === 0) return 0;
  const left = words();
  arena.take(left[AT_U]!, U);
  arena.take(left[AT_V]!, V);
  arena.take(image, M);
  arena.take(residual, r);
  return steps;
}
