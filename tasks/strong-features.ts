/** Noiseless regression in which two inputs are larger than the others; the truth is on these two, or on two of the others. */
import type { Population } from 'claimcheck';
import { matrix, times } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import type { Sample } from './sample.js';

export interface StrongFeatures extends Sample {
  readonly truth: Float64Array;
  /** d; the standard deviation of each input. */
  readonly scales: Float64Array;
}

/** n x d, N(0, strength^2) in the first two columns and N(0, 1) elsewhere. */
export const strongFeatures = (
  n: number,
  d: number,
  strength: number,
  on: 'strong' | 'weak' = 'strong',
): Population<StrongFeatures> =>
  drawn(
    `${n} equations in ${d} unknowns, two inputs ${strength} times as large, the truth on two ${on} ones`,
    `X is ${n} x ${d} with entries N(0, 1), in the first two columns N(0, ${strength}^2); the truth has two nonzero entries, ` +
      `+-b with b uniform on [.5, 1.5] and a fair sign, ${on === 'strong' ? 'in the first two columns' : 'in the two columns after these'}; ` +
      'y = X truth.',
    (stream) => {
      const scales = Float64Array.from({ length: d }, (_, j) => (j < 2 ? strength : 1));
      const X = matrix(
        n,
        d,
        normals(stream, n * d).map((entry, k) => entry * scales[k % d]!),
      );
      const truth = new Float64Array(d);
      const first = on === 'strong' ? 0 : 2;
      for (let j = first; j < first + 2; j++) truth[j] = (stream.uniform() < 0.5 ? -1 : 1) * (0.5 + stream.uniform());
      return { X, y: times(X, truth), truth, scales };
    },
  );
