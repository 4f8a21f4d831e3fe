/**
 * Singular values and vectors. The eigenvectors of the smaller Gram matrix turn the columns of A nearly orthogonal;
 * one-sided Jacobi rotations finish, until all columns are orthogonal to working precision. Squaring A costs no
 * accuracy, since the rotations act on A itself: every singular value is within a modest multiple of eps |A|, and 0 where
 * it is below (4 + sqrt(max(m, n))) eps |A|, so that the rank can be counted.
 * Sources: golubvanloan2013, 8.6.3; demmelveselic1992, 4.
 */
import { eigenSymmetric } from './eigen.js';
import { decomposed } from './kernels/dense.js';
import { axpyAt, dotAt, dotsAt } from './lanes.js';
import { gram, matrix, multiply, norm2, transpose, type Matrix } from './matrix.js';
import { rescaled } from './rescaled.js';

const EPS = 1 / 4503599627370496;

/** A = left diag(values) right', for A: m x n and k = min(m, n). */
export interface Svd {
  /** m x k, orthonormal columns. */
  readonly left: Matrix;
  /** k values, descending, none negative. */
  readonly values: Float64Array;
  /** n x k, orthonormal columns; the first entry of largest size of each is positive. */
  readonly right: Matrix;
}

/** The min(m, n) singular values, descending: the same bits as `svd(A).values`. @throws as `svd`. */
export function singularValues(A: Matrix): Float64Array {
  return decomposed(A)?.values ?? orthogonalized(A, 'singularValues').values;
}

/** The thin singular value decomposition. @throws RangeError where an entry is not finite. */
export function svd(A: Matrix): Svd {
  const compiled = decomposed(A);
  if (compiled) {
    const { values, left, right } = compiled;
    const k = values.length;
    return { left: transpose(matrix(k, A.rows, left)), values, right: transpose(matrix(k, A.cols, right)) };
  }
  const { columns, sizes, rotations, values } = orthogonalized(A, 'svd');
  const units = normalized(columns, sizes);
  const [left, right] = A.rows < A.cols ? [rotations, units] : [units, rotations];
  for (let k = 0; k < values.length; k++) {
    const other = left.data.subarray(k * left.cols, (k + 1) * left.cols);
    const one = right.data.subarray(k * right.cols, (k + 1) * right.cols);
    let largest = 0;
    for (const entry of one) if (Math.abs(entry) > Math.abs(largest)) largest = entry;
    if (largest < 0) for (const vector of [one, other]) vector.forEach((entry, i) => (vector[i] = 0 - entry));
  }
  return { left: transpose(left), values, right: transpose(right) };
}

/** A (its transpose where it has fewer rows than columns) times V has orthogonal columns. */
interface Orthogonalized {
  /** k x max(m, n): the rows are the columns of A V, times a power of two, in descending order. */
  readonly columns: Matrix;
  /** Their norms. */
  readonly sizes: Float64Array;
  /** k x k: V'. */
  readonly rotations: Matrix;
  readonly values: Float64Array;
}

function orthogonalized(A: Matrix, name: string): Orthogonalized {
  const bad = A.data.findIndex((entry) => !(Math.abs(entry) < Infinity));
  if (bad >= 0) throw new RangeError(`${name}: entry ${bad} of A is ${A.data[bad]}; expected finite entries`);
  const { data, factor } = rescaled(A.data);
  const given = matrix(A.rows, A.cols, data);
  const rowsOfColumns = A.rows < A.cols ? given : transpose(given);
  const V = reversed(transpose(eigenSymmetric(gram(rowsOfColumns)).vectors));
  const B = multiply(V, rowsOfColumns);
  const squares = orthogonalize(B, V, name);
  const order = Array.from(squares.keys()).sort((p, q) => squares[q]! - squares[p]! || p - q);
  const sizes = Float64Array.from(order, (k) => Math.sqrt(squares[k]!));
  const values = sizes.map((size) => size / factor);
  return { columns: picked(B, order), sizes, rotations: picked(V, order), values };
}

