/**
 * Noisy linear regression with held-out points of the same law: n = 40 samples and 40 held out, d = 80, Gaussian inputs,
 * noise sigma, a k-sparse truth with entries in +-[0.5, 1.5], or a dense one of the same expected length.
 */
import type { Population } from 'claimcheck';
import { matrix, norm2 } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { noisyLabels, type Sample } from './gaussian-regression.js';
import { sparseTruth } from './regression.js';

export interface HeldOutSparse extends Sample {
  readonly truth: Float64Array;
  readonly sigma: number;
  readonly heldOut: Sample;
}

const [N, D, K] = [40, 80, 4];

export function heldOutSparse(name: string, sigma: number, dense = false): Population<HeldOutSparse> {
  return {
    name,
    version: 2,
    about:
      `${N} examples and ${N} held out, in R^${D}: X has entries N(0, 1), y = X truth + ${sigma} N(0, 1); the truth has ` +
      `${dense ? 'a uniform direction and the length of a vector with ' : ''}${K} nonzero entries at random places, of ` +
      'random sign and size uniform on [0.5, 1.5].',
    arbitrary: seed.map((from) => {
      const stream = seededStream(from);
      const sparse = sparseTruth(stream, D, K);
      const direction = dense ? normals(stream, D) : sparse;
      const truth = direction.map((entry) => (entry * norm2(sparse)) / norm2(direction));
      const sample = () => {
        const X = matrix(N, D, normals(stream, N * D));
        return { X, y: noisyLabels(stream, X, truth, sigma) };
      };
      return { ...sample(), truth, sigma, heldOut: sample() };
    }),
  };
}
