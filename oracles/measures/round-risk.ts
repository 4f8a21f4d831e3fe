/**
 * The squared error of b = M y, y = X truth + noise, averaged over the noise and over the direction of a truth of length
 * r in R^d: (r^2 / d) |M X - I|_F^2 + sigma^2 |M|_F^2. M: d x n.
 */
import { dot, matrix, multiply } from 'claimcheck/numerics/matrix';
import type { RoundEstimation } from 'claimcheck/tasks/round-spectra';

export function roundRisk(operator: Float64Array, { X, radius, sigma }: RoundEstimation): number {
  const d = X.cols;
  const off = multiply(matrix(d, X.rows, operator), X).data.slice();
  for (let j = 0; j < d; j++) off[j * (d + 1)]! -= 1;
  return ((radius * radius) / d) * dot(off, off) + sigma * sigma * dot(operator, operator);
}
