/**
 * Dense real matrices and vectors: row-major float64.
 *
 * The order of every sum is part of the result, so that kernels with two lanes per vector give the same bits:
 * - Lane order, for sums along memory (dot products, norms, A x, X X'): the terms of even index are added to one
 *   accumulator and the terms of odd index to another, each in ascending order from +0; the sum is even + odd.
 * - Row order, for sums across rows (A' r, A B, X' X): every entry of the result is its own accumulator, which starts
 *   at +0 and takes the products of row 0, 1, 2, ... in turn.
 * No product is fused with its addition. Blocking may share loads; it never changes these orders.
 */
import { grammed, grammedTransposed, multiplied, timesCompiled, timesTransposedCompiled } from './kernels/dense.js';
import type { Matrix } from './shape.js';
import { accumulateAt, axpyAt, dotAt, dotsAt } from './lanes.js';
import { at, inRoom } from './place.js';
import { words } from './words.js';

export type { Matrix };

const shape = (A: Matrix) => `${A.rows} x ${A.cols}`;

function expectLength(name: string, of: string, actual: number, expected: number): void {
  if (actual !== expected) throw new RangeError(`${name}: ${of} has length ${actual}; expected ${expected}`);
}

/**
 * The matrix over `data`, which is not copied; zeros where no data is given.
 * @throws RangeError where a size is not a nonnegative integer or `data` has not rows * cols entries.
 */
export function matrix(rows: number, cols: number, data?: Float64Array): Matrix {
  if (!(Number.isInteger(rows) && Number.isInteger(cols) && rows >= 0 && cols >= 0)) {
    throw new RangeError(`matrix: shape is ${rows} x ${cols}; expected nonnegative integers`);
  }
  if (data && data.length !== rows * cols) {
    throw new RangeError(`matrix: ${data.length} entries given for shape ${rows} x ${cols}; expected ${rows * cols}`);
  }
  return { rows, cols, data: data ?? new Float64Array(rows * cols) };
}

/** @throws RangeError where the rows differ in length. */
export function fromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const cols = rows[0]?.length ?? 0;
  const A = matrix(rows.length, cols);
  rows.forEach((row, i) => {
    expectLength('fromRows', `row ${i}`, row.length, cols);
    A.data.set(row, i * cols);
  });
  return A;
}

/** The n x n identity. */
export function identity(n: number): Matrix {
  const I = matrix(n, n);
  for (let i = 0; i < n; i++) I.data[i * n + i] = 1;
  return I;
}

/** A': cols x rows, a copy. */
export function transpose(A: Matrix): Matrix {
  const T = matrix(A.cols, A.rows);
  for (let i = 0; i < A.rows; i++) {
    for (let j = 0; j < A.cols; j++) T.data[j * A.rows + i] = A.data[i * A.cols + j]!;
  }
  return T;
}

/** Rows from .. to - 1, a copy. @throws RangeError unless 0 <= from <= to <= A.rows. */
export function rowsOf(A: Matrix, from: number, to: number): Matrix {
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= A.rows)) {
    throw new RangeError(
      `rowsOf: rows ${from} to ${to} of a ${shape(A)} matrix; expected 0 <= from <= to <= ${A.rows}`,
    );
  }
  return matrix(to - from, A.cols, A.data.slice(from * A.cols, to * A.cols));
}

/** Column j, a copy. @throws RangeError where there is none. */
export function column(A: Matrix, j: number): Float64Array {
  if (!(Number.isInteger(j) && 0 <= j && j < A.cols)) {
    throw new RangeError(`column: column ${j} of a ${shape(A)} matrix; expected 0 <= column < ${A.cols}`);
  }
  const out = new Float64Array(A.rows);
  for (let i = 0; i < A.rows; i++) out[i] = A.data[i * A.cols + j]!;
  return out;
}

/** The first k columns, a copy. */
export function columnsUpTo(X: Matrix, k: number): Matrix {
  const out = matrix(X.rows, k);
  for (let i = 0; i < X.rows; i++) out.data.set(X.data.subarray(i * X.cols, i * X.cols + k), i * k);
  return out;
}

/** The listed columns of X, as a matrix n x k. */
export function columnsOf(X: Matrix, list: readonly number[]): Matrix {
  const data = new Float64Array(X.rows * list.length);
  for (let i = 0; i < X.rows; i++) list.forEach((j, k) => (data[i * list.length + k] = X.data[i * X.cols + j]!));
  return { rows: X.rows, cols: list.length, data };
}

