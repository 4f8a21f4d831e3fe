/**
 * Points, the directions of random rectified features of them, and a teacher that is a sum of rectified linear functions.
 * Nested: the first n points are a sample of size n, and the first p directions are p features.
 */
import fc from 'fast-check';
import type { Population, Stream } from 'claimcheck';
import { gram, matrix, norm2, rowsOf, times, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { seed } from './drawn.js';
import type { Sample } from './sample.js';

/** sum_k signs_k max(0, directions_k . x). */
export interface Rectified {
  /** k x d */
  readonly directions: Matrix;
  /** k */
  readonly signs: Float64Array;
}

export interface RandomRelus {
  /** n x d */
  readonly points: Matrix;
  /** p x d: feature j is max(0, directions_j . x). */
  readonly directions: Matrix;
  /** With the mean square 1. */
  readonly teacher: Rectified;
  /** n: the teacher's values with noise. */
  readonly y: Float64Array;
  readonly sigma: number;
}

/** n points and p features. */
export type Shape = readonly [n: number, p: number];

/** The first ones. */
export const firstOf =
  ([n, p]: Shape) =>
  (task: RandomRelus): RandomRelus => ({
    ...task,
    points: rowsOf(task.points, 0, n),
    directions: rowsOf(task.directions, 0, p),
    y: task.y.slice(0, n),
  });

/** max(0, w_j . x) for every row x of X, n x d, and every row w_j of W, p x d: n x p. */
export function rectified(X: Matrix, W: Matrix): Matrix {
  const F = gram(X, W);
  for (let k = 0; k < F.data.length; k++) F.data[k] = Math.max(0, F.data[k]!);
  return F;
}

export const valuesOf = ({ directions, signs }: Rectified, X: Matrix): Float64Array =>
  times(rectified(X, directions), signs);

const TEACHERS = ['one direction', 'a fold', 'two directions'] as const;
const PI = 3.141592653589793;

/** Of right-angled unit directions the mean square is 1/2 each, and the mean product 1/(2 pi). */
function teacherOf(kind: (typeof TEACHERS)[number], stream: Stream, d: number): Rectified {
  const Q = transpose(orthonormalColumns(matrix(d, 2, normals(stream, 2 * d))));
  const v = Q.data.subarray(0, d);
  if (kind === 'one direction') {
    const data = v.map((entry) => Math.sqrt(2) * entry);
    return { directions: matrix(1, d, data), signs: Float64Array.of(1) };
  }
  const data = Q.data.map((entry, k) =>
    kind === 'a fold' ? (k < d ? entry : -v[k - d]!) : entry / Math.sqrt(1 - 1 / PI),
  );
  return { directions: matrix(2, d, data), signs: Float64Array.of(1, kind === 'a fold' ? 1 : -1) };
}

/** n points of R^d and p features. */
export const randomRelus = (n: number, p: number, d: number, sigma: number): Population<RandomRelus> => ({
  name: `${n} points and ${p} random ReLU features in dimension ${d}`,
  version: 1,
  about:
    `${n} points of R^${d}, N(0, I) or of length sqrt(${d}) and uniform direction, equally likely; ${p} features max(0, w.x), ` +
    `w ~ N(0, I / ${d}); a teacher max(0, v.x), |v.x| or max(0, v.x) - max(0, u.x), equally likely, v of uniform direction, ` +
    `u at a right angle to it, scaled to the mean square 1; y has noise of standard deviation ${sigma}.`,
  arbitrary: fc
    .tuple(fc.constantFrom('Gaussian', 'sphere'), fc.constantFrom(...TEACHERS), seed)
    .map(([inputs, kind, from]) => {
      const stream = seededStream(from);
      const points = matrix(n, d, normals(stream, n * d));
      for (let i = 0; i < n && inputs === 'sphere'; i++) {
        const row = points.data.subarray(i * d, (i + 1) * d);
        const scale = Math.sqrt(d) / norm2(row);
        for (let j = 0; j < d; j++) row[j]! *= scale;
      }
      const directions = matrix(
        p,
        d,
        normals(stream, p * d).map((entry) => entry / Math.sqrt(d)),
      );
      const teacher = teacherOf(kind, stream, d);
      const y = valuesOf(teacher, points).map((value) => value + sigma * stream.normal());
      return { points, directions, teacher, y, sigma };
    }),
});

/** Their features, with the labels. */
export const sampleOf =
  (shape: Shape) =>
  (task: RandomRelus): Sample => {
    const { points, directions, y } = firstOf(shape)(task);
    return { X: rectified(points, directions), y };
  };