function picked({ rows, cols, data }: Matrix, order: readonly number[]): Matrix {
  const out = matrix(rows, cols);
  order.forEach((k, to) => out.data.set(data.subarray(k * cols, (k + 1) * cols), to * cols));
  return out;
}

const reversed = (V: Matrix): Matrix =>
  picked(
    V,
    Array.from({ length: V.rows }, (_, k) => V.rows - 1 - k),
  );

/** Rotates the rows of B (and those of V alike) until all are orthogonal; their squared norms, 0 if negligible. */
function orthogonalize(B: Matrix, V: Matrix, name: string): Float64Array {
  const { rows: n, cols: m, data: b } = B;
  const tolerance = EPS * (4 + Math.sqrt(m));
  const squares = Float64Array.from({ length: n }, (_, p) => dotAt(b, p * m, b, p * m, m));
  const products = new Float64Array(n);
  let nothing = 0;
  for (let sweep = 0, turned = true; turned; sweep++) {
    if (sweep === 60) throw new RangeError(`${name}: the columns are not orthogonal after 60 sweeps`);
    turned = false;
    nothing = tolerance * tolerance * squares.reduce((largest, square) => Math.max(largest, square), 0);
    for (let p = 0; p < n; p++) {
      if (!(squares[p]! > nothing)) continue;
      dotsAt(b, (p + 1) * m, m, n - p - 1, m, b, p * m, products, p + 1);
      let current = true;
      for (let q = p + 1; q < n; q++) {
        if (!(squares[q]! > nothing)) continue;
        const product = current ? products[q]! : dotAt(b, p * m, b, q * m, m);
        if (!(Math.abs(product) > tolerance * Math.sqrt(squares[p]!) * Math.sqrt(squares[q]!))) continue;
        const zeta = (squares[q]! - squares[p]!) / (2 * product);
        const size = Math.abs(zeta);
        const tangent = (zeta < 0 ? -1 : 1) / (size + Math.sqrt(1 + size * size));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        turn(b, p * m, q * m, m, cosine, tangent * cosine);
        turn(V.data, p * n, q * n, n, cosine, tangent * cosine);
        squares[p] = dotAt(b, p * m, b, p * m, m);
        squares[q] = dotAt(b, q * m, b, q * m, m);
        current = false;
        turned = true;
      }
    }
  }
  return squares.map((square) => (square > nothing ? square : 0));
}

/** The rows at p and q become c p - s q and s p + c q. */
function turn(data: Float64Array, p: number, q: number, length: number, c: number, s: number): void {
  for (let k = 0; k < length; k++) {
    const x = data[p + k]!;
    const y = data[q + k]!;
    data[p + k] = c * x - s * y;
    data[q + k] = s * x + c * y;
  }
}

/** Rows of unit length; a row of size 0 becomes a unit vector orthogonal to all before it. */
function normalized({ rows, cols, data }: Matrix, sizes: Float64Array): Matrix {
  const U = matrix(rows, cols);
  const u = U.data;
  for (let k = 0; k < rows; k++) {
    const row = u.subarray(k * cols, (k + 1) * cols);
    if (sizes[k]! > 0) {
      for (let i = 0; i < cols; i++) row[i] = data[k * cols + i]! / sizes[k]!;
      continue;
    }
    // The coordinate vector that the rows so far represent least has a large part orthogonal to them.
    const covered = new Float64Array(cols);
    for (let j = 0; j < k; j++)
      for (let i = 0; i < cols; i++) covered[i] = covered[i]! + u[j * cols + i]! * u[j * cols + i]!;
    row[covered.indexOf(covered.reduce((least, share) => Math.min(least, share), Infinity))] = 1;
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < k; j++) axpyAt(-dotAt(u, j * cols, row, 0, cols), u, j * cols, cols, row, 0);
      const norm = norm2(row);
      for (let i = 0; i < cols; i++) row[i] = row[i]! / norm;
    }
  }
  return U;
}
