/**
 * E (b - truth)(b - truth)' for b = M y, y = X truth + noise, averaged over the noise and over the direction of a truth of
 * length r in R^d: (r^2 / d)(M X - I)(M X - I)' + sigma^2 M M'. M: d x n. On test inputs of covariance S the excess risk is
 * the trace of its product with S.
 */
import { gram, matrix, multiply, type Matrix } from 'claimcheck/numerics/matrix';
import type { RoundEstimation } from 'claimcheck/tasks/round-spectra';

type Seen = Pick<RoundEstimation, 'X' | 'radius' | 'sigma'>;

export function errorCovariance(operator: Float64Array, { X, radius, sigma }: Seen): Matrix {
  const d = X.cols;
  const M = matrix(d, X.rows, operator);
  const off = multiply(M, X);
  const bias = { ...off, data: off.data.slice() };
  for (let j = 0; j < d; j++) bias.data[j * (d + 1)]! -= 1;
  const [B, V] = [gram(bias), gram(M)];
  const prior = (radius * radius) / d;
  return matrix(
    d,
    d,
    B.data.map((entry, k) => prior * entry + sigma * sigma * V.data[k]!),
  );
}
