/** Points at right angles with labels of 1 and -1: whatever is trained from a round start sees nothing of the task but the signs. */
import type { Population } from 'claimcheck';
import { matrix, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalRows } from 'claimcheck/numerics/qr';
import { normals } from 'claimcheck/numerics/stream';
import { drawn } from './drawn.js';

/** X: 3 x 3, its rows of length sqrt(3); y: 3. */
export interface RightAngles {
  readonly X: Matrix;
  readonly y: Float64Array;
}

export const D = 3;

/** A rotation, uniform, and signs. */
export const threeAtRightAngles: Population<RightAngles> = drawn(
  'three points at right angles',
  `${D} points of length sqrt(${D}) at right angles in R^${D}, turned at random, y of random signs.`,
  (stream): RightAngles => {
    const { data } = orthonormalRows(matrix(D, D, normals(stream, D * D)));
    const X = matrix(
      D,
      D,
      data.map((entry) => Math.sqrt(D) * entry),
    );
    return { X, y: Float64Array.from({ length: D }, () => (stream.uniform() < 0.5 ? -1 : 1)) };
  },
);
