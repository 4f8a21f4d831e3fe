/** Binding of assembly/penalized.ts: the loops of models/penalized-linear.ts. */
import type { Stream } from '../../stream.js';
import type { Matrix } from '../matrix.js';
import { positionOf } from '../stream.js';
import { chunk, putStream, takeStream } from './arguments.js';
import { kernels } from './instance.js';

export interface PenalizedLoop {
  readonly kernel: 'smoothSteps' | 'proximalSteps' | 'stochasticSteps' | 'dualPasses' | 'coordinatePasses';
  /** n x d; for coordinate descent the columns as rows. */
  readonly X: Matrix;
  readonly y: Float64Array;
  /** d; the start, and at the end what was reached. */
  readonly w: Float64Array;
  /** Steps or passes. */
  readonly limit: number;
  readonly goal?: number;
  readonly optimizer?: string;
  readonly logistic?: boolean;
  /** The penalty within the gradient; by how much a proximal step shrinks, or the penalty of a decay outside. */
  readonly penalty?: number;
  readonly shrinks?: number;
  /** What assembly/penalized.ts calls so. */
  readonly rate?: number;
  readonly momentum?: number;
  /** y - X w (coordinate descent). */
  readonly left?: Float64Array;
  readonly sizes?: Float64Array;
  readonly stream?: Stream;
  /** d; the sum of the points of the second half (stochastic), left here. */
  readonly sum?: Float64Array;
}

const OPTIMIZERS = ['descent', 'nesterov', 'heavy-ball', 'adam'];

/** Runs a loop to its goal or its limit. Undefined where the plain loop is to run. */
export function penalizedLoop(loop: PenalizedLoop): { steps: number; reached: boolean } | undefined {
  const { kernel, X, y, w, limit, stream, sum } = loop;
  const arena = kernels();
  if (!arena || (stream && !positionOf(stream))) return undefined;
  const byColumns = kernel === 'coordinatePasses';
  const [n, d] = byColumns ? [X.cols, X.rows] : [X.rows, X.cols];
  const at = arena.room(18);
  const point = arena.put(w);
  const extrapolated = sum ? arena.put(sum) : arena.put(w);
  const drawn = stream ? putStream(arena, stream) : 0;
  const addresses = [
    arena.put(X.data),
    arena.put(y),
    point,
    arena.room(d),
    loop.left ? arena.put(loop.left) : arena.zeros(n),
    extrapolated,
    arena.put(w),
    arena.zeros(d),
    arena.zeros(d),
    loop.sizes ? arena.put(loop.sizes) : 0,
    drawn,
  ];
  const counts = [
    n,
    d,
    OPTIMIZERS.indexOf(loop.optimizer ?? 'descent'),
    +(loop.logistic === true),
    +(loop.optimizer !== 'ista'),
  ];
  arena.words(at, 16).set([...addresses, ...counts]);
  arena
    .numbers(at + 64, 9)
    .set([loop.penalty ?? 0, loop.shrinks ?? 0, loop.goal ?? 0, limit, loop.rate ?? 0, loop.momentum ?? 0, 1, 1, 1]);
  const run = arena.call[kernel] as (loop: number, from: number, to: number) => number;
  const work = kernel === 'stochasticSteps' ? d : n * d;
  let steps = 0;
  let reached = false;
  while (steps < limit && !reached) {
    const result = run(at, steps, Math.min(limit, steps + chunk(work, steps)));
    steps += result >> 1;
    reached = (result & 1) === 1;
  }
  arena.take(point, w);
  if (sum) arena.take(extrapolated, sum);
  if (stream) takeStream(arena, drawn, stream);
  return { steps, reached };
}
