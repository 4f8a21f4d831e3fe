/** Binding of assembly/lbfgs.ts: L-BFGS (models/penalized/lbfgs.ts) on the objectives of the models that call it. */
import type { Matrix } from '../matrix.js';
import { chunk } from './arguments.js';
import type { Seen } from './completion.js';
import { kernels, type Arena } from './instance.js';

/** What is minimized, over one vector; what each is, its model says. */
export type KnownObjective =
  | { readonly kind: 'decayed network'; readonly X: Matrix; readonly y: Float64Array; readonly penalty: number }
  | ({ readonly kind: 'two factors'; readonly onU: number; readonly onV: number } & Seen)
  | {
      readonly kind: 'linear layers';
      readonly X: Matrix;
      readonly y: Float64Array;
      /** Rows of the first layer; 0: a diagonal. */
      readonly units: number;
      readonly penalty: number;
    }
  | {
      readonly kind: 'product of factors';
      readonly X: Matrix;
      readonly y: Float64Array;
      /** Of the product, and of the factors. */
      readonly outer: number;
      readonly penalty: number;
    };

const KINDS = ['decayed network', 'two factors', 'linear layers', 'product of factors'] as const;
const MEMORY = 10;

/** Lays out what the kernel knows as `data`; the address, and the multiplications of one evaluation. */
function laidOut(arena: Arena, objective: KnownObjective, size: number): { data: number; work: number } {
  const at = arena.room(9);
  if (objective.kind === 'two factors') {
    const { observed, seen, onU, onV } = objective;
    const d = observed.rows;
    const width = size / (2 * d);
    const strip = arena.room(4 * Math.max(d, width));
    arena.words(at, 6).set([arena.put(observed.data), arena.put(seen), arena.room(d * d), strip, d, width]);
    arena.numbers(at + 24, 2).set([onU, onV]);
    return { data: at, work: 3 * d * d * width };
  }
  const { X, y, penalty } = objective;
  const [n, d] = [X.rows, X.cols];
  if (objective.kind !== 'decayed network') {
    const addresses = [arena.put(X.data), arena.put(y), arena.room(n), arena.room(d), arena.room(d)];
    const layers = objective.kind === 'linear layers';
    arena.words(at, 8).set([...addresses, n, d, layers ? objective.units : size / d]);
    arena.numbers(at + 32, 2).set(layers ? [penalty] : [objective.outer, penalty]);
    return { data: at, work: 2 * n * d };
  }
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
  arena.words(at, 18).set([...addresses, KINDS.indexOf(objective.kind), size, limit, 0, 0, 0, 0, 0]);
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
