/**
 * Least squares with a truth of a known length and a uniform direction, seen in the eigenbasis of X'X / n: its eigenvalues
 * in units of the penalty at which ridge is best, d sigma^2 / (n r^2).
 */
import fc from 'fast-check';
import type { Population } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { matrix, scaleColumns, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { seed } from './drawn.js';

export interface RoundEstimation {
  /** n x d, n >= d: X'X / n is diagonal. */
  readonly X: Matrix;
  /** The length r of the truth, whose direction is uniform. */
  readonly radius: number;
  /** The standard deviation of the noise. */
  readonly sigma: number;
  /** The eigenvalues of another design (`atScales`). */
  readonly scales: readonly number[];
}

/** One direction in twelve of one scale, the others of another: there no time of gradient flow is near ridge. */
const apart = [0.8673638, ...Array<number>(11).fill(8.6283401)];

/** The penalty of (1/2n) |X b - y|^2 + (penalty / 2) |b|^2 at which every direction has its least risk. */
export const bestPenalty = ({ X, radius, sigma }: Pick<RoundEstimation, 'X' | 'radius' | 'sigma'>): number =>
  (X.cols * sigma * sigma) / (X.rows * radius * radius);

/** The eigenvalues of X'X / n in units of that penalty. */
export function unitsOf(task: RoundEstimation): number[] {
  const { X } = task;
  const sums = new Float64Array(X.cols);
  for (let k = 0; k < X.data.length; k++) sums[k % X.cols]! += X.data[k]! * X.data[k]!;
  return [...sums].map((sum) => sum / X.rows / bestPenalty(task));
}

/** Columns of lengths at which the eigenvalues are z_j best penalties. */
const scaled = (
  U: Matrix,
  z: ArrayLike<number>,
  { radius, sigma }: Pick<RoundEstimation, 'radius' | 'sigma'>,
): Matrix =>
  scaleColumns(
    U,
    Float64Array.from(z, (each) => (Math.sqrt(each * U.cols) * sigma) / radius),
  );

/** The same truth and noise, with d = n directions, whose eigenvalues are z_j best penalties. */
export const atScales =
  (z: readonly number[]) =>
  (task: RoundEstimation): RoundEstimation => {
    const axes = matrix(z.length, z.length);
    z.forEach((_, j) => (axes.data[j * (z.length + 1)] = 1));
    return { ...task, X: scaled(axes, z, task) };
  };

export const roundEstimation: Population<RoundEstimation> = {
  name: 'least squares with a truth of uniform direction',
  version: 1,
  about:
    "d directions, d uniform in 2..8, and n uniform in d..d + 8 samples: X'X / n is diagonal, each eigenvalue log-uniform on " +
    '[e^-4, e^5] times the best penalty; a truth of length .5, 1, 1.5 or 2 and uniform direction, noise of standard ' +
    'deviation .5 or 1, equally likely. The other design has 1 eigenvalue of .867 and 11 of 8.628 best penalties.',
  arbitrary: fc
    .tuple(
      fc.integer({ min: 2, max: 8 }),
      fc.integer({ min: 0, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 2 }),
      seed,
    )
    .map(([d, extra, length, noise, from]) => {
      const stream = seededStream(from);
      const z = Float64Array.from({ length: d }, () => exp(-4 + 9 * stream.uniform()));
      const U = orthonormalColumns(matrix(d + extra, d, normals(stream, (d + extra) * d)));
      const [radius, sigma] = [length / 2, noise / 2];
      return { X: scaled(U, z, { radius, sigma }), radius, sigma, scales: apart };
    }),
};
