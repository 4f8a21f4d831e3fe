/**
 * A diagonal network of depth 3, w = u v z entry by entry, with the penalty (lambda / 2)(|u|^2 + |v|^2 + |z|^2).
 *
 * 1. At a given w the least penalty is (3 lambda / 2) sum |w_j|^(2/3): the regularized objective is not convex in w.
 * 2. w_j = 0 is a local minimum in every coordinate, whatever the data: the loss is linear in w_j near 0, the penalty steeper.
 * 3. So which coordinates survive depends on the start, and with it the risk: regularized is not yet "whatever algorithm".
 */
import { along, claim, copy, forMost, type Of } from 'claimcheck';
import { penalized } from 'claimcheck/models/penalized-linear';
import { norm2, subtract, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { noisySamples, type NoisySample } from 'claimcheck/tasks/penalized';

const six = [0, 1, 2, 3, 4, 5];
const from = (start: number) =>
  penalized({ loss: 'lasso', optimizer: 'factorized', depth: 3, penalty: 0.03, start, gradient: 1e-6 });

type End = Of<typeof penalized>;
const risks = (found: readonly End[], { truth }: NoisySample) =>
  found.map(({ w }) => {
    const off = norm2(subtract(w, truth));
    return off * off;
  });
const slope = ({ X, y }: NoisySample, { w }: End) => timesTransposed(X, subtract(times(X, w), y));

export default claim({
  title: 'Regularized but not convex, optima disagree',
  statement:
    'With L2-regularized factors of depth 3 the regularized objective has many stationary points: trained to one of them ' +
    'from six starts, each is stationary and the largest risk is at least 1.3 times the least.',
  ours: ['T14'],
  finding: true,
  sources: {
    hoff2017lasso: 'the abstract: fractional norms as L2 penalties on factors; the example is derived in this file',
    dai2021representation: 'the abstract: what an L2 penalty on the weights costs in the space of predictors',
  },
  scope:
    "A boundary of the talk's test: convex objectives pass it, one with bad stationary points need not. Whether " +
    'training reaches a good one is then "all luck", as the talk says of the classical paradigm. Diagonal networks ' +
    'of depth 3 alone; ReLU networks are in weakly-regularized-networks-disagree.',
  premises: {
    'the regularized objective is not convex': 'depth 2',
    'starts differ': 'one start six times',
    'training ends at a stationary point': { checked: 'five steps' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: noisySamples('twenty noisy samples of a sparse truth', { n: 20, d: 40, sigma: 0.2, sparsity: 4 }),
  train: { start: along(six, (k) => copy(k, from((3 + 2 * k) / 10))) },
  symbols: {
    most: ['\\max_k R(w_k)', ({ task, runs }) => Math.max(...risks(runs.start.each, task))],
    least: ['\\min_k R(w_k)', ({ task, runs }) => Math.min(...risks(runs.start.each, task))],
    pull: ['|\\nabla_j L(w)|', ({ task, run, at: j }) => Math.abs(slope(task, run)[j]!) / task.y.length],
    size: ['|w_j|', ({ run, at: j }) => Math.abs(run.w[j]!)],
    penalty: ['\\lambda', ({ rule }) => rule.penalty],
  },
  parts: {
    'risks differ by 1.3': {
      holds: 'most / least >= 1.3',
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'depth 2': { because: 'the lasso in disguise: all stationary points but 0 are optimal', rule: { depth: 2 } },
        'the convex form': { because: 'the lasso has one minimizer', rule: { optimizer: 'coordinates' } },
        'one start six times': {
          because: 'the same start leads to the same point',
          train: { start: along(six, () => copy(0, from(0.5))) },
        },
      },
    },
    // At a stationary point of the factors |g_j| |w_j|^(1/3) = penalty at every w_j away from 0, g the gradient of the loss.
    'every one is stationary': {
      holds: 'abs(pull * pow(size, 1/3) / penalty - 1) <= 0.005',
      of: 'start',
      over: ({ run }) => [...run.w.keys()].filter((j) => Math.abs(run.w[j]!) > 0.05),
      unless: { 'five steps': { because: 'training has hardly begun', rule: { steps: 5 } } },
    },
  },
  dial: {
    turns: 'penalty',
    grid: [0.003, 0.01, 0.03, 0.1, 0.3],
    at: (penalty) => ({ rule: { penalty } }),
    measured: 'most / least',
  },
});
