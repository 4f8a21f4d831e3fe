/**
 * Steepest descent in the spectral norm of the matrix W of k classes, exponential loss of separable data, steps h.
 *
 * 1. Minus the gradient is G = sum p_c Z_c, up to a factor, p the weights of the pairs c of a point and a wrong class, in the
 *    simplex. Along U V', the polar factor of G, the loss falls at the rate |G|_*, the nuclear norm, dual to the spectral one.
 * 2. |G|_* is at least the least nuclear norm of such a mixture, which is the largest margin gamma in the spectral norm.
 * 3. So a step lowers the log loss by h gamma - O(h^2), while |W|_2 grows by at most h: the margin tends to gamma (1 - O(h)).
 * 4. A step whose singular values are not equal is no step of steepest descent in this norm. Muon's five quintic iterations
 *    leave them anywhere from .7 to 1.2, and so do more of them; the cubic iteration makes them 1.
 */
import { claim, forMost } from 'claimcheck';
import { descending } from 'claimcheck/models/class-matrix';
import { spectralMargin, spectralMarginOf } from 'claimcheck/oracles/spectral-margin';
import { separableClasses } from 'claimcheck/tasks/separable-classes';

export default claim({
  title: 'Spectral descent maximizes the spectral margin',
  statement:
    'On separable data of four classes spectral descent, Muon without momentum and with an exact polar factor, has on four ' +
    'tasks in five at least .93 of the largest margin in the spectral norm after 300 steps. Gradient descent, sign descent ' +
    'and five of the iterations that Muon makes in place of the factor have as much on fewer.',
  ours: ['T8'],
  sequel: true,
  sources: {
    fan2025implicit: 'the theorem on spectral descent, with rates',
    jordan2024muon: 'the quintic iteration, five times',
    gunasekar2018characterizing: 'Theorem 5 (steepest descent in a norm)',
  },
  scope:
    'Four classes in six dimensions, steps of .1 (.15 of gradient descent, .05 of sign descent), full batches, no momentum. ' +
    'The median share is .99 with the exact factor and with ten cubic iterations, .95 with five quintic ones; after 1500 ' +
    'steps .998 and .96, and ten quintic iterations (.97) change little.',
  premises: {
    'the step is steepest in the spectral norm': 'gradient descent',
    'its singular values are all equal': 'five quintic iterations',
    'the norm is that of a matrix, not of its entries': 'sign descent',
    'training goes on long after separation': '20 steps',
    'the data are separable': true,
  },
  needs: ['parameters'],

  forAll: separableClasses,
  train: descending({ norm: 'spectral' }),
  theory: { best: spectralMargin },
  symbols: {
    margin: ['\\gamma(W)', ({ task, run }) => spectralMarginOf(task, run.W)],
    largest: ['\\gamma^\\ast', ({ theory }) => theory.best.margin],
  },
  parts: {
    'it reaches .93 of the largest margin': {
      holds: '0.93 * largest <= margin <= 1.00001 * largest',
      accept: forMost({ allBut: 0.2, budget: { quick: 120, standard: 180, paper: 260 } }),
      unless: {
        'gradient descent': {
          because: 'it tends to the largest margin in the norm of Frobenius, whose direction is another',
          train: descending({ norm: 'frobenius' }),
        },
        'sign descent': {
          because: 'it tends to the largest margin beside the largest entry',
          train: descending({ norm: 'max' }),
        },
        'five quintic iterations': {
          because: 'the singular values of a step differ by up to a factor of 1.7',
          train: descending({ norm: 'spectral', by: 'quintic', iterations: 5 }),
        },
        '20 steps': { because: 'the margin is far from converged', rule: { steps: 20 } },
      },
    },
  },
  dial: {
    turns: 'quintic iterations',
    axis: 'linear',
    grid: [1, 2, 3, 4, 5, 6, 8, 10],
    at: (iterations) => ({ train: descending({ norm: 'spectral', by: 'quintic', iterations }) }),
    measured: 'margin / largest',
  },
});
