/**
 * Ridge whose penalty is chosen among 13 on 40 held-out points, on nested samples of growing size.
 *
 * 1. At the optimal penalty no design gets worse with one more row (optimal-ridge-never-ascends).
 * 2. Held-out points estimate the risk of every penalty without bias, so the chosen one is near the best of the 13.
 * 3. So the risk descends through the threshold, for linear models and for random features, on average over tasks.
 */
import { along, claim, monotone, on } from 'claimcheck';
import { features } from 'claimcheck/models/random-features';
import { chosen, type RidgeRule } from 'claimcheck/models/ridge';
import { leastRisk } from 'claimcheck/properties/optimal-penalty';
import { onFreshPoints } from 'claimcheck/properties/prediction-excess';
import { risk } from 'claimcheck/properties/risk';
import { firstRows } from 'claimcheck/tasks/gaussian-regression';
import { heldOutRegression } from 'claimcheck/tasks/held-out-regression';

const D = 20;
const sizes = [5, 10, 16, 20, 24, 30, 40];
const wide = [10, 20, 32, 40, 48, 60, 80];

/** From .01 to 10^4 by half decades. */
const penalties = [1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 1e2, 3e2, 1e3, 3e3, 1e4];
const tuned: RidgeRule = { penalties, choose: 'held-out' };

const linear = (rule: RidgeRule) => along(sizes, (n) => on(firstRows(n), chosen(rule)));
const relu = (rule: RidgeRule) =>
  along(wide, (n) => on(firstRows(n), features({ map: 'relu', features: 40, ...rule })));
const fresh = onFreshPoints(150, D);

export default claim({
  title: 'Tuned on held-out points, ridge descends through the threshold',
  statement:
    'With the penalty chosen on 40 held-out points, more data do not raise the risk of ridge on average, for linear models ' +
    'and for random ReLU features, through n = p.',
  says: ['T11'],
  sources: { nakkiran2021optimal: 'experiments with tuned ridge' },
  scope:
    'Held-out points, not leave-one-out, which sometimes chooses no penalty near n = p and is not certifiably monotone.',
  premises: {
    'the penalty is tuned': 'a hundredth of the optimal penalty',
    'on points that were not trained on': 'tuned on the training set',
    'for features too': 'features tuned on the training set',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: heldOutRegression('nested Gaussian regression, 80 x 20, with 40 held-out points', { n: 80, p: D }, 0.5, 40),
  train: { linear: linear(tuned), relu: relu(tuned) },
  symbols: {
    fewer: ['R_{n^-}', ({ task, runs, at }) => risk(runs.linear.before(at).beta, task.truth)],
    more: ['R_n', ({ task, runs, at }) => risk(runs.linear.at(at).beta, task.truth)],
    fewerWide: ['R^{\\mathrm{ReLU}}_{n^-}', (about) => fresh(about, about.runs.relu.before(about.at))],
    moreWide: ['R^{\\mathrm{ReLU}}_n', (about) => fresh(about, about.runs.relu.at(about.at))],
    least: [
      "\\sigma^2\\operatorname{tr}(X'X+\\lambda_{opt}I)^{-1}",
      ({ task, runs, at }) => leastRisk(runs.linear.at(at), task),
    ],
  },
  parts: {
    'linear models': {
      holds: 'fewer - more',
      over: sizes.slice(1),
      accept: monotone({ within: 0.02, cap: 0.4, steps: sizes.length - 1 }),
      unless: {
        'a hundredth of the optimal penalty': {
          because: 'a weak penalty keeps the peak at n = d',
          train: { linear: linear({ penalties: [0.05] }) },
        },
        'tuned on the training set': {
          because: 'the training error prefers the weakest penalty',
          train: { linear: linear({ penalties, choose: 'training' }) },
        },
      },
    },
    'random features': {
      holds: 'fewerWide - moreWide',
      over: wide.slice(1),
      accept: monotone({ within: 0.02, cap: 0.4, steps: wide.length - 1 }),
      unless: {
        'features tuned on the training set': {
          because: 'the training error prefers the weakest penalty',
          train: { relu: relu({ penalties, choose: 'training' }) },
        },
      },
    },
  },
  dial: {
    turns: 'n',
    part: 'linear models',
    grid: [5, 10, 20, 40, 80],
    at: (n) => ({ train: { linear: along([5], () => on(firstRows(n), chosen(tuned))) } }),
    over: [5],
    measured: 'more',
    curve: { bound: 'least' },
  },
});
