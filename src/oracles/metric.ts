/** A metric or a prior covariance P: d x d, symmetric and positive definite. */
import { cholesky } from '../numerics/cholesky.js';
import { integralRows, leadingMinors } from '../numerics/exact.js';
import type { Matrix } from '../numerics/matrix.js';
import type { Regression } from './regression.js';

/** @throws RangeError where P is not a finite symmetric matrix of the size of a parameter vector. */
export function expectMetric(oracle: string, { X }: Regression, P: Matrix): void {
  const { rows: d, cols, data } = P;
  if (d !== X.cols || cols !== d || data.length !== d * d)
    throw new RangeError(`${oracle}: X has ${X.cols} columns and P is ${d} x ${cols}; expected ${X.cols} x ${X.cols}`);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      const [low, high] = [data[i * d + j]!, data[j * d + i]!];
      if (!(low === high && Math.abs(low) < Infinity))
        throw new RangeError(`${oracle}: P_${i}${j} is ${low} and P_${j}${i} is ${high}; expected a symmetric matrix`);
    }
}

/** @throws RangeError where P is not positive definite: by its Cholesky factor or, where rounding hides it, exactly. */
export function expectDefinite(oracle: string, P: Matrix): void {
  try {
    cholesky(P);
  } catch {
    const k = leadingMinors(integralRows(P).rows).findIndex((minor) => minor <= 0n);
    if (k >= 0)
      throw new RangeError(`${oracle}: P is not positive definite: its leading minor of ${k + 1} rows is not`);
  }
}
