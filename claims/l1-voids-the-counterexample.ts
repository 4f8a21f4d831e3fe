/**
 * The counterexample of uniform-convergence-fails, trained with an L1 penalty or for a large L1 margin.
 *
 * 1. All samples have margin 2u in the first coordinate; in any other the mean of y x_j is N(0, 32 / (D m)), so rho, the
 *    largest of these by 2u, is about sqrt(16 log(2D) / D): below 1 from D = 100 on.
 * 2. rho < 1 certifies that the first axis is the direction of largest L1 margin and the whole of the lasso's path.
 * 3. That axis sees no noise: its error on fresh inputs and on the mirrored sample is 0.
 */
import { always, claim, type Trained } from 'claimcheck';
import type { ClassifierRule } from 'claimcheck/models/margin-classifier';
import { norm1 } from 'claimcheck/numerics/matrix';
import { sparseMargin } from 'claimcheck/oracles/sparse-margin';
import { countedError, errors, whichVoids } from 'claimcheck/properties/signal-noise';
import { signalNoiseTasks, type Setting, type SignalNoise } from 'claimcheck/tasks/signal-noise';

const sizes = [
  [10, 1000],
  [20, 2000],
] as const;
const tasks = signalNoiseTasks('signal and noise for sparse classifiers', sizes);
const changed = (name: string, setting: Setting) => ({
  ...signalNoiseTasks(`signal and noise for sparse classifiers, ${name}`, sizes, setting),
  drawsOf: tasks,
});

const shares = { weak: 0.1, middle: 0.5, strong: 0.95 } as const;
const paths = ['weak', 'middle', 'strong'] as const;
const by = (rule: ClassifierRule) => ['margin-classifier', rule] as const;
const runs = {
  weak: by({ kind: 'lasso', share: shares.weak }),
  middle: by({ kind: 'lasso', share: shares.middle }),
  strong: by({ kind: 'lasso', share: shares.strong }),
  boosting: by({ kind: 'boosting', steps: 50 }),
  network: by({ kind: 'network', form: 'diagonal', share: shares.middle, start: 0.1 }),
};

const leastMargin = ({ predict }: Trained, { X, y }: SignalNoise) => {
  const predicted = predict(X);
  return y.reduce((least, label, i) => Math.min(least, label * predicted[i]!), Infinity);
};

export default claim({
  title: 'L1 regularization voids the counterexample',
  statement:
    'Where uniform convergence fails for plain gradient descent, the lasso at every strength and the direction of largest ' +
    'L1 margin are the signal alone, and so is a diagonal network with weight decay: they err neither on fresh inputs nor on the mirrored sample.',
  talk: ['T13'],
  marking: 'says',
  sources: [
    { key: 'nagarajan2019uniform', where: 'section 3.1, the counterexample; the certificate is derived in this file' },
  ],
  scope:
    'The signal must lie along few coordinates, which the L1 norm is told by its basis; spread over many, L1 does not help. ' +
    'Other penalties that single out the coordinate work as well, and so does the small initialization of a diagonal net. ' +
    'Weight decay on a connected linear network, the same penalty in another parametrization, does not (l2-cannot-void-it).',
  premises: {
    'the signal is one coordinate': { how: 'by construction', control: 'rotated signal' },
    'the penalty is the L1 norm': { how: 'by construction', control: 'ridge in its place' },
    'rho < 1': { how: 'checked per task', control: 'D = 40' },
  },
  needs: ['linear', 'parameters'],

  forAll: tasks,
  train: runs,
  theory: sparseMargin,
  parts: {
    'the certificate holds': {
      holds: 'rho <= 0.8',
      where: ({ theory }) => ({ rho: theory.value.rho }),
      tex: { rho: '\\rho' },
      accept: always(),
    },
    "the lasso's path is the certified one": {
      holds: 'abs(first / path - 1) + others / path <= 1e-8',
      where: ({ trained, theory }) =>
        paths.map((at) => {
          const w = trained[at].parameters.w!;
          return {
            first: w[0]!,
            others: norm1(w) - Math.abs(w[0]!),
            path: { value: (1 - shares[at]) * theory.value.start, error: theory.error },
          };
        }),
      tex: { first: 'w_1', others: '\\sum_{j>1}|w_j|', path: '\\tfrac{\\sqrt m}{2}(1-s)' },
      accept: always(),
    },
    'weight decay on a diagonal network is the lasso': {
      holds: 'abs(first / path - 1) + others / path <= 1e-3',
      where: ({ trained, theory }) => {
        const w = trained.network.parameters.w!;
        return {
          first: w[0]!,
          others: norm1(w) - Math.abs(w[0]!),
          path: { value: (1 - shares.middle) * theory.value.start, error: theory.error },
        };
      },
      tex: { first: 'u_1v_1', others: '\\sum_{j>1}|u_jv_j|', path: '\\tfrac{\\sqrt m}{2}(1-s)' },
      accept: always(),
    },
    'boosting reaches the largest L1 margin': {
      holds: 'margin / l1 >= best * (1 - 1e-9)',
      where: ({ task, trained, theory }) => ({
        margin: leastMargin(trained.boosting, task),
        l1: norm1(trained.boosting.parameters.w!),
        best: { value: theory.value.margin, error: theory.error },
      }),
      tex: { margin: '\\min_i y_i\\,w\\cdot x_i', l1: '\\lVert w\\rVert_1', best: '2/\\sqrt m' },
      accept: always(),
    },
    'every one voids it': {
      holds: 'max(fresh, mirrored) <= 0.15',
      where: ({ task, trained }) => Object.values(trained).map((run: Trained) => errors(run, task)),
      tex: { fresh: '\\varepsilon', mirrored: "\\varepsilon_{S'}" },
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'rotated signal': {
        breaks: 'every one voids it',
        because: 'in a basis in which the signal is dense the L1 norm does not single it out',
        forAll: changed('the signal spread over all coordinates', { spread: Infinity }),
      },
      'ridge in its place': {
        breaks: 'every one voids it',
        because: 'no L2 penalty changes what the mirrored sample sees',
        train: { strong: by({ kind: 'ridge', penalty: 100 }) },
      },
      'D = 40': {
        breaks: 'the certificate holds',
        because: 'with few coordinates the noise of some of them does not average out',
        forAll: signalNoiseTasks('signal and noise in 40 coordinates', [[20, 40]]),
      },
    },
    mustHold: {
      'longer signal': {
        because: 'a longer signal only lowers rho',
        forAll: changed('signal 4.5 times longer', { length: 4.5 }),
      },
    },
  },

  dial: {
    of: 'spread',
    axis: 'log',
    grid: [1, 10, 50, 200, 1000],
    at: (spread) => ({ forAll: changed(`the signal spread over ${spread} coordinates`, { spread }) }),
    part: 'every one voids it',
    measured: {
      value: 'mirrored',
      where: ({ task, trained }) => ({ mirrored: countedError(trained.middle, task.mirrored) }),
      tex: { mirrored: "\\varepsilon_{S'}" },
    },
  },

  table: {
    ...whichVoids,
    where: ({ task, trained }) => ({
      ...Object.fromEntries(
        paths.map((at) => [`lasso, ${shares[at]} of the largest penalty`, errors(trained[at], task)]),
      ),
      'largest L1 margin (boosting)': errors(trained.boosting, task),
      'diagonal network u v with weight decay': errors(trained.network, task),
    }),
  },
});
