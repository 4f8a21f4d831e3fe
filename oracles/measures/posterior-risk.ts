/** Risks averaged over the truths that fit the data without noise, drawn from a Gaussian prior: posterior N(m, V) of rank d - n. */
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { axpy, column, type Matrix } from 'claimcheck/numerics/matrix';
import type { Posterior } from 'claimcheck/oracles/posterior';
import { risk } from './risk.js';

/** The sum of the diagonal of A: d x d. */
export function trace({ data, rows }: Matrix): number {
  let sum = 0;
  for (let k = 0; k < data.length; k += rows + 1) sum += data[k]!;
  return sum;
}

/** |b - m|^2 + tr V. */
export const posteriorRisk = (b: Float64Array, { beta, V }: Posterior): number => risk(b, beta) + trace(V);

/** The 2 (d - n) truths m +- sqrt(d - n) L_j, V = L L', whose plain average has the posterior's mean and covariance. */
export function cubature({ beta, V }: Posterior, n: number): Float64Array[] {
  const d = beta.length;
  const { values, vectors } = eigenSymmetric(symmetric(V));
  const truths: Float64Array[] = [];
  for (let j = n; j < d; j++) {
    for (const sign of [1, -1]) {
      const truth = beta.slice();
      axpy(sign * Math.sqrt((d - n) * Math.max(0, values[j]!)), column(vectors, j), truth);
      truths.push(truth);
    }
  }
  return truths;
}

function symmetric(V: Matrix): Matrix {
  const { rows: d, data } = V;
  return { ...V, data: data.map((entry, k) => (entry + data[(k % d) * d + Math.floor(k / d)]!) / 2) };
}
