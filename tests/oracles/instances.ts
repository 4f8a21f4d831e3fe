/** The reference instances (exact rational vertices, 50-digit Newton) and random tasks for the tests of the oracles. */
import { fromRows, matrix, norm2, subtract } from '../../src/numerics/matrix.js';
import type { Matrix } from '../../src/numerics/matrix.js';
import { normals, seededStream } from '../../src/numerics/stream.js';
import { orthogonalRows, sparseTruth, unitLabels } from '../../tasks/regression.js';
import { times } from '../../src/numerics/matrix.js';
import { load } from '../reference/reading.js';

export const instances = (load('implicit').instances as { name: string; X: number[][]; y: number[] }[]).map(
  ({ name, X, y }) => ({ name, X: fromRows(X), y: Float64Array.from(y) }),
);

/** Orthonormal rows of lengths in [0.7, 1.3], labels of length 1; n in 2..7, d in n+2..3n+1. */
export function denseTask(seed: number): { X: Matrix; y: Float64Array } {
  const stream = seededStream(seed);
  const n = 2 + stream.integer(6);
  const X = orthogonalRows(stream, n, n + 2 + stream.integer(2 * n));
  return { X, y: unitLabels(stream, n) };
}

/** Gaussian rows and labels X b with b k-sparse: the vertex is degenerate where k < n. */
export function plantedTask(seed: number, n: number, d: number, k: number) {
  const stream = seededStream(seed);
  const X = matrix(n, d, normals(stream, n * d));
  const truth = sparseTruth(stream, d, k);
  return { X, y: times(X, truth), truth };
}

/** X with its columns in the given order, each times its sign. */
export function turned(X: Matrix, order: readonly number[], signs: readonly number[]): Matrix {
  const data = new Float64Array(X.data.length);
  for (let i = 0; i < X.rows; i++)
    order.forEach((j, k) => (data[i * X.cols + k] = signs[k]! * X.data[i * X.cols + j]!));
  return { ...X, data };
}

/** A permutation of 0 .. d - 1 and signs, drawn from the seed. */
export function turn(seed: number, d: number) {
  const stream = seededStream(seed);
  const order = Array.from({ length: d }, (_, j) => j);
  for (let j = d - 1; j > 0; j--) {
    const k = stream.integer(j + 1);
    [order[j], order[k]] = [order[k]!, order[j]!];
  }
  return { order, signs: order.map(() => (stream.integer(2) === 0 ? -1 : 1)) };
}

export const distance = (x: Float64Array, y: ArrayLike<number>): number => norm2(subtract(x, Float64Array.from(y)));
