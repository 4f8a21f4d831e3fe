/**
 * f(x) = sum a_k relu(w_k x + b_k) + c, J_i = grad f(x_i), all four groups trained.
 *
 * 1. lambda_max(J J'/n) >= |E J|^2 = 1 + sum_k [a_k^2 (P_k^2 + E[X1_k]^2) + (E relu_k)^2], the 1 from the output bias.
 * 2. Each summand is at least 2 |a_k| sqrt(P_k^2 + E[X1_k]^2) E relu_k = 2 |a_k w_k| g+-(t_k) >= 2 |a_k w_k| g(t_k).
 * 3. A minimum is stable for step eta only if eta lambda_max <= 2: then integral |f''| g <= 1/eta - 1/2.
 */
import { claim, faulty } from 'claimcheck';
import { twoLayer } from 'claimcheck/models/two-layer-network';
import { atEnd, curvature } from 'claimcheck/oracles/curvature';
import { weightedCurvature } from 'claimcheck/oracles/weighted-curvature';
import { balancedNetwork, univariateNetwork, type UnivariateNetwork } from 'claimcheck/tasks/univariate-network';

/** The network of the task, after so many steps. */
const after = (steps: number) =>
  twoLayer(({ width, theta }: UnivariateNetwork) => ({
    width,
    activation: 'relu',
    theta,
    trained: { W: true, b: true, a: true, c: true },
    rate: 0.01,
    clip: 1,
    steps,
  }));

export default claim({
  title: 'The step size bounds the curvature of the function',
  statement:
    'For every univariate ReLU network and sample, the largest eigenvalue of the Hessian at interpolation is at ' +
    "least 1 + 2 sum_k |a_k w_k| g(t_k), so that a minimum stable for step eta has integral |f''| g <= 1/eta - 1/2.",
  ours: ['T3', 'T8'],
  sources: { mulayoff2021implicit: 'Theorem 1; the inequality is derived in this file' },
  scope:
    'An inequality between parameters and function at every point, trained or not; that training ends at stable ' +
    'minima is stable-minima-are-smooth. On generic parameters the bound is slack (median ratio .14).',
  premises: {
    'the output bias is trained': 'no output bias',
    'all hidden parameters are trained': 'output layer only',
    'the weight is the smaller of both sides': 'max for min',
    'shares of points enter squared': 'P for P^2',
  },
  needs: ['parameters', 'float64'],

  forAll: univariateNetwork,
  train: { drawn: after(0), moved: after(50) },
  theory: { curved: [curvature, atEnd], bounded: [weightedCurvature, atEnd] },
  symbols: {
    largest: ['\\lambda_{\\max}', ({ theory }) => theory.curved.largest],
    bound: ['1+2\\textstyle\\sum_k|a_kw_k|\\,g(t_k)', ({ theory }) => theory.bounded.bound],
    balanced: ['[\\text{balanced}]', ({ task }) => (task.balanced ? 1 : 0)],
    mean: ['|\\overline J|^2', ({ theory }) => theory.curved.value.mean],
    attained: ['1+2\\textstyle\\sum_k|a_kw_k|\\,g(t_k)', ({ theory }) => theory.bounded.value.bound],
  },
  parts: {
    'the curvature is at least the bound': {
      holds: 'largest * (1 + 1e-9) >= bound',
      of: 'each',
      unless: {
        'no output bias': {
          because: 'the output bias contributes the 1',
          seldom: { share: 0.1, because: 'on generic networks the bound is slack by more than the 1' },
          theory: { curved: [faulty(curvature, 'no output bias'), atEnd] },
        },
        'output layer only': {
          because: 'half of the gradient is missing',
          seldom: { share: 0.15, because: 'on generic networks the bound is slack by more than a factor of 2' },
          theory: { curved: [faulty(curvature, 'output layer only'), atEnd] },
        },
        'P for P^2': {
          because: 'a share is larger than its square',
          seldom: { share: 0.2, because: 'near balance alone the bound is so tight that the share matters' },
          theory: { bounded: [faulty(weightedCurvature, 'P for P^2'), atEnd] },
        },
        'max for min': {
          because: 'a neuron that is active on the lighter side does not see the other one',
          seldom: { share: 0.3, because: 'elsewhere the bound is slack by more than the heavier sides add' },
          theory: { bounded: [faulty(weightedCurvature, 'max for min'), atEnd] },
        },
      },
    },
    'a balanced network attains it on average over the sample': {
      holds: 'balanced * abs(mean / attained - 1) <= 1e-12',
      of: 'drawn',
      unless: {
        'factor 2 twice': {
          because: 'the bound is attained with 2, not with 4',
          seldom: { share: 0.2, because: 'every second network is balanced, and the others are not asked' },
          theory: { bounded: [faulty(weightedCurvature, 'factor 2 twice'), atEnd] },
        },
      },
    },
  },
  harmless: { 'balanced networks alone': { because: 'the inequality has no exceptions', forAll: balancedNetwork } },
});
