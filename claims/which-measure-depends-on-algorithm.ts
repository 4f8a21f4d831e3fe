/**
 * The same separable data and the same loss, three algorithms, three norms: the matrix of margins.
 *
 * 1. Each algorithm maximizes the margin in its own norm (steepest-descent-max-margin): the diagonal is near 1.
 * 2. The maximizers of the margin in different norms are different classifiers.
 * 3. So in every norm its own algorithm has the largest margin of the three: no one complexity explains all of them.
 */
import { ask, claim, forMost, type Trained } from 'claimcheck';
import { steepest, type SteepestRule } from 'claimcheck/models/linear-classifier';
import { marginOf, maxMargin, type MarginNorm } from 'claimcheck/oracles/max-margin';
import { separable, type Separable } from 'claimcheck/tasks/separable';

const norms = ['L1', 'L2', 'Linf'] as const;
const runs = (rule: Partial<SteepestRule>) => ({
  L1: ['linear-classifier', steepest('L1', rule)] as const,
  L2: ['linear-classifier', steepest('L2', rule)] as const,
  Linf: ['linear-classifier', steepest('Linf', rule)] as const,
});

const largest = (norm: MarginNorm) => ask(maxMargin, ({ task }: { task: Separable }) => ({ ...task, norm }));

interface Trial {
  readonly task: Separable;
  readonly trained: Readonly<Record<MarginNorm, Trained>>;
}
/** The margin in one norm of what the algorithm of another found. */
const margin = ({ task, trained }: Trial, algorithm: MarginNorm, norm: MarginNorm) =>
  marginOf(task, trained[algorithm].parameters.w!, norm);

export default claim({
  title: 'Which complexity is low depends on the algorithm',
  statement:
    'On the same data and loss, coordinate, gradient and sign descent have at least .95 of the largest margin in L1, L2 ' +
    'and Linf, and each has the largest margin of the three in its own norm, by at least 5%.',
  talk: ['T10', 'T8'],
  marking: 'implies',
  sources: [{ key: 'gunasekar2018characterizing', where: 'Theorem 5 and section 3' }],
  scope:
    'That the complexity is specific to the algorithm, not that this is hard to prove. In d < n dimensions, where the ' +
    'margins in L1 and L2 are close, gradient descent can have the larger L1 margin at any reachable time.',
  premises: {
    'the algorithms differ': { how: 'by construction', control: 'one algorithm three times' },
    'training goes on long after separation': { how: 'by construction', control: '100 steps' },
    'd is larger than n': { how: 'by construction' },
  },
  needs: ['linear', 'parameters'],

  forAll: separable,
  train: runs({}),
  theory: { L1: largest('L1'), L2: largest('L2'), Linf: largest('Linf') },
  parts: {
    'each is near the largest margin of its norm': {
      holds: 'own / largest >= 0.95',
      where: (trial) =>
        norms.map((norm) => ({
          own: margin(trial, norm, norm),
          largest: { value: trial.theory[norm].value.margin, error: trial.theory[norm].error },
        })),
      tex: { own: '\\gamma_A(A)', largest: '\\gamma_A^\\ast' },
      accept: forMost({ allBut: 0.1 }),
    },
    'each is the best of the three in its norm': {
      holds: 'own / rival >= 1.05',
      where: (trial) =>
        norms.map((norm) => ({
          own: margin(trial, norm, norm),
          rival: Math.max(...norms.filter((other) => other !== norm).map((other) => margin(trial, other, norm))),
        })),
      tex: { own: '\\gamma_A(A)', rival: '\\max_{B\\ne A}\\gamma_A(B)' },
      accept: forMost({ allBut: 0.1 }),
    },
  },

  controls: {
    mustFail: {
      'one algorithm three times': {
        breaks: 'each is the best of the three in its norm',
        because: 'gradient descent in every place: all are equally good in every norm',
        train: {
          L1: ['linear-classifier', steepest('L2')],
          L2: ['linear-classifier', steepest('L2')],
          Linf: ['linear-classifier', steepest('L2')],
        },
      },
      'gradient descent in the place of coordinate descent': {
        breaks: 'each is near the largest margin of its norm',
        because: 'a large L2 margin is not a large L1 margin',
        train: { L1: ['linear-classifier', steepest('L2')] },
      },
      '100 steps': {
        breaks: 'each is near the largest margin of its norm',
        because: 'the margins are far from converged',
        train: runs({ steps: 100 }),
      },
      'squared loss': {
        breaks: 'each is near the largest margin of its norm',
        because: 'the squared loss ends at an interpolant of the labels and forgets the margin',
        train: runs({ loss: 'squared' }),
      },
    },
    mustHold: {
      'points weighted': {
        because: 'weights of the points only move the loss by a constant factor',
        train: runs({ weighted: true }),
      },
    },
  },

  table: {
    title: 'Margins by algorithm and norm',
    of: 'algorithm',
    columns: { 'L1 margin': 'L1', 'L2 margin': 'L2', 'Linf margin': 'Linf' },
    where: (trial) => {
      const row = (algorithm: MarginNorm) =>
        Object.fromEntries(
          norms.map((norm) => [norm, margin(trial, algorithm, norm) / trial.theory[norm].value.margin]),
        );
      return { 'coordinate descent': row('L1'), 'gradient descent': row('L2'), 'sign descent': row('Linf') };
    },
    tex: {
      L1: '\\gamma_1/\\gamma_1^\\ast',
      L2: '\\gamma_2/\\gamma_2^\\ast',
      Linf: '\\gamma_\\infty/\\gamma_\\infty^\\ast',
    },
  },
});
