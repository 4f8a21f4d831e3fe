/**
 * Steps of one size h in every coordinate, on the logistic loss of separable data.
 *
 * 1. Where every step is the sign of the gradient g, w grows by h a step in Linf, the margins by nearly h times the largest
 *    Linf margin gamma, and the loss and g shrink by the factor exp(-h gamma): steepest descent in Linf.
 * 2. A running mean m = sum_k r^k g_(t-k) weighs what is k steps old by r^k exp(h gamma k). Where r exp(h gamma) > 1, the
 *    oldest gradients weigh most: the mean keeps the direction of the beginning, whatever the margins become.
 * 3. Lion takes the sign of such a mean (r = .99), Adam divides by the root of one (r = .999, whose root is what counts).
 *    So they are sign descent where h gamma is below 1 - r, in nats a step, and are frozen where it is above.
 */
import { ask, claim, forMost, type About } from 'claimcheck';
import { adaptive } from 'claimcheck/models/adaptive-steps';
import { marginOf, maxMargin } from 'claimcheck/oracles/max-margin';
import { fewSeparable } from 'claimcheck/tasks/few-separable';
import type { Sample } from 'claimcheck/tasks/sample';

const long = { loss: 'logistic', rate: 0.03, steps: 300 } as const;

export default claim({
  title: 'A memory longer than the loss freezes the direction',
  statement:
    'On separable data, 300 steps of .03: sign descent has on nine tasks in ten at least .95 of the largest Linf margin, Lion ' +
    'and Adam, with their usual memories, at most .95 of that of sign descent on four tasks in five. With memories of 1/2 ' +
    'this is no longer so.',
  ours: ['T8'],
  sequel: true,
  finding: true,
  sources: {
    zhang2024implicit: 'the limit of Adam on separable data: the largest Linf margin, in polynomial time',
    gunasekar2018characterizing: 'Theorem 5 (steepest descent, separable data)',
  },
  scope:
    'No decay; Adam with epsilon 1e-8 or 1e-30, full batches. It does not contradict the limit: with smaller or falling steps ' +
    'the memory is short beside the loss in the end, after more steps than are made here. Lion with 10,000 steps of .001 is ' +
    'level with sign descent. With memories of 1/2 so is Lion here, and Adam with epsilon 1e-30; with 1e-8, below which its ' +
    'slopes then fall, Adam keeps about .9 of it.',
  premises: {
    'the memory is longer than the loss takes to fall': 'memories of 1/2',
    'training goes on long after separation': '10 steps',
    'the loss has an exponential tail': 'squared loss',
    'the data are separable': true,
  },
  needs: ['linear', 'parameters'],

  forAll: fewSeparable,
  train: {
    sign: adaptive({ method: 'sign', ...long }),
    lion: adaptive({ method: 'lion', ...long }),
    adam: adaptive({ method: 'adam', ...long }),
  },
  theory: { Linf: ask(maxMargin, ({ task }: About<Sample>) => ({ ...task, norm: 'Linf' as const })) },
  symbols: {
    margin: ['\\gamma_\\infty(w)', ({ task, run }) => marginOf(task, run.b, 'Linf')],
    ofSigns: ['\\gamma_\\infty(w_{\\mathrm{sign}})', ({ task, runs }) => marginOf(task, runs.sign.b, 'Linf')],
    largest: ['\\gamma_\\infty^\\ast', ({ theory }) => theory.Linf.margin],
  },
  parts: {
    'sign descent reaches .95 of the largest margin': {
      holds: '0.95 * largest <= ofSigns <= 1.000001 * largest',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        '10 steps': { because: 'the margin is far from converged', rule: { steps: 10 } },
        'squared loss': { because: 'it ends at an interpolant and forgets the margin', rule: { loss: 'squared' } },
      },
    },
    'Lion and Adam do not reach .95 of that': {
      holds: 'margin <= 0.95 * ofSigns',
      of: ['lion', 'adam'],
      accept: forMost({ allBut: 0.2 }),
      unless: {
        'memories of 1/2': {
          because: 'what is remembered is gone before the loss has fallen',
          rule: { first: 0.5, second: 0.5 },
        },
      },
    },
  },
  harmless: {
    'epsilon 1e-30': {
      keeps: ['Lion and Adam do not reach .95 of that'],
      because: "the root of Adam's mean of squares stays far above 1e-8 in 300 steps",
      rule: { epsilon: 1e-30 },
    },
  },
  dial: {
    turns: "Lion's second memory",
    axis: 'linear',
    grid: [0, 0.3, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99],
    at: (second) => ({ train: { lion: adaptive({ method: 'lion', ...long, second }) } }),
    of: 'lion',
    part: 'Lion and Adam do not reach .95 of that',
    measured: 'margin / largest',
  },
});
