/**
 * Plain gradient descent on u*u - v*v with steps of size h, from u = v = alpha.
 *
 * 1. One step multiplies u_i by 1 - 2 h g_i and v_i by 1 + 2 h g_i, g = X'(X beta - y): exactly u v <- u v (1 - 4 h^2 g^2).
 * 2. log(u/v) moves by log((1 - 2 h g)/(1 + 2 h g)) = -4 h g + O(h^3): it stays in the row space up to third order.
 * 3. So the limit is, up to O(h^2) in all, the minimizer of Q with alpha_i^2 = |u_i v_i| read off at the end; against the
 *    undrifted alpha the error is only O(h).
 */
import { claim, type Of } from 'claimcheck';
import { descent } from 'claimcheck/models/diagonal-network';
import { normInf, subtract } from 'claimcheck/numerics/matrix';
import { minimumQ } from 'claimcheck/oracles/minimum-q';
import { regressionAtModerateScale, type ScaledRegression } from 'claimcheck/tasks/regression';

/** Steps of at most this share of a parameter, and two and a half times of the stable step. */
const steps = (within: number) => descent(({ alpha }: ScaledRegression) => ({ alpha, within, stable: 2.5 * within }));
const drifted = ({ u, v }: Of<typeof descent>) => u.map((value, i) => Math.sqrt(Math.abs(value * v[i]!)));
const apart = (beta: Float64Array, other: Float64Array) => normInf(subtract(beta, other));

export default claim({
  title: 'Plain descent selects the minimizer of a drifted Q',
  statement:
    'Plain gradient descent converges to the minimizer of Q with alpha_i^2 = |u_i v_i| read off at the end, up to the ' +
    'square of the step: a quarter of the step leaves about a sixteenth of the error.',
  ours: ['T7'],
  sources: {
    woodworth2020kernel:
      'the limit of gradient flow on the diagonal network, here for steps that are not infinitesimal',
    even2023diagonal: 'the abstract: the limit for large steps and for mini-batches, by another regularizer',
  },
  scope:
    'Full batches and small steps (at most a tenth of a parameter and a quarter of the stable step); nothing about ' +
    'large ones, of which Even et al. (2023) tell that they can hinder sparsity.',
  premises: {
    'the step is small': true,
    'the drift of u v is accounted for': 'undrifted alpha',
    'a step depends on the present gradient alone': 'momentum',
    'training reaches an interpolant': { checked: true },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: regressionAtModerateScale,
  train: { step: steps(0.1), quarter: steps(0.025) },
  theory: {
    step: [minimumQ, ({ task, runs }) => ({ ...task, alpha: drifted(runs.step) })],
    quarter: [minimumQ, ({ task, runs }) => ({ ...task, alpha: drifted(runs.quarter) })],
    q: minimumQ,
  },
  symbols: {
    errorOfStep: ['\\varepsilon_h', ({ runs, theory: { step } }) => step.known(apart(runs.step.beta, step.beta))],
    errorOfQuarter: [
      '\\varepsilon_{h/4}',
      ({ runs, theory: { quarter } }) => quarter.known(apart(runs.quarter.beta, quarter.beta)),
    ],
    drift: [
      '\\max_i\\bigl|u_iv_i/\\bigl(\\alpha^2\\textstyle\\prod_t(1-4h_t^2g_{t,i}^2)\\bigr)-1\\bigr|',
      ({ run }) => run.drift,
    ],
    far: ['\\lVert\\hat\\beta-\\beta_{Q_\\alpha}\\rVert_\\infty', ({ run, theory }) => apart(run.beta, theory.q.beta)],
    predicted: [
      '\\lVert\\beta_{Q,\\,\\mathrm{drifted}}-\\beta_{Q_\\alpha}\\rVert_\\infty',
      ({ theory }) => apart(theory.step.beta, theory.q.beta),
    ],
  },
  parts: {
    'the error is of second order': {
      holds: 'errorOfQuarter / errorOfStep <= 0.1',
      unless: {
        momentum: { because: 'heavy ball leaves the row space', rule: { optimizer: 'momentum' } },
        'undrifted alpha': {
          because: 'against the alpha that training started from, the error is of first order (about a quarter)',
          theory: { step: minimumQ, quarter: minimumQ },
        },
      },
    },
    'u v drifts by its closed form': {
      holds: 'drift <= 1e-9',
      of: 'each',
      unless: { 'unaccounted momentum': { because: 'a step is then not h g', rule: { optimizer: 'momentum' } } },
    },
  },
  harmless: {
    'loss rescaled': { because: 'the step is the same path, shorter', rule: { lossScale: 0.5 } },
    'random signs': { because: 'beta does not see the signs of u and v', rule: { signs: true } },
  },
  dial: {
    turns: 'step, in shares of a parameter',
    of: 'step',
    grid: [0.025, 0.05, 0.1, 0.14, 0.2],
    at: (within) => ({ train: { step: steps(within), quarter: steps(within / 4) } }),
    measured: 'far',
    curve: { prediction: 'predicted' },
  },
});
