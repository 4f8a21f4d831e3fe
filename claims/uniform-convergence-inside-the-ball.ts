/**
 * The balls of radius sqrt(m)/2, in which the signal alone has margin 1 on every sample of the counterexample.
 *
 * 1. The sample's mean margin less the expected one is w.Delta, Delta = mean y x - E y x ~ N(0, 32 / (D m) I) off the signal.
 * 2. Its supremum over a ball of radius r is r |Delta|_*: the dual norm.
 * 3. L1 ball: (sqrt(m)/2) max |Delta_j| ~ sqrt(16 log(2D) / D), far below the margin 1; L2 ball: (sqrt(m)/2) |Delta|_2 ->
 *    sqrt 8, for every D. Uniform convergence explains what L1 regularization finds and not what L2 finds.
 */
import { claim, equivalent, forMost } from 'claimcheck';
import { classifier } from 'claimcheck/models/margin-classifier';
import { dot } from 'claimcheck/numerics/matrix';
import { ballDeviation } from 'claimcheck/oracles/ball-deviation';
import { signalNoiseTasks, type SignalNoise } from 'claimcheck/tasks/signal-noise';

/** Sizes of samples m in D coordinates. */
const inputs = (D: number, ...samples: number[]) => samples.map((m): [number, number] => [m, D]);
const sizes = [...inputs(2000, 10, 20), ...inputs(4000, 10)];
const radius = ({ size }: SignalNoise) => 1 / (2 * size);
const adversary = (ball: 'L1' | 'L2') =>
  classifier((task: SignalNoise) => ({ kind: 'adversary', ball, radius: radius(task) }));

export default claim({
  title: 'Uniform convergence inside the balls of L1 and L2',
  statement:
    'Among classifiers that give the signal margin 1, the worst deviation of the mean margin is at most 1/2 over the L1 ' +
    'ball for D >= 2000, and sqrt 8 over the L2 ball for every D.',
  implies: ['T13'],
  sources: {
    nagarajan2019uniform: 'section 3.1, the counterexample; the deviation is derived in this file',
    kakade2008complexity: 'Theorem 1: linear classes and dual norms',
  },
  scope:
    'Deviations of the mean margin (a linear loss), whose supremum is a dual norm; m in {10, 20}, D in {2000, 4000}. The ' +
    'radius is the least that holds a classifier of margin 1.',
  premises: {
    'each ball is that of its norm': 'L2 ball for the L1 ball',
    'D >= 2000': 'D = 50',
    'the noise of an input has energy 32': 'noise energy 16',
  },
  needs: ['linear', 'parameters'],

  forAll: signalNoiseTasks('signal and wide noise', sizes),
  train: { L1: adversary('L1'), L2: adversary('L2') },
  theory: { supremum: [ballDeviation, ({ task }) => ({ task, radius: radius(task) })] },
  symbols: {
    // The mean margin on the sample less that on fresh inputs.
    deviation: [
      '\\sup_{\\lVert w\\rVert\\le\\sqrt m/2}w\\cdot\\Delta',
      ({ task, run }) => dot(run.predict(task.X), task.y) / task.m - 2 * task.size * dot(run.w, task.signal),
    ],
    supremum: [
      '\\tfrac{\\sqrt m}{2}\\lVert\\Delta\\rVert_*',
      ({ theory, run, runs }) => theory.supremum[run === runs.L1 ? 'L1' : 'L2'],
    ],
    D: ({ task }) => task.D,
  },
  parts: {
    'the adversary attains the dual norm': { holds: 'abs(deviation / supremum - 1) <= 1e-9', of: 'each' },
    'over the L1 ball at most 1/2': {
      holds: 'deviation <= 1 / 2',
      of: 'L1',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'L2 ball for the L1 ball': { because: 'it holds what fits the noise', train: { L1: adversary('L2') } },
        'D = 50': {
          because: 'the noise of a single coordinate is as large as the signal',
          forAll: signalNoiseTasks('signal and noise in 50 coordinates', inputs(50, 10, 20)),
        },
      },
    },
    'over the L2 ball sqrt 8': {
      holds: 'deviation / sqrt(8) == 1',
      of: 'L2',
      accept: equivalent({ margin: 0.02, cap: 0.1 }),
      unless: {
        'L1 ball for the L2 ball': { because: 'nothing in it fits the noise', train: { L2: adversary('L1') } },
        'noise energy 16': {
          because: 'the deviation is sqrt(energy) / 2',
          forAll: signalNoiseTasks('signal and wide noise, energy 16', sizes, { energy: 16 }),
        },
      },
    },
  },
  dial: {
    turns: 'D',
    axis: 'log',
    grid: [50, 200, 500, 1000, 4000],
    at: (D) => ({ forAll: signalNoiseTasks(`signal and noise in ${D} of D coordinates`, inputs(D, 10)) }),
    part: 'over the L1 ball at most 1/2',
    of: 'L1',
    measured: 'deviation',
    // Of its mean: the largest of D normal variables in absolute value.
    curve: { bound: 'sqrt(16 * log(2 * D) / D)' },
  },
});
