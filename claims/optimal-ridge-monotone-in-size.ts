/**
 * Ridge on d random orthonormal projections of the p features, d = 5 .. p, at the optimal penalty of each size.
 *
 * 1. The projected features are isotropic, and what they do not see of the truth, |theta|^2 (1 - d/p), is noise to the model.
 * 2. So it is ridge in d dimensions with r^2 d/p and sigma^2 + r^2 (1 - d/p): lambda_opt(d) = (p sigma^2 + (p - d) r^2) / r^2.
 * 3. At that penalty the expected risk equals a Bayes risk, which does not rise when the model sees one more feature.
 */
import { along, claim, equivalent, monotone, type Of } from 'claimcheck';
import { features } from 'claimcheck/models/random-features';
import { optimalPenalty, projected } from 'claimcheck/properties/optimal-penalty';
import { onFreshPoints } from 'claimcheck/properties/prediction-excess';
import { priorOf, spectralRisk, type Prior } from 'claimcheck/properties/spectral-risk';
import { nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const P = 40;
const sizes = [5, 10, 15, 18, 20, 22, 25, 30, 40];
/** Where raw runs are compared. */
const middle = [18, 20, 22];

type Penalty = (prior: Prior, d: number) => number;
const best: Penalty = (prior, d) => optimalPenalty(projected(prior, d));
/** Penalties beside the stated one, as multiples of it. */
const others = [0.5, 0.8, 1.25, 2];

const projection = (d: number, penalty: Penalty, multiples: readonly number[]) =>
  features((task: GaussianRegression) => ({
    map: 'projection',
    features: d,
    penalties: multiples.map((c) => c * penalty(priorOf(task), d)),
  }));
const penalized = (penalty: Penalty) => along(sizes, (d) => projection(d, penalty, [1, ...others]));

/** The averaged excess over sigma^2, unseen features included. */
function risk(task: GaussianRegression, run: Of<typeof features>, which = 0): number {
  const whole = priorOf(task);
  const d = run.rule.features;
  return spectralRisk(run, projected(whole, d), which) + whole.r2 * (1 - d / P);
}
const sum = (at: (d: number) => number) => middle.reduce((total, d) => total + at(d), 0);
const fresh = onFreshPoints(200, P);

export default claim({
  title: 'Optimally regularized, a larger model is no worse',
  statement:
    'Under random projections of 40 isotropic features, with 20 points, the expected risk of ridge at its optimal penalty ' +
    '(p sigma^2 + (p - d) r^2) / r^2 does not rise with the number d of features, through d = n; no multiple of that ' +
    'penalty does better on any design.',
  says: ['T11'],
  sources: { nakkiran2021optimal: 'Theorem 2' },
  scope: 'Isotropic features and random projections; each size has its own penalty.',
  premises: {
    'the penalty is the optimal one': '1% of the optimal penalty',
    'features that are not seen count as noise': 'the penalty of complete features',
    'the projection is orthonormal': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: nestedRegression('Gaussian regression, 20 x 40', { n: 20, p: P }, 0.5),
  train: { ridge: penalized(best) },
  symbols: {
    smaller: ['\\overline{R}_{d^-}', ({ task, runs, at }) => risk(task, runs.ridge.before(at))],
    stated: ['\\overline{R}_d', ({ task, runs, at }) => risk(task, runs.ridge.at(at))],
    other: [
      '\\min_c\\overline{R}_d(c\\lambda_{opt})',
      ({ task, runs, at }) => Math.min(...others.map((_, k) => risk(task, runs.ridge.at(at), k + 1))),
    ],
    raw: ['\\lVert\\hat f-f\\rVert^2', (about) => sum((d) => fresh(about, about.runs.ridge.at(d)))],
    form: ['\\overline{R}', ({ task, runs }) => sum((d) => risk(task, runs.ridge.at(d)))],
  },
  parts: {
    'no step ascends': {
      holds: 'smaller - stated',
      over: sizes.slice(1),
      accept: monotone({ within: 0.01, cap: 0.15, steps: sizes.length - 1 }),
      unless: {
        '1% of the optimal penalty': {
          because: 'a weak penalty keeps the peak at d = n',
          train: { ridge: penalized((prior, d) => 0.01 * best(prior, d)) },
        },
        'the penalty of complete features': {
          because: 'd sigma^2 / r^2 ignores the noise of the features that are not seen',
          train: { ridge: penalized((prior, d) => (d * prior.sigma2) / prior.r2) },
        },
      },
    },
    'no other penalty is better': {
      holds: 'stated <= other * (1 + 1e-12)',
      of: 'ridge',
      unless: {
        'p times the optimal penalty': {
          because: 'a penalty that is too large descends as well, and is not the best',
          train: { ridge: penalized((prior, d) => P * best(prior, d)) },
        },
      },
    },
    'raw runs have the averaged risk': {
      holds: '(raw - form) / form == 0',
      accept: equivalent({ margin: 0.08, cap: 0.5, budget: { quick: 120, standard: 200, paper: 300 } }),
    },
  },
  dial: {
    turns: 'd',
    grid: [5, 15, 20, 25, 40],
    at: (d) => ({ train: { ridge: along([5], () => projection(d, best, [1])) } }),
    over: [5],
    measured: 'stated',
  },
});
