/**
 * Regressions on which label noise tells coordinates apart: the columns of X have different lengths, so that weights
 * |X_j|^2 cannot be confused with |X_j| or with 1.
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { column, matrix, norm2, times, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { drawn, seed } from './drawn.js';
import {
  equations,
  orthogonalRows,
  sparseTruth,
  unitLabels,
  type Regression,
  type ScaledRegression,
} from './regression.js';

/** X = diag(s) Q' diag(c): orthogonal rows of similar lengths, then columns scaled by c_j uniform on [0.6, 1.4]. */
export function unevenColumns(stream: Stream, n: number, d: number): Matrix {
  const X = orthogonalRows(stream, n, d);
  for (let j = 0; j < d; j++) {
    const c = 0.6 + 0.8 * stream.uniform();
    for (let i = 0; i < n; i++) X.data[i * d + j]! *= c;
  }
  return X;
}

const uneven = (n: string, d: string) =>
  `${equations(n, d)}; then the columns of X are scaled by factors uniform on [0.6, 1.4]`;

/** Dense labels of length 1, n in 3..8, d in n+2..3n+1, columns of different lengths, alpha in 0.3, 0.4, ..., 1. */
export const unevenRegression: Population<ScaledRegression> = {
  name: 'dense regression with uneven columns',
  version: 1,
  about: `${uneven('3..8', 'n + 2..3n + 1')}. A scale of initialization alpha, uniform among .3, .4, ..., 1.`,
  arbitrary: fc
    .integer({ min: 3, max: 8 })
    .chain((n) =>
      fc.tuple(fc.constant(n), fc.integer({ min: n + 2, max: 3 * n + 1 }), fc.integer({ min: 3, max: 10 }), seed),
    )
    .map(([n, d, tenths, from]) => {
      const stream = seededStream(from);
      const X = unevenColumns(stream, n, d);
      return { X, y: unitLabels(stream, n), alpha: tenths / 10 };
    }),
};

/** A regression on which label noise acts until log(u_j v_j) has fallen by `fall` on average over the coordinates. */
export interface NoisyRegression extends Regression {
  readonly fall: number;
}

/** Dense labels of length 1, n in 6..8, d in 2n..3n, columns of different lengths: interpolants differ widely. */
export const wideUnevenRegression: Population<NoisyRegression> = {
  name: 'wide dense regression with uneven columns',
  version: 1,
  about: `${uneven('6..8', '2n..3n')}. Noise acts until log(u_j v_j) has fallen by 3 on average.`,
  arbitrary: fc
    .integer({ min: 6, max: 8 })
    .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 2 * n, max: 3 * n }), seed))
    .map(([n, d, from]) => {
      const stream = seededStream(from);
      const X = unevenColumns(stream, n, d);
      return { X, y: unitLabels(stream, n), fall: 3 };
    }),
};

/** |X_j|^2 for every column of X: n x d; d. */
export const squaredColumns = (X: Matrix): Float64Array =>
  Float64Array.from({ length: X.cols }, (_, j) => {
    const norm = norm2(column(X, j));
    return norm * norm;
  });

/** A regression whose labels come from a truth. */
export interface PlantedRegression extends Regression {
  readonly truth: Float64Array;
}

/** X Gaussian / sqrt n; labels of a truth with three entries in [0.5, 1.5], the others 0. */
const planted = (n: number, d: number): Population<PlantedRegression> =>
  drawn(
    `sparse positive truth, n = ${n}, d = ${d}`,
    `X is ${n} x ${d} with entries N(0, 1 / ${n}), y = X truth; the truth has three nonzero entries at random places, uniform ` +
      'on [0.5, 1.5].',
    (stream) => {
      const entries = normals(stream, n * d).map((entry) => entry / Math.sqrt(n));
      const X = matrix(n, d, entries);
      const truth = sparseTruth(stream, d, 3).map(Math.abs);
      return { X, y: times(X, truth), truth };
    },
  );

/** Half as many equations as unknowns: 20 of 40. */
export const sparsePositiveTruth = planted(20, 40);

/** Too few equations to tell a sparse truth: 5 of 40. A control's population. */
export const sparsePositiveTruthUnseen = planted(5, 40);
