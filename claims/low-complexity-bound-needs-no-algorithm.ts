/**
 * Any predictor w with |w| <= B, however it was found, on labels of a half-space, with the loss -y w.x.
 *
 * 1. L(w) - L_m(w) = w.Delta, Delta = mean(y x) - E y x: linear in w.
 * 2. Hoelder: |w.Delta| <= B |Delta|_*, whatever algorithm chose w; the adversary who knows Delta attains it.
 * 3. Symmetrization: E B |Delta|_* <= 2 R, so the bound holds in advance, for every algorithm at once.
 */
import { claim, onAverage } from 'claimcheck';
import { inBall, type Ball, type BallRule } from 'claimcheck/models/linear-ball';
import { norm2, normInf } from 'claimcheck/numerics/matrix';
import { rademacher } from 'claimcheck/oracles/rademacher';
import { deviation, excess, halfSpaceSample } from 'claimcheck/tasks/labelled-sample';

const B = 1;
const inside = (ball: Ball, aim: BallRule['aim']) => inBall({ ball, radius: B, aim });
const dual = { l1: normInf, l2: norm2 };

export default claim({
  title: 'The bound from low complexity asks nothing of the algorithm',
  statement:
    'Every predictor in a ball, from whatever algorithm, an adversarial one included, deviates by at most B times the dual ' +
    'norm of Delta, whose mean is at most twice the Rademacher complexity; the adversary attains it.',
  implies: ['T10'],
  sources: { kakade2008complexity: 'section 3' },
  scope: 'The easy half alone: says nothing about which algorithm prefers which ball. Linear losses.',
  premises: {
    'the predictor lies in the ball': 'radius x 10',
    'the norm is the dual of the ball': 'the norm of the L1 ball for the L2 ball',
    'the adversary is among the algorithms': 'without the adversary',
    'the complexity is that of the ball': 'complexity of a smaller ball',
  },
  needs: ['linear', 'parameters'],

  forAll: halfSpaceSample,
  train: {
    'l1, deviate': inside('l1', 'deviate'),
    'l1, fit': inside('l1', 'fit'),
    'l1, least squares': inside('l1', 'least squares'),
    'l1, random': inside('l1', 'random'),
    'l2, deviate': inside('l2', 'deviate'),
    'l2, fit': inside('l2', 'fit'),
    'l2, least squares': inside('l2', 'least squares'),
    'l2, random': inside('l2', 'random'),
  },
  theory: { rademacher: [rademacher, ({ task: { X }, rule: { ball } }) => ({ X, ball, radius: B })] },
  symbols: {
    deviation: ['|L(\\hat w)-L_m(\\hat w)|', ({ task, run }) => Math.abs(deviation(task, run))],
    bound: ['B\\lVert\\Delta\\rVert_*', ({ task, rule }) => B * dual[rule.ball](excess(task))],
    supremum: [
      '\\max_{\\hat w}|L-L_m|',
      ({ task, runs, rule: { ball } }) =>
        Math.max(...Object.values(runs).map((run) => (run.rule.ball === ball ? Math.abs(deviation(task, run)) : 0))),
    ],
    complexity: ['\\mathfrak R', ({ theory }) => theory.rademacher.value.complexity],
  },
  parts: {
    'no algorithm deviates by more': {
      holds: 'deviation <= bound * (1 + 1e-12)',
      of: 'each',
      unless: {
        'radius x 10': { because: 'outside the ball the deviation grows with the radius', rule: { radius: 10 * B } },
        'the norm of the L1 ball for the L2 ball': {
          because: '|Delta|_inf is smaller than |Delta|_2',
          symbols: { bound: ({ task }) => B * normInf(excess(task)) },
        },
      },
    },
    'the adversary attains it': {
      holds: 'abs(deviation / bound - 1) <= 1e-12',
      of: ['l1, deviate', 'l2, deviate'],
      unless: {
        'without the adversary': {
          because: 'an algorithm that does not know the mean deviates by less',
          train: { 'l1, deviate': inside('l1', 'fit'), 'l2, deviate': inside('l2', 'fit') },
        },
      },
    },
    'at most twice the complexity on average, L2': {
      holds: '(2 * complexity - supremum) / complexity',
      of: 'l2, deviate',
      accept: onAverage({ atLeast: 0.5, cap: 2 }),
      unless: {
        'complexity of a smaller ball': {
          because: 'the L1 ball of the same radius is smaller than the L2 ball',
          theory: { rademacher: [rademacher, ({ task: { X } }) => ({ X, ball: 'l1' as const, radius: B })] },
        },
      },
    },
    'at most twice the complexity on average, L1': {
      holds: '(2 * complexity - supremum) / complexity',
      of: 'l1, deviate',
      accept: onAverage({ atLeast: 0.5, cap: 2 }),
    },
  },
});
