/**
 * Normalized steepest descent in a norm, on the exponential loss of separable data, steps h_t = h / sqrt(t).
 *
 * 1. Along its direction the loss falls at rate |g|_* = |Z'p|_* (p the weights of the points, in the simplex): at least
 *    the largest margin gamma = min over p of |Z'p|_*.
 * 2. So log loss falls by at least gamma h_t - O(h_t^2) per step while |w| grows by at most h_t.
 * 3. The margin min_i z_i.w / |w| is then at least gamma - O(log T / sqrt(T)): it tends to gamma, in that norm.
 */
import { always, ask, claim, forMost, type Trained } from 'claimcheck';
import { steepest, type SteepestRule } from 'claimcheck/models/linear-classifier';
import { marginOf, maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import { separable, type Separable } from 'claimcheck/tasks/separable';

const runs = (rule: Partial<SteepestRule>) => ({
  L1: ['linear-classifier', steepest('L1', rule)] as const,
  L2: ['linear-classifier', steepest('L2', rule)] as const,
  Linf: ['linear-classifier', steepest('Linf', rule)] as const,
});
const norms = ['L1', 'L2', 'Linf'] as const;

const largest = (norm: MarginNorm) => ask(maxMargin, ({ task }: { task: Separable }) => ({ ...task, norm }));

export default claim({
  title: 'Steepest descent maximizes the margin in its own norm',
  statement:
    'On separable data with exponential loss, coordinate descent, gradient descent and sign descent all reach at least ' +
    '.96 of the largest margin, each in its own norm (L1, L2, Linf), within 2000 steps.',
  talk: ['T8'],
  marking: 'says',
  sources: [
    { key: 'gunasekar2018characterizing', where: 'Theorem 5 (steepest descent, separable data)' },
    { key: 'soudry2018implicit', where: 'Theorem 3 (gradient descent)' },
  ],
  scope:
    'n points in d = 4n dimensions. The margin converges like log T / sqrt T, the direction slower. Nothing is said of ' +
    'which algorithm wins in which norm (which-measure-depends-on-algorithm).',
  premises: {
    'the loss has an exponential tail': { how: 'by construction', control: 'squared loss' },
    'training goes on long after separation': { how: 'by construction', control: '100 steps' },
    'the norm of the step is the norm of the margin': { how: 'by construction', control: 'norms exchanged' },
    'the data are separable': { how: 'by construction' },
  },
  needs: ['linear', 'parameters'],

  forAll: separable,
  train: runs({}),
  theory: { L1: largest('L1'), L2: largest('L2'), Linf: largest('Linf') },
  parts: {
    'all three reach .96 of the largest margin': {
      holds: 'margin / largest >= 0.96',
      where: ({ task, trained, theory }) =>
        norms.map((norm) => ({
          margin: marginOf(task, (trained[norm] as Trained).parameters.w!, norm),
          largest: { value: theory[norm].value.margin, error: theory[norm].error },
        })),
      tex: { margin: '\\gamma(\\hat w)', largest: '\\gamma^\\ast' },
      accept: forMost({ allBut: 0.1 }),
    },
    'none exceeds it': {
      holds: 'margin <= 1.000001 * largest',
      where: ({ task, trained, theory }) =>
        norms.map((norm) => ({
          margin: marginOf(task, (trained[norm] as Trained).parameters.w!, norm),
          largest: { value: theory[norm].value.margin, error: theory[norm].error },
        })),
      tex: { margin: '\\gamma(\\hat w)', largest: '\\gamma^\\ast' },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'squared loss': {
        breaks: 'all three reach .96 of the largest margin',
        because: 'the squared loss ends at an interpolant of the labels and forgets the margin',
        train: runs({ loss: 'squared' }),
      },
      '100 steps': {
        breaks: 'all three reach .96 of the largest margin',
        because: 'the margin is far from converged',
        train: runs({ steps: 100 }),
      },
      'norms exchanged': {
        breaks: 'all three reach .96 of the largest margin',
        because: 'coordinate descent has no large margin in Linf, nor sign descent in L1',
        train: {
          L1: ['linear-classifier', steepest('Linf')],
          Linf: ['linear-classifier', steepest('L1')],
        },
      },
      'margin of the dual norm': {
        breaks: 'none exceeds it',
        because: 'the largest margin of the dual norm bounds nothing',
        theory: { L1: largest('Linf'), Linf: largest('L1') },
      },
    },
    mustHold: {
      'points weighted': {
        keeps: ['all three reach .96 of the largest margin'],
        because: 'weights of the points only move the loss by a constant factor',
        train: runs({ weighted: true }),
      },
    },
  },

  dial: {
    of: 'steps',
    axis: 'log',
    grid: [20, 60, 200, 600, 2000],
    at: (steps) => ({ train: runs({ steps }) }),
    part: 'all three reach .96 of the largest margin',
    measured: {
      value: 'margin / largest',
      where: ({ task, trained, theory }) => ({
        margin: marginOf(task, (trained.L2 as Trained).parameters.w!, 'L2'),
        largest: theory.L2.value.margin,
      }),
      tex: { margin: '\\gamma_2(\\hat w)', largest: '\\gamma_2^\\ast' },
    },
  },
});
