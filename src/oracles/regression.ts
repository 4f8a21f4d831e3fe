/** A noiseless regression task: X: n x d, y: n. A task with more fields is a question too. */
import type { Matrix } from '../numerics/matrix.js';

export interface Regression {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** @throws RangeError where the shapes differ, an entry is not finite, or more rows than columns leave no choice. */
export function checkRegression(oracle: string, { X, y }: Regression): void {
  const shape = `X is ${X.rows} x ${X.cols}`;
  if (y.length !== X.rows) throw new RangeError(`${oracle}: ${shape} and y has length ${y.length}; expected ${X.rows}`);
  if (X.rows < 1 || X.rows > X.cols) throw new RangeError(`${oracle}: ${shape}; expected 1 <= rows <= columns`);
  const bad = [...X.data, ...y].find((entry) => !(Math.abs(entry) < Infinity));
  if (bad !== undefined) throw new RangeError(`${oracle}: an entry of X or y is ${bad}; expected finite numbers`);
}

/** The task without its last row: a wrong step that several oracles can make. X: n - 1 x d (at least one row is kept). */
export function withoutLastRow<Q extends Regression>(question: Q): Q {
  const { X, y } = question;
  const rows = Math.max(1, X.rows - 1);
  return { ...question, X: { rows, cols: X.cols, data: X.data.slice(0, rows * X.cols) }, y: y.slice(0, rows) };
}
