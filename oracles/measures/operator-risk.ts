/** The expected squared error of b = M y for y = X truth + noise: |(M X - I) truth|^2 + sigma2 |M|_F^2. M: d x n. */
import { dot, matrix, subtract, times } from 'claimcheck/numerics/matrix';
import type { Estimation } from 'claimcheck/tasks/spectra';

export function operatorRisk(operator: Float64Array, { X, truth, sigma2 }: Estimation): number {
  const M = matrix(X.cols, X.rows, operator);
  const bias = subtract(times(M, times(X, truth)), truth);
  return dot(bias, bias) + sigma2 * dot(operator, operator);
}
