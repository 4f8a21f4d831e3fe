/**
 * Random ReLU features of 20 inputs, fitted without a penalty to 40 noisy labels of a linear function.
 *
 * 1. With p < n features the fit has too few features, and near p = n it has the peak of double descent.
 * 2. Beyond n the least-norm fit approaches the kernel regression of the limit p -> infinity, whose eigenvalues beyond the
 *    linear ones act as a ridge, so its risk is below that of every smaller model.
 * 3. Isotropic linear features have no such tail: with more of them than points the truth is shrunk by n/p.
 */
import { always, claim, median, type Run } from 'claimcheck';
import type { FeatureRule } from 'claimcheck/models/random-features';
import { leastNorm, ridge, type RidgeRule } from 'claimcheck/models/ridge';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { gaussianPoints, predictionExcess } from 'claimcheck/properties/prediction-excess';
import { extendedRegression } from 'claimcheck/tasks/extended-regression';
import type { GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const N = 40;
const INPUTS = 20;
/** The models with fewer parameters than points. */
const fewer = [5, 10, 15, 20, 25, 30, 35];
const MANY = 8 * N;

const fit = (features: number, map: FeatureRule['map'], rule: RidgeRule = leastNorm): Run<GaussianRegression> => [
  'random-features',
  { map, features, ...rule, ...(map === 'relu' && { inputs: INPUTS }) } satisfies FeatureRule,
];
const runs = (map: FeatureRule['map'], largest = MANY): Record<string, Run<GaussianRegression>> =>
  Object.fromEntries([...fewer, MANY].map((p) => [`p = ${p}`, fit(p === MANY ? largest : p, map)]));

export default claim({
  title: 'More parameters than data beat every smaller model',
  statement:
    'Random ReLU features fitted without a penalty have, with eight times as many parameters as points, at most two ' +
    'thirds of the risk that any number of parameters below the number of points gives, and interpolate noisy labels.',
  talk: ['T1'],
  marking: 'says',
  sources: [
    { key: 'belkin2019reconciling', where: 'random features' },
    { key: 'hastie2022surprises', where: 'nonlinear features' },
  ],
  scope: 'A linear truth in 20 dimensions, sigma = .5 and 40 points; for isotropic linear features the opposite holds.',
  premises: {
    'features have a spectrum that decays': { how: 'by construction', control: 'isotropic linear features' },
    'far more parameters than points': { how: 'by construction', control: 'p = n' },
    'no penalty': { how: 'checked per task', control: 'a penalty' },
  },
  needs: ['linear', 'parameters'],

  forAll: extendedRegression('20 inputs among 320, 40 points', { n: N, p: MANY }, INPUTS, 0.5),
  train: runs('relu'),
  parts: {
    'the largest model is best': {
      holds: '1.5 * many <= least',
      where: ({ task, trained, streams }) => {
        const points = gaussianPoints(streams.eval(), 100, MANY);
        const risk = (p: number) => predictionExcess(trained[`p = ${p}`]!, points, task.truth);
        return { many: risk(MANY), least: Math.min(...fewer.map(risk)) };
      },
      tex: { many: 'R_{8n}', least: '\\min_{p<n}R_p' },
      accept: median(),
    },
    'and interpolates its noisy labels': {
      holds: 'residual <= 1e-8',
      where: ({ task, trained }) => ({
        residual: norm2(subtract(trained[`p = ${MANY}`]!.predict(task.X), task.y)),
      }),
      tex: { residual: '\\lVert f(X)-y\\rVert' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'isotropic linear features': {
        breaks: 'the largest model is best',
        because: 'the truth is on the first 20 features: a model of 20 sees all of it, one of 320 an eighth',
        train: runs('coordinates'),
      },
      'p = n': {
        breaks: 'the largest model is best',
        because: 'at the threshold the risk peaks',
        train: { [`p = ${MANY}`]: fit(N, 'relu') },
      },
      'a penalty': {
        breaks: 'and interpolates its noisy labels',
        because: 'a penalty leaves a residual',
        train: { [`p = ${MANY}`]: fit(MANY, 'relu', ridge(1)) },
      },
    },
  },

  dial: {
    of: 'p/n',
    axis: 'log',
    grid: [0.5, 0.75, 1.5, 3, 8],
    at: (ratio) => ({ train: { [`p = ${MANY}`]: fit(ratio * N, 'relu') } }),
    part: 'the largest model is best',
    measured: {
      value: 'risk',
      where: ({ task, trained, streams }) => ({
        risk: predictionExcess(trained[`p = ${MANY}`]!, gaussianPoints(streams.eval(), 100, MANY), task.truth),
      }),
      tex: { risk: 'R_p' },
    },
  },
});
