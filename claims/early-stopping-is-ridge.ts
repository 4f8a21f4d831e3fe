/**
 * Gradient flow on least squares from 0, stopped at time t, beside ridge with the penalty 1/t. x = s t at an eigenvalue s.
 *
 * 1. Bias: the flow keeps e^-x of the truth, ridge 1 / (1 + x), and e^x >= 1 + x.
 * 2. Variance: the flow has (1 - e^-x)^2, ridge (x / (1 + x))^2; their ratio is at most c = 1.6859090583, at x = 1.793282.
 * 3. Both risks are sums over eigenvalues, so the flow's is at most c times ridge's, with equality without a truth, at
 *    equal eigenvalues and x = 1.793282: no smaller constant and no other penalty of the form const/t does.
 */
import { claim, on } from 'claimcheck';
import { descent, flow, ridge } from 'claimcheck/models/filtered-descent';
import { earlyStopping } from 'claimcheck/oracles/early-stopping';
import { operatorRisk } from 'claimcheck/properties/operator-risk';
import { fixing } from 'claimcheck/tasks/fixing';
import { atSharpTime, estimation, type Estimation } from 'claimcheck/tasks/spectra';

const stopped = flow(({ time }: Estimation) => time);
/** The penalty c / t. */
const penalized = (c: number) => ridge(({ time }: Estimation) => c / time);

export default claim({
  title: 'Early stopping is ridge regression, up to 1.686',
  statement:
    'The risk of gradient flow stopped at time t is at most 1.6859090583 times that of ridge regression with the penalty ' +
    '1/t, for every design, truth, noise and time, and this constant is attained.',
  ours: ['T15'],
  sources: {
    ali2019continuous: 'Theorem 1 (constant 1.6862, 1.69 in the abstract); the sharp constant is derived in this file',
  },
  scope:
    'Least squares from 0 and the risk of estimation, averaged over the noise. A bound of risks, not of predictors. Steps of ' +
    'finite size exceed it: discrete-steps-exceed-the-constant.',
  premises: {
    'the penalty is 1/t': 'penalty 2/t',
    'no smaller penalty is the one matched': 'penalty 1/(2t)',
    'steps are infinitesimal': 'one large step',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: estimation,
  train: {
    flow: stopped,
    ridge: penalized(1),
    'sharp flow': on(atSharpTime, stopped),
    'sharp ridge': on(atSharpTime, penalized(1)),
  },
  theory: { flow: [earlyStopping, () => 0] },
  symbols: {
    flow: ['R(b_t)', ({ task, runs }) => operatorRisk(runs.flow.operator, task)],
    ridge: ['R(b_{1/t})', ({ task, runs }) => operatorRisk(runs.ridge.operator, task)],
    sharpFlow: ['R^*(b_t)', ({ task, runs }) => operatorRisk(runs['sharp flow'].operator, atSharpTime(task))],
    sharpRidge: ['R^*(b_{1/t})', ({ task, runs }) => operatorRisk(runs['sharp ridge'].operator, atSharpTime(task))],
    constant: ['c', ({ theory }) => theory.flow.value.constant],
    t: ({ task }) => task.time,
  },
  parts: {
    'the flow is at most c times ridge': {
      holds: 'max(flow / ridge, sharpFlow / sharpRidge) <= constant + 1e-9',
      unless: {
        'penalty 2/t': {
          because: 'ridge with twice the penalty has less variance than any time of the flow allows for',
          train: { ridge: penalized(2), 'sharp ridge': on(atSharpTime, penalized(2)) },
        },
        'one large step': {
          because: 'one step of size 1 by the largest eigenvalue has up to 4 times the variance of ridge at t = eta',
          train: {
            'sharp flow': on(atSharpTime, descent({ rate: 1, steps: 1 })),
            'sharp ridge': on(atSharpTime, ridge(1)),
          },
        },
      },
    },
    'and attains it': {
      holds: 'abs(sharpFlow / sharpRidge / constant - 1) <= 1e-9',
      unless: {
        'penalty 1/(2t)': {
          because: 'with half the penalty the bound holds, and is not attained',
          train: { ridge: penalized(1 / 2), 'sharp ridge': on(atSharpTime, penalized(1 / 2)) },
        },
      },
    },
  },
  dial: {
    turns: 't',
    part: 'and attains it',
    grid: [0.1, 0.5, 1.7932821329007615, 5, 25],
    at: (time) => ({
      forAll: fixing(estimation, { time }),
      train: { 'sharp flow': on(atSharpTime, flow(time)), 'sharp ridge': on(atSharpTime, ridge(1 / time)) },
    }),
    measured: 'sharpFlow / sharpRidge',
    curve: { prediction: '((1 - exp(-t)) * (1 + t) / t)^2' },
  },
});
