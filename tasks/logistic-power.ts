/** Logistic regression on Gaussian inputs of falling variance, as Wu et al. 2025 draw it. X: n x d, y: n of +-1, truth: d. */
import type { Population } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { matrix, times } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import type { Sample } from './sample.js';

export interface LogisticRegression extends Sample {
  readonly truth: Float64Array;
  /** d; the variance of each input. */
  readonly variances: Float64Array;
}

/** Input j (from 1) is N(0, j^-2); the truth is 1 in its first `ones` places; y is 1 with probability 1 / (1 + exp(-x.truth)). */
export const logisticPower = (n: number, d: number, ones: number): Population<LogisticRegression> =>
  drawn(
    `logistic regression, ${n} examples in dimension ${d}, ${ones} ones`,
    `X is ${n} x ${d}, column j N(0, j^-2); the truth is 1 in its first ${ones} places and 0 elsewhere; y is 1 with ` +
      'probability 1 / (1 + exp(-x.truth)), else -1.',
    (stream) => {
      const X = matrix(n, d, normals(stream, n * d));
      for (let k = 0; k < n * d; k++) X.data[k]! /= (k % d) + 1;
      const truth = Float64Array.from({ length: d }, (_, j) => (j < ones ? 1 : 0));
      const y = times(X, truth).map((score) => (stream.uniform() < 1 / (1 + exp(-score)) ? 1 : -1));
      const variances = Float64Array.from({ length: d }, (_, j) => 1 / ((j + 1) * (j + 1)));
      return { X, y, truth, variances };
    },
  );

/** The same tasks with the likelier label of every example: no label is noisy. */
export const likelier = (of: Population<LogisticRegression>): Population<LogisticRegression> => ({
  name: `${of.name}, without noise`,
  version: of.version,
  about: `${of.about} Then every y is replaced by the sign of x.truth.`,
  drawsOf: of,
  arbitrary: of.arbitrary.map((task) => ({
    ...task,
    y: times(task.X, task.truth).map((score) => (score < 0 ? -1 : 1)),
  })),
});
