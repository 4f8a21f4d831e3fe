/**
 * Descent on u*u - v*v from u = v = .1 with a step near the largest that is stable, on single examples and on full batches (the
 * step h / n, which is the same on average).
 *
 * 1. Every step multiplies u_j v_j by 1 - 4 h^2 g_j^2: what is squared is the slope of the step, single or mean
 *    (small-batches-act-like-a-smaller-start), so single examples lower the effective start much further, and the more so
 *    the larger the step.
 * 2. A smaller start is nearer to least L1 norm, and so to a sparse truth that enough equations determine.
 * 3. Full batches lower u v little, and most where the mean slope is large, on the truth's own support: they end a bit beyond
 *    the minimizer of Q of their start, and no nearer to the truth than gradient flow.
 */
import { ask, claim, forMost, median, type About } from 'claimcheck';
import { descent, type DiagonalRule } from 'claimcheck/models/diagonal-network';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import type { PlantedRegression } from 'claimcheck/tasks/label-noise';
import { fortyOfForty, twoOfForty } from 'claimcheck/tasks/sparse-recovery';

const START = 0.1;
const LARGE = 1.5;

const at = (step: number, rule: Partial<DiagonalRule> = {}) =>
  descent(({ X }: PlantedRegression) => ({
    alpha: START,
    rate: rule.single ? step : step / X.rows,
    residual: 1e-3,
    budget: 20_000,
    ...rule,
  }));
const single = (step: number) => at(step, { single: true });

/** Where gradient flow ends from the given start. */
const flow = (alpha: number) => ask(minimumQ, ({ task }: About<PlantedRegression>) => ({ ...task, alpha }));
/** |b - truth|^2 / |truth|^2 */
const error = (beta: Float64Array, { truth }: PlantedRegression) => {
  const off = norm2(subtract(beta, truth)) / norm2(truth);
  return off * off;
};

export default claim({
  title: 'Large steps need small batches to find a sparse truth',
  statement:
    'At the same large mean step from the same start, single examples recover a truth of two entries of 40 from 20 ' +
    'equations with at most three quarters of the squared error of full batches on four tasks in five, with at most six ' +
    'tenths on half of them; full batches are no nearer than the flow, at most three tenths further.',
  ours: ['T4', 'T8'],
  sequel: true,
  sources: {
    even2023diagonal: 'the abstract: large steps help SGD and hinder gradient descent on sparse truths; measured here',
    pesme2021implicit: 'the abstract: stochastic gradient flow generalizes better than the flow',
  },
  scope:
    'One size of problem, start and step. At 2, a third more, runs begin to diverge, which counts against them; with ' +
    'fewer equations they do so earlier.',
  premises: {
    'a step sees one example': 'full batches',
    'the step is large': 'a fifth of the step',
    'the truth is sparse': 'dense truth',
    'there are enough equations to tell it': true,
    'training reaches an interpolant': { checked: true },
  },
  needs: ['linear', 'parameters'],

  forAll: twoOfForty,
  train: { single: single(LARGE), full: at(LARGE) },
  theory: { flow: flow(START) },
  symbols: {
    single: ['R_{\\mathrm{single}}', ({ task, runs }) => error(runs.single.beta, task)],
    full: ['R_{\\mathrm{full}}', ({ task, runs }) => error(runs.full.beta, task)],
    flow: ['R_{\\mathrm{flow}}', ({ task, theory }) => error(theory.flow.beta, task)],
  },
  parts: {
    'single examples are nearer to the truth': {
      holds: 'single / full <= 0.75',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'full batches': { because: 'both are then full batches', train: { single: at(LARGE * 0.99) } },
        'a fifth of the step': {
          because: 'the drift is of the order of the step',
          train: { single: single(LARGE / 5), full: at(LARGE / 5) },
        },
        'dense truth': { because: 'the interpolant of least L1 norm is not the truth', forAll: fortyOfForty },
      },
    },
    'by far on half of the tasks': {
      holds: 'single / full <= 0.6',
      accept: median(),
      unless: {
        'half of the step': {
          because: 'half of the drift',
          train: { single: single(LARGE / 2), full: at(LARGE / 2) },
        },
      },
    },
    'full batches are not': {
      holds: '0.99 <= full / flow <= 1.3',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'single examples are': { because: 'they lower their start', train: { full: single(LARGE) } },
        'half of the start': { because: 'another flow, nearer to the truth', theory: { flow: flow(START / 2) } },
      },
    },
  },
  dial: {
    turns: 'step',
    grid: [0.25, 0.5, 1, 1.5, 2],
    at: (step) => ({ train: { single: single(step), full: at(step) } }),
    measured: 'single',
    curve: { rival: 'full' },
  },
});
