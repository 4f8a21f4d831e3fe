/** Inputs and measures that the tests of dense linear algebra share. */
import { all, create } from 'mathjs';
import type { BigNumber } from 'mathjs';
import { sha256 } from '../../src/numerics/digest.js';
import { gramTransposed, matrix } from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';

export const EPS = 1 / 4503599627370496;

/** Standard normal entries. */
export const gaussian = (rows: number, cols: number, seed: number): Matrix =>
  matrix(rows, cols, normals(seededStream(seed), rows * cols));

export const gaussianVector = (n: number, seed: number): Float64Array => gaussian(1, n, seed).data;

/** B + B' for Gaussian B, exactly symmetric. */
export function gaussianSymmetric(n: number, seed: number): Matrix {
  const B = gaussian(n, n, seed).data;
  return matrix(
    n,
    n,
    Float64Array.from(B, (_, k) => B[k]! + B[(k % n) * n + Math.floor(k / n)]!),
  );
}

/** The same entries for ever, and of no stream: in [-1/2, 1/2), of a linear congruence. */
export function fixed(rows: number, cols: number): Matrix {
  let state = 1;
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  return matrix(
    rows,
    cols,
    Float64Array.from({ length: rows * cols }, () => next() / 4294967296 - 0.5),
  );
}

/** SHA-256 of the bytes. */
export function bits(...arrays: Float64Array[]): string {
  const joined = Float64Array.from(arrays.flatMap((array) => Array.from(array)));
  return sha256(new Uint8Array(joined.buffer));
}

export const largest = (x: Float64Array): number => x.reduce((m, entry) => Math.max(m, Math.abs(entry)), 0);

export const difference = (x: Float64Array, y: Float64Array): number => largest(x.map((entry, k) => entry - y[k]!));

/** The largest entry of Q'Q - I. */
export function orthonormality(Q: Matrix): number {
  const G = gramTransposed(Q);
  return largest(G.data.map((entry, k) => entry - (k % (Q.cols + 1) === 0 ? 1 : 0)));
}

/** A diag(d). */
export const columnsScaled = (A: Matrix, d: Float64Array): Matrix =>
  matrix(
    A.rows,
    A.cols,
    A.data.map((entry, k) => entry * d[k % A.cols]!),
  );

/** mathjs with 64 digits. */
export const exact = create(all!, { number: 'BigNumber', precision: 64 });

/** The value of x itself; mathjs would take its shortest decimal form. */
export function big(x: number): BigNumber {
  let factor = exact.bignumber(1);
  let integer = x;
  while (!Number.isInteger(integer)) {
    integer *= 2;
    factor = factor.times(2);
  }
  return exact.bignumber(BigInt(integer)).div(factor);
}

/** The rows of A as arrays of 64-digit numbers. */
export const bigRows = (A: Matrix): BigNumber[][] =>
  Array.from({ length: A.rows }, (_, i) => Array.from(A.data.subarray(i * A.cols, (i + 1) * A.cols), big));

/** x' y with 64 digits. */
export const bigDot = (x: readonly BigNumber[], y: readonly BigNumber[]): BigNumber =>
  x.reduce((sum, entry, k) => sum.plus(entry.times(y[k]!)), big(0));

/** How many eigenvalues of the symmetric matrix are below t: the negative pivots of its elimination, with 64 digits. */
export function eigenvaluesBelow(t: BigNumber, rows: readonly (readonly BigNumber[])[]): number {
  const a = rows.map((row, i) => row.map((entry, j) => (i === j ? entry.minus(t) : entry)));
  let negative = 0;
  a.forEach((pivotRow, k) => {
    if (pivotRow[k]!.isNegative()) negative++;
    for (const row of a.slice(k + 1)) {
      const factor = row[k]!.div(pivotRow[k]!);
      pivotRow.forEach((entry, j) => (row[j] = row[j]!.minus(factor.times(entry))));
    }
  });
  return negative;
}
