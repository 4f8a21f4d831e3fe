/** A weighted regression in the units of the linear-programming library, whose tolerances are absolute. */
import { normInf } from 'claimcheck/numerics/matrix';
import type { Regression } from './regression.js';

export interface WeightedRegression extends Regression {
  /** d, positive */
  readonly weights: Float64Array;
}

/**
 * The same task in z_j = w_j b_j, so that all costs are 1 and the solver's tolerance of prices is relative to each weight;
 * then every row of A, and b, scaled to a largest entry of 1. A nu in these units is nu_i / rows_i in those of the task.
 */
export function solverUnits({ X, y, weights }: WeightedRegression) {
  const { rows: n, cols: d } = X;
  const data = X.data.map((entry, k) => entry / weights[k % d]!);
  const rows = Float64Array.from({ length: n }, (_, i) => normInf(data.subarray(i * d, (i + 1) * d)));
  const b = y.map((entry, i) => entry / rows[i]!);
  const size = normInf(b);
  return {
    A: { ...X, data: data.map((entry, k) => entry / rows[Math.floor(k / d)]!) },
    b: b.map((entry) => entry / size),
    rows,
  };
}
