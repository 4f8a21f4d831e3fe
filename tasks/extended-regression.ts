/**
 * Regression on d true inputs among p >= d: the truth lies on the first d coordinates, the others are independent of the
 * labels. Models that see the first d alone, or all, train on the same task.
 */
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import { direction, noisyLabels, type GaussianRegression, type Size } from './gaussian-regression.js';

/** n points in R^p, a truth of length 1 on the first `inputs` coordinates. */
export const extendedRegression = (
  name: string,
  { n, p }: Size,
  inputs: number,
  sigma: number,
): Population<GaussianRegression> =>
  drawn(
    name,
    `X is ${n} x ${p} with entries N(0, 1), y = X truth + ${sigma} N(0, 1), the truth of length 1 in a uniform direction of ` +
      `the first ${inputs} coordinates.`,
    (stream) => {
      const truth = new Float64Array(p);
      truth.set(direction(stream, inputs, 1));
      const X = matrix(n, p, normals(stream, n * p));
      return { X, y: noisyLabels(stream, X, truth, sigma), truth, sigma, radius: 1 };
    },
  );
