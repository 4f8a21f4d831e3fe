/** Binding of assembly/mirror.ts: mirror descent on a linear model (models/linear-model.ts). */
import type { Geometry } from '../geometry.js';
import type { Matrix } from '../matrix.js';
import { chunk } from './arguments.js';
import { kernels } from './instance.js';

export interface MirrorDescent {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly geometry: Geometry;
  /** d; the start. It is left where it is. */
  readonly theta: Float64Array;
  /** d; the image of what was reached, left here. */
  readonly b: Float64Array;
  /** The first step; the only one where the image is linear. */
  readonly h: number;
  readonly momentum: number;
  readonly lossScale: number;
  readonly weighted: boolean;
  /** Ends where the residual is at most this; undefined for never. */
  readonly goal: number | undefined;
  readonly limit: number;
}

const GEOMETRIES = ['euclidean', 'preconditioned', 'p-norm', 'hypentropy'] as const;
const RESIDUAL = 1;

/** All steps to an end; `size` is that of the residual. Undefined where the plain loop is to run. */
export function mirrorDescent(descent: MirrorDescent): { steps: number; size: number; reached: boolean } | undefined {
  const { X, y, geometry, theta, b, goal, limit } = descent;
  const arena = kernels();
  if (!arena) return undefined;
  const [n, d] = [X.rows, X.cols];
  const at = arena.room(15);
  const image = arena.room(d);
  const addresses = [
    arena.put(X.data),
    arena.put(y),
    geometry.kind === 'preconditioned' ? arena.put(geometry.P.data) : 0,
    arena.put(theta),
    image,
    arena.zeros(d),
    arena.zeros(d),
    arena.room(d),
    arena.room(n),
    arena.zeros(n),
  ];
  const counts = [n, d, GEOMETRIES.indexOf(geometry.kind), +descent.weighted, +(goal !== undefined), 0];
  const shape =
    geometry.kind === 'p-norm'
      ? 1 / (geometry.p - 1)
      : geometry.kind === 'hypentropy'
        ? 2 * geometry.alpha * geometry.alpha
        : 0;
  arena.words(at, 16).set([...addresses, ...counts]);
  const numbers = [goal ?? 0, limit, descent.momentum, descent.lossScale, shape, descent.h, Infinity];
  arena.numbers(at + 64, 7).set(numbers);
  const run = arena.call['mirrorSteps'] as (descent: number, from: number, to: number) => number;
  const work = n * d + (geometry.kind === 'preconditioned' ? d * d : 0);
  let steps = 0;
  let end = 0;
  while (end === 0) {
    // The step after the last only looks at the residual, and ends.
    const result = run(at, steps, Math.min(limit + 1, steps + chunk(work, steps)));
    steps += result >> 2;
    end = result & 3;
  }
  arena.take(image, b);
  return { steps, size: arena.numbers(at + 64, 7)[6]!, reached: end === RESIDUAL };
}
