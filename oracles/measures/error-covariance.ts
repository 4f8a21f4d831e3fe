/**
 * E (b - truth)(b - truth)' for b = M y, y = X truth + noise, averaged over the noise (standard deviation sigma) and over a
 * truth with independent coefficients of variances `prior`: (M X - I) diag(prior) (M X - I)' + sigma^2 M M'. M: d x n. On test
 * inputs of covariance S the excess risk is the trace of its product with S.
 */
import { gram, matrix, multiply, scaleColumns, type Matrix } from 'claimcheck/numerics/matrix';

export interface Averaged {
  readonly X: Matrix;
  readonly prior: Float64Array;
  readonly sigma: number;
}

export function errorCovariance(operator: Float64Array, { X, prior, sigma }: Averaged): Matrix {
  const d = X.cols;
  const M = matrix(d, X.rows, operator);
  const seen = multiply(M, X);
  const off = { ...seen, data: seen.data.slice() };
  for (let j = 0; j < d; j++) off.data[j * (d + 1)]! -= 1;
  const [bias, variance] = [gram(scaleColumns(off, prior.map(Math.sqrt))), gram(M)];
  return matrix(
    d,
    d,
    bias.data.map((entry, k) => entry + sigma * sigma * variance.data[k]!),
  );
}
