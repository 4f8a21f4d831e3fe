/**
 * Linear systems by Gaussian elimination with partial pivoting, followed by iterative refinement whose residuals are
 * computed in twice the working precision: the solution is accurate to a few units in the last place of its largest
 * entry unless the condition number approaches 1e15. Source: higham2002, 9 and 12.
 */
import { accumulateAt, dotAt } from './lanes.js';
import { matrix, multiply, norm1, normInf, type Matrix } from './matrix.js';
import { residual } from './residual.js';

const UNIT = 1 / 9007199254740992;
/** Columns that are eliminated before the rest of the matrix is updated; the order of the updates is that of 1. */
const PANEL = 4;

/** P A = L U. */
export interface Lu {
  /** n x n: U on and above the diagonal, below it L with its sign changed. */
  readonly factors: Matrix;
  /** Row i of P A is row `order[i]` of A. */
  readonly order: Int32Array;
}

/** @throws RangeError where A is not square, not finite, or singular to working precision (names the pivot). */
export function lu(A: Matrix): Lu {
  const n = A.rows;
  if (A.cols !== n) throw new RangeError(`lu: A is ${n} x ${A.cols}; expected a square matrix`);
  const a = A.data.slice();
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const rowSize = new Float64Array(n);
  const columnSize = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const size = Math.abs(a[i * n + j]!);
      if (!(size < Infinity))
        throw new RangeError(`lu: entry (${i}, ${j}) is ${a[i * n + j]}; expected finite entries`);
      rowSize[i] = Math.max(rowSize[i]!, size);
      columnSize[j] = Math.max(columnSize[j]!, size);
    }
  }
  for (let start = 0; start < n; start += PANEL) {
    const end = Math.min(start + PANEL, n);
    for (let k = start; k < end; k++) {
      let best = k;
      for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[best * n + k]!)) best = i;
      const pivot = a[best * n + k]!;
      // Relative to its row or to its column: neither scaling of a regular matrix makes it singular.
      const negligible = n * UNIT * Math.min(rowSize[order[best]!]!, columnSize[k]!);
      if (!(Math.abs(pivot) > negligible && Math.abs(pivot) < Infinity)) {
        throw new RangeError(`lu: pivot ${k} is ${pivot}; expected a matrix that is not singular to working precision`);
      }
      if (best !== k) swapRows(a, order, best, k);
      for (let i = k + 1; i < n; i++) {
        const factor = -a[i * n + k]! / pivot;
        a[i * n + k] = factor;
        for (let j = k + 1; j < end; j++) a[i * n + j] = a[i * n + j]! + factor * a[k * n + j]!;
      }
    }
    for (let i = start + 1; i < n; i++) {
      const rows = Math.min(i, end) - start;
      accumulateAt(a, start * n + end, n, rows, n - end, a, i * n + start, 1, a, i * n + end);
    }
  }
  return { factors: matrix(n, n, a), order };
}

function swapRows(a: Float64Array, order: Int32Array, i: number, k: number): void {
  const n = order.length;
  const row = a.slice(i * n, (i + 1) * n);
  a.copyWithin(i * n, k * n, (k + 1) * n);
  a.set(row, k * n);
  [order[i], order[k]] = [order[k]!, order[i]!];
}

/** x with A x = b by the two triangular systems alone, without refinement. @throws RangeError where b is not of n. */
export function luSolve({ factors, order }: Lu, b: Float64Array): Float64Array {
  const n = factors.rows;
  if (b.length !== n) throw new RangeError(`luSolve: b has length ${b.length} and the factors are ${n} x ${n}`);
  const f = factors.data;
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) x[i] = b[order[i]!]! + dotAt(f, i * n, x, 0, i);
  for (let i = n - 1; i >= 0; i--) {
    x[i] = (x[i]! - dotAt(f, i * n + i + 1, x, i + 1, n - i - 1)) / f[i * n + i]!;
  }
  return x;
}

/**
 * Adds corrections until they no longer change x or no longer halve. The size of the residual is not asked: it is at
 * rounding level from the beginning, while the error of x still is the condition number times as large.
 */
function refine(A: Matrix, F: Lu, b: Float64Array): { x: Float64Array; residual: number } {
  let x = luSolve(F, b);
  let left = residual(A, x, b);
  for (let size = normInf(x), last = size; size > UNIT * normInf(x); last = size) {
    const correction = luSolve(F, left.values);
    size = normInf(correction);
    if (!(size <= last / 2)) break;
    x = x.map((entry, i) => entry + correction[i]!);
    left = residual(A, x, b);
  }
  return { x, residual: left.bound };
}

/** x with A x = b, refined; A: n x n, b: n. @throws RangeError where the shapes differ or A is singular. */
export function solve(A: Matrix, b: Float64Array): Float64Array {
  return solveWithResidual(A, b).x;
}

/** As `solve`, with an upper bound of the largest |b - A x| in exact arithmetic. @throws as `solve`. */
export function solveWithResidual(A: Matrix, b: Float64Array): { x: Float64Array; residual: number } {
  if (b.length !== A.rows) {
    throw new RangeError(`solve: A is ${A.rows} x ${A.cols} and b has length ${b.length}; expected ${A.rows}`);
  }
  return refine(A, lu(A), b);
}

/**
 * As `solveWithResidual`, with an upper bound `error` of the largest |x - A^-1 b| in exact arithmetic: for an approximate
 * inverse R with |I - R A| <= alpha < 1 (row sums), |x - A^-1 b| <= |R| residual / (1 - alpha). Infinity where
 * alpha >= 1. Costs about ten times `solve`. Source: rump2010, 10. @throws as `solve`.
 */
export function solveWithError(A: Matrix, b: Float64Array): { x: Float64Array; residual: number; error: number } {
  const n = A.rows;
  if (b.length !== n) throw new RangeError(`solve: A is ${n} x ${A.cols} and b has length ${b.length}; expected ${n}`);
  const F = lu(A);
  const refined = refine(A, F, b);
  const R = inverse(F);
  const product = multiply(R, A);
  const sizes = multiply(matrix(n, n, R.data.map(Math.abs)), matrix(n, n, A.data.map(Math.abs)));
  const up = 1 + 4 * (n + 4) * UNIT;
  let alpha = 0;
  let inverseSize = 0;
  for (let i = 0; i < n; i++) {
    product.data[i * n + i] = product.data[i * n + i]! - 1;
    const row = norm1(product.data.subarray(i * n, (i + 1) * n));
    const rounding = 2 * (n + 2) * UNIT * norm1(sizes.data.subarray(i * n, (i + 1) * n)) + n * n * Number.MIN_VALUE;
    alpha = Math.max(alpha, (row + rounding) * up);
    inverseSize = Math.max(inverseSize, norm1(R.data.subarray(i * n, (i + 1) * n)));
  }
  const error = alpha < 1 ? ((inverseSize * refined.residual) / (1 - alpha)) * up : Infinity;
  return { ...refined, error };
}

function inverse(F: Lu): Matrix {
  const n = F.factors.rows;
  const R = matrix(n, n);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit[j] = 1;
    luSolve(F, unit).forEach((entry, i) => (R.data[i * n + j] = entry));
    unit[j] = 0;
  }
  return R;
}
