/**
 * f(x) = sum a_k relu(w_k x + b_k) + c, J_i = grad f(x_i), all four groups trained.
 *
 * 1. lambda_max(J J'/n) >= |E J|^2 = 1 + sum_k [a_k^2 (P_k^2 + E[X1_k]^2) + (E relu_k)^2], the 1 from the output bias.
 * 2. Each summand is at least 2 |a_k| sqrt(P_k^2 + E[X1_k]^2) E relu_k = 2 |a_k w_k| g+-(t_k) >= 2 |a_k w_k| g(t_k).
 * 3. A minimum is stable for step eta only if eta lambda_max <= 2: then integral |f''| g <= 1/eta - 1/2.
 */
import { always, claim, type Trained } from 'claimcheck';
import { curvature } from 'claimcheck/oracles/curvature';
import { weightedCurvature } from 'claimcheck/oracles/weighted-curvature';
import { ask } from 'claimcheck/oracles/ask';
import { balancedNetwork, univariateNetwork, type UnivariateNetwork } from 'claimcheck/tasks/univariate-network';

const everything = { W: true, b: true, a: true, c: true };
const network =
  (steps: number) =>
  ({ width, theta }: UnivariateNetwork) => ({
    width,
    activation: 'relu' as const,
    theta,
    trained: everything,
    rate: 0.01,
    clip: 1,
    steps,
  });

interface Asking {
  readonly task: UnivariateNetwork;
  readonly trained: { readonly drawn: Trained; readonly moved: Trained };
}
const at =
  (run: 'drawn' | 'moved') =>
  ({ task: { X, width }, trained }: Asking) => ({
    X,
    network: { width, activation: 'relu' as const, theta: trained[run].parameters.theta! },
  });
const of = (name: string) => ({ ...weightedCurvature, answer: weightedCurvature.faults![name]!.by });
const both = <V>(
  oracle: Parameters<typeof ask<UnivariateNetwork, Asking['trained'], ReturnType<ReturnType<typeof at>>, V>>[0],
) => ({
  drawn: ask(oracle, at('drawn')),
  moved: ask(oracle, at('moved')),
});
const bounds = (oracle: typeof weightedCurvature) => ({
  boundDrawn: both(oracle).drawn,
  boundMoved: both(oracle).moved,
});
const curvatures = (oracle: typeof curvature) => ({ drawn: both(oracle).drawn, moved: both(oracle).moved });

const tex = { largest: '\\lambda_{\\max}', bound: '1+2\\textstyle\\sum_k|a_kw_k|\\,g(t_k)', mean: '|\\overline J|^2' };

export default claim({
  title: 'The step size bounds the curvature of the function',
  statement:
    'For every univariate ReLU network and sample, the largest eigenvalue of the Hessian at interpolation is at least ' +
    "1 + 2 sum_k |a_k w_k| g(t_k), so that a minimum stable for step eta has integral |f''| g <= 1/eta - 1/2.",
  talk: ['T3', 'T8'],
  marking: 'implies',
  sources: [{ key: 'mulayoff2021implicit', where: 'Theorem 1; the inequality is derived in this file' }],
  scope:
    'An inequality between parameters and function at every point, trained or not; that training ends at stable minima is ' +
    'stable-minima-are-smooth. On generic parameters the bound is slack (median ratio .14).',
  premises: {
    'the output bias is trained': { how: 'by construction', control: 'no output bias' },
    'all hidden parameters are trained': { how: 'by construction', control: 'output layer only' },
    'the weight is the smaller of both sides': { how: 'by construction', control: 'max for min' },
    'shares of points enter squared': { how: 'by construction', control: 'P for P^2' },
  },
  needs: ['parameters', 'float64'],

  forAll: univariateNetwork,
  train: { drawn: ['two-layer-network', network(0)], moved: ['two-layer-network', network(50)] },
  theory: { ...curvatures(curvature), ...bounds(weightedCurvature) },
  parts: {
    'the curvature is at least the bound': {
      holds: 'largest * (1 + 1e-9) >= bound',
      where: ({ theory: { drawn, moved, boundDrawn, boundMoved } }) => [
        {
          largest: { value: drawn.value.largest, error: drawn.error },
          bound: { value: boundDrawn.value.bound, error: boundDrawn.error },
        },
        {
          largest: { value: moved.value.largest, error: moved.error },
          bound: { value: boundMoved.value.bound, error: boundMoved.error },
        },
      ],
      tex,
      accept: always(),
    },
    'a balanced network attains it on average over the sample': {
      holds: 'balanced * abs(mean / bound - 1) <= 1e-12',
      where: ({ task, theory: { drawn, boundDrawn } }) => ({
        mean: drawn.value.mean,
        bound: boundDrawn.value.bound,
        balanced: task.balanced ? 1 : 0,
      }),
      tex: { ...tex, balanced: '[\\text{balanced}]' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'no output bias': {
        breaks: 'the curvature is at least the bound',
        because: 'the output bias contributes the 1',
        seldom: { share: 0.1, because: 'on generic networks the bound is slack by more than the 1' },
        theory: curvatures({ ...curvature, answer: curvature.faults!['no output bias']!.by }),
      },
      'output layer only': {
        breaks: 'the curvature is at least the bound',
        because: 'half of the gradient is missing',
        seldom: { share: 0.15, because: 'on generic networks the bound is slack by more than a factor of 2' },
        theory: curvatures({ ...curvature, answer: curvature.faults!['output layer only']!.by }),
      },
      'P for P^2': {
        breaks: 'the curvature is at least the bound',
        because: 'a share is larger than its square',
        seldom: { share: 0.2, because: 'near balance alone the bound is so tight that the share matters' },
        theory: bounds(of('P for P^2')),
      },
      'max for min': {
        breaks: 'the curvature is at least the bound',
        because: 'a neuron that is active on the lighter side does not see the other one',
        seldom: { share: 0.3, because: 'elsewhere the bound is slack by more than the heavier sides add' },
        theory: bounds(of('max for min')),
      },
      'factor 2 twice': {
        breaks: 'a balanced network attains it on average over the sample',
        because: 'the bound is attained with 2, not with 4',
        seldom: { share: 0.2, because: 'every second network is balanced, and the others are not asked' },
        theory: bounds(of('factor 2 twice')),
      },
    },
    mustHold: {
      'balanced networks alone': { because: 'the inequality has no exceptions', forAll: balancedNetwork },
    },
  },
});
