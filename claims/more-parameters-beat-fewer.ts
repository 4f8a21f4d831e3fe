/**
 * Random ReLU features of 20 inputs, fitted without a penalty to 40 noisy labels of a linear function.
 *
 * 1. With p < n features the fit has too few features, and near p = n it has the peak of double descent.
 * 2. Beyond n the least-norm fit approaches the kernel regression of the limit p -> infinity, whose eigenvalues beyond the
 *    linear ones act as a ridge, so its risk is below that of every smaller model.
 * 3. Isotropic linear features have no such tail: with more of them than points the truth is shrunk by n/p.
 */
import { along, claim, median } from 'claimcheck';
import { features } from 'claimcheck/models/random-features';
import { onFreshPoints } from 'claimcheck/properties/prediction-excess';
import { residual } from 'claimcheck/properties/residual';
import { extendedRegression } from 'claimcheck/tasks/extended-regression';

const N = 40;
const INPUTS = 20;
const MANY = 8 * N;
/** The models with fewer parameters than points. */
const fewer = [5, 10, 15, 20, 25, 30, 35];

const relu = (p: number, penalty = 0) => features({ map: 'relu', features: p, inputs: INPUTS, penalties: [penalty] });
const fresh = onFreshPoints(100, MANY);

export default claim({
  title: 'More parameters than data beat every smaller model',
  statement:
    'Random ReLU features fitted without a penalty have, with eight times as many parameters as points, at most two ' +
    'thirds of the risk that any number of parameters below the number of points gives, and interpolate noisy labels.',
  says: ['T1'],
  sources: { belkin2019reconciling: 'random features', hastie2022surprises: 'nonlinear features' },
  scope: 'A linear truth in 20 dimensions, sigma = .5 and 40 points; for isotropic linear features the opposite holds.',
  premises: {
    'features have a spectrum that decays': 'isotropic linear features',
    'far more parameters than points': 'p = n',
    'no penalty': { checked: 'a penalty' },
  },
  needs: ['linear', 'parameters'],

  forAll: extendedRegression('20 inputs among 320, 40 points', { n: N, p: MANY }, INPUTS, 0.5),
  train: { fewer: along(fewer, (p) => relu(p)), many: relu(MANY) },
  symbols: {
    many: ['R_p', (about) => fresh(about, about.runs.many)],
    least: ['\\min_{k<n}R_k', (about) => Math.min(...about.runs.fewer.each.map((run) => fresh(about, run)))],
    residual: ['\\lVert f(X)-y\\rVert', ({ task, runs }) => residual(runs.many, task)],
  },
  parts: {
    'the largest model is best': {
      holds: '1.5 * many <= least',
      accept: median(),
      unless: {
        'isotropic linear features': {
          because: 'the truth is on the first 20 features: a model of 20 sees all of it, one of 320 an eighth',
          rule: { map: 'coordinates' },
        },
        'p = n': { because: 'at the threshold the risk peaks', train: { many: relu(N) } },
      },
    },
    'and interpolates its noisy labels': {
      holds: 'residual <= 1e-8',
      unless: { 'a penalty': { because: 'a penalty leaves a residual', train: { many: relu(MANY, 1) } } },
    },
  },
  dial: {
    turns: 'p/n',
    grid: [0.5, 0.75, 1.5, 3, 8],
    at: (ratio) => ({ train: { many: relu(ratio * N) } }),
    measured: 'many',
  },
});
