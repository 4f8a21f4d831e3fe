/**
 * Thin Householder QR, A = Q R with R_ii > 0: the factorization is then unique, and a Gaussian A gives Q uniform (Haar)
 * on the matrices with orthonormal columns. Orthonormal to a modest multiple of eps whatever the condition of A; the
 * least squares solutions are backward stable. Sources: golubvanloan2013, 5.2 and 5.3; mezzadri2007 (signs).
 */
import { orthonormalized, reflected } from './kernels/dense.js';
import { axpyAt, dotAt, dotsAt } from './lanes.js';
import { matrix, norm2, transpose, type Matrix } from './matrix.js';

const EPS = 1 / 4503599627370496;
/** Below this norm a column has entries that are no longer accurate relative to it. */
const TINY = 1e-290;

/**
 * The columns of A are the rows of `data`, so that every reflection runs along memory. After step j, row j holds
 * R_0j .. R_(j-1)j and then the Householder vector v_j of H_j = I - v v' / h; the diagonal of R is kept apart.
 */
interface Reflections {
  readonly data: Float64Array;
  readonly count: number;
  readonly length: number;
  readonly h: Float64Array;
  readonly diagonal: Float64Array;
}

function reflect(columns: Matrix, dependent: (j: number) => string): Reflections {
  const { rows: count, cols: length } = columns;
  const data = columns.data.slice();
  const h = new Float64Array(count);
  const diagonal = new Float64Array(count);
  const lost = reflected(columns, data, h, diagonal);
  if (lost !== undefined && lost >= 0) throw new RangeError(dependent(lost));
  if (lost !== undefined) return { data, count, length, h, diagonal };
  const sums = new Float64Array(count);
  for (let j = 0; j < count; j++) {
    const at = j * length + j;
    const tail = data.subarray(at, (j + 1) * length);
    const norm = norm2(tail);
    const size = norm2(columns.data.subarray(j * length, (j + 1) * length));
    if (!(norm > Math.max(length * EPS * size, TINY) && norm < Infinity)) throw new RangeError(dependent(j));
    for (let k = 0; k < tail.length; k++) tail[k] = tail[k]! / norm;
    const sign = tail[0]! < 0 ? -1 : 1;
    h[j] = 1 + Math.abs(tail[0]!);
    tail[0] = tail[0]! + sign;
    diagonal[j] = -sign * norm;
    dotsAt(data, at + length, length, count - j - 1, length - j, data, at, sums, 0);
    for (let k = j + 1; k < count; k++) {
      axpyAt(-sums[k - j - 1]! / h[j]!, data, at, length - j, data, k * length + j);
    }
  }
  return { data, count, length, h, diagonal };
}

/** y := H_j y. */
function applyOne({ data, length, h }: Reflections, j: number, y: Float64Array, yOffset: number): void {
  const at = j * length + j;
  const sum = dotAt(data, at, y, yOffset + j, length - j);
  axpyAt(-sum / h[j]!, data, at, length - j, y, yOffset + j);
}

/**
 * Q of the thin QR of A, with R_ii > 0; A and Q: d x n, n <= d.
 * @throws RangeError where A has more columns than rows, or a column that depends on those before it.
 */
export const orthonormalColumns = (A: Matrix): Matrix =>
  transpose(orthonormal(transpose(A), 'orthonormalColumns', 'column'));

/**
 * Q' of the thin QR of A', with R_ii > 0, its rows from `from` on; A: n x d, n <= d.
 * @throws RangeError where A has more rows than columns, or a row that depends on those before it.
 */
export const orthonormalRows = (A: Matrix, from = 0): Matrix => orthonormal(A, 'orthonormalRows', 'row', from);

function orthonormal(A: Matrix, name: string, row: 'row' | 'column', from = 0): Matrix {
  const { rows: n, cols: d } = A;
  const [shape, other] = row === 'row' ? [`${n} x ${d}`, 'columns'] : [`${d} x ${n}`, 'rows'];
  if (n > d) throw new RangeError(`${name}: A is ${shape}; expected at most as many ${row}s as ${other}`);
  const dependent = (j: number) => `${name}: ${row} ${j} of A (${shape}) is not finite or depends on those before it`;
  const Q = matrix(n - from, d);
  const lost = orthonormalized(A, from, Q.data);
  if (lost !== undefined && lost >= 0) throw new RangeError(dependent(lost));
  if (lost !== undefined) return Q;
  const F = reflect(A, dependent);
  const sums = new Float64Array(n);
  for (let k = from; k < n; k++) Q.data[(k - from) * d + k] = F.diagonal[k]! < 0 ? -1 : 1;
  for (let j = n - 1; j >= 0; j--) {
    // H_j leaves the rows before j, whose support ends before it.
    const first = Math.max(j, from);
    const at = j * d + j;
    dotsAt(Q.data, (first - from) * d + j, d, n - first, d - j, F.data, at, sums, first);
    for (let k = first; k < n; k++) axpyAt(-sums[k]! / F.h[j]!, F.data, at, d - j, Q.data, (k - from) * d + j);
  }
  return Q;
}

/**
 * The w that minimizes |X w - y|, the shortest one where X has fewer rows than columns; X: n x d of full rank, y: n,
 * w: d. @throws RangeError where the shapes differ or X has not full rank to working precision.
 */
export function leastSquares(X: Matrix, y: Float64Array): Float64Array {
  const { rows: n, cols: d } = X;
  if (y.length !== n)
    throw new RangeError(`leastSquares: X is ${n} x ${d} and y has length ${y.length}; expected ${n}`);
  return n < d ? shortest(X, y) : fitted(X, y);
}

/** X' = Q R, so X w = y has the shortest solution w = Q z with R' z = y. */
function shortest(X: Matrix, y: Float64Array): Float64Array {
  const { rows: n, cols: d } = X;
  const F = reflect(X, (i) => `leastSquares: row ${i} of X (${n} x ${d}) is not finite or depends on those before it`);
  const w = new Float64Array(d);
  for (let k = 0; k < n; k++) w[k] = (y[k]! - dotAt(F.data, k * d, w, 0, k)) / F.diagonal[k]!;
  for (let j = n - 1; j >= 0; j--) applyOne(F, j, w, 0);
  return w;
}

/** X = Q R, so R w is the head of Q' y. */
function fitted(X: Matrix, y: Float64Array): Float64Array {
  const { rows: n, cols: d } = X;
  const F = reflect(transpose(X), (j) => {
    return `leastSquares: column ${j} of X (${n} x ${d}) is not finite or depends on those before it`;
  });
  const w = y.slice();
  for (let j = 0; j < d; j++) applyOne(F, j, w, 0);
  for (let k = d - 1; k >= 0; k--) {
    w[k] = w[k]! / F.diagonal[k]!;
    axpyAt(-w[k]!, F.data, k * n, k, w, 0);
  }
  return w.slice(0, d);
}
