/** A metric or a prior covariance P: d x d, symmetric and positive definite. */
import { cholesky } from 'claimcheck/numerics/cholesky';
import { integralRows, leadingMinors } from 'claimcheck/numerics/exact';
import type { Matrix } from 'claimcheck/numerics/matrix';
import type { Regression } from './regression.js';
import { tried } from './tried.js';

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

const UNIT = 1 / 9007199254740992;
/** Rows of which exact minors are taken: about a second. */
const LARGEST = 64;

/**
 * A Cholesky factor of P less what its rounding may hide, (d + 1) u sqrt(P_ii P_jj) in entry (i, j), proves that P is
 * positive definite (rump2006); where there is none, the leading minors decide exactly.
 * @throws RangeError where P is not positive definite
 */
export function expectDefinite(oracle: string, P: Matrix): void {
  const { rows: d } = P;
  const less = P.data.map((entry, k) => (k % (d + 1) === 0 ? entry * (1 - 4 * d * (d + 2) * UNIT) : entry));
  if (tried(() => cholesky({ ...P, data: less }))) return;
  const minors = d <= LARGEST ? leadingMinors(integralRows(P).rows) : [0n];
  const k = minors.findIndex((minor) => minor <= 0n);
  if (k < 0) return;
  const where = d <= LARGEST ? `: its leading minor of ${k + 1} rows is not positive` : ' to working precision';
  throw new RangeError(`${oracle}: P (${d} x ${d}) is not positive definite${where}`);
}
