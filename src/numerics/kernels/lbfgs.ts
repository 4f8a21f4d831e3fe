/** Binding of assembly/lbfgs.ts: L-BFGS (models/penalized/lbfgs.ts) on the objective of models/decayed-network.ts. */
import type { Matrix } from '../matrix.js';
import { chunk } from './arguments.js';
import { kernels, type Arena } from './instance.js';

/** What is minimized, over one vector: models/decayed-network.ts. */
export interface KnownObjective {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly penalty: number;
}

const MEMORY = 10;

/** Lays out what the kernel knows as `data`; the address, and the multiplications of one evaluation. */
function laidOut(arena: Arena, { X, y, penalty }: KnownObjective, size: number): { data: number; work: number } {
  const at = arena.room(9);
  const [n, d] = [X.rows, X.cols];
  const m = size / (d + 2);
  const even = n + (n & 1);
  const [whole, turned] = [new Float64Array(n * (1 + d)), new Float64Array((1 + d) * even)];
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= d; j++) whole[i * (1 + d) + j] = turned[j * even + i] = j === 0 ? 1 : X.data[i * d + j - 1]!;
  const addresses = [
    arena.put(whole),
    arena.put(turned),
    arena.put(y, even),
    arena.zeros(even),
    arena.room(m * (1 + d)),
    arena.room(m * (1 + d)),
    arena.room(m * even),
    arena.room(m * even),
    arena.room(4 * Math.max(n, 1 + d, m)),
  ];
  arena.words(at, 12).set([...addresses, n, d, m]);
  arena.numbers(at + 48, 1)[0] = penalty;
  return { data: at, work: 2 * n * m * (d + 2) };
}

/** Minimizes from x, which is left where it ends. Undefined where the plain code is to run. */
export function minimized(
  objective: KnownObjective,
  x: Float64Array,
  tolerance: number,
  limit: number,
): { steps: number; gradient: number; value: number } | undefined {
  const arena = kernels();
  if (!arena) return undefined;
  const size = x.length;
  const at = arena.room(12);
  const { data, work } = laidOut(arena, objective, size);
  const point = arena.put(x);
  const addresses = [
    point,
    ...Array.from({ length: 4 }, () => arena.room(size)),
    arena.room((MEMORY + 1) * size),
    arena.room((MEMORY + 1) * size),
    arena.room(MEMORY + 1),
    arena.room(MEMORY + 1),
    data,
  ];
  arena.words(at, 18).set([...addresses, 0, size, limit, 0, 0, 0, 0, 0]);
  arena.numbers(at + 72, 3).set([tolerance, 0, 0]);
  const run = arena.call['lbfgs'] as (run: number, most: number) => number;
  for (let made = 0, ended = 0; ended === 0;) {
    const most = chunk(2 * work + 4 * MEMORY * size, made);
    ended = run(at, most);
    made += most;
  }
  arena.take(point, x);
  const [, value, gradient] = arena.numbers(at + 72, 3);
  return { steps: arena.words(at, 18)[13]!, gradient: gradient!, value: value! };
}
