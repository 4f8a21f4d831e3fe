/** Binding of assembly/layered.ts: full-batch training of linear layers with ReLU between them (models/layered-network.ts). */
import type { Matrix } from '../matrix.js';
import { chunk } from './arguments.js';
import { kernels } from './instance.js';

export interface LayeredTraining {
  readonly X: Matrix;
  readonly y: Float64Array;
  /** d, widths, 1. */
  readonly widths: readonly number[];
  /** Layer after layer, outputs x inputs; left at the end. */
  readonly theta: Float64Array;
  readonly adam: boolean;
  readonly ascent: number;
  readonly decay: number;
  readonly rate: number;
  readonly steps: number;
}

/** All steps; false where the plain loop is to run. */
export function layeredSteps(training: LayeredTraining): boolean {
  const { X, y, widths, theta, steps } = training;
  const arena = kernels();
  if (!arena) return false;
  const depth = widths.length - 1;
  const at = arena.room(9);
  const table = arena.room(4 * depth);
  const weights = arena.put(theta);
  const g = arena.room(theta.length);
  let from = 0;
  const layers = widths.slice(0, depth).map((inputs, l) => {
    const outputs = widths[l + 1]!;
    const rooms = [inputs, outputs, outputs, outputs].map((size) => arena.room(size));
    const words = [weights + 8 * from, g + 8 * from, ...rooms, inputs, outputs];
    from += inputs * outputs;
    return words;
  });
  const addresses = [
    arena.put(X.data),
    arena.put(y),
    table,
    weights,
    g,
    arena.zeros(theta.length),
    arena.zeros(theta.length),
  ];
  arena.words(at, 12).set([...addresses, X.rows, X.cols, depth, theta.length, +training.adam]);
  arena.words(table, 8 * depth).set(layers.flat());
  arena.numbers(at + 48, 3).set([training.ascent, training.decay, training.rate]);
  const run = arena.call['layeredSteps'] as (run: number, from: number, to: number) => void;
  for (let done = 0; done < steps;) {
    const to = Math.min(steps, done + chunk(6 * X.rows * theta.length, done));
    run(at, done, to);
    done = to;
  }
  arena.take(weights, theta);
  return true;
}
