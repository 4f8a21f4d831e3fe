/**
 * Sparse regression, every method with a grid of 16 strengths and the same held-out points.
 *
 * 1. A diagonal network started small tends to interpolants of small L1 norm (small-init-is-min-l1); stopped early it is an
 *    implicit relative of the lasso. Without regularization, least norm has the risk (1 - n/d) |truth|^2 and more.
 * 2. The lasso, explicit, finds the same sparse truth; ridge shrinks all directions alike and cannot.
 * 3. The lasso shrinks what it keeps by its penalty; the network does not: what is left of its lead
 *    (unbiased-explicit-overtakes says how to close it).
 */
import { claim, equivalent, onAverage } from 'claimcheck';
import { lasso, leastNorm, network, ridge } from 'claimcheck/models/sparse-methods';
import { risk } from 'claimcheck/properties/risk';
import { heldOutSparse } from 'claimcheck/tasks/held-out-sparse';

const budget = { quick: 200, standard: 300, paper: 450 };

export default claim({
  title: 'Explicit regularization replaces the implicit one, partly',
  statement:
    'On sparse regression the tuned lasso recovers at least 90% of what a diagonal network, started small and stopped ' +
    'early, gains over the interpolant of least norm, of whose risk it keeps a ninth; ridge recovers nothing; and the ' +
    'network stays ahead of the lasso.',
  ours: ['T15'],
  sources: {
    woodworth2020kernel: 'section 4: small initialization and the L1 norm',
    vaskevicius2019implicit:
      'the abstract: such a network, started small and stopped early, against the L1 penalty; on easy ' +
      'instances it matches least squares on the true support',
    zhao2022high: 'the abstract: stopped early, it has no bias such as that of explicit penalties',
  },
  scope:
    'n = 40, d = 80, 4 nonzero coordinates, noise 0.5, 16 strengths a method and 40 held-out points for all. That ' +
    'the network can be ahead of the L1 penalty was known (Vaskevicius et al. 2019, Zhao et al. 2022); how much the ' +
    'penalty recovers under equal tuning is measured here. Matrices: nuclear-norm-replaces-small-factors. Excess ' +
    'risk on fresh isotropic inputs; on real digits ridge gains most of it, too, and the network is not ahead ' +
    '(ridge-replaces-small-factors-on-digits).',
  premises: {
    'the truth is sparse': 'dense truth',
    'the penalty prefers sparse solutions': 'ridge for the lasso',
    'the network starts small': 'large start',
    'every method is tuned on the same points and as finely': true,
  },
  needs: ['linear', 'parameters'],

  forAll: heldOutSparse('sparse regression with held-out points', 0.5),
  train: { none: leastNorm, ridge, lasso, implicit: network(1e-3) },
  symbols: {
    none: ['R_{least norm}', ({ task, runs }) => risk(runs.none.b, task.truth)],
    ridge: ['R_{ridge}', ({ task, runs }) => risk(runs.ridge.b, task.truth)],
    lasso: ['R_{lasso}', ({ task, runs }) => risk(runs.lasso.b, task.truth)],
    implicit: ['R_{network}', ({ task, runs }) => risk(runs.implicit.b, task.truth)],
  },
  parts: {
    'the lasso recovers nine tenths of the gain': {
      holds: '(none - lasso) - 0.9 * (none - implicit)',
      accept: onAverage({ atLeast: 0.05, cap: 0.5 }),
      unless: {
        'dense truth': {
          because: 'a preference for sparse solutions does not help a dense truth',
          forAll: heldOutSparse('dense regression with held-out points', 0.5, true),
          budget: { quick: 200, standard: 400, paper: 600 },
        },
        'ridge for the lasso': { because: 'it is not the explicit form of this preference', train: { lasso: ridge } },
      },
    },
    'the lasso keeps a ninth of the risk of least norm': {
      holds: '0.11 * none - lasso',
      accept: onAverage({ atLeast: 0.01, cap: 0.4, budget }),
      unless: { 'ridge beside least norm': { because: 'ridge keeps nearly all of it', train: { lasso: ridge } } },
    },
    'the network stays ahead of the lasso': {
      holds: 'lasso - implicit',
      accept: onAverage({ atLeast: 0.025, cap: 0.25, budget }),
      unless: { 'large start': { because: 'much of the preference is lost', train: { implicit: network(0.1) } } },
    },
    'ridge recovers nothing': {
      holds: '(none - ridge) / none == 0',
      accept: equivalent({ margin: 0.04, cap: 0.3 }),
      unless: { 'lasso for ridge': { because: 'the lasso in its place recovers nearly all', train: { ridge: lasso } } },
    },
  },
  dial: {
    turns: 'noise',
    part: 'the network stays ahead of the lasso',
    grid: [0.1, 0.3, 0.5, 0.75, 1],
    at: (sigma) => ({ forAll: heldOutSparse(`sparse regression with held-out points, noise ${sigma}`, sigma) }),
    measured: 'lasso - implicit',
  },
});
