/**
 * Normalized steepest descent in a norm, on the exponential loss of separable data, steps h_t = h / sqrt(t).
 *
 * 1. Along its direction the loss falls at rate |g|_* = |Z'p|_* (p the weights of the points, in the simplex): at least
 *    the largest margin gamma = min over p of |Z'p|_*.
 * 2. So log loss falls by at least gamma h_t - O(h_t^2) per step while |w| grows by at most h_t.
 * 3. The margin min_i z_i.w / |w| is then at least gamma - O(log T / sqrt(T)): it tends to gamma, in that norm.
 */
import { ask, claim, forMost, type About } from 'claimcheck';
import { steepest } from 'claimcheck/models/linear-classifier';
import { marginOf, maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import { separable, type Separable } from 'claimcheck/tasks/separable';

/** Each with its own algorithm; parts go over them by their index. */
const norms: readonly MarginNorm[] = ['L1', 'L2', 'Linf'];
const largest = (norm: MarginNorm) => ask(maxMargin, ({ task }: About<Separable>) => ({ ...task, norm }));

export default claim({
  title: 'Steepest descent maximizes the margin in its own norm',
  statement:
    'On separable data with exponential loss, coordinate descent, gradient descent and sign descent all reach at least ' +
    '.96 of the largest margin, each in its own norm (L1, L2, Linf), within 2000 steps.',
  says: ['T8'],
  sources: {
    gunasekar2018characterizing: 'Theorem 5 (steepest descent, separable data)',
    soudry2018implicit: 'Theorem 3 (gradient descent)',
  },
  scope:
    'n points in d = 4n dimensions. The margin converges like log T / sqrt T, the direction slower. Nothing is said of ' +
    'which algorithm wins in which norm (which-measure-depends-on-algorithm).',
  premises: {
    'the loss has an exponential tail': 'squared loss',
    'training goes on long after separation': '100 steps',
    'the norm of the step is the norm of the margin': 'norms exchanged',
    'the data are separable': true,
  },
  needs: ['linear', 'parameters'],

  forAll: separable,
  train: { L1: steepest({ norm: 'L1' }), L2: steepest({ norm: 'L2' }), Linf: steepest({ norm: 'Linf' }) },
  theory: { L1: largest('L1'), L2: largest('L2'), Linf: largest('Linf') },
  symbols: {
    margin: ['\\gamma(\\hat w)', ({ task, runs, at }) => marginOf(task, runs[norms[at]!].w, norms[at]!)],
    largest: ['\\gamma^\\ast', ({ theory, at }) => theory[norms[at]!].margin],
  },
  parts: {
    'all three reach .96 of the largest margin': {
      holds: 'margin / largest >= 0.96',
      over: [0, 1, 2],
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'squared loss': {
          because: 'the squared loss ends at an interpolant of the labels and forgets the margin',
          rule: { loss: 'squared' },
        },
        '100 steps': { because: 'the margin is far from converged', rule: { steps: 100 } },
        'norms exchanged': {
          because: 'coordinate descent has no large margin in Linf, nor sign descent in L1',
          train: { L1: steepest({ norm: 'Linf' }), Linf: steepest({ norm: 'L1' }) },
        },
      },
    },
    'none exceeds it': {
      holds: 'margin <= 1.000001 * largest',
      over: [0, 1, 2],
      unless: {
        'margin of the dual norm': {
          because: 'the largest margin of the dual norm bounds nothing',
          theory: { L1: largest('Linf'), Linf: largest('L1') },
        },
      },
    },
  },
  harmless: {
    'points weighted': {
      keeps: ['all three reach .96 of the largest margin'],
      because: 'weights of the points only move the loss by a constant factor',
      rule: { weighted: true },
    },
  },
  dial: {
    turns: 'steps',
    axis: 'log',
    grid: [20, 60, 200, 600, 2000],
    at: (steps) => ({ rule: { steps } }),
    part: 'all three reach .96 of the largest margin',
    over: [1],
    measured: 'margin / largest',
  },
});
