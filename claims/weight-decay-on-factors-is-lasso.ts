/**
 * b = u * v entry by entry, trained with weight decay on both factors.
 *
 * 1. |u_j|^2 + |v_j|^2 >= 2 |u_j v_j|, with equality where |u_j| = |v_j|: the decayed loss is at least the lasso's
 *    objective at b, and equal to it at balanced factors.
 * 2. At a stationary point lambda u_j = -g_j v_j and lambda v_j = -g_j u_j: |u_j| = |v_j|, and |g_j| = lambda where b_j
 *    is not 0, which is half of the lasso's optimality; where b_j = 0 and |g_j| > lambda the point is a strict saddle.
 * 3. So training from a generic start, which leaves saddles, ends at the lasso's minimum: a convex problem.
 */
import { always, claim } from 'claimcheck';
import { decayed, type ProductRule } from 'claimcheck/models/product-network';
import { dot, norm1 } from 'claimcheck/numerics/matrix';
import { lasso, lassoObjective } from 'claimcheck/oracles/lasso';
import { decayedBy, decayedRegression, type DecayedRegression } from 'claimcheck/tasks/factored';

const train = (rule: Partial<ProductRule> | ((task: DecayedRegression) => Partial<ProductRule>)) =>
  [
    'product-network',
    (task: DecayedRegression) => decayed(task.lambda, typeof rule === 'function' ? rule(task) : rule),
  ] as const;

export default claim({
  title: 'Weight decay on factors is the lasso',
  statement:
    'Gradient descent on u and v with weight decay lambda on both, for the linear model u * v, ends at the minimum of the ' +
    'lasso with strength lambda: the explicit L2 penalty on the parameters is an L1 penalty on the function.',
  talk: ['T8', 'T15'],
  marking: 'ours',
  sources: [{ key: 'gunasekar2018characterizing', where: 'factorized models; the identity is derived here' }],
  scope:
    'lambda from a tenth to a half of the strength that leaves nothing. For much smaller lambda training is slow, and a run ' +
    'can rest at a saddle for longer than any budget.',
  premises: {
    'both factors decay alike': { how: 'by construction', control: 'decay on one factor' },
    'the decay is in the gradient': { how: 'by construction', control: 'decoupled decay' },
    'training starts away from the saddle at 0': { how: 'by construction', control: 'start at 0' },
    'training reaches a stationary point that is no saddle': { how: 'checked per task', control: 'early stop' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: decayedRegression,
  train: train({}),
  theory: lasso,
  parts: {
    "the product attains the lasso's minimum": {
      holds: 'abs(objective / minimum - 1) <= 1e-5',
      where: ({ task, trained, theory }) => ({
        objective: lassoObjective(task, trained.parameters.beta!),
        minimum: { value: theory.value.objective, error: theory.error },
      }),
      tex: {
        objective: 'F(\\hat u\\hat v)',
        minimum: '\\min_\\beta\\tfrac12\\lVert X\\beta-y\\rVert^2+\\lambda\\lVert\\beta\\rVert_1',
      },
      accept: always(),
    },
    'the penalty is the L1 norm': {
      holds: 'abs(penalty / l1 - 1) <= 1e-5',
      where: ({ trained }) => {
        const { u, v, beta } = trained.parameters;
        return { penalty: (dot(u!, u!) + dot(v!, v!)) / 2, l1: norm1(beta!) };
      },
      tex: { penalty: '\\tfrac12(\\lVert\\hat u\\rVert^2+\\lVert\\hat v\\rVert^2)', l1: '\\lVert\\hat\\beta\\rVert_1' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'decay on one factor': {
        breaks: "the product attains the lasso's minimum",
        because: 'v alone can grow: the penalty on the product vanishes',
        train: train({ lambdaOfV: 0, gradient: undefined, steps: 5000 }),
      },
      'decoupled decay': {
        breaks: "the product attains the lasso's minimum",
        because: 'Adam with a decay beside its normalized step weighs it differently in every coordinate',
        train: train({ optimizer: 'adam', rate: 1e-2, decoupled: true, gradient: undefined, steps: 5000 }),
      },
      'start at 0': {
        breaks: "the product attains the lasso's minimum",
        because: '0 is a stationary point, and not a minimum',
        train: train({ start: 0, steps: 1000 }),
      },
      'early stop': {
        breaks: "the product attains the lasso's minimum",
        because: 'a gradient of 1e-2 is not stationary',
        train: train({ gradient: 1e-2 }),
      },
      'factors that stay unbalanced': {
        breaks: 'the penalty is the L1 norm',
        because: 'without decay |u_j|^2 - |v_j|^2 keeps its start',
        train: ['product-network', decayed(0, { gradient: 1e-3 })],
      },
    },
    mustHold: {
      'alternating ridge': {
        because: 'another way to the same stationary points',
        train: train({ optimizer: 'alternating' }),
      },
      'small start': { because: 'every generic start leaves the saddle', train: train({ start: 0.01 }) },
    },
  },

  dial: {
    of: 'lambda / lambda_max',
    grid: [0.1, 0.2, 0.3, 0.4, 0.5],
    at: (share) => ({ forAll: decayedBy(share) }),
    part: "the product attains the lasso's minimum",
    measured: {
      value: 'l1',
      where: ({ trained }) => ({ l1: norm1(trained.parameters.beta!) }),
      tex: { l1: '\\lVert\\hat u\\hat v\\rVert_1' },
    },
    curve: {
      value: 'l1',
      where: ({ theory }) => ({ l1: norm1(theory.value.beta) }),
      tex: { l1: '\\lVert\\beta_\\lambda\\rVert_1' },
    },
  },
});
