/**
 * A noisy matrix with missing entries, and beside it a noisy sparse regression: two problems that have a convex penalty
 * (nuclear norm, L1) and a factorized one. `truth` is d x d of rank 2 with entries of variance 1; `seen` holds 1 where an
 * entry was observed and 0 elsewhere; `observed` is truth + noise there and 0 elsewhere.
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix, multiply, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { noisySamples, type NoisySample } from './penalized.js';

export interface Completion {
  readonly truth: Matrix;
  /** d * d entries, 0 or 1. */
  readonly seen: Float64Array;
  readonly observed: Matrix;
}

export interface TwoForms {
  readonly completion: Completion;
  readonly regression: NoisySample;
}

const [D, RANK, SHARE, SIGMA] = [8, 2, 0.75, 0.2];

const sparse = noisySamples('twelve noisy samples of a sparse truth', { n: 12, d: 20, sigma: 0.3, sparsity: 3 });

export const twoForms: Population<TwoForms> = {
  name: 'matrix completion and sparse regression',
  version: 1,
  about:
    `A completion: an ${D} x ${D} matrix of rank ${RANK}, the product of two Gaussian factors with entries of variance 1, each ` +
    `entry seen with probability ${SHARE} and noise of standard deviation ${SIGMA}. A regression: ${sparse.about!}`,
  arbitrary: fc.tuple(seed, sparse.arbitrary).map(([from, regression]) => {
    const stream = seededStream(from);
    const factor = () => matrix(D, RANK, normals(stream, D * RANK));
    const right = matrix(RANK, D, normals(stream, D * RANK));
    const product = multiply(factor(), right);
    const truth = { ...product, data: product.data.map((entry) => entry / Math.sqrt(RANK)) };
    const seen = new Float64Array(D * D).map(() => (stream.uniform() < SHARE ? 1 : 0));
    const noise = normals(stream, D * D);
    const observed = { ...truth, data: truth.data.map((entry, k) => seen[k]! * (entry + SIGMA * noise[k]!)) };
    return { completion: { truth, seen, observed }, regression };
  }),
};
