/**
 * The penalty that minimizes the excess risk of ridge, averaged over the direction of the truth, for every design:
 * each term (r2/p lambda^2 + sigma2 s) / (s + lambda)^2 of the risk is least at lambda = p sigma2 / r2.
 * Source: nakkiran2021optimal, Theorem 1 (loss |X beta - y|^2 + lambda |beta|^2).
 */
import type { GaussianRegression } from 'claimcheck/tasks/gaussian-regression';
import { priorOf, spectralRisk, type Prior } from './spectral-risk.js';

export const optimalPenalty = ({ p, r2, sigma2 }: Prior): number => (p * sigma2) / r2;

export const optimalPenaltyOf = (task: GaussianRegression): number => optimalPenalty(priorOf(task));

/** The risk at that penalty, the least of any: sigma2 tr (X'X + lambda I)^-1. `spectrum` is that of X'X. */
export function leastRisk({ spectrum }: { readonly spectrum: Float64Array }, task: GaussianRegression): number {
  const filter = spectrum.map((s) => 1 / (s + optimalPenaltyOf(task)));
  return spectralRisk({ parameters: { spectrum, filter } }, priorOf(task));
}

/**
 * The problem that a model of d projected features of p sees: what the other p - d features carry of the truth is noise
 * to it. Its optimal penalty is (p sigma2 + (p - d) r2) / r2 (same source, Theorem 2).
 */
export const projected = ({ p, r2, sigma2 }: Prior, d: number): Prior => ({
  p: d,
  r2: (r2 * d) / p,
  sigma2: sigma2 + r2 * (1 - d / p),
});
