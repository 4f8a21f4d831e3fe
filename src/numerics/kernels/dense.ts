/**
 * Bindings of assembly/products.ts, eigen.ts, svd.ts, cholesky.ts and qr.ts: what is worth the copies. Each gives
 * undefined or false where the plain code is to run: as asked for, because the copies would cost more, or for want of rank.
 */
import type { Matrix } from '../shape.js';
import { kernels, type Arena } from './instance.js';
import { words } from '../words.js';

/** Multiplications below which copying in and out is not worth it. */
const WORTH = 300;
/** Entries below which a product with one vector is not worth copying the matrix. */
const WORTH_ONCE = 800;

/** The kernels, where they are to run and have room for that many numbers in a few arrays. */
function free(numbers: number): Arena | undefined {
  const arena = kernels();
  return arena?.has(numbers + 100) ? arena : undefined;
}

/** out = A x in lane order. */
export function timesCompiled({ rows, cols, data }: Matrix, x: Float64Array, out: Float64Array): boolean {
  const arena = data.length < WORTH_ONCE ? undefined : free(data.length + rows + cols);
  if (!arena) return false;
  const [a, v, into] = [arena.put(data), arena.put(x), arena.room(rows)];
  words().dots(a, 8 * cols, rows, cols, v, into);
  arena.take(into, out);
  return true;
}

/** out = A' r in row order. */
export function timesTransposedCompiled({ rows, cols, data }: Matrix, r: Float64Array, out: Float64Array): boolean {
  const arena = data.length < WORTH_ONCE ? undefined : free(data.length + rows + cols);
  if (!arena) return false;
  const [a, v, into] = [arena.put(data), arena.put(r), arena.zeros(cols)];
  words().accumulate(a, 8 * cols, rows, cols, v, 8, into);
  arena.take(into, out);
  return true;
}

/** C = A B in row order. */
export function multiplied(A: Matrix, B: Matrix, C: Float64Array): boolean {
  const [m, k, n] = [A.rows, A.cols, B.cols];
  const arena = m * k * n < WORTH || m < 4 ? undefined : free(m * k + k * n + m * n + 4 * k);
  if (!arena) return false;
  const [a, b, c] = [arena.put(A.data), arena.put(B.data), arena.room(m * n)];
  words().rowOrder(a, 8 * k, 8, b, 8 * n, c, 8 * n, m, k, n, arena.room(4 * k), 0);
  arena.take(c, C);
  return true;
}

/** G = X Z' in lane order. */
export function grammed(X: Matrix, Z: Matrix, G: Float64Array): boolean {
  const [n, d, m] = [X.rows, X.cols, Z.rows];
  const arena = n * m * d < WORTH ? undefined : free(n * d + m * d + n * m);
  if (!arena) return false;
  const same = X === Z;
  const x = arena.put(X.data);
  const [z, g] = [same ? x : arena.put(Z.data), arena.room(n * m)];
  words().laneOrder(x, 8 * d, z, 8 * d, g, 8 * m, n, d, m, Number(same));
  if (same) words().mirrorUp(g, n);
  arena.take(g, G);
  return true;
}

/** G = X' X in row order. */
export function grammedTransposed({ rows: n, cols: d, data }: Matrix, G: Float64Array): boolean {
  const arena = d * d * n < WORTH ? undefined : free(n * d + d * d + 4 * n);
  if (!arena) return false;
  const [x, g] = [arena.put(data), arena.room(d * d)];
  words().rowOrder(x, 8, 8 * d, x, 8 * d, g, 8 * d, d, n, d, arena.room(4 * n), 1);
  words().mirrorUp(g, d);
  arena.take(g, G);
  return true;
}

export interface Diagonalized {
  /** Ascending. */
  readonly values: Float64Array;
  /** n x n, columns, where asked for. */
  readonly vectors: Float64Array | undefined;
  /** The eigenvalue that was not found, or -1. */
  readonly lost: number;
}

/** Eigenvalues and, if asked for, eigenvectors; `a` is n x n, symmetric and finite. */
export function diagonalized(a: Float64Array, n: number, withVectors: boolean): Diagonalized | undefined {
  const arena = free(2 * n * n + n + eigenRoom(n));
  if (!arena) return undefined;
  const values = new Float64Array(n);
  const vectors = withVectors ? new Float64Array(n * n) : undefined;
  const [from, d, v] = [arena.put(a), arena.room(n), vectors ? arena.room(n * n) : 0];
  const lost = words().eigen(from, n, d, v, arena.room(eigenRoom(n)));
  arena.take(d, values);
  if (vectors) arena.take(v, vectors);
  return { values, vectors, lost };
}

