/**
 * Gradient flow on least squares from 0, stopped at time t, beside ridge with the penalty 1/t. x = s t at an eigenvalue s.
 *
 * 1. Bias: the flow keeps e^-x of the truth, ridge 1 / (1 + x), and e^x >= 1 + x.
 * 2. Variance: the flow has (1 - e^-x)^2, ridge (x / (1 + x))^2; their ratio is at most c = 1.6859090583, at x = 1.793282.
 * 3. Both risks are sums over eigenvalues, so the flow's is at most c times ridge's, with equality without a truth, at
 *    equal eigenvalues and x = 1.793282: no smaller constant and no other penalty of the form const/t does.
 */
import { always, ask, claim } from 'claimcheck';
import type { FilterRule } from 'claimcheck/models/filtered-descent';
import { earlyStopping } from 'claimcheck/oracles/early-stopping';
import { operatorRisk } from 'claimcheck/properties/operator-risk';
import { fixing } from 'claimcheck/tasks/fixing';
import { atSharpTime, estimation, type Estimation } from 'claimcheck/tasks/spectra';

const flow = (task: Estimation): FilterRule => ({ kind: 'flow', time: task.time });
const ridge =
  (times: number) =>
  ({ time }: Estimation): FilterRule => ({ kind: 'ridge', penalty: times / time });
const runs = (times: number) =>
  ({
    flow: ['filtered-descent', flow],
    ridge: ['filtered-descent', ridge(times)],
    'sharp flow': ['filtered-descent', (task: Estimation) => flow(atSharpTime(task)), atSharpTime],
    'sharp ridge': ['filtered-descent', (task: Estimation) => ridge(times)(atSharpTime(task)), atSharpTime],
  }) as const;
const tex = { flow: 'R(b_t)', ridge: 'R(b_{1/t})', constant: 'c' };

export default claim({
  title: 'Early stopping is ridge regression, up to 1.686',
  statement:
    'The risk of gradient flow stopped at time t is at most 1.6859090583 times that of ridge regression with the penalty ' +
    '1/t, for every design, truth, noise and time, and this constant is attained.',
  talk: ['T15'],
  marking: 'implies',
  sources: [
    { key: 'ali2019continuous', where: 'Theorem 1 (constant 1.6862); the sharp constant is derived in this file' },
  ],
  scope:
    'Least squares from 0 and the risk of estimation, averaged over the noise. A bound of risks, not of predictors. Steps of ' +
    'finite size exceed it: discrete-steps-exceed-the-constant.',
  premises: {
    'the penalty is 1/t': { how: 'by construction', control: 'penalty 2/t' },
    'no smaller penalty is the one matched': { how: 'by construction', control: 'penalty 1/(2t)' },
    'steps are infinitesimal': { how: 'by construction', control: 'one large step' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: estimation,
  train: runs(1),
  theory: ask(earlyStopping, () => 0),
  parts: {
    'the flow is at most c times ridge': {
      holds: 'flow / ridge <= constant + 1e-9',
      where: ({ task, trained, theory }) => [
        {
          flow: operatorRisk(trained.flow.parameters.operator!, task),
          ridge: operatorRisk(trained.ridge.parameters.operator!, task),
          constant: theory.value.constant,
        },
        {
          flow: operatorRisk(trained['sharp flow'].parameters.operator!, atSharpTime(task)),
          ridge: operatorRisk(trained['sharp ridge'].parameters.operator!, atSharpTime(task)),
          constant: theory.value.constant,
        },
      ],
      tex,
      accept: always(),
    },
    'and attains it': {
      holds: 'abs(flow / ridge / constant - 1) <= 1e-9',
      where: ({ task, trained, theory }) => ({
        flow: operatorRisk(trained['sharp flow'].parameters.operator!, atSharpTime(task)),
        ridge: operatorRisk(trained['sharp ridge'].parameters.operator!, atSharpTime(task)),
        constant: theory.value.constant,
      }),
      tex,
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'penalty 2/t': {
        breaks: 'the flow is at most c times ridge',
        because: 'ridge with twice the penalty has less variance than any time of the flow allows for',
        train: runs(2),
      },
      'penalty 1/(2t)': {
        breaks: 'and attains it',
        because: 'with half the penalty the bound holds, and is not attained',
        train: runs(1 / 2),
      },
      'one large step': {
        breaks: 'the flow is at most c times ridge',
        because: 'one step of size 1 by the largest eigenvalue has up to 4 times the variance of ridge at t = eta',
        train: {
          'sharp flow': ['filtered-descent', { kind: 'descent', rate: 1, steps: 1 } as const, atSharpTime],
          'sharp ridge': ['filtered-descent', { kind: 'ridge', penalty: 1 } as const, atSharpTime],
        },
      },
    },
  },

  dial: {
    of: 't',
    axis: 'log',
    grid: [0.1, 0.5, 1.7932821329007615, 5, 25],
    at: (time) => ({
      forAll: fixing(estimation, { time }),
      train: {
        'sharp flow': ['filtered-descent', flow, atSharpTime],
        'sharp ridge': ['filtered-descent', ridge(1), atSharpTime],
      },
    }),
    part: 'and attains it',
    measured: {
      value: 'flow / ridge',
      where: ({ task, trained }) => ({
        flow: operatorRisk(trained['sharp flow'].parameters.operator!, atSharpTime(task)),
        ridge: operatorRisk(trained['sharp ridge'].parameters.operator!, atSharpTime(task)),
      }),
      tex,
    },
    curve: {
      value: '((1 - exp(-t)) * (1 + t) / t)^2',
      where: ({ task }) => ({ t: task.time }),
    },
  },
});
