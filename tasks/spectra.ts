/**
 * Linear estimation seen in the eigenbasis of X'X / n: d directions with eigenvalue s_i and squared coefficient b_i^2 of the
 * truth, noise of variance sigma2 per sample, n samples. Everything that gradient flow, gradient descent and ridge do to a
 * least-squares problem happens direction by direction, so this is all that their risks depend on.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { matrix, norm2, scaleColumns, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';

export interface Estimation {
  /** n x d, n >= d: X'X / n = V diag(s) V'. */
  readonly X: Matrix;
  readonly truth: Float64Array;
  readonly sigma2: number;
  /** The time of gradient flow. */
  readonly time: number;
}

/** X = sqrt(n) U diag(sqrt s) with orthonormal columns U: X'X / n = diag(s), so directions are coordinates. */
function design(n: number, s: Float64Array, from: number): Matrix {
  const d = s.length;
  const U = orthonormalColumns(matrix(n, d, normals(seededStream(from), n * d)));
  return scaleColumns(
    U,
    s.map((value) => Math.sqrt(n * value)),
  );
}

/** Eigenvalues over four decades, a truth of any length up to 2 (0 in a fifth of the tasks), any time with s t of order 1. */
export const estimation: Population<Estimation> = {
  name: 'least squares in any spectrum',
  version: 1,
  about:
    "d directions, d uniform in 2..8, and n uniform in d..d + 8 samples: X'X / n = diag(s), s_i log-uniform on [e^-9, 1]; the " +
    'truth has a uniform direction and length 0, .5, 1, 1.5 or 2, equally likely; noise of variance .25; a time log-uniform ' +
    'on [1/e, e^5].',
  arbitrary: fc
    .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 4 }), seed)
    .map(([d, extra, strength, from]) => {
      const stream = seededStream(from);
      const s = new Float64Array(d).map(() => exp(-9 * stream.uniform()));
      const truth = normals(stream, d);
      const length = strength / 2 / norm2(truth);
      const time = exp(-1 + 6 * stream.uniform());
      return { X: design(d + extra, s, from), truth: truth.map((b) => b * length), sigma2: 0.25, time };
    }),
};

/** Where the bound of early stopping is sharp: no truth, all eigenvalues 1 (orthonormal columns, rescaled), t = 1.7932821329. */
export function atSharpTime(task: Estimation): Estimation {
  const { X } = task;
  const columns = new Float64Array(X.cols);
  for (let k = 0; k < X.data.length; k++) columns[k % X.cols]! += X.data[k]! * X.data[k]!;
  const scales = columns.map((square) => Math.sqrt(X.rows / square));
  return { ...task, X: scaleColumns(X, scales), truth: new Float64Array(X.cols), time: 1.7932821329007615 };
}
