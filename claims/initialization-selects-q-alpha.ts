/**
 * Gradient flow on u*u - v*v from u = v = alpha, for any loss that vanishes only at interpolation.
 *
 * 1. u' = -2 u X'l and v' = 2 v X'l, so u v = alpha^2 for ever and log(u/v) = X'nu stays in the row space of X.
 * 2. Hence beta = 2 alpha^2 sinh(X'nu): the gradient of Q_alpha at beta is X'nu / 2 times a constant.
 * 3. With X beta = y these are the KKT conditions of min Q_alpha subject to X beta = y, which is strictly convex.
 */
import { claim } from 'claimcheck';
import { adam, mirror } from 'claimcheck/models/diagonal-network';
import { norm1, normInf, subtract } from 'claimcheck/numerics/matrix';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { fixing } from 'claimcheck/tasks/fixing';
import { regressionAtAnyScale, type ScaledRegression } from 'claimcheck/tasks/regression';

export default claim({
  title: 'Initialization selects the minimizer of Q_alpha',
  statement:
    'For every regression and every scale alpha, the diagonal network trained from u = v = alpha converges to the ' +
    'interpolant that minimizes Q_alpha = sum_j alpha^2 q(beta_j / alpha^2), q(z) = 2 - sqrt(4 + z^2) + z asinh(z/2).',
  implies: ['T7', 'T8'],
  sources: { woodworth2020kernel: 'Theorem 1' },
  scope:
    'Shows which interpolant the exact dual step selects; plain descent adds a bias of the order of its step ' +
    '(plain-descent-selects-drifted-q). A constant that is wrong by little is invisible at alpha = 10 and 1e-6.',
  premises: {
    'u and v start equal': 'unequal start',
    'the step keeps u v': 'Adam',
    'training reaches an interpolant': { checked: 'early stop' },
    'n < d and X has full row rank': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: regressionAtAnyScale,
  // Nearly dependent rows take long: of 3,150 tasks two need more than 200,000 steps.
  train: mirror(({ alpha }: ScaledRegression) => ({ alpha, budget: 20_000_000 })),
  theory: { q: minimumQ },
  symbols: {
    distance: [
      '\\lVert\\hat\\beta-\\beta_Q\\rVert_\\infty',
      ({ run, theory: { q } }) => q.known(normInf(subtract(run.beta, q.beta))),
    ],
    size: ['\\lVert\\beta_Q\\rVert_\\infty', ({ theory: { q } }) => q.known(normInf(q.beta))],
    l1: ['\\lVert\\hat\\beta\\rVert_1', ({ run }) => norm1(run.beta)],
    selected: ['\\lVert\\beta_Q\\rVert_1', ({ theory }) => norm1(theory.q.beta)],
  },
  parts: {
    'the limit minimizes Q': {
      holds: 'distance / size <= 1e-6',
      unless: {
        'unequal start': { because: 'with v = u/2 it starts at beta = 3/4 alpha^2, not at 0', rule: { balance: 0.5 } },
        Adam: { because: 'its step does not keep u v', train: adam(({ alpha }: ScaledRegression) => ({ alpha })) },
        'early stop': { because: 'a residual of 1e-2 is not an interpolant', rule: { residual: 1e-2 } },
        'alpha in the place of alpha^2': {
          because: 'the theory is asked about the wrong scale',
          theory: { q: [minimumQ, ({ task }) => ({ ...task, alpha: Math.sqrt(task.alpha) })] },
        },
      },
    },
  },
  harmless: {
    'loss rescaled': { because: 'the scale of the loss only moves nu', rule: { lossScale: 0.5 } },
    'equations weighted': { because: 'weights of the equations only move nu', rule: { weighted: true } },
    'single samples': { because: 'its steps stay in the row space', rule: { single: true, budget: 200_000_000 } },
    'random signs': { because: 'beta does not see the signs of u and v', rule: { signs: true } },
  },
  dial: {
    turns: 'alpha',
    grid: [10, 1, 0.1, 1e-3, 1e-6],
    at: (alpha) => ({ forAll: fixing(regressionAtAnyScale, { alpha }) }),
    measured: 'l1',
    curve: { prediction: 'selected' },
  },
});
