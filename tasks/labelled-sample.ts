/**
 * Small samples of classification: m points x ~ N(0, I_d), possibly of different lengths, and labels y = +-1, with the
 * mean of y x known. `spikes` is one-dimensional: x = 1 with probability rate / m and 0 otherwise, y = 1.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { dot, matrix, scale, subtract, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { direction, type Sample } from './gaussian-regression.js';

export interface LabelledSample extends Sample {
  /** d; E y x. */
  readonly mean: Float64Array;
}

/** The mean of y x over the points, or over the first of them: d. */
export function correlation({ X, y }: Sample, seen = X.rows): Float64Array {
  const labels = y.map((label, i) => (i < seen ? label : 0));
  return scale(1 / seen, timesTransposed(X, labels));
}

/** Delta, the mean of y x less its expectation: d. */
export const excess = (task: LabelledSample): Float64Array => subtract(correlation(task), task.mean);

/** By how much the risk of w is above its mean loss on the points, for the loss -y w.x: w.Delta. */
export const deviation = (task: LabelledSample, { w }: { readonly w: Float64Array }): number => dot(w, excess(task));

export interface Spikes {
  readonly m: number;
  /** The expected number of ones. */
  readonly rate: number;
}

export interface SignedSample extends LabelledSample {
  readonly spikes: Spikes;
}

/** A sample of `count` ones and m - count zeros. */
export const spiked =
  (count: number) =>
  ({ spikes: { m, rate } }: SignedSample): LabelledSample => ({
    X: matrix(
      m,
      1,
      Float64Array.from({ length: m }, (_, i) => (i < count ? 1 : 0)),
    ),
    y: new Float64Array(m).fill(1),
    mean: Float64Array.of(rate / m),
  });

/** Rows N(0, I) times a length that is log-uniform over a factor e. */
function rowsOfAnyLength(from: number, m: number, d: number): Matrix {
  const stream = seededStream(from);
  const X = matrix(m, d, normals(stream, m * d));
  for (let i = 0; i < m; i++) {
    const length = exp(stream.uniform() - 0.5);
    for (let j = 0; j < d; j++) X.data[i * d + j]! *= length;
  }
  return X;
}

/** 8 to 10 points in R^40 with random signs, and spikes at a rate of .02 to .15 among 8 to 40 points. */
export const signedSample: Population<SignedSample> = {
  name: 'random signs on a few points',
  version: 1,
  about:
    'm points in R^40, m uniform in 8..10, N(0, I) times a length that is log-uniform over a factor e, with labels y = +-1 ' +
    'fair, so that E y x = 0. Besides, spikes: x = 1 with probability rate / m and else 0, m uniform in 8..40 and the rate ' +
    'uniform among .02, .03, ..., .15.',
  arbitrary: fc
    .tuple(fc.integer({ min: 8, max: 10 }), fc.integer({ min: 8, max: 40 }), fc.integer({ min: 2, max: 15 }), seed)
    .map(([m, among, hundredths, from]) => {
      const X = rowsOfAnyLength(from, m, 40);
      const stream = seededStream(from + 1);
      const y = Float64Array.from({ length: m }, () => (stream.uniform() < 0.5 ? -1 : 1));
      return { X, y, mean: new Float64Array(40), spikes: { m: among, rate: hundredths / 100 } };
    }),
};

const MEAN_OF_ABSOLUTE_NORMAL = 0.7978845608028654; // sqrt(2 / pi)

/** 8 to 10 points N(0, I) in R^40, labelled by a half-space: y = sign(x.u), |u| = 1, so that E y x = sqrt(2 / pi) u. */
export const halfSpaceSample: Population<LabelledSample> = {
  name: 'a few points labelled by a half-space',
  version: 1,
  about: 'm points N(0, I) in R^40, m uniform in 8..10, with labels y = sign(x.u), |u| = 1 in a uniform direction.',
  arbitrary: fc.tuple(fc.integer({ min: 8, max: 10 }), seed).map(([m, from]) => {
    const stream = seededStream(from);
    const u = direction(stream, 40, 1);
    const X = matrix(m, 40, normals(stream, m * 40));
    return {
      X,
      y: times(X, u).map((score) => (score < 0 ? -1 : 1)),
      mean: u.map((entry) => MEAN_OF_ABSOLUTE_NORMAL * entry),
    };
  }),
};
