/**
 * b = u * v entry by entry, trained with weight decay on both factors.
 *
 * 1. |u_j|^2 + |v_j|^2 >= 2 |u_j v_j|, with equality where |u_j| = |v_j|: the decayed loss is at least the lasso's
 *    objective at b, and equal to it at balanced factors.
 * 2. At a stationary point lambda u_j = -g_j v_j and lambda v_j = -g_j u_j: |u_j| = |v_j|, and |g_j| = lambda where b_j
 *    is not 0, which is half of the lasso's optimality; where b_j = 0 and |g_j| > lambda the point is a strict saddle.
 * 3. So training from a generic start, which leaves saddles, ends at the lasso's minimum: a convex problem.
 */
import { claim } from 'claimcheck';
import { decayed } from 'claimcheck/models/product-network';
import { dot, norm1 } from 'claimcheck/numerics/matrix';
import { lasso, lassoObjective } from 'claimcheck/oracles/lasso';
import { decayedBy, decayedRegression, type DecayedRegression } from 'claimcheck/tasks/factored';

export default claim({
  title: 'Weight decay on factors is the lasso',
  statement:
    'Gradient descent on u and v with weight decay lambda on both, for the linear model u * v, ends at the minimum of the ' +
    'lasso with strength lambda: the explicit L2 penalty on the parameters is an L1 penalty on the function.',
  ours: ['T8', 'T15'],
  sources: {
    hoff2017lasso: 'the abstract: the lasso as an L2 penalty on two factors; training is derived here',
    srebro2004maximum: 'the same identity for matrices',
  },
  scope:
    'lambda from a tenth to a half of the strength that leaves nothing. For much smaller lambda training is slow, and a run ' +
    'can rest at a saddle for longer than any budget.',
  premises: {
    'both factors decay alike': 'decay on one factor',
    'the decay is in the gradient': 'decoupled decay',
    'training starts away from the saddle at 0': 'start at 0',
    'training reaches a stationary point that is no saddle': { checked: 'early stop' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: decayedRegression,
  train: decayed(({ lambda }: DecayedRegression) => ({ lambda })),
  theory: { lasso },
  symbols: {
    objective: ['F(\\hat u\\hat v)', ({ task, run }) => lassoObjective(task, run.beta)],
    minimum: [
      '\\min_\\beta\\tfrac12\\lVert X\\beta-y\\rVert^2+\\lambda\\lVert\\beta\\rVert_1',
      ({ theory }) => theory.lasso.objective,
    ],
    penalty: [
      '\\tfrac12(\\lVert\\hat u\\rVert^2+\\lVert\\hat v\\rVert^2)',
      ({ run: { u, v } }) => (dot(u, u) + dot(v, v)) / 2,
    ],
    l1: ['\\lVert\\hat u\\hat v\\rVert_1', ({ run }) => norm1(run.beta)],
    lasso: ['\\lVert\\beta_\\lambda\\rVert_1', ({ theory }) => norm1(theory.lasso.beta)],
  },
  parts: {
    "the product attains the lasso's minimum": {
      holds: 'abs(objective / minimum - 1) <= 1e-5',
      unless: {
        'decay on one factor': {
          because: 'v alone can grow: the penalty on the product vanishes',
          rule: { lambdaOfV: 0, gradient: undefined, steps: 5000 },
        },
        'decoupled decay': {
          because: 'Adam with a decay beside its normalized step weighs it differently in every coordinate',
          rule: { optimizer: 'adam', rate: 1e-2, decoupled: true, gradient: undefined, steps: 5000 },
        },
        'start at 0': { because: '0 is a stationary point, and not a minimum', rule: { start: 0, steps: 1000 } },
        'early stop': { because: 'a gradient of 1e-2 is not stationary', rule: { gradient: 1e-2 } },
      },
    },
    'the penalty is the L1 norm': {
      holds: 'abs(penalty / l1 - 1) <= 1e-5',
      unless: {
        'factors that stay unbalanced': {
          because: 'without decay |u_j|^2 - |v_j|^2 keeps its start',
          rule: { lambda: 0, gradient: 1e-3 },
        },
      },
    },
  },
  harmless: {
    'alternating ridge': { because: 'another way to the same stationary points', rule: { optimizer: 'alternating' } },
    'small start': { because: 'every generic start leaves the saddle', rule: { start: 0.01 } },
  },
  dial: {
    turns: 'lambda / lambda_max',
    grid: [0.1, 0.2, 0.3, 0.4, 0.5],
    at: (share) => ({ forAll: decayedBy(share) }),
    measured: 'l1',
    curve: { prediction: 'lasso' },
  },
});
