/** Gaussian regression with independent held-out points of the same truth and noise, for tuning. */
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { childSeed, normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import {
  gaussianAbout,
  gaussianSample,
  noisyLabels,
  type GaussianRegression,
  type Sample,
  type Size,
} from './gaussian-regression.js';

export interface HeldOutRegression extends GaussianRegression {
  readonly heldOut: Sample;
}

/** One regression of a fixed size (rows are taken as nested samples), radius 1, and `count` held-out points. */
export function heldOutRegression(
  name: string,
  { n, p }: Size,
  sigma: number,
  count: number,
): Population<HeldOutRegression> {
  return {
    name,
    version: 1,
    about: `X is ${n} x ${p} with ${gaussianAbout(sigma, 1)}; and ${count} held-out points of the same law.`,
    arbitrary: seed.map((from) => {
      const task = gaussianSample(seededStream(from), n, p, sigma, 1);
      const stream = seededStream(childSeed(from, 0));
      const X = matrix(count, p, normals(stream, count * p));
      return { ...task, heldOut: { X, y: noisyLabels(stream, X, task.truth, sigma) } };
    }),
  };
}
