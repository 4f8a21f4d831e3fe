/**
 * The noise of mini-batches in the setting of HaoChen et al., as their code has it: to the full gradient is added that of one
 * example less that of another, rate .01, up to 300,000 steps.
 *
 * 1. The difference has mean 0 and sees the data, as label noise does; its size is that of the residual.
 * 2. So it drives entries off the support down on the way, and stops with the residual: part of the way to the truth.
 * 3. At this rate it also drives descent apart on some tasks; these count against the claim.
 */
import { claim, median } from 'claimcheck';
import { distance, dot } from 'claimcheck/numerics/matrix';
import type { PlantedRegression } from 'claimcheck/tasks/label-noise';
import { noisy, type NoisyRule } from '../models/noisy-descent.js';
import { fiveOnes } from '../tasks/five-ones.js';

const descending = (rule: Partial<NoisyRule>) =>
  noisy<PlantedRegression>({ noise: 'none', delta: 0, alpha: 1, rate: 0.01, residual: 1e-10, steps: 300_000, ...rule });

const squared = (x: number) => x * x;

export default claim({
  title: "Mini-batches go part of the way, in the authors' setting",
  statement:
    'With 40 examples in dimension 100 and from a start of 1, the noise of single examples leaves at most a quarter of the ' +
    'squared error of descent, and at least a fifth of the squared size of the truth, at the median task.',
  ours: ['T4'],
  sequel: true,
  sources: {
    haochen2021shape:
      "the setting: the authors' code, seen; that the noise of mini-batches is far more effective than Gaussian noise: abstract, " +
      'seen; the curves of its figure: not seen',
  },
  scope: 'One setting, that of the paper. On about one task in seven descent is driven apart by the noise.',
  premises: {
    'the noise is that of single examples': 'a tenth of the noise',
    'the steps are long': 'a tenth of the step',
    'it stops with the residual': 'label noise in its place',
  },
  needs: ['linear', 'parameters'],

  forAll: fiveOnes(40, 100),
  train: { batch: descending({ noise: 'batch', delta: 1 }), descent: descending({}) },
  symbols: {
    batch: ['E_{\\mathrm{batch}}', ({ task, runs }) => squared(distance(runs.batch.beta, task.truth))],
    descent: ['E_{\\mathrm{GD}}', ({ task, runs }) => squared(distance(runs.descent.beta, task.truth))],
    error: ['\\lVert\\hat\\beta-\\beta^\\ast\\rVert^2', ({ task, run }) => squared(distance(run.beta, task.truth))],
    size: ['\\lVert\\beta^\\ast\\rVert^2', ({ task }) => dot(task.truth, task.truth)],
  },
  parts: {
    'part of the way': {
      holds: 'size / 5 <= batch and batch <= descent / 4',
      accept: median({ budget: { quick: 80, standard: 120, paper: 200 } }),
      unless: {
        'a tenth of the noise': {
          because: 'it is drift of second order',
          train: { batch: descending({ noise: 'batch', delta: 0.1 }) },
        },
        'a tenth of the step': {
          because: 'so is this',
          train: { batch: descending({ noise: 'batch', delta: 1, rate: 0.001 }) },
        },
        'label noise in its place': {
          because: 'that goes all the way',
          train: { batch: descending({ noise: 'label', delta: 1, falling: true }) },
        },
      },
    },
  },
  table: {
    title: 'Where they end',
    of: 'of the truth',
    rows: 'each',
    columns: { 'squared error here': 'error', 'squared size of the truth': 'size' },
  },
});
