/** What is claimed is claimed of these tasks: regression with three times as many unknowns as equations. */
import type { Population } from 'claimcheck';
import fc from 'claimcheck/fast-check';
import { matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';

/** One task: find b with X b = y. `X: n x d`, `y: n`. */
export interface MyTask {
  readonly X: Matrix;
  readonly y: Float64Array;
}

export const myTasks: Population<MyTask> = {
  name: 'my tasks',
  // Raise it whenever you change what is drawn: the same version and seed give the same tasks for ever.
  version: 1,
  // All that a reader of the report learns of the tasks.
  about: 'n equations in 3n unknowns, n uniform in 2..6: the entries of X and of y are N(0, 1).',
  // fast-check draws what is small: sizes and a seed. The numbers come from that seed, so that a task shrinks to a smaller one.
  arbitrary: fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 0, max: 2 ** 31 - 1 })).map(([n, seed]) => {
    const stream = seededStream(seed);
    const d = 3 * n;
    return { X: matrix(n, d, normals(stream, n * d)), y: normals(stream, n) };
  }),
};
