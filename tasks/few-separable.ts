/** Separable classification as in separable.ts, of fewer points, for trainings of many steps. X: n x 4n, y: n. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import type { Sample } from './sample.js';

export const fewSeparable: Population<Sample> = {
  name: 'few separable Gaussian points',
  version: 1,
  about: 'n points N(0, I) in R^(4n), n uniform in 5..7, with labels y = +-1 fair and independent of them.',
  arbitrary: fc.tuple(fc.integer({ min: 5, max: 7 }), seed).map(([n, from]) => {
    const stream = seededStream(from);
    const X = matrix(n, 4 * n, normals(stream, 4 * n * n));
    return { X, y: Float64Array.from({ length: n }, () => (stream.uniform() < 0.5 ? -1 : 1)) };
  }),
};
