/** A weighted regression in the units of the linear-programming library, whose tolerances are absolute. */
import { normInf } from '../numerics/matrix.js';
import type { Matrix } from '../numerics/matrix.js';
import type { Regression } from './regression.js';

export interface WeightedRegression extends Regression {
  /** d, positive */
  readonly weights: Float64Array;
}

/** The same task with the rows of X, y and the weights scaled to a largest entry of 1; `rows` and `heaviest` undo it. */
export function solverUnits({ X, y, weights }: WeightedRegression) {
  const heaviest = normInf(weights);
  const rows = Float64Array.from({ length: X.rows }, (_, i) => normInf(X.data.subarray(i * X.cols, (i + 1) * X.cols)));
  const b = y.map((entry, i) => entry / rows[i]!);
  const size = normInf(b);
  return {
    A: { ...X, data: X.data.map((entry, k) => entry / rows[Math.floor(k / X.cols)]!) },
    b: b.map((entry) => entry / size),
    costs: weights.map((weight) => weight / heaviest),
    rows,
    heaviest,
  };
}

/** The listed columns of X, as a matrix n x k. */
export function columnsOf(X: Matrix, list: readonly number[]): Matrix {
  const data = new Float64Array(X.rows * list.length);
  for (let i = 0; i < X.rows; i++) list.forEach((j, k) => (data[i * list.length + k] = X.data[i * X.cols + j]!));
  return { rows: X.rows, cols: list.length, data };
}
