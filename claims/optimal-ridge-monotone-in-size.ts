/**
 * Ridge on d random orthonormal projections of the p features, d = 5 .. p, at the optimal penalty of each size.
 *
 * 1. The projected features are isotropic, and what they do not see of the truth, |theta|^2 (1 - d/p), is noise to the model.
 * 2. So it is ridge in d dimensions with r^2 d/p and sigma^2 + r^2 (1 - d/p): lambda_opt(d) = (p sigma^2 + (p - d) r^2) / r^2.
 * 3. At that penalty the expected risk equals a Bayes risk, which does not rise when the model sees one more feature.
 */
import { always, claim, equivalent, monotone, type Trained } from 'claimcheck';
import type { FeatureRule } from 'claimcheck/models/random-features';
import { ridge } from 'claimcheck/models/ridge';
import { optimalPenalty, projected } from 'claimcheck/properties/optimal-penalty';
import { gaussianPoints, predictionExcess } from 'claimcheck/properties/prediction-excess';
import { spectralRisk, type Prior } from 'claimcheck/properties/spectral-risk';
import { nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const P = 40;
const sizes = [5, 10, 15, 18, 20, 22, 25, 30, 40];
const all = nestedRegression('Gaussian regression, 20 x 40', { n: 20, p: P }, 0.5);

const prior = ({ sigma, radius }: GaussianRegression): Prior => ({ p: P, r2: radius * radius, sigma2: sigma * sigma });
type Runs = Readonly<Record<string, Trained>>;
type Penalty = (prior: Prior, d: number) => number;

/** Penalties beside the stated one, as multiples of it. */
const OTHERS = [0.5, 0.8, 1.25, 2];

const runs = (penalty: Penalty) =>
  Object.fromEntries(
    sizes.map((d) => [
      `d = ${d}`,
      [
        'random-features',
        (task: GaussianRegression): FeatureRule => ({
          map: 'projection',
          features: d,
          penalties: [1, ...OTHERS].map((c) => c * penalty(prior(task), d)),
        }),
      ] as const,
    ]),
  );
const best: Penalty = (prior, d) => optimalPenalty(projected(prior, d));

/** The excess over sigma^2, unseen features included. */
function risk(task: GaussianRegression, trained: Runs, d: number, which = 0): number {
  const whole = prior(task);
  return spectralRisk(trained[`d = ${d}`]!, projected(whole, d), which) + whole.r2 * (1 - d / P);
}

export default claim({
  title: 'Optimally regularized, a larger model is no worse',
  statement:
    'Under random projections of 40 isotropic features, with 20 points, the expected risk of ridge at its optimal penalty ' +
    '(p sigma^2 + (p - d) r^2) / r^2 does not rise with the number d of features, through d = n; no multiple of that ' +
    'penalty does better on any design.',
  talk: ['T11'],
  marking: 'says',
  sources: [{ key: 'nakkiran2021optimal', where: 'Theorem 2' }],
  scope: 'Isotropic features and random projections; each size has its own penalty.',
  premises: {
    'the penalty is the optimal one': { how: 'by construction', control: '1% of the optimal penalty' },
    'features that are not seen count as noise': {
      how: 'by construction',
      control: 'the penalty of complete features',
    },
    'the projection is orthonormal': { how: 'by construction' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: all,
  train: runs(best),
  parts: {
    'no step ascends': {
      holds: 'smaller - larger',
      where: ({ task, trained }) =>
        sizes.slice(1).map((d, k) => ({ smaller: risk(task, trained, sizes[k]!), larger: risk(task, trained, d) })),
      tex: { smaller: '\\overline{R}_d', larger: "\\overline{R}_{d'}" },
      accept: monotone({ within: 0.01, cap: 0.15, steps: sizes.length - 1 }),
    },
    'no other penalty is better': {
      holds: 'stated <= other * (1 + 1e-12)',
      where: ({ task, trained }) =>
        sizes.map((d) => ({
          stated: risk(task, trained, d),
          other: Math.min(...OTHERS.map((_, k) => risk(task, trained, d, k + 1))),
        })),
      tex: { stated: '\\overline{R}_d(\\lambda_{opt})', other: '\\min_c\\overline{R}_d(c\\lambda_{opt})' },
      accept: always(),
    },
    'raw runs have the averaged risk': {
      holds: '(raw - form) / form == 0',
      where: ({ task, trained, streams }) => {
        const points = gaussianPoints(streams.eval(), 200, P);
        const middle = sizes.slice(3, 6);
        const sum = (at: (d: number) => number) => middle.reduce((total, d) => total + at(d), 0);
        return {
          raw: sum((d) => predictionExcess(trained[`d = ${d}`]!, points, task.truth)),
          form: sum((d) => risk(task, trained, d)),
        };
      },
      tex: { raw: '\\lVert\\hat f-f\\rVert^2', form: '\\overline{R}' },
      accept: equivalent({ margin: 0.08, cap: 0.5, budget: { quick: 120, standard: 200, paper: 300 } }),
    },
  },

  controls: {
    mustFail: {
      '1% of the optimal penalty': {
        breaks: 'no step ascends',
        because: 'a weak penalty keeps the peak at d = n',
        train: runs((prior, d) => 0.01 * best(prior, d)),
      },
      'the penalty of complete features': {
        breaks: 'no step ascends',
        because: 'd sigma^2 / r^2 ignores the noise of the features that are not seen',
        train: runs((prior, d) => (d * prior.sigma2) / prior.r2),
      },
      'p times the optimal penalty': {
        breaks: 'no other penalty is better',
        because: 'a penalty that is too large descends as well, and is not the best',
        train: runs((prior, d) => P * best(prior, d)),
      },
    },
  },

  dial: {
    of: 'd',
    grid: [5, 15, 20, 25, 40],
    at: (d) => ({
      train: {
        'd = 5': [
          'random-features',
          (task: GaussianRegression) => ({ map: 'projection', features: d, ...ridge(best(prior(task), d)) }),
        ],
      },
    }),
    measured: {
      value: 'risk',
      where: ({ task, trained }) => {
        const d = trained['d = 5']!.parameters['beta']!.length;
        const whole = prior(task);
        return { risk: spectralRisk(trained['d = 5']!, projected(whole, d)) + whole.r2 * (1 - d / P) };
      },
      tex: { risk: '\\overline{R}_d' },
    },
  },
});
