/**
 * Uniform convergence over the interpolants of small norm, for Gaussian inputs with two large directions and a tail of trace T.
 *
 * 1. All interpolants of norm at most B have a risk of at most about B^2 T / n, up to a factor that goes to 1 (Gaussian width).
 * 2. The least norm is itself short: the tail acts as a ridge of size T, and stores the noise in |b|^2 T / n near sigma^2.
 * 3. So the bound at B = |b| is near the risk, where the noise is interpolated: a bound by a norm explains it. In 30 points it
 *    was .39 beside a risk of .30, of which sigma^2 is .25 and nobody can have less.
 */
import { claim, forMost } from 'claimcheck';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { dot } from 'claimcheck/numerics/matrix';
import { residual } from 'claimcheck/properties/residual';
import { spikedPoints } from 'claimcheck/tasks/spiked-points';
import { benignSpectrum } from 'claimcheck/tasks/spiked-regression';

const N = 30;

export default claim({
  title: 'A norm bound explains benign overfitting',
  statement:
    'With 30 noisy points, two large input directions and a tail of 898 small ones of trace T, the bound B^2 T / n for all ' +
    'interpolants of norm at most B is, at the norm of the least-norm interpolant, on nine tasks of ten at least two thirds ' +
    'of its risk and at most half of the risk of predicting 0, and on four of five at most twice its risk.',
  ours: ['T12'],
  sequel: true,
  finding: true,
  sources: {
    koehler2021uniform:
      'the abstract: norm bounds over interpolators recover benign overfitting; the form of the bound is from memory',
    bartlett2020benign: 'the setting',
  },
  scope:
    'Gaussian inputs, a linear model and one spectrum, where it limits how far “cannot explain” reaches: the bound is over ' +
    'interpolants alone. It has no constants for 30 points, hence 1.5; it holds as it stands on about four tasks of five. One ' +
    'interpolant is tried; that the bound is one for all is the theorem. Nothing is said of networks or of ' +
    'uniform-convergence-fails.',
  premises: {
    'the data are interpolated': { checked: 'ridge' },
    'the tail is light': 'a heavy tail',
    'a few large directions carry the truth': 'isotropic inputs',
    'labels are noisy': 'noiseless labels',
    'the bound is one of interpolants': 'penalized, by its own norm',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: spikedPoints(N, benignSpectrum),
  train: leastNorm,
  symbols: {
    risk: [
      '\\sigma^2+\\sum_jv_j(b_j-\\beta_j)^2',
      ({ run, task: { truth, variances, sigma } }) =>
        run.beta.reduce((sum, b, j) => sum + variances[j]! * (b - truth[j]!) * (b - truth[j]!), sigma * sigma),
    ],
    norm: ['\\lVert b\\rVert^2', ({ run }) => dot(run.beta, run.beta)],
    T: ({ task: { variances } }) => variances.subarray(2).reduce((sum, each) => sum + each, 0),
    n: ({ task }) => task.y.length,
    nothing: ['R(0)', ({ task: { truth, sigma } }) => dot(truth, truth) + sigma * sigma],
    residual: ['\\lVert Xb-y\\rVert', ({ run, task }) => residual(run, task)],
  },
  parts: {
    'the bound holds': {
      holds: 'risk <= 1.5 * norm * T / n',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'penalized, by its own norm': {
          because: 'ridge is far shorter than any interpolant, and the bound is not about it',
          train: ridge(20),
        },
      },
    },
    'it is at most twice the risk': {
      holds: 'norm * T / n <= 2 * risk',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'noiseless labels': {
          because: 'without noise the risk is far below what the norm of the truth allows for',
          forAll: spikedPoints(N, { ...benignSpectrum, sigma: 0 }),
        },
      },
    },
    'and below half of the risk of predicting 0': {
      holds: 'norm * T / n <= 0.5 * nothing',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'isotropic inputs': {
          because: 'nearly all of the truth is not seen, and the bound says so',
          forAll: spikedPoints(N, { p: (n) => n * n, tail: (n) => n * n - 2 }),
        },
        'a heavy tail': {
          because: 'a tail of total variance 4n regularizes the truth away',
          forAll: spikedPoints(N, { p: (n) => n * n, tail: (n) => 4 * n }),
        },
      },
    },
    'the noise is interpolated': {
      holds: 'residual <= 1e-8',
      unless: { ridge: { because: 'a penalty leaves a residual', train: ridge(1) } },
    },
  },
  dial: {
    turns: 'n',
    part: 'the bound holds',
    grid: [8, 15, 30, 45],
    at: (n) => ({ forAll: spikedPoints(n, benignSpectrum) }),
    measured: 'risk',
    curve: { bound: 'norm * T / n' },
  },
});
