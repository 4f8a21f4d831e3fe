/**
 * The same separable data and the same loss, three algorithms, three norms: the matrix of margins.
 *
 * 1. Each algorithm maximizes the margin in its own norm (steepest-descent-max-margin): the diagonal is near 1.
 * 2. The maximizers of the margin in different norms are different classifiers.
 * 3. So in every norm its own algorithm has the largest margin of the three: no one complexity explains all of them.
 */
import { ask, claim, forMost, type About, type Trial } from 'claimcheck';
import { steepest } from 'claimcheck/models/linear-classifier';
import { marginOf, maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import { separable, type Separable } from 'claimcheck/tasks/separable';

/** Each with its own algorithm; parts go over them by their index. */
const norms: readonly MarginNorm[] = ['L1', 'L2', 'Linf'];
const train = { L1: steepest({ norm: 'L1' }), L2: steepest({ norm: 'L2' }), Linf: steepest({ norm: 'Linf' }) };
const largest = (norm: MarginNorm) => ask(maxMargin, ({ task }: About<Separable>) => ({ ...task, norm }));
/** The margin of a run in a norm, as a share of the largest. */
const share =
  (norm: MarginNorm) =>
  ({ task, run, theory }: Trial<Separable, typeof train, Record<MarginNorm, typeof maxMargin>>) =>
    marginOf(task, run.w, norm) / theory[norm].value.margin;

export default claim({
  title: 'Which complexity is low depends on the algorithm',
  statement:
    'On the same data and loss, coordinate, gradient and sign descent have at least .95 of the largest margin in L1, L2 ' +
    'and Linf, and each has the largest margin of the three in its own norm, by at least 5%.',
  implies: ['T10', 'T8'],
  sources: { gunasekar2018characterizing: 'Theorem 5 and section 3' },
  scope:
    'That the complexity is specific to the algorithm, not that this is hard to prove. In d < n dimensions, where the ' +
    'margins in L1 and L2 are close, gradient descent can have the larger L1 margin at any reachable time.',
  premises: {
    'the algorithms differ': 'one algorithm three times',
    'training goes on long after separation': '100 steps',
    'd is larger than n': true,
  },
  needs: ['linear', 'parameters'],

  forAll: separable,
  train,
  theory: { L1: largest('L1'), L2: largest('L2'), Linf: largest('Linf') },
  symbols: {
    own: ['\\gamma_A(A)', ({ task, runs, at }) => marginOf(task, runs[norms[at]!].w, norms[at]!)],
    largest: ['\\gamma_A^\\ast', ({ theory, at }) => theory[norms[at]!].margin],
    rival: [
      '\\max_{B\\ne A}\\gamma_A(B)',
      ({ task, runs, at }) =>
        Math.max(...norms.filter((_, k) => k !== at).map((other) => marginOf(task, runs[other].w, norms[at]!))),
    ],
    share1: ['\\gamma_1/\\gamma_1^\\ast', share('L1')],
    share2: ['\\gamma_2/\\gamma_2^\\ast', share('L2')],
    shareInf: ['\\gamma_\\infty/\\gamma_\\infty^\\ast', share('Linf')],
  },
  parts: {
    'each is near the largest margin of its norm': {
      holds: 'own / largest >= 0.95',
      over: [0, 1, 2],
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'gradient descent in the place of coordinate descent': {
          because: 'a large L2 margin is not a large L1 margin',
          train: { L1: train.L2 },
        },
        '100 steps': { because: 'the margins are far from converged', rule: { steps: 100 } },
        'squared loss': { because: 'it ends at an interpolant and forgets the margin', rule: { loss: 'squared' } },
      },
    },
    'each is the best of the three in its norm': {
      holds: 'own / rival >= 1.05',
      over: [0, 1, 2],
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'one algorithm three times': {
          because: 'gradient descent in every place: all are equally good in every norm',
          train: { L1: train.L2, Linf: train.L2 },
        },
      },
    },
  },
  harmless: {
    'points weighted': { because: 'weights only move the loss by a constant factor', rule: { weighted: true } },
  },
  table: {
    title: 'Margins by algorithm and norm',
    of: 'algorithm',
    rows: { 'coordinate descent': 'L1', 'gradient descent': 'L2', 'sign descent': 'Linf' },
    columns: { 'L1 margin': 'share1', 'L2 margin': 'share2', 'Linf margin': 'shareInf' },
  },
});
