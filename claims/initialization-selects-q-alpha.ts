/**
 * Gradient flow on u*u - v*v from u = v = alpha, for any loss that vanishes only at interpolation.
 *
 * 1. u' = -2 u X'l and v' = 2 v X'l, so u v = alpha^2 for ever and log(u/v) = X'nu stays in the row space of X.
 * 2. Hence beta = 2 alpha^2 sinh(X'nu): the gradient of Q_alpha at beta is X'nu / 2 times a constant.
 * 3. With X beta = y these are the KKT conditions of min Q_alpha subject to X beta = y, which is strictly convex.
 */
import { always, claim } from 'claimcheck';
import { adam, mirror } from 'claimcheck/models/diagonal-network';
import { norm1, normInf } from 'claimcheck/numerics/matrix';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { distance } from 'claimcheck/properties/distance';
import { fixing } from 'claimcheck/tasks/fixing';
import { regressionAtAnyScale, type ScaledRegression } from 'claimcheck/tasks/regression';

/** Nearly dependent rows take long: of 3,150 tasks two need more than 200,000 steps. */
const budget = 20_000_000;
const train = (rule: Partial<Parameters<typeof mirror>[0]>) =>
  ['diagonal-network', ({ alpha }: ScaledRegression) => mirror({ alpha, budget, ...rule })] as const;

export default claim({
  title: 'Initialization selects the minimizer of Q_alpha',
  statement:
    'For every regression and every scale alpha, the diagonal network trained from u = v = alpha converges to the ' +
    'interpolant that minimizes Q_alpha = sum_j alpha^2 q(beta_j / alpha^2), q(z) = 2 - sqrt(4 + z^2) + z asinh(z/2).',
  talk: ['T7', 'T8'],
  marking: 'implies',
  sources: [{ key: 'woodworth2020kernel', where: 'Theorem 1' }],
  scope:
    'Shows which interpolant the exact dual step selects; plain descent adds a bias of the order of its step ' +
    '(plain-descent-selects-drifted-q). A constant that is wrong by little is invisible at alpha = 10 and 1e-6.',
  premises: {
    'u and v start equal': { how: 'by construction', control: 'unequal start' },
    'the step keeps u v': { how: 'by construction', control: 'Adam' },
    'training reaches an interpolant': { how: 'checked per task', control: 'early stop' },
    'n < d and X has full row rank': { how: 'by construction' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: regressionAtAnyScale,
  train: train({}),
  theory: minimumQ,
  parts: {
    'the limit minimizes Q': {
      holds: 'distance / size <= 1e-6',
      where: ({ trained, theory }) => ({
        distance: distance(trained.parameters.beta!, theory),
        size: { value: normInf(theory.value.beta), error: theory.error },
      }),
      tex: { distance: '\\lVert\\hat\\beta-\\beta_Q\\rVert_\\infty', size: '\\lVert\\beta_Q\\rVert_\\infty' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'unequal start': {
        breaks: 'the limit minimizes Q',
        because: 'with v = u/2 the network starts at beta = 3/4 alpha^2, not at 0',
        train: train({ balance: 0.5 }),
      },
      Adam: {
        breaks: 'the limit minimizes Q',
        because: 'a step scaled per coordinate does not keep u v',
        train: ['diagonal-network', ({ alpha }: ScaledRegression) => adam({ alpha })],
      },
      'early stop': {
        breaks: 'the limit minimizes Q',
        because: 'a residual of 1e-2 is not an interpolant',
        train: train({ residual: 1e-2 }),
      },
      'alpha in the place of alpha^2': {
        breaks: 'the limit minimizes Q',
        because: 'the theory is asked about the wrong scale',
        theory: { ...minimumQ, answer: minimumQ.faults!['alpha-for-alpha-squared']!.by },
      },
    },
    mustHold: {
      'loss rescaled': { because: 'the scale of the loss only moves nu', train: train({ lossScale: 0.5 }) },
      'equations weighted': { because: 'weights of the equations only move nu', train: train({ weighted: true }) },
      'single samples': {
        because: 'a mini-batch step stays in the row space',
        train: train({ single: true, budget: 200_000_000 }),
      },
      'random signs': { because: 'beta does not see the signs of u and v', train: train({ signs: true }) },
    },
  },

  dial: {
    of: 'alpha',
    axis: 'log',
    grid: [10, 1, 0.1, 1e-3, 1e-6],
    at: (alpha) => ({ forAll: fixing(regressionAtAnyScale, { alpha }) }),
    measured: {
      value: 'l1',
      where: ({ trained }) => ({ l1: norm1(trained.parameters.beta!) }),
      tex: { l1: '\\lVert\\hat\\beta\\rVert_1' },
    },
    curve: {
      value: 'l1',
      where: ({ theory }) => ({ l1: norm1(theory.value.beta) }),
      tex: { l1: '\\lVert\\beta_Q\\rVert_1' },
    },
  },
});
