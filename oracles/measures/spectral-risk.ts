/**
 * The excess risk of a linear estimator beta = V diag(g) V'X'y, X'X = V diag(s) V', for isotropic inputs and
 * y = X beta* + noise, averaged over the noise (variance sigma2) and over the direction of beta* (length^2 r2):
 *
 *   (r2 / p) (sum (1 - g s)^2 + p - r) + sigma2 sum s g^2,   r = min(n, p) terms.
 *
 * Source: hastie2022surprises, section 2 (bias and variance given X).
 */
import type { Trained } from 'claimcheck';
import type { GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

export interface Prior {
  /** The number of features. */
  readonly p: number;
  /** The squared length of the truth. */
  readonly r2: number;
  /** The variance of the noise. */
  readonly sigma2: number;
}

/** What a regression is drawn from: p = d features. */
export const priorOf = ({ X, sigma, radius }: GaussianRegression): Prior => ({
  p: X.cols,
  r2: radius * radius,
  sigma2: sigma * sigma,
});

/** @param which the penalty, where the run has several */
export function spectralRisk({ parameters }: Pick<Trained, 'parameters'>, { p, r2, sigma2 }: Prior, which = 0): number {
  const s = parameters['spectrum']!;
  const filter = parameters['filter']!;
  let bias = p - s.length;
  let variance = 0;
  for (let k = 0; k < s.length; k++) {
    const g = filter[which * s.length + k]!;
    const kept = 1 - g * s[k]!;
    bias += kept * kept;
    variance += s[k]! * g * g;
  }
  return (r2 / p) * bias + sigma2 * variance;
}

/** The same on the task that was trained on. */
export const averagedRisk = (run: Pick<Trained, 'parameters'>, task: GaussianRegression, which = 0): number =>
  spectralRisk(run, priorOf(task), which);
