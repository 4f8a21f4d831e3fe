/** Linearly separable classification: more unknowns than points, so that every labelling can be fitted. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample as Separable } from './sample.js';

/** Labels are -1 and 1. */
export type { Separable };

/** n points of d = 4n Gaussian coordinates with random labels, n from 8 to 11. */
export const separable: Population<Separable> = {
  name: 'separable Gaussian points',
  version: 1,
  about: 'n points N(0, I) in R^(4n), n uniform in 8..11, with labels y = +-1 fair and independent of them.',
  arbitrary: fc.tuple(fc.integer({ min: 8, max: 11 }), seed).map(([n, from]) => {
    const stream = seededStream(from);
    const X = matrix(n, 4 * n, normals(stream, 4 * n * n));
    return { X, y: Float64Array.from({ length: n }, () => (stream.uniform() < 0.5 ? -1 : 1)) };
  }),
};
