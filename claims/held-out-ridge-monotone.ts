/**
 * Ridge whose penalty is chosen among 13 on 40 held-out points, on nested samples of growing size.
 *
 * 1. At the optimal penalty no design gets worse with one more row (optimal-ridge-never-ascends).
 * 2. Held-out points estimate the risk of every penalty without bias, so the chosen one is near the best of the 13.
 * 3. So the risk descends through the threshold, for linear models and for random features, on average over tasks.
 */
import { claim, monotone, type Run } from 'claimcheck';
import type { FeatureRule } from 'claimcheck/models/random-features';
import type { RidgeRule } from 'claimcheck/models/ridge';
import { excess } from 'claimcheck/properties/excess';
import { gaussianPoints, predictionExcess } from 'claimcheck/properties/prediction-excess';
import { heldOutRegression, type HeldOutRegression } from 'claimcheck/tasks/held-out-regression';
import { firstRows } from 'claimcheck/tasks/gaussian-regression';

const D = 20;
const FEATURES = 40;
const sizes = [5, 10, 16, 20, 24, 30, 40];
const wide = [10, 20, 32, 40, 48, 60, 80];

/** From .01 to 10^4 by half decades. */
const penalties = [1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 1e2, 3e2, 1e3, 3e3, 1e4];
const tuned: RidgeRule = { penalties, choose: 'held-out' };

const linear = (rule: RidgeRule): Record<string, Run<HeldOutRegression>> =>
  Object.fromEntries(sizes.map((n) => [`linear, n = ${n}`, ['ridge', rule, firstRows(n)] as const]));
const features = (rule: RidgeRule): Record<string, Run<HeldOutRegression>> =>
  Object.fromEntries(
    wide.map((n) => {
      const featured: FeatureRule = { map: 'relu', features: FEATURES, ...rule };
      return [`features, n = ${n}`, ['random-features', featured, firstRows(n)] as const];
    }),
  );
const tex = { fewer: 'R_{n_j}', more: 'R_{n_{j+1}}' };
const steps = (grid: readonly number[], risk: (n: number) => number) => {
  const risks = grid.map(risk);
  return risks.slice(1).map((more, k) => ({ fewer: risks[k]!, more }));
};

export default claim({
  title: 'Tuned on held-out points, ridge descends through the threshold',
  statement:
    'With the penalty chosen on 40 held-out points, more data do not raise the risk of ridge on average, for linear models ' +
    'and for random ReLU features, through n = p.',
  talk: ['T11'],
  marking: 'says',
  sources: [{ key: 'nakkiran2021optimal', where: 'experiments with tuned ridge' }],
  scope:
    'Held-out points, not leave-one-out, which sometimes chooses no penalty near n = p and is not certifiably monotone.',
  premises: {
    'the penalty is tuned': { how: 'by construction', control: 'a hundredth of the optimal penalty' },
    'on points that were not trained on': { how: 'by construction', control: 'tuned on the training set' },
    'for features too': { how: 'by construction', control: 'features tuned on the training set' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: heldOutRegression('nested Gaussian regression, 80 x 20, with 40 held-out points', { n: 80, p: D }, 0.5, 40),
  train: { ...linear(tuned), ...features(tuned) },
  parts: {
    'linear models': {
      holds: 'fewer - more',
      where: ({ task, trained }) =>
        steps(sizes, (n) => excess(trained[`linear, n = ${n}`]!.parameters['beta']!, task.truth)),
      tex,
      accept: monotone({ within: 0.02, cap: 0.4, steps: sizes.length - 1 }),
    },
    'random features': {
      holds: 'fewer - more',
      where: ({ task, trained, streams }) => {
        const points = gaussianPoints(streams.eval(), 150, D);
        return steps(wide, (n) => predictionExcess(trained[`features, n = ${n}`]!, points, task.truth));
      },
      tex,
      accept: monotone({ within: 0.02, cap: 0.4, steps: wide.length - 1 }),
    },
  },

  controls: {
    mustFail: {
      'a hundredth of the optimal penalty': {
        breaks: 'linear models',
        because: 'a weak penalty keeps the peak at n = d',
        train: linear({ penalties: [0.05] }),
      },
      'tuned on the training set': {
        breaks: 'linear models',
        because: 'the training error prefers the weakest penalty',
        train: linear({ penalties, choose: 'training' }),
      },
      'features tuned on the training set': {
        breaks: 'random features',
        because: 'the training error prefers the weakest penalty',
        train: features({ penalties, choose: 'training' }),
      },
    },
  },

  dial: {
    of: 'n',
    axis: 'log',
    grid: [5, 10, 20, 40, 80],
    at: (n) => ({ train: { along: ['ridge', tuned, firstRows(n)] } }),
    part: 'linear models',
    measured: {
      value: 'risk',
      where: ({ task, trained }) => ({
        risk: excess(trained['along']!.parameters['beta']!, task.truth),
      }),
      tex: { risk: 'R_n' },
    },
    // The least that any penalty reaches on average over noise and direction: sigma^2 tr (X'X + lambda_opt I)^-1.
    curve: {
      value: 'least',
      where: ({ task: { sigma, radius }, trained }) => {
        const spectrum = trained['along']!.parameters['spectrum']!;
        const optimal = (D * sigma * sigma) / (radius * radius);
        const seen = spectrum.reduce((sum, s) => sum + 1 / (s + optimal), 0);
        return { least: sigma * sigma * (seen + (D - spectrum.length) / optimal) };
      },
      tex: { least: "\\sigma^2\\operatorname{tr}(X'X+\\lambda_{opt}I)^{-1}" },
    },
  },
});
