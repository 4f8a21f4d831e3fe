/** Points on both sides of a plane, as near to it as they fall: a narrow margin, decided by a few of them. */
import { matrix, times } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from 'claimcheck/tasks/drawn';
import type { Separable } from 'claimcheck/tasks/separable';
import type { Population } from 'claimcheck';

const [n, d] = [20, 5];

export const narrow: Population<Separable> = drawn(
  'separable points of a narrow margin',
  `${n} points N(0, I) in R^${d}, each with the sign of its product with one direction, which is uniform.`,
  (stream) => {
    const X = matrix(n, d, normals(stream, n * d));
    return { X, y: times(X, normals(stream, d)).map((score) => (score < 0 ? -1 : 1)) };
  },
);
