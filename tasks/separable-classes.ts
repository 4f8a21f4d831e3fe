/** Points of several classes in as many dimensions as there are points or more, so that every labelling can be fitted linearly. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';

export interface Classes {
  /** n x d */
  readonly X: Matrix;
  /** n classes, whole numbers from 0. */
  readonly y: Float64Array;
  /** How many classes there are. */
  readonly classes: number;
}

export const separableClasses: Population<Classes> = {
  name: 'separable Gaussian points of four classes',
  version: 1,
  about:
    'n points N(0, I) in R^6, n uniform in 4..6, of 4 classes: the first four of classes 0 to 3, the others of a uniform ' +
    'class independent of the points.',
  arbitrary: fc.tuple(fc.integer({ min: 4, max: 6 }), seed).map(([n, from]) => {
    const stream = seededStream(from);
    const X = matrix(n, 6, normals(stream, 6 * n));
    return { X, y: Float64Array.from({ length: n }, (_, i) => (i < 4 ? i : stream.integer(4))), classes: 4 };
  }),
};

/** (W_(y_i) - W_j).x_i as products with W, entry by entry: a row of k d for each point i and each class j but y_i. */
export function pairsOf({ X, y, classes }: Classes): Matrix {
  const [n, d] = [X.rows, X.cols];
  const Z = matrix(n * (classes - 1), classes * d);
  let row = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < classes; j++) {
      if (j === y[i]) continue;
      for (let at = 0; at < d; at++) {
        Z.data[row * Z.cols + y[i]! * d + at] = X.data[i * d + at]!;
        Z.data[row * Z.cols + j * d + at] = -X.data[i * d + at]!;
      }
      row++;
    }
  return Z;
}
