/**
 * Labels of a truth of L1 norm 2 on inputs of one length: how large a step may be depends on both, so that one step suits all
 * tasks. X: n x d, rows in uniform directions of length sqrt(d / n).
 */
import type { Population } from 'claimcheck';
import { matrix, norm1, norm2, times } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';
import type { PlantedRegression } from './label-noise.js';
import { sparseTruth } from './regression.js';

export const plantedOnSpheres = (n: number, d: number, k: number): Population<PlantedRegression> =>
  drawn(
    `truth of ${k} entries on a sphere, n = ${n}, d = ${d}`,
    `X is ${n} x ${d}, its rows of length sqrt(${d} / ${n}) in uniform directions; y = X truth; the truth has ${k} nonzero ` +
      'entries at random places, of random sign and sizes within a factor of 3, scaled to L1 norm 2.',
    (stream) => {
      const X = matrix(n, d, normals(stream, n * d));
      for (let i = 0; i < n; i++) {
        const row = X.data.subarray(i * d, (i + 1) * d);
        const scale = Math.sqrt(d / n) / norm2(row);
        for (let j = 0; j < d; j++) row[j]! *= scale;
      }
      const raw = sparseTruth(stream, d, k);
      const truth = raw.map((entry) => (2 * entry) / norm1(raw));
      return { X, y: times(X, truth), truth };
    },
  );

/** Two of 40 entries, from 20 equations. */
export const twoOfForty = plantedOnSpheres(20, 40, 2);

/** All of 40 entries, from 20 equations. A control's population. */
export const fortyOfForty = plantedOnSpheres(20, 40, 40);