/** Numbers that the kernel `eigen` works in. */
function eigenRoom(n: number): number {
  const m = 4 * Math.ceil(n / 4);
  return m * (2 * m + 34) + 8192;
}

/** Numbers that the kernel `svd` works in. */
export const svdRoom = (k: number, m: number): number => k * (3 * k + m + 2) + eigenRoom(k);

/** Singular values (k) and vectors, as rows: left k x A.rows, right k x A.cols; undefined, too, where the rank is not full. */
export function decomposed(A: Matrix): { values: Float64Array; left: Float64Array; right: Float64Array } | undefined {
  const wide = A.rows < A.cols;
  const [k, m] = wide ? [A.rows, A.cols] : [A.cols, A.rows];
  const arena = free(2 * k * m + k * k + k + svdRoom(k, m));
  if (!arena) return undefined;
  const x = arena.room(k * m);
  const X = arena.numbers(x, k * m);
  if (wide) X.set(A.data);
  else for (let i = 0; i < m; i++) for (let j = 0; j < k; j++) X[j * m + i] = A.data[i * k + j]!;
  const [at, units, turns] = [arena.room(k), arena.room(k * m), arena.room(k * k)];
  const room = arena.room(svdRoom(k, m));
  if (!words().svd(x, k, m, at, units, turns, wide ? units : turns, room)) return undefined;
  const values = new Float64Array(k);
  const [long, short] = [new Float64Array(k * m), new Float64Array(k * k)];
  arena.take(at, values);
  arena.take(units, long);
  arena.take(turns, short);
  return { values, left: wide ? short : long, right: wide ? long : short };
}

/** L with A = L L', or the first pivot that is not positive. */
export function factored(A: Matrix, L: Float64Array): { pivot: number; value: number } | true | undefined {
  const n = A.rows;
  const arena = n < 9 ? undefined : free(2 * n * n + n);
  if (!arena) return undefined;
  const [a, l, sums] = [arena.put(A.data), arena.zeros(n * n), arena.room(n)];
  const pivot = words().cholesky(a, n, l, sums);
  if (pivot >= 0) return { pivot, value: arena.numbers(sums, 1)[0]! };
  arena.take(l, L);
  return true;
}

/** Multiplications below which a QR is not worth the copies. */
const WORTH_QR = 1000;

/** What lies in the arena of a QR: the reflections of the rows of A, and which row depends on those before it, or -1. */
function reflectedIn(arena: Arena, { rows: n, cols: d, data: from }: Matrix) {
  const data = arena.put(from);
  const [h, diagonal, sums] = [arena.room(n), arena.room(n), arena.room(n)];
  return { data, h, diagonal, sums, lost: words().reflections(data, n, d, h, diagonal, sums) };
}

/** The reflections of the rows of A (qr.ts), and which row depends on those before it, or -1. */
export function reflected(A: Matrix, data: Float64Array, h: Float64Array, diagonal: Float64Array): number | undefined {
  const { rows: n, cols: d } = A;
  const arena = n * n * d < WORTH_QR ? undefined : free(n * d + 3 * n);
  if (!arena) return undefined;
  const F = reflectedIn(arena, A);
  arena.take(F.data, data);
  arena.take(F.h, h);
  arena.take(F.diagonal, diagonal);
  return F.lost;
}

/** The rows of Q' from `from` on, where A' = Q R, and which row of A depends on those before it, or -1. */
export function orthonormalized(A: Matrix, from: number, Q: Float64Array): number | undefined {
  const { rows: n, cols: d } = A;
  const arena = n * n * d < WORTH_QR ? undefined : free(n * d + Q.length + 3 * n);
  if (!arena) return undefined;
  const F = reflectedIn(arena, A);
  if (F.lost >= 0) return F.lost;
  const q = arena.zeros(Q.length);
  words().basis(F.data, n, d, F.h, F.diagonal, F.sums, from, q);
  arena.take(q, Q);
  return -1;
}
