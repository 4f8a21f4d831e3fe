/**
 * Few noisy samples of a linear truth, n < d, for regression and for classification with the same inputs.
 * X: n x d Gaussian, truth of length 1 with `sparsity` nonzero entries (all, if absent), y = X truth + sigma N(0, 1).
 */
import type { Population } from 'claimcheck';
import { matrix, norm2 } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import { noisyLabels, type Sample } from './gaussian-regression.js';
import { sparseTruth } from './regression.js';

export interface NoisySample extends Sample {
  readonly truth: Float64Array;
  /** y with its sign alone: -1 or 1. */
  readonly signs: Float64Array;
}

const about = (n: number, d: number, sigma: number, sparsity: number | undefined): string =>
  `X is ${n} x ${d} with entries N(0, 1), y = X truth + ${sigma} N(0, 1), and the signs of y; the truth has length 1 and ` +
  (sparsity === undefined
    ? 'a uniform direction.'
    : `${sparsity} nonzero entries at random places, of random sign and of sizes within a factor of 3.`);

export const noisySamples = (
  name: string,
  { n, d, sigma, sparsity }: { n: number; d: number; sigma: number; sparsity?: number },
): Population<NoisySample> =>
  drawn(name, about(n, d, sigma, sparsity), (stream) => {
    const X = matrix(n, d, normals(stream, n * d));
    const raw = sparsity === undefined ? normals(stream, d) : sparseTruth(stream, d, sparsity);
    const length = norm2(raw);
    const truth = raw.map((entry) => entry / length);
    const y = noisyLabels(stream, X, truth, sigma);
    return { X, y, truth, signs: y.map((label) => (label < 0 ? -1 : 1)) };
  });
