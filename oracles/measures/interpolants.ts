/** Interpolants of X b = y that minimize nothing: random points of the affine space b0 + null(X). */
import type { Stream } from 'claimcheck';
import { accumulateAt } from 'claimcheck/numerics/lanes';
import { axpy, matrix, norm2, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalRows } from 'claimcheck/numerics/qr';
import { normals } from 'claimcheck/numerics/stream';

/** A uniformly random orthonormal basis of null(X), one row each: d - n x d; X: n x d of full row rank. */
export function nullBasis(X: Matrix, stream: Stream, first?: Float64Array): Matrix {
  const { rows: n, cols: d } = X;
  const all = matrix(d, d);
  all.data.set(X.data);
  for (let k = n; k < d; k++) all.data.set(k === n && first ? first : normals(stream, d), k * d);
  return orthonormalRows(all, n);
}

/** centre + radius u for `count` directions u uniform on the unit sphere of null(X). With `centre` the interpolant of
 * least Euclidean norm, all of them have the same Euclidean norm. */
export function sphere(X: Matrix, centre: Float64Array, radius: number, count: number, stream: Stream): Float64Array[] {
  const basis = nullBasis(X, stream);
  return Array.from({ length: count }, () => {
    const mix = normals(stream, basis.rows);
    const length = norm2(mix);
    const point = centre.slice();
    const weights = mix.map((each) => (radius * each) / length);
    accumulateAt(basis.data, 0, basis.cols, basis.rows, basis.cols, weights, 0, 1, point, 0);
    return point;
  });
}

/** Those around the interpolant of least Euclidean norm whose norm is sqrt(d/n) times the least; uses no truth. */
export const equallyLong = (X: Matrix, centre: Float64Array, count: number, stream: Stream): Float64Array[] =>
  sphere(X, centre, norm2(centre) * Math.sqrt((X.cols - X.rows) / X.rows), count, stream);

/** The k-th of a set at far(k) times its distance to the centre. */
export const stretched = (
  set: readonly Float64Array[],
  centre: Float64Array,
  far: (k: number) => number,
): Float64Array[] => set.map((b, k) => b.map((entry, j) => centre[j]! + far(k) * (entry - centre[j]!)));

/** 2 centre - truth, the mirror of the truth: d. */
export const reflected = (truth: Float64Array, centre: Float64Array): Float64Array =>
  centre.map((entry, j) => 2 * entry - truth[j]!);

/** centre + radius e and centre - radius e for the rows e of a basis of null(X). */
export function antipodes(basis: Matrix, centre: Float64Array, radius: number): Float64Array[] {
  const points: Float64Array[] = [];
  for (let k = 0; k < basis.rows; k++) {
    for (const sign of [1, -1]) {
      const point = centre.slice();
      axpy(sign * radius, rowOf(basis, k), point);
      points.push(point);
    }
  }
  return points;
}

const rowOf = (A: Matrix, k: number) => A.data.subarray(k * A.cols, (k + 1) * A.cols);
