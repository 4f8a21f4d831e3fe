/** Gaussian points with labels that some linear classifier gets right. X: n x d, y: n of +-1. */
import type { Population } from 'claimcheck';
import { pow } from 'claimcheck/numerics/elementary';
import { matrix, scaleColumns, times } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import type { Sample } from './sample.js';

/** Fair labels, independent of the points: n <= d, so that every labelling is separable. */
export const randomLabels = (name: string, { n, d }: { n: number; d: number }): Population<Sample> =>
  drawn(name, `${n} points N(0, I) in R^${d}, with labels y = +-1 fair and independent of them.`, (stream) => {
    const X = matrix(n, d, normals(stream, n * d));
    return { X, y: Float64Array.from({ length: n }, () => (stream.uniform() < 0.5 ? -1 : 1)) };
  });

/** The labels of a linear teacher of uniform direction: separable for every n and d. */
export const teacherLabels = (name: string, { n, d }: { n: number; d: number }): Population<Sample> =>
  drawn(name, `${n} points N(0, I) in R^${d}, with labels y = sign(v.x), v of uniform direction.`, (stream) => {
    const X = matrix(n, d, normals(stream, n * d));
    return { X, y: times(X, normals(stream, d)).map((score) => (score < 0 ? -1 : 1)) };
  });

/** Coordinate j of d (from 0) multiplied by factor^(j / (d - 1)). */
export const stretched =
  (factor: number) =>
  ({ X, y }: Sample): Sample => ({
    X: scaleColumns(
      X,
      Float64Array.from({ length: X.cols }, (_, j) => pow(factor, j / (X.cols - 1))),
    ),
    y,
  });

/** The same points and labels, stretched. */
export const stretchedPoints = (of: Population<Sample>, factor: number): Population<Sample> => ({
  name: `${of.name}, stretched by ${factor}`,
  version: 1,
  about: `${of.about} Coordinate j of d (from 0) is multiplied by ${factor}^(j/(d-1)).`,
  arbitrary: of.arbitrary.map(stretched(factor)),
  drawsOf: of,
});
