/**
 * Fitting without regularization, as the number of points n passes the number of parameters p.
 *
 * 1. Averaged over noise and direction, the excess is r^2/p (p - n)_+ + sigma^2 sum 1/s_i over the eigenvalues of X'X.
 * 2. At n = p the least eigenvalue is of order 1/p, so the sum has no mean; at p/2 and 2p it concentrates near p / |n - p|.
 * 3. Random features have the same threshold, where their Gram matrix is first singular; medians, since means are infinite.
 */
import { claim, equivalent, median, type Trained, type Trial } from 'claimcheck';
import type { FeatureRule } from 'claimcheck/models/random-features';
import { leastNorm, ridge, type RidgeRule } from 'claimcheck/models/ridge';
import { finiteSampleRisk } from 'claimcheck/oracles/finite-sample-risk';
import { excess } from 'claimcheck/properties/excess';
import { optimalPenalty } from 'claimcheck/properties/optimal-penalty';
import { gaussianPoints, predictionExcess } from 'claimcheck/properties/prediction-excess';
import { spectralRisk } from 'claimcheck/properties/spectral-risk';
import { firstRows, nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const P = 20;
const FEATURES = 40;
const noisy = nestedRegression('nested Gaussian regression, 80 x 20', { n: 80, p: P }, 0.5);
const noiseless = nestedRegression('nested noiseless Gaussian regression, 80 x 20', { n: 80, p: P }, 0);

const prior = ({ sigma, radius }: GaussianRegression) => ({ p: P, r2: radius * radius, sigma2: sigma * sigma });

const linear = (rule: RidgeRule | ((task: GaussianRegression) => RidgeRule)) => ({
  'linear, n = p/2': ['ridge', rule, firstRows(P / 2)] as const,
  'linear, n = p': ['ridge', rule, firstRows(P)] as const,
  'linear, n = 2p': ['ridge', rule, firstRows(2 * P)] as const,
});
const features = (count: number, rule: RidgeRule): FeatureRule => ({ map: 'relu', features: count, ...rule });
const wide = (rule: RidgeRule) => ({
  'features, p = n/2': ['random-features', features(FEATURES / 2, rule), firstRows(FEATURES)] as const,
  'features, p = n': ['random-features', features(FEATURES, rule), firstRows(FEATURES)] as const,
  'features, p = 2n': ['random-features', features(2 * FEATURES, rule), firstRows(FEATURES)] as const,
});
const long = (rule: RidgeRule) => ({
  'features, n = p/2': ['random-features', features(FEATURES, rule), firstRows(FEATURES / 2)] as const,
  'features, n = p': ['random-features', features(FEATURES, rule), firstRows(FEATURES)] as const,
  'features, n = 2p': ['random-features', features(FEATURES, rule), firstRows(2 * FEATURES)] as const,
});

type Runs = Readonly<Record<string, Trained>>;
const tex = { half: 'R_{1/2}', peak: 'R_1', twice: 'R_2' };
const measured = (of: string, axis: 'n' | 'p') => {
  const other = axis === 'n' ? 'p' : 'n';
  return ({ task, trained, streams }: Trial<GaussianRegression, Runs, undefined>) => {
    const points = gaussianPoints(streams.eval(), 200, P);
    const risk = (size: string) => predictionExcess(trained[`${of}, ${axis} = ${size}`]!, points, task.truth);
    return { half: risk(`${other}/2`), peak: risk(other), twice: risk(`2${other}`) };
  };
};

export default claim({
  title: 'Without regularization the risk peaks at the threshold',
  statement:
    'Least squares of least norm has at n = p more than three times its risk at n = p/2 and at n = 2p, and so have random ' +
    'ReLU features along n and along p.',
  talk: ['T11'],
  marking: 'says',
  sources: [
    { key: 'belkin2019reconciling', where: 'the double descent curve' },
    { key: 'hastie2022surprises', where: 'section 3' },
  ],
  scope: 'Noisy labels of a linear truth; a peak at the median task, since the mean at the threshold is infinite.',
  premises: {
    'no penalty': { how: 'by construction', control: 'optimal ridge' },
    'labels are noisy': { how: 'by construction', control: 'noiseless' },
    'features are fitted without a penalty': { how: 'by construction', control: 'ridge on features, along p' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noisy,
  train: { ...linear(leastNorm), ...wide(leastNorm), ...long(leastNorm) },
  parts: {
    'linear, along n': {
      holds: 'peak >= 3 * max(half, twice)',
      where: ({ task, trained }) => ({
        half: spectralRisk(trained['linear, n = p/2'], prior(task)),
        peak: spectralRisk(trained['linear, n = p'], prior(task)),
        twice: spectralRisk(trained['linear, n = 2p'], prior(task)),
      }),
      tex,
      accept: median(),
    },
    'raw linear runs, along n': {
      holds: 'peak >= 3 * max(half, twice)',
      where: ({ task, trained }) => ({
        half: excess(trained['linear, n = p/2'].parameters.beta!, task.truth),
        peak: excess(trained['linear, n = p'].parameters.beta!, task.truth),
        twice: excess(trained['linear, n = 2p'].parameters.beta!, task.truth),
      }),
      tex,
      accept: median(),
    },
    'raw runs have the averaged risk away from the peak': {
      holds: 'raw / form == 1',
      where: ({ task, trained }) => ({
        raw:
          excess(trained['linear, n = p/2'].parameters.beta!, task.truth) +
          excess(trained['linear, n = 2p'].parameters.beta!, task.truth),
        form:
          spectralRisk(trained['linear, n = p/2'], prior(task)) + spectralRisk(trained['linear, n = 2p'], prior(task)),
      }),
      tex: { raw: '\\lVert\\hat\\beta-\\beta\\rVert^2', form: '\\overline{R}_X' },
      accept: equivalent({ margin: 0.15, cap: 0.8, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
    'random features, along p': {
      holds: 'peak >= 3 * max(half, twice)',
      where: measured('features', 'p'),
      tex,
      accept: median(),
    },
    'random features, along n': {
      holds: 'peak >= 3 * max(half, twice)',
      where: measured('features', 'n'),
      tex,
      accept: median(),
    },
  },

  controls: {
    mustFail: {
      'optimal ridge': {
        breaks: 'linear, along n',
        because: 'the optimal penalty removes the peak',
        train: linear((task) => ridge(optimalPenalty(prior(task)))),
      },
      noiseless: {
        breaks: 'linear, along n',
        because: 'without noise the risk at n = p is zero',
        forAll: noiseless,
      },
      'ridge on features, along p': {
        breaks: 'random features, along p',
        because: 'a penalty of the order of the noise removes the peak',
        train: wide(ridge(5)),
      },
      'ridge on features, along n': {
        breaks: 'random features, along n',
        because: 'a penalty of the order of the noise removes the peak',
        train: long(ridge(5)),
      },
    },
  },

  dial: {
    of: 'n',
    axis: 'log',
    grid: [10, 16, 24, 40, 80],
    at: (n) => ({ train: { 'linear, n = p': ['ridge', leastNorm, firstRows(n)] } }),
    measured: {
      value: 'risk',
      where: ({ task, trained }) => ({ risk: spectralRisk(trained['linear, n = p'], prior(task)) }),
      tex: { risk: '\\overline{R}_X' },
    },
    curve: {
      value: 'law',
      where: ({ task, trained }) => {
        const n = trained['linear, n = p'].facts!.rows!;
        return { law: finiteSampleRisk.answer({ n, ...prior(task) }).value.excess };
      },
      tex: { law: 'R_{n,p}' },
    },
  },
});
