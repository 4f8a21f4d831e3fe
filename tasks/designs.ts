/**
 * Arbitrary designs: rows of any scale in a randomly stretched basis, so that a statement about every design is tried far
 * from the Gaussian case. n x d with n in 1..12 and d in 5..10; labels of a truth of length `radius` in a uniform
 * direction with noise sigma; the last row is the one that is appended.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { matrix, norm2, rowsOf, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { direction, noisyLabels, type GaussianRegression } from './gaussian-regression.js';

export type DesignWithRow = GaussianRegression;

export const withoutLastRow = (task: DesignWithRow): DesignWithRow => ({
  ...task,
  X: rowsOf(task.X, 0, task.X.rows - 1),
  y: task.y.slice(0, -1),
});

/** The squared length of a faint row, as a share of lambda_opt = d sigma^2 / r^2. */
export const FAINT = 1e-4;

/** The last row alone, `times` times, scaled to the squared length FAINT d sigma^2 / r^2. */
export const lastRow =
  (times: number) =>
  (task: DesignWithRow): DesignWithRow => {
    const { X, y, sigma, radius } = task;
    const row = X.data.subarray((X.rows - 1) * X.cols);
    const size = Math.sqrt(FAINT * X.cols) * (sigma / radius);
    const data = new Float64Array(times * X.cols);
    for (let k = 0; k < times; k++)
      data.set(
        row.map((entry) => (size * entry) / norm2(row)),
        k * X.cols,
      );
    return { ...task, X: matrix(times, X.cols, data), y: new Float64Array(times).fill(y[X.rows - 1]!) };
  };

/** Entries N(0, 1) times a scale per row and a stretch per column, both log-uniform, over two decades and one. */
function stretched(from: number, n: number, d: number): Matrix {
  const stream = seededStream(from);
  const X = matrix(n, d, normals(stream, n * d));
  const stretch = Float64Array.from({ length: d }, () => exp(2.3 * (stream.uniform() - 0.5)));
  for (let i = 0; i < n; i++) {
    const scale = exp(4.6 * (stream.uniform() - 0.5));
    for (let j = 0; j < d; j++) X.data[i * d + j]! *= scale * stretch[j]!;
  }
  return X;
}

/** n from 2 to 12 rows, d from 5 to 10, sigma from .25 to 2 and radius from .5 to 2 in steps of a quarter. */
export const anyDesign: Population<DesignWithRow> = {
  name: 'any design with an appended row',
  version: 1,
  about:
    'X has n uniform in 2..12 rows and d uniform in 5..10 columns, entries N(0, 1) times a scale per row, log-uniform over ' +
    'two decades, and a stretch per column, log-uniform over one; y = X truth + sigma N(0, 1), the truth of length radius ' +
    'in a uniform direction; sigma is .25 to 2 and radius .5 to 2 in steps of a quarter. The last row is the one appended.',
  arbitrary: fc
    .tuple(
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 5, max: 10 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 2, max: 8 }),
      seed,
    )
    .map(([n, d, noise, length, from]) => {
      const [sigma, radius] = [noise / 4, length / 4];
      const X = stretched(from, n, d);
      const stream = seededStream(from + 1);
      const truth = direction(stream, d, radius);
      return { X, y: noisyLabels(stream, X, truth, sigma), truth, sigma, radius };
    }),
};
