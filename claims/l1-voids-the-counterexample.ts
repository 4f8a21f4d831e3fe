/**
 * The counterexample of uniform-convergence-fails, trained with an L1 penalty or for a large L1 margin.
 *
 * 1. All samples have margin 2u in the first coordinate; in any other the mean of y x_j is N(0, 32 / (D m)), so rho, the
 *    largest of these by 2u, is about sqrt(16 log(2D) / D): below 1 from D = 100 on.
 * 2. rho < 1 certifies that the first axis is the direction of largest L1 margin and the whole of the lasso's path.
 * 3. That axis sees no noise: its error on fresh inputs and on the mirrored sample is 0.
 */
import { along, claim } from 'claimcheck';
import { classifier } from 'claimcheck/models/margin-classifier';
import { norm1 } from 'claimcheck/numerics/matrix';
import { marginOf } from 'claimcheck/oracles/max-margin';
import { sparseMargin } from 'claimcheck/oracles/sparse-margin';
import { errors, whichVoids } from 'claimcheck/properties/signal-noise';
import { signalNoiseSettings, signalNoiseTasks } from 'claimcheck/tasks/signal-noise';

const { tasks, changed } = signalNoiseSettings('signal and noise for sparse classifiers', [
  [10, 1000],
  [20, 2000],
]);
const few = signalNoiseTasks('signal and noise in 40 coordinates', [[20, 40]]);

export default claim({
  title: 'L1 regularization voids the counterexample',
  statement:
    'Where uniform convergence fails for plain gradient descent, the lasso at every strength and the direction of ' +
    'largest L1 margin are the signal alone, and so is a diagonal network with weight decay: they err neither on ' +
    'fresh inputs nor on the mirrored sample.',
  says: ['T13'],
  sources: { nagarajan2019uniform: 'section 3.1, the counterexample; the certificate is derived in this file' },
  scope:
    'The signal must lie along few coordinates, which the L1 norm is told by its basis; spread over many, L1 does ' +
    'not help. Other penalties that single out the coordinate work as well, and so does the small initialization of a ' +
    'diagonal net; weight decay on a connected linear network does not (l2-cannot-void-it).',
  premises: {
    'the signal is one coordinate': 'rotated signal',
    'the penalty is the L1 norm': 'ridge in its place',
    'rho < 1': { checked: 'D = 40' },
  },
  needs: ['linear', 'parameters'],

  forAll: tasks,
  train: {
    lasso: along([0.1, 0.5, 0.95], (share) => classifier({ kind: 'lasso', share })),
    boosting: classifier({ kind: 'boosting', steps: 50 }),
    network: classifier({ kind: 'network', form: 'diagonal', share: 0.5, start: 0.1 }),
  },
  theory: { sparse: sparseMargin },
  symbols: {
    ...errors,
    rho: ['\\rho', ({ theory }) => theory.sparse.value.rho],
    first: ['w_1', ({ run }) => run.w[0]!],
    others: ['\\sum_{j>1}|w_j|', ({ run }) => norm1(run.w) - Math.abs(run.w[0]!)],
    path: ['\\tfrac{\\sqrt m}{2}(1-s)', ({ theory: { sparse }, at }) => sparse.known((1 - at) * sparse.value.start)],
    margin: ['\\min_i y_i\\,w\\cdot x_i/\\lVert w\\rVert_1', ({ task, run }) => marginOf(task, run.w, 'L1')],
    best: ['2/\\sqrt m', ({ theory }) => theory.sparse.margin],
  },
  parts: {
    'the certificate holds': {
      holds: 'rho <= 0.8',
      unless: {
        'D = 40': { because: 'in few coordinates the noise of some does not average out', forAll: few },
      },
    },
    "the lasso's path is the certified one": { holds: 'abs(first / path - 1) + others / path <= 1e-8', of: 'lasso' },
    'weight decay on a diagonal network is the lasso': {
      holds: 'abs(first / path - 1) + others / path <= 1e-3',
      of: 'network',
      over: [0.5],
    },
    'boosting reaches the largest L1 margin': { holds: 'margin >= best * (1 - 1e-9)', of: 'boosting' },
    'every one voids it': {
      holds: 'max(fresh, mirrored) <= 0.15',
      of: 'each',
      unless: {
        'rotated signal': {
          because: 'in a basis in which the signal is dense the L1 norm does not single it out',
          forAll: changed('the signal spread over all coordinates', { spread: Infinity }),
        },
        'ridge in its place': {
          because: 'no L2 penalty changes what the mirrored sample sees',
          train: { 'lasso 0.95': classifier({ kind: 'ridge', penalty: 100 }) },
        },
      },
    },
  },
  harmless: {
    'longer signal': { because: 'it only lowers rho', forAll: changed('signal 4.5 times longer', { length: 4.5 }) },
  },
  dial: {
    turns: 'spread',
    axis: 'log',
    grid: [1, 10, 50, 200, 1000],
    at: (spread) => ({ forAll: changed(`the signal spread over ${spread} coordinates`, { spread }) }),
    part: 'every one voids it',
    of: 'lasso 0.5',
    measured: 'mirrored',
  },
  table: {
    ...whichVoids,
    rows: {
      'lasso, 0.1 of the largest penalty': 'lasso 0.1',
      'lasso, 0.5 of the largest penalty': 'lasso 0.5',
      'lasso, 0.95 of the largest penalty': 'lasso 0.95',
      'largest L1 margin (boosting)': 'boosting',
      'diagonal network u v with weight decay': 'network',
    },
  },
});
