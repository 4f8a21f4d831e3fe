/**
 * Cholesky factorization A = L L' of a symmetric positive definite matrix, column by column: each new column is what
 * the dot products (lane order) of the finished rows leave of A. Backward error at most (n + 1) eps |L| |L'|, entry by
 * entry; no pivoting is needed. Source: higham2002, 10.1.
 */
import { factored } from './kernels/dense.js';
import { dotAt, dotsAt } from './lanes.js';
import { matrix, type Matrix } from './matrix.js';

/**
 * L: n x n, lower triangular with positive diagonal. Only the lower triangle of A is read.
 * @throws RangeError where A is not square, or not positive definite to working precision (names the pivot).
 */
export function cholesky(A: Matrix): Matrix {
  const L = matrix(A.rows, A.rows);
  choleskyInto(A, L, new Float64Array(A.rows));
  return L;
}

/** L as of `cholesky`, whose upper triangle is 0 already; sums: n, overwritten. @throws RangeError as `cholesky` does */
export function choleskyInto(A: Matrix, L: Matrix, sums: Float64Array): void {
  const n = A.rows;
  if (A.cols !== n) throw new RangeError(`cholesky: A is ${n} x ${A.cols}; expected a square matrix`);
  const l = L.data;
  const compiled = factored(A, l);
  if (compiled === true) return;
  if (compiled) throw notPositive(compiled.pivot, compiled.value);
  for (let j = 0; j < n; j++) {
    dotsAt(l, j * n, n, n - j, j, l, j * n, sums, j);
    const pivot = A.data[j * n + j]! - sums[j]!;
    if (!(pivot > 0 && pivot < Infinity)) {
      throw notPositive(j, pivot);
    }
    const root = Math.sqrt(pivot);
    l[j * n + j] = root;
    for (let i = j + 1; i < n; i++) l[i * n + j] = (A.data[i * n + j]! - sums[i]!) / root;
  }
}

const notPositive = (pivot: number, value: number) =>
  new RangeError(`cholesky: pivot ${pivot} is ${value}; expected a positive definite matrix (positive pivots)`);

/** x with L L' x = b; L: n x n lower triangular, b: n. @throws RangeError where the shapes differ. */
export function choleskySolve(L: Matrix, b: Float64Array): Float64Array {
  const n = L.rows;
  if (L.cols !== n || b.length !== n) {
    throw new RangeError(`choleskySolve: L is ${n} x ${L.cols} and b has length ${b.length}; expected n x n and n`);
  }
  const x = b.slice();
  choleskySolveInto(L, x);
  return x;
}

/** x with L L' x = b in the place of b. */
export function choleskySolveInto(L: Matrix, x: Float64Array): void {
  const n = L.rows;
  const l = L.data;
  for (let i = 0; i < n; i++) x[i] = (x[i]! - dotAt(l, i * n, x, 0, i)) / l[i * n + i]!;
  let i = n - 1;
  // Two rows at a time, which changes no bit: what is left of x is read and written once for both.
  for (; i > 0; i -= 2) {
    const [p, q] = [i * n, (i - 1) * n];
    const a = x[i]! / l[p + i]!;
    const b = (x[i - 1]! + -a * l[p + i - 1]!) / l[q + i - 1]!;
    [x[i], x[i - 1]] = [a, b];
    for (let k = 0; k < i - 1; k++) x[k] = x[k]! + -a * l[p + k]! + -b * l[q + k]!;
  }
  if (i === 0) x[0] = x[0]! / l[0]!;
}
