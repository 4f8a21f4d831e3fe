/**
 * The quadratic network beta = u^2 from the large start u = 1 (where gradient descent is far from sparse), trained on labels
 * of a positive sparse truth with fresh label noise, the step falling to a hundredth at the end.
 *
 * 1. Label noise acts as the penalty h sigma^2 sum |X_j|^2 u_j^2 (label-noise-is-weighted-l1): a weighted L1 norm of beta.
 * 2. While the step is large the penalty drives u_j to 0 off the support; as it falls the fit becomes exact.
 * 3. The interpolant of least weighted L1 norm is the truth when the truth is sparse and there are enough equations.
 */
import { claim, forMost, run } from 'claimcheck';
import diagonalNetwork from 'claimcheck/models/diagonal-network';
import { distance, norm2 } from 'claimcheck/numerics/matrix';
import { sparsePositiveTruth, sparsePositiveTruthUnseen } from 'claimcheck/tasks/label-noise';

const noisy = { rate: 0.05, falling: true, steps: 4000, labelNoise: 1.5 };

export default claim({
  title: 'Label noise recovers a sparse truth',
  statement:
    'From a large start, gradient descent on the quadratic network beta = u^2 with fresh label noise recovers a positive ' +
    '3-sparse truth from 20 equations in 40 unknowns (squared error below 5%); without noise it does not.',
  ours: ['T4'],
  sources: {
    haochen2021shape: 'Theorem 2.1; a smaller problem, with noise on every label',
    pillaudvivien2022label: 'the abstract: conditions for the recovery of the support',
  },
  scope: 'One size, one schedule, clean labels (the noise is injected); the constants of the theorem are not tested.',
  premises: {
    'the noise is in the labels': 'spherical noise',
    'the labels are noisy': 'gradient descent',
    'noise is drawn afresh at every step': 'frozen noise',
    'enough equations': 'five equations',
  },
  needs: ['linear', 'parameters'],

  forAll: sparsePositiveTruth,
  train: run(diagonalNetwork, { optimizer: 'gradient', alpha: 1, balance: 0, ...noisy }),
  symbols: {
    error: ['\\lVert\\hat\\beta-\\beta^\\ast\\rVert_2', ({ task, run }) => distance(run.beta, task.truth)],
    size: ['\\lVert\\beta^\\ast\\rVert_2', ({ task }) => norm2(task.truth)],
  },
  parts: {
    'the truth is recovered': {
      holds: '(error / size)^2 <= 0.05',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'gradient descent': { because: 'descent alone ends far from sparse', rule: { labelNoise: undefined } },
        'spherical noise': { because: 'it does not see the data', rule: { labelNoise: undefined, gradientNoise: 0.5 } },
        'frozen noise': { because: 'wrong labels are interpolated', rule: { frozen: true } },
        'five equations': { because: 'they seldom tell the truth from others', forAll: sparsePositiveTruthUnseen },
      },
    },
  },
  harmless: { 'noise of signs': { because: 'only the covariance of the noise matters', rule: { noiseOfSigns: true } } },
  dial: {
    turns: 'sigma',
    grid: [0.03, 0.1, 0.3, 1, 3],
    at: (labelNoise) => ({ rule: { labelNoise } }),
    measured: 'error / size',
  },
});
