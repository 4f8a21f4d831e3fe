/** Binding of assembly/steepest.ts: the loop of models/linear-classifier.ts. */
import type { Matrix } from '../matrix.js';
import { chunk } from './arguments.js';
import { kernels } from './instance.js';

export interface SteepestDescent {
  /** n x d, the rows times their labels. */
  readonly Z: Matrix;
  /** d; zeros, and at the end what was reached. */
  readonly w: Float64Array;
  readonly norm: 'L1' | 'L2' | 'Linf';
  readonly steps: number;
  readonly rate: number;
  readonly squared: boolean;
  readonly weighted: boolean;
}

const NORMS = ['L1', 'L2', 'Linf'] as const;

/** Makes all steps from margins of 0. False where the plain loop is to run. */
export function steepestDescent(descent: SteepestDescent): boolean {
  const { Z, w, steps } = descent;
  const arena = kernels();
  if (!arena) return false;
  const [n, d] = [Z.rows, Z.cols];
  const at = arena.room(10);
  const point = arena.put(w);
  const addresses = [
    arena.put(Z.data),
    point,
    arena.room(d),
    arena.zeros(d),
    arena.zeros(n),
    arena.zeros(n),
    arena.room(n),
  ];
  // All points are seen; they do not weigh the same, and steps fall: the loop knows other ways, which nobody asks for.
  const [equal, constant, sharp] = [0, 0, 1];
  const counts = [n, d, n, NORMS.indexOf(descent.norm), +descent.squared, equal, +descent.weighted, constant];
  arena.words(at, 15).set([...addresses, ...counts]);
  arena.numbers(at + 64, 2).set([descent.rate, sharp]);
  const run = arena.call['steepestSteps'] as (descent: number, from: number, to: number) => void;
  for (let done = 0; done < steps;) {
    const next = Math.min(steps, done + chunk(n * d, done));
    run(at, done, next);
    done = next;
  }
  arena.take(point, w);
  return true;
}
