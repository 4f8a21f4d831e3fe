import type { Matrix } from 'claimcheck/numerics/matrix';

/** Inputs and labels. X: n x d, y: n. */
export interface Sample {
  readonly X: Matrix;
  readonly y: Float64Array;
}
