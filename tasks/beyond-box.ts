/** Least squares whose solution lies outside of a box: some coordinates of the truth are large, others small. X: n x d, y: n. */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';
import { noisyLabels } from './gaussian-regression.js';
import type { Sample } from './sample.js';

export interface BeyondBox extends Sample {
  /** d */
  readonly truth: Float64Array;
}

export const beyondBox: Population<BeyondBox> = {
  name: 'regression with large and small coordinates',
  version: 1,
  about:
    'n = 3d samples of d inputs, d uniform in 4..7: X is N(0, 1), y = X truth + 0.5 N(0, 1); the entries of the truth have ' +
    'fair signs, the first the size 1.5, the others sizes uniform on [0.2, 1.5].',
  arbitrary: fc.tuple(fc.integer({ min: 4, max: 7 }), seed).map(([d, from]) => {
    const stream = seededStream(from);
    const X = matrix(3 * d, d, normals(stream, 3 * d * d));
    const truth = Float64Array.from({ length: d }, (_, j) => {
      const size = j === 0 ? 1.5 : 0.2 + 1.3 * stream.uniform();
      return stream.uniform() < 0.5 ? -size : size;
    });
    return { X, y: noisyLabels(stream, X, truth, 0.5), truth };
  }),
};
