/**
 * Products of dense matrices that change from step to step, row by row in flat arrays and in row order (matrix.ts): compiled
 * where all lie in a room, else these loops. `strip` is room for 4 numbers for each term of a sum. Shapes are not checked.
 */
import { at, inRoom } from './place.js';
import { words } from './words.js';

type Entries = Float64Array;

/** C = A B; A: m x k, B: k x n, C: m x n. */
export function productInto(A: Entries, B: Entries, C: Entries, m: number, k: number, n: number, strip: Entries): void {
  if (inRoom(A, B, C, strip))
    return words().rowOrder(at(A), 8 * k, 8, at(B), 8 * n, at(C), 8 * n, m, k, n, at(strip), 0);
  sums(A, k, 1, B, n, 1, C, m, k, n);
}

/** C = A' B; A: k x m, B: k x n, C: m x n. */
export function productOfTransposeInto(
  A: Entries,
  B: Entries,
  C: Entries,
  m: number,
  k: number,
  n: number,
  strip: Entries,
): void {
  if (inRoom(A, B, C, strip))
    return words().rowOrder(at(A), 8, 8 * m, at(B), 8 * n, at(C), 8 * n, m, k, n, at(strip), 0);
  sums(A, 1, m, B, n, 1, C, m, k, n);
}

/** C = A B'; A, B: n x k, C: n x n. */
export function productAcrossInto(A: Entries, B: Entries, C: Entries, n: number, k: number, strip: Entries): void {
  if (inRoom(A, B, C, strip)) return words().timesAcross(at(A), at(B), n, k, at(C), at(strip));
  sums(A, k, 1, B, 1, k, C, n, k, n);
}

function sums(
  A: Entries,
  aRow: number,
  aCol: number,
  B: Entries,
  bRow: number,
  bCol: number,
  C: Entries,
  m: number,
  k: number,
  n: number,
): void {
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += A[i * aRow + l * aCol]! * B[l * bRow + j * bCol]!;
      C[i * n + j] = sum;
    }
}