/** |X|, entry by entry. */
export function magnitudes(X: Matrix): Matrix {
  const out = matrix(X.rows, X.cols);
  for (let k = 0; k < out.data.length; k++) out.data[k] = Math.abs(X.data[k]!);
  return out;
}

/** X diag(by): every column times a number. @throws RangeError unless there is one for each. */
export function scaleColumns(X: Matrix, by: Float64Array): Matrix {
  expectLength('scaleColumns', `what scales the columns of a ${shape(X)} matrix`, by.length, X.cols);
  const out = matrix(X.rows, X.cols);
  for (let i = 0, k = 0; i < X.rows; i++) for (let j = 0; j < by.length; j++, k++) out.data[k] = X.data[k]! * by[j]!;
  return out;
}

// --------------------------------------------------------------------------------------------------------- products

/** out = A x, in lane order; A: n x d, x: d, out: n, not overlapping. @throws RangeError where the shapes differ. */
export function timesInto(A: Matrix, x: Float64Array, out: Float64Array): void {
  if (x.length !== A.cols)
    throw new RangeError(`times: A is ${shape(A)} and x has length ${x.length}; expected ${A.cols}`);
  if (out.length !== A.rows)
    throw new RangeError(`times: A is ${shape(A)} and out has length ${out.length}; expected ${A.rows}`);
  if (inRoom(A, x, out)) return words().quadDots(at(A), A.rows, A.cols, at(x), 0, at(out));
  if (!timesCompiled(A, x, out)) dotsAt(A.data, 0, A.cols, A.rows, A.cols, x, 0, out, 0);
}

/** out = A x - y, A x in lane order; A: n x d, x: d, y, out: n, not overlapping. @throws RangeError where the shapes differ. */
export function missInto(A: Matrix, x: Float64Array, y: Float64Array, out: Float64Array): void {
  expectLength('missInto', 'y', y.length, A.rows);
  expectLength('missInto', 'x', x.length, A.cols);
  expectLength('missInto', 'out', out.length, A.rows);
  if (inRoom(A, x, y, out)) return words().quadDots(at(A), A.rows, A.cols, at(x), at(y), at(out));
  timesInto(A, x, out);
  for (let i = 0; i < y.length; i++) out[i]! -= y[i]!;
}

/** A x, in lane order; A: n x d, x: d. @throws RangeError where the shapes differ. */
export function times(A: Matrix, x: Float64Array): Float64Array {
  const out = new Float64Array(A.rows);
  timesInto(A, x, out);
  return out;
}

/** out = A' r, in row order; A: n x d, r: n, out: d, not overlapping. @throws RangeError where the shapes differ. */
export function timesTransposedInto(A: Matrix, r: Float64Array, out: Float64Array): void {
  if (r.length !== A.rows) {
    throw new RangeError(`timesTransposed: A is ${shape(A)} and r has length ${r.length}; expected ${A.rows}`);
  }
  if (out.length !== A.cols) {
    throw new RangeError(`timesTransposed: A is ${shape(A)} and out has length ${out.length}; expected ${A.cols}`);
  }
  if (inRoom(A, r, out)) return words().quadAccumulate(at(A), A.rows, A.cols, at(r), at(out));
  if (timesTransposedCompiled(A, r, out)) return;
  out.fill(0);
  accumulateAt(A.data, 0, A.cols, A.rows, A.cols, r, 0, 1, out, 0);
}

/** A' r, in row order; A: n x d, r: n. @throws RangeError where the shapes differ. */
export function timesTransposed(A: Matrix, r: Float64Array): Float64Array {
  const out = new Float64Array(A.cols);
  timesTransposedInto(A, r, out);
  return out;
}

/** A B, in row order (row i of the product sums rows of B). @throws RangeError where the shapes do not fit. */
export function multiply(A: Matrix, B: Matrix): Matrix {
  if (A.cols !== B.rows)
    throw new RangeError(`multiply: A is ${shape(A)} and B is ${shape(B)}; expected ${A.cols} rows in B`);
  const C = matrix(A.rows, B.cols);
  if (multiplied(A, B, C.data)) return C;
  for (let i = 0; i < A.rows; i++) {
    accumulateAt(B.data, 0, B.cols, B.rows, B.cols, A.data, i * A.cols, 1, C.data, i * B.cols);
  }
  return C;
}

/**
 * X Z' in lane order: the dot products of the rows, exactly symmetric without Z, which then is X.
 * @throws RangeError where the rows differ in length.
 */
