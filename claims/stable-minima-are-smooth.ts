/**
 * Gradient descent with step eta that stays at an interpolant f of n points, f differentiable in theta there.
 *
 * 1. Near the interpolant errors e move by e <- (I - eta J J'/n) e: it stays only if eta lambda_max <= 2.
 * 2. lambda_max >= 1 + 2 sum_k |a_k w_k| g(t_k) for every network (step-size-bounds-curvature).
 * 3. Hence sum_k |a_k w_k| g(t_k) <= 1/eta - 1/2, and a larger step leaves the smoother function.
 */
import { claim, onAverage, type Of } from 'claimcheck';
import { twoLayer, type Start } from 'claimcheck/models/two-layer-network';
import { atEnd, curvature } from 'claimcheck/oracles/curvature';
import { weightedCurvature } from 'claimcheck/oracles/weighted-curvature';
import { clearance } from 'claimcheck/properties/clearance';
import { fixing } from 'claimcheck/tasks/fixing';
import { curveSample, type CurveSample } from 'claimcheck/tasks/univariate-network';

const all = { W: true, b: true, a: true, c: true };
const start: Start = { width: 16, activation: 'relu', spread: { W: 1.5, a: 1.5 }, knotsWithin: 2, trained: all };
/** Descent with gradients of length at most 1/2, and then on from a tiny push, which an unstable minimum does not survive. */
const descent = (slower = 1) =>
  twoLayer(({ eta }: CurveSample) => {
    const step = { rate: eta / slower, clip: 0.5 };
    const push = { ...step, weightNoise: 1e-8, steps: 1 };
    return { ...start, ...step, residual: 1e-18, steps: 4000, then: [push, { ...step, steps: 1500 }] };
  });

const stays = {
  premise: 'training stays at an interpolant, and no point lies on a knot',
  met: (ended: { readonly task: CurveSample; readonly run: Of<typeof descent> }) =>
    ended.run.loss <= 1e-14 && clearance(atEnd(ended)) >= 1e-6,
};

export default claim({
  title: 'Stable minima are smooth',
  statement:
    'Where gradient descent with step eta stays at an interpolant, eta lambda_max <= 2 and the weighted second ' +
    'derivative of the function is at most 1/eta - 1/2; from the same start a step 20 times larger leaves less of it.',
  ours: ['T3', 'T8'],
  sources: { mulayoff2021implicit: 'Theorem 1 and section 5' },
  scope:
    'Three points and 16 neurons; the law is one of runs that reach an interpolant and return to it from a push of ' +
    '1e-8, about two thirds. Where a point rests on a knot the loss is not twice differentiable, and the bound does not apply.',
  premises: {
    'training stays at an interpolant': { checked: true },
    'no point lies on a knot': { checked: true },
    'the step is the one of the bound': 'minima of small steps',
    'the constant of the bound': 'bound at four times the step',
    'the steps differ': 'the same step twice',
  },
  needs: ['parameters', 'float64'],

  forAll: curveSample,
  train: { large: descent(), small: descent(20) },
  theory: {
    curved: [curvature, atEnd],
    smooth: [weightedCurvature, atEnd],
    rough: [weightedCurvature, ({ task, runs }) => atEnd({ task, run: runs.small })],
  },
  symbols: {
    eta: ['\\eta', ({ task }) => task.eta],
    largest: ['\\lambda_{\\max}', ({ theory }) => theory.curved.largest],
    weighted: ['\\textstyle\\sum_k|a_kw_k|\\,g(t_k)', ({ theory }) => theory.smooth.weighted],
    large: ['\\textstyle\\sum_k|a_kw_k|\\,g(t_k)', ({ theory }) => theory.smooth.value.weighted],
    small: ['\\textstyle\\sum_k|a_kw_k|\\,g(t_k)\\text{ at }\\eta/20', ({ theory }) => theory.rough.value.weighted],
  },
  parts: {
    'the minimum is stable': {
      holds: 'eta * largest <= 2.01',
      of: 'large',
      given: stays,
      unless: {
        'minima of small steps': { because: 'they are too sharp for the large one', train: { large: descent(20) } },
      },
    },
    'the function is smooth': {
      holds: 'weighted <= 1 / eta - 0.5',
      of: 'large',
      given: stays,
      unless: {
        'bound at four times the step': {
          because: '1/(4 eta) - 1/2 is far below the bound',
          seldom: { share: 0.3, because: 'on a third of the samples training ends far below the bound as well' },
          holds: 'weighted <= 1 / (4 * eta) - 0.5',
        },
      },
    },
    'a larger step leaves it smoother': {
      holds: 'small - large',
      of: 'large',
      accept: onAverage({ atLeast: 0.05, cap: 0.4 }),
      unless: {
        'the same step twice': { because: 'both end at the same function', train: { small: descent() } },
      },
    },
  },
  dial: {
    turns: 'eta',
    axis: 'linear',
    part: 'the function is smooth',
    grid: [0.1, 0.15, 0.2, 0.3, 0.4],
    at: (eta) => ({ forAll: fixing(curveSample, { eta }) }),
    of: 'large',
    measured: 'weighted',
    curve: { bound: '1 / eta - 0.5' },
  },
});
