/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to a tridiagonal matrix, then implicit QL
 * with Wilkinson's shift. Backward stable: the eigenvalues are exact for a matrix within a modest multiple of eps |A|,
 * the vectors orthonormal to as much. Sources: golubvanloan2013, 8.3; parlett1998, 8.
 */
import { implicitQL } from './implicitQL.js';
import { diagonalized, type Diagonalized } from './kernels/dense.js';
import { matrix, type Matrix } from './matrix.js';
import { rescaled } from './rescaled.js';
import { reflectionsProduct, tridiagonalize } from './tridiagonalize.js';

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** n x n: column k is the unit eigenvector of `values[k]`; its first entry of largest size is positive. */
  readonly vectors: Matrix;
}

/**
 * A: n x n; exact symmetry is expected and checked.
 * @throws RangeError where A is not square, symmetric and finite, or where the iteration does not end.
 */
export function eigenSymmetric(A: Matrix): Eigen {
  const n = A.rows;
  expectSymmetric(A, 'eigenSymmetric');
  const { data, factor } = rescaled(A.data);
  const compiled = compiledOf(data, n, factor, true);
  if (compiled) return { values: compiled.values, vectors: { rows: n, cols: n, data: compiled.vectors! } };
  const reflected = data.slice();
  const { diagonal, off, h } = tridiagonalize(reflected, n);
  const vectors = reflectionsProduct(reflected, h, n);
  implicitQL(diagonal, off, vectors.data);
  const order = ascending(diagonal);
  return { values: sorted(diagonal, order, factor), vectors: arranged(vectors, order) };
}

/** The eigenvalues alone, ascending: the same bits as `eigenSymmetric(A).values`, faster. @throws as `eigenSymmetric`. */
export function eigenvaluesSymmetric(A: Matrix): Float64Array {
  expectSymmetric(A, 'eigenvaluesSymmetric');
  const { data, factor } = rescaled(A.data);
  const compiled = compiledOf(data, A.rows, factor, false);
  if (compiled) return compiled.values;
  const { diagonal, off } = tridiagonalize(data.slice(), A.rows);
  implicitQL(diagonal, off);
  return sorted(diagonal, ascending(diagonal), factor);
}

function compiledOf(data: Float64Array, n: number, factor: number, withVectors: boolean): Diagonalized | undefined {
  const found = diagonalized(data, n, withVectors);
  if (found && found.lost >= 0) throw new RangeError(`eigen: eigenvalue ${found.lost} of ${n} not found in 100 sweeps`);
  found?.values.forEach((value, k, values) => (values[k] = value / factor));
  return found;
}

/** @throws RangeError, in the name of the caller, unless A is square, symmetric and finite. */
function expectSymmetric({ rows: n, cols, data }: Matrix, name: string): void {
  if (cols !== n) throw new RangeError(`${name}: A is ${n} x ${cols}; expected a square matrix`);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      const x = data[i * n + j]!;
      const y = data[j * n + i]!;
      if (!(x === y && Math.abs(x) < Infinity)) {
        const places = `(${i}, ${j}) and (${j}, ${i})`;
        throw new RangeError(`${name}: entries ${places} are ${x} and ${y}; expected a finite symmetric matrix`);
      }
    }
  }
}

const ascending = (values: Float64Array): number[] =>
  Array.from(values.keys()).sort((i, j) => values[i]! - values[j]! || i - j);

const sorted = (values: Float64Array, order: readonly number[], factor: number): Float64Array =>
  Float64Array.from(order, (k) => values[k]! / factor);

/** The columns in the given order, each with the sign that makes its first entry of largest size positive. */
function arranged({ rows, data }: Matrix, order: readonly number[]): Matrix {
  const V = matrix(rows, rows);
  order.forEach((from, to) => {
    let largest = 0;
    for (let i = 0; i < rows; i++) {
      const entry = data[i * rows + from]!;
      if (Math.abs(entry) > Math.abs(largest)) largest = entry;
    }
    for (let i = 0; i < rows; i++) {
      const entry = data[i * rows + from]!;
      V.data[i * rows + to] = largest < 0 ? 0 - entry : entry;
    }
  });
  return V;
}