export function gram(X: Matrix, Z = X): Matrix {
  const G = matrix(X.rows, Z.rows);
  gramInto(X, G, Z);
  return G;
}

/** G = X Z' as `gram`; G: n x m for X: n x d and Z: m x d. @throws as `gram`. */
export function gramInto(X: Matrix, G: Matrix, Z = X): void {
  const [n, m, d] = [X.rows, Z.rows, X.cols];
  if (Z.cols !== d) throw new RangeError(`gram: X is ${shape(X)} and Z is ${shape(Z)}; expected ${d} columns in Z`);
  if (grammed(X, Z, G.data)) return;
  for (let i = 0; i < n; i++) {
    const from = X === Z ? i : 0;
    dotsAt(Z.data, from * d, d, m - from, d, X.data, i * d, G.data, i * m + from);
    for (let j = 0; j < from; j++) G.data[i * m + j] = G.data[j * m + i]!;
  }
}

/** X' X in row order: the sum over rows of their outer products, exactly symmetric. */
export function gramTransposed(X: Matrix): Matrix {
  const d = X.cols;
  const G = matrix(d, d);
  if (grammedTransposed(X, G.data)) return G;
  for (let j = 0; j < d; j++) {
    accumulateAt(X.data, j, d, X.rows, d - j, X.data, j, d, G.data, j * d + j);
    for (let k = j + 1; k < d; k++) G.data[k * d + j] = G.data[j * d + k]!;
  }
  return G;
}

// ---------------------------------------------------------------------------------------------------------- vectors

/** x' y, in lane order. @throws RangeError where the lengths differ. */
export function dot(x: Float64Array, y: Float64Array): number {
  if (y.length !== x.length) expectLength('dot', `y (against x of length ${x.length})`, y.length, x.length);
  return inRoom(x, y) ? words().dot(at(x), at(y), x.length) : dotAt(x, 0, y, 0, x.length);
}

/** The sum of |x_k|, in lane order. */
export function norm1(x: Float64Array): number {
  let even = 0;
  let odd = 0;
  for (let k = 0; k < x.length; k += 2) even += Math.abs(x[k]!);
  for (let k = 1; k < x.length; k += 2) odd += Math.abs(x[k]!);
  return even + odd;
}

/** The square root of x' x; rescaled by the largest entry where x' x would overflow or underflow. */
export function norm2(x: Float64Array): number {
  if (inRoom(x)) return words().norm2(at(x), x.length);
  const square = dotAt(x, 0, x, 0, x.length);
  if (square > 1e-280 && square < Infinity) return Math.sqrt(square);
  const largest = normInf(x);
  if (!(largest > 0 && largest < Infinity)) return largest;
  const scaled = x.map((entry) => entry / largest);
  return largest * Math.sqrt(dotAt(scaled, 0, scaled, 0, x.length));
}

/** The largest |x_k|; 0 for an empty vector, NaN where x has one. */
export function normInf(x: Float64Array | Float32Array): number {
  if (inRoom(x as Float64Array)) return words().normInf(at(x as Float64Array), x.length);
  let largest = 0;
  for (let k = 0; k < x.length; k++) largest = Math.max(largest, Math.abs(x[k]!));
  return largest;
}

/** The square root of the sum of the squares of all entries. */
export const frobenius = (A: Matrix): number => norm2(A.data);

/** y += a x, in place. @throws RangeError where the lengths differ. */
export function axpy(a: number, x: Float64Array, y: Float64Array): void {
  if (y.length !== x.length) expectLength('axpy', `y (against x of length ${x.length})`, y.length, x.length);
  if (inRoom(x, y)) return words().axpy(a, at(x), x.length, at(y));
  axpyAt(a, x, 0, x.length, y, 0);
}

/** x - y. @throws RangeError where the lengths differ. */
export function subtract(x: Float64Array, y: Float64Array): Float64Array {
  expectLength('subtract', `y (against x of length ${x.length})`, y.length, x.length);
  const out = new Float64Array(x.length);
  for (let k = 0; k < x.length; k++) out[k] = x[k]! - y[k]!;
  return out;
}

/** |x - y|_2. @throws RangeError where the lengths differ. */
export const distance = (x: Float64Array, y: Float64Array): number => norm2(subtract(x, y));

/** a x. */
export function scale(a: number, x: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  for (let k = 0; k < x.length; k++) out[k] = a * x[k]!;
  return out;
}
