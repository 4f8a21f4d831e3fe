/**
 * The experiment of HaoChen et al. with the network beta = v v in their own setting, step by step as their code has it: 40
 * examples in dimension 100, five ones, v = 1 at the start, rate .01, noise of size 1, 300,000 steps (1,200,000 with Gaussian
 * noise of size .01); under label noise the rate falls to a tenth after 100,000 and after 200,000 of them.
 *
 * 1. From so large a start descent ends at an interpolant near the start: dense, and farther from the truth than 0 is.
 * 2. Spherical noise does not see the data, and leaves it there.
 * 3. Label noise sees them and never stops. It penalizes sum |X_j|^2 v_j^2, a weighted L1 norm of beta, and finds the truth.
 */
import { claim, forMost } from 'claimcheck';
import { distance, dot } from 'claimcheck/numerics/matrix';
import type { PlantedRegression } from 'claimcheck/tasks/label-noise';
import { noisy, type NoisyRule } from '../models/noisy-descent.js';
import { fiveOnes } from '../tasks/five-ones.js';

/** As the authors' commands say it. Without label noise nothing moves once the labels are fitted, to the last digits. */
const descending = (rule: Partial<NoisyRule>) =>
  noisy<PlantedRegression>({ noise: 'none', delta: 0, alpha: 1, rate: 0.01, residual: 1e-10, steps: 300_000, ...rule });
const labels = (rule: Partial<NoisyRule>) =>
  noisy<PlantedRegression>({ noise: 'label', delta: 1, alpha: 1, rate: 0.01, falling: true, steps: 300_000, ...rule });
const spherical = noisy<PlantedRegression>({
  ...{ noise: 'spherical', delta: 0.01, alpha: 1, rate: 0.01, steps: 1_200_000 },
});

const squared = (x: number) => x * x;
const most = forMost({ allBut: 0.3 });

export default claim({
  title: "Label noise recovers the truth, in its authors' setting",
  statement:
    'With 40 examples in dimension 100 and from a start of 1, label noise of size 1 recovers five ones to 0.5% of their ' +
    'squared size in 300,000 steps, and spherical noise in its place does not; descent ends with at least three times that ' +
    'size in squared error.',
  ours: ['T4'],
  sequel: true,
  sources: {
    haochen2021shape:
      "the setting: the authors' code, seen; that label noise recovers, and descent and Gaussian noise overfit: abstract, seen; " +
      'the curves of its figure: not seen',
  },
  scope: 'One setting, that of the paper, with the noise of mini-batches left to mini-batches-at-full-size.',
  premises: {
    'the noise is in the labels': 'spherical noise in its place',
    'it is of the size of an entry of the truth': 'half the noise',
    'it is drawn afresh at every step': 'frozen noise',
    'training goes on': 'a third of the steps',
    'there are enough examples': 'ten examples',
    'the start is large': 'a small start',
  },
  needs: ['linear', 'parameters'],

  forAll: fiveOnes(40, 100),
  train: {
    label: labels({}),
    descent: descending({}),
  },
  symbols: {
    label: ['E_{\\mathrm{label}}', ({ task, runs }) => squared(distance(runs.label.beta, task.truth))],
    descent: ['E_{\\mathrm{GD}}', ({ task, runs }) => squared(distance(runs.descent.beta, task.truth))],
    error: ['\\lVert\\hat\\beta-\\beta^\\ast\\rVert^2', ({ task, run }) => squared(distance(run.beta, task.truth))],
    size: ['\\lVert\\beta^\\ast\\rVert^2', ({ task }) => dot(task.truth, task.truth)],
  },
  parts: {
    'label noise recovers the truth': {
      holds: 'label <= 0.005 * size',
      accept: most,
      unless: {
        'spherical noise in its place': { because: 'it does not see the data', train: { label: spherical } },
        'half the noise': {
          because: 'a quarter of the penalty takes longer',
          train: { label: labels({ delta: 0.5 }) },
        },
        'frozen noise': {
          because: 'wrong labels are fitted',
          train: { label: labels({ frozen: true }) },
        },
        'a third of the steps': { because: 'it takes its time', train: { label: labels({ steps: 100_000 }) } },
        'ten examples': { because: 'they do not tell the truth from others', forAll: fiveOnes(10, 100) },
      },
    },
    'descent overfits': {
      holds: 'descent >= 3 * size',
      accept: most,
      unless: {
        'a small start': {
          because: 'from there descent finds the truth',
          train: { descent: descending({ alpha: 0.01 }) },
        },
      },
    },
  },
  harmless: {
    'noise on every label': {
      because: 'only the covariance of the noise matters',
      keeps: ['label noise recovers the truth'],
      train: { label: labels({ noise: 'labels' }) },
    },
  },
  table: {
    title: 'Where they end',
    of: 'of the truth',
    rows: 'each',
    columns: { 'squared error here': 'error', 'squared size of the truth': 'size' },
  },
});
