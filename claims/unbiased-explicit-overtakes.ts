/**
 * The setting of explicit-replaces-implicit-partly, with an explicit regularizer that does not shrink what it keeps.
 *
 * 1. On its support S the lasso is least squares less a bias of size penalty |(X_S'X_S / n)^-1 sign|: tuning trades this bias
 *    against coordinates too many.
 * 2. Least squares on the lasso's support has no such bias, so tuning is free to keep few coordinates: on the true
 *    support its risk is near sigma^2 k / (n - k - 1).
 * 3. The small network, which shrinks little, was ahead of the lasso for this reason alone; the relaxed lasso is ahead of it.
 */
import { claim, forMost, onAverage } from 'claimcheck';
import { lasso, network, relaxed } from 'claimcheck/models/sparse-methods';
import { dot, normInf, subtract, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { risk } from 'claimcheck/properties/risk';
import { heldOutSparse, type HeldOutSparse } from 'claimcheck/tasks/held-out-sparse';

/** Of shares of 96% (measured), certified above four fifths. */
const budget = { quick: 80, standard: 120, paper: 180 };
const dense = heldOutSparse('dense regression for unbiased estimation', 0.5, true);

/** The largest slope of the squared error along a coordinate that b keeps, by the largest of all at b = 0. */
function pull(b: Float64Array, { X, y }: HeldOutSparse): number {
  const slope = timesTransposed(X, subtract(times(X, b), y));
  return normInf(slope.map((entry, j) => (b[j] === 0 ? 0 : entry))) / normInf(timesTransposed(X, y));
}
const nonzero = (b: Float64Array) => b.filter((entry) => entry !== 0).length;

export default claim({
  title: 'Explicit regularization without bias overtakes the implicit one',
  statement:
    'With the same grids and held-out points the relaxed lasso, least squares on the support of the lasso, has a lower risk ' +
    'than the diagonal network started small and stopped early, which was ahead of the lasso itself: it keeps the truth, ' +
    'and does not shrink what it keeps.',
  ours: ['T15'],
  finding: true,
  sources: {
    meinshausen2007: 'the relaxed lasso',
    woodworth2020kernel: 'section 4 (the network)',
    vaskevicius2019implicit:
      'the abstract: on easy instances the network matches least squares on the true support; this ' +
      'comparison is measured here',
    zhao2022high: 'the abstract: the network has no bias such as that of explicit penalties',
  },
  scope:
    'Sparse truths with clear entries, n = 40, d = 80, noise 0.5. That the lead of the network over the lasso is the ' +
    'bias of the lasso was known (Zhao et al. 2022); that a penalty without it takes the lead is measured here. Says ' +
    'nothing of other architectures.',
  premises: {
    'the truth is sparse': 'dense truth',
    'the explicit regularizer does not shrink what it keeps': { checked: 'lasso in its place' },
    'the network starts small': 'large start',
    'every method is tuned on the same points and as finely': true,
  },
  needs: ['linear', 'parameters'],

  forAll: heldOutSparse('sparse regression for unbiased estimation', 0.5),
  train: { relaxed, implicit: network(1e-3) },
  symbols: {
    relaxed: ['R_{relaxed}', ({ task, runs }) => risk(runs.relaxed.b, task.truth)],
    implicit: ['R_{network}', ({ task, runs }) => risk(runs.implicit.b, task.truth)],
    pull: [
      "\\lVert X_S'(Xb-y)\\rVert_\\infty/\\lVert X'y\\rVert_\\infty",
      ({ task, runs }) => pull(runs.relaxed.b, task),
    ],
    kept: [
      '|S\\cap S^*|/|S^*|',
      ({ task: { truth }, runs }) => nonzero(truth.filter((_, j) => runs.relaxed.b[j] !== 0)) / nonzero(truth),
    ],
    size: ['\\lVert\\beta\\rVert^2', ({ task: { truth } }) => dot(truth, truth)],
    sigma: ['\\sigma', ({ task }) => task.sigma],
    k: ({ task }) => nonzero(task.truth),
    n: ({ task }) => task.X.rows,
  },
  parts: {
    'the relaxed lasso is ahead of the network': {
      holds: 'implicit - relaxed',
      accept: onAverage({ atLeast: 0.015, cap: 0.3, budget: { quick: 200, standard: 300, paper: 450 } }),
      unless: {
        'dense truth': { because: 'no support holds a dense truth', forAll: dense },
        'lasso in its place': { because: 'it has the bias that the network has not', train: { relaxed: lasso } },
      },
    },
    'it does not shrink what it keeps': {
      holds: 'pull <= 1e-9',
      accept: forMost({ allBut: 0.2, budget }),
      unless: { 'the lasso shrinks': { because: 'each kept slope is the penalty', train: { relaxed: lasso } } },
    },
    'and keeps the truth': {
      holds: 'kept >= 0.9',
      accept: forMost({ allBut: 0.1 }),
      unless: { 'dense truth, most of it dropped': { because: 'held-out points prefer a smaller one', forAll: dense } },
    },
    'the network finds the truth, too': {
      holds: 'implicit <= 0.1 * size',
      accept: forMost({ allBut: 0.2, budget }),
      unless: { 'large start': { because: 'from 1 the network is near least norm', train: { implicit: network(1) } } },
    },
  },
  dial: {
    turns: 'noise',
    grid: [0.1, 0.3, 0.5, 0.75, 1],
    at: (sigma) => ({ forAll: heldOutSparse(`sparse regression for unbiased estimation, noise ${sigma}`, sigma) }),
    measured: 'relaxed',
    // Least squares on the true support, which no estimate knows.
    curve: { bound: 'sigma^2 * k / (n - k - 1)' },
  },
});
