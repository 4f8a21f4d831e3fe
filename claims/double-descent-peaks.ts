/**
 * Fitting without regularization, as the number of points n passes the number of parameters p.
 *
 * 1. Averaged over noise and direction, the excess is r^2/p (p - n)_+ + sigma^2 sum 1/s_i over the eigenvalues of X'X.
 * 2. At n = p the least eigenvalue is of order 1/p, so the sum has no mean; at p/2 and 2p it concentrates near p / |n - p|.
 * 3. Random features have the same threshold, where their Gram matrix is first singular; medians, since means are infinite.
 */
import { along, claim, equivalent, median, on } from 'claimcheck';
import { features } from 'claimcheck/models/random-features';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { finiteSampleRisk } from 'claimcheck/oracles/finite-sample-risk';
import { optimalPenaltyOf } from 'claimcheck/properties/optimal-penalty';
import { onFreshPoints } from 'claimcheck/properties/prediction-excess';
import { risk } from 'claimcheck/properties/risk';
import { averagedRisk, priorOf } from 'claimcheck/properties/spectral-risk';
import { firstRows, nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const P = 20;
const sizes = [0.5, 1, 2]; // half, all and twice of a number
const nested = (kind: string, sigma: number) =>
  nestedRegression(`nested ${kind} regression, 80 x 20`, { n: 80, p: P }, sigma);
const linear = (run: ReturnType<typeof ridge<GaussianRegression>>) => along(sizes, (c) => on(firstRows(c * P), run));
const relu = (n: number, count: number, penalty: number) =>
  on(firstRows(n), features({ map: 'relu', features: count, penalties: [penalty] }));
/** Random features along p with 40 points, and along n with 40 features. */
const wide = (penalty: number) => along(sizes, (c) => relu(40, 40 * c, penalty));
const long = (penalty: number) => along(sizes, (c) => relu(40 * c, 40, penalty));
const fresh = onFreshPoints(200, P);

export default claim({
  title: 'Without regularization the risk peaks at the threshold',
  statement:
    'Least squares of least norm has at n = p more than three times its risk at n = p/2 and at n = 2p, and so have random ' +
    'ReLU features along n and along p.',
  says: ['T11'],
  sources: { belkin2019reconciling: 'the double descent curve', hastie2022surprises: 'section 3' },
  scope: 'Noisy labels of a linear truth; a peak at the median task, since the mean at the threshold is infinite.',
  premises: {
    'no penalty': 'optimal ridge',
    'labels are noisy': 'noiseless',
    'features are fitted without a penalty': 'ridge on features, along p',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: nested('Gaussian', 0.5),
  train: { linear: linear(leastNorm), wide: wide(0), long: long(0) },
  theory: { law: [finiteSampleRisk, ({ task, runs }) => ({ n: runs.linear.at(1).rows, ...priorOf(task) })] },
  symbols: {
    half: ['\\overline R_{n/2}', ({ task, runs }) => averagedRisk(runs.linear.at(0.5), task)],
    peak: ['\\overline R_n', ({ task, runs }) => averagedRisk(runs.linear.at(1), task)],
    twice: ['\\overline R_{2n}', ({ task, runs }) => averagedRisk(runs.linear.at(2), task)],
    rawHalf: ['R_{n/2}', ({ task, runs }) => risk(runs.linear.at(0.5).beta, task.truth)],
    rawPeak: ['R_n', ({ task, runs }) => risk(runs.linear.at(1).beta, task.truth)],
    rawTwice: ['R_{2n}', ({ task, runs }) => risk(runs.linear.at(2).beta, task.truth)],
    wideHalf: ['R_{p/2}', (about) => fresh(about, about.runs.wide.at(0.5))],
    widePeak: ['R_p', (about) => fresh(about, about.runs.wide.at(1))],
    wideTwice: ['R_{2p}', (about) => fresh(about, about.runs.wide.at(2))],
    longHalf: ['R_{n/2}', (about) => fresh(about, about.runs.long.at(0.5))],
    longPeak: ['R_n', (about) => fresh(about, about.runs.long.at(1))],
    longTwice: ['R_{2n}', (about) => fresh(about, about.runs.long.at(2))],
    law: ['R_{n,p}', ({ theory }) => theory.law.excess],
  },
  parts: {
    'linear, along n': {
      holds: 'peak >= 3 * max(half, twice)',
      accept: median(),
      unless: {
        'optimal ridge': { because: 'it removes the peak', train: { linear: linear(ridge(optimalPenaltyOf)) } },
        noiseless: { because: 'without noise the risk at n = p is zero', forAll: nested('noiseless Gaussian', 0) },
      },
    },
    'raw linear runs, along n': { holds: 'rawPeak >= 3 * max(rawHalf, rawTwice)', accept: median() },
    'raw runs have the averaged risk away from the peak': {
      holds: '(rawHalf + rawTwice) / (half + twice) == 1',
      accept: equivalent({ margin: 0.15, cap: 0.8, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
    'random features, along p': {
      holds: 'widePeak >= 3 * max(wideHalf, wideTwice)',
      accept: median(),
      unless: { 'ridge on features, along p': { because: 'so much removes the peak', train: { wide: wide(5) } } },
    },
    'random features, along n': {
      holds: 'longPeak >= 3 * max(longHalf, longTwice)',
      accept: median(),
      unless: { 'ridge on features, along n': { because: 'so much removes the peak', train: { long: long(5) } } },
    },
  },
  dial: {
    turns: 'n',
    grid: [10, 16, 24, 40, 80],
    at: (n) => ({ train: { linear: along([1], () => on(firstRows(n), leastNorm)) } }),
    measured: 'peak',
    curve: { prediction: 'law' },
  },
});
