/**
 * Gradient descent with step eta that stays at an interpolant f of n points, f differentiable in theta there.
 *
 * 1. Near the interpolant errors e move by e <- (I - eta J J'/n) e: it stays only if eta lambda_max <= 2.
 * 2. lambda_max >= 1 + 2 sum_k |a_k w_k| g(t_k) for every network (step-size-bounds-curvature).
 * 3. Hence sum_k |a_k w_k| g(t_k) <= 1/eta - 1/2, and a larger step leaves the smoother function.
 */
import { always, claim, onAverage, type Trained } from 'claimcheck';
import type { TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { ask } from 'claimcheck/oracles/ask';
import { curvature } from 'claimcheck/oracles/curvature';
import { weightedCurvature } from 'claimcheck/oracles/weighted-curvature';
import { clearance } from 'claimcheck/properties/clearance';
import { fixing } from 'claimcheck/tasks/fixing';
import { curveSample, type CurveSample } from 'claimcheck/tasks/univariate-network';

const WIDTH = 16;

/** Descent with gradients of length at most 1/2, and then on from a tiny push, which an unstable minimum does not survive. */
const descent = (rate: number): TwoLayerRule => ({
  width: WIDTH,
  activation: 'relu',
  spread: { W: 1.5, a: 1.5 },
  knotsWithin: 2,
  trained: { W: true, b: true, a: true, c: true },
  rate,
  clip: 0.5,
  residual: 1e-18,
  steps: 4000,
  then: [
    { rate, clip: 0.5, weightNoise: 1e-8, steps: 1 },
    { rate, clip: 0.5, steps: 1500 },
  ],
});

const at =
  (run: 'large' | 'small') =>
  ({ task: { X }, trained }: { task: CurveSample; trained: Record<'large' | 'small', Trained> }) => ({
    X,
    network: { width: WIDTH, activation: 'relu' as const, theta: trained[run].parameters.theta! },
  });

const stays = {
  premise: 'training stays at an interpolant, and no point lies on a knot',
  met: ({ task, trained }: { task: CurveSample; trained: Record<'large' | 'small', Trained> }) =>
    trained.large.facts!.loss! <= 1e-14 && clearance(at('large')({ task, trained })) >= 1e-6,
};
const tex = {
  eta: '\\eta',
  largest: '\\lambda_{\\max}',
  weighted: '\\textstyle\\sum_k|a_kw_k|\\,g(t_k)',
  small: '\\textstyle\\sum_k|a_kw_k|\\,g(t_k)\\text{ at }\\eta/20',
};

export default claim({
  title: 'Stable minima are smooth',
  statement:
    'Where gradient descent with step eta stays at an interpolant, eta lambda_max <= 2 and the weighted second derivative of ' +
    'the function is at most 1/eta - 1/2; from the same start a step 20 times larger leaves less of it.',
  talk: ['T3', 'T8'],
  marking: 'implies',
  sources: [{ key: 'mulayoff2021implicit', where: 'Theorem 1 and section 5' }],
  scope:
    'Three points and 16 neurons; the law is one of the runs that reach an interpolant and return to it from a push of 1e-8, about ' +
    'two thirds of them. Where a point rests on a knot the loss is not twice differentiable and the bound does not apply.',
  premises: {
    'training stays at an interpolant': { how: 'checked per task' },
    'no point lies on a knot': { how: 'checked per task' },
    'the step is the one of the bound': { how: 'by construction', control: 'minima of small steps' },
    'the constant of the bound': { how: 'by construction', control: 'bound at four times the step' },
    'the steps differ': { how: 'by construction', control: 'the same step twice' },
  },
  needs: ['parameters', 'float64'],

  forAll: curveSample,
  train: {
    large: ['two-layer-network', ({ eta }: CurveSample) => descent(eta)],
    small: ['two-layer-network', ({ eta }: CurveSample) => descent(eta / 20)],
  },
  theory: {
    curved: ask(curvature, at('large')),
    large: ask(weightedCurvature, at('large')),
    small: ask(weightedCurvature, at('small')),
  },
  parts: {
    'the minimum is stable': {
      holds: 'eta * largest <= 2.01',
      where: ({ task, theory: { curved } }) => ({
        eta: task.eta,
        largest: { value: curved.value.largest, error: curved.error },
      }),
      tex,
      given: stays,
      accept: always(),
    },
    'the function is smooth': {
      holds: 'weighted <= 1 / eta - 0.5',
      where: ({ task, theory: { large } }) => ({
        eta: task.eta,
        weighted: { value: large.value.weighted, error: large.error },
      }),
      tex,
      given: stays,
      accept: always(),
    },
    'a larger step leaves it smoother': {
      holds: 'small - weighted',
      where: ({ theory: { large, small } }) => ({ weighted: large.value.weighted, small: small.value.weighted }),
      tex,
      accept: onAverage({ atLeast: 0.05, cap: 0.4 }),
    },
  },

  controls: {
    mustFail: {
      'minima of small steps': {
        breaks: 'the minimum is stable',
        because: 'a small step stays at minima that are too sharp for the large one',
        train: { large: ['two-layer-network', ({ eta }: CurveSample) => descent(eta / 20)] },
      },
      'bound at four times the step': {
        breaks: 'the function is smooth',
        because: '1/(4 eta) - 1/2 is far below the bound',
        seldom: { share: 0.3, because: 'on a third of the samples training ends far below the bound as well' },
        holds: 'weighted <= 1 / (4 * eta) - 0.5',
      },
      'the same step twice': {
        breaks: 'a larger step leaves it smoother',
        because: 'the same start and step end at the same function',
        train: { small: ['two-layer-network', ({ eta }: CurveSample) => descent(eta)] },
      },
    },
  },

  dial: {
    of: 'eta',
    grid: [0.1, 0.15, 0.2, 0.3, 0.4],
    at: (eta) => ({ forAll: fixing(curveSample, { eta }) }),
    part: 'the function is smooth',
    measured: { value: 'weighted', where: ({ theory: { large } }) => ({ weighted: large.value.weighted }), tex },
    curve: { value: '1 / eta - 0.5', where: ({ task }) => ({ eta: task.eta }), tex },
  },
});
