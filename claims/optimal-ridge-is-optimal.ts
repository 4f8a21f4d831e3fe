/**
 * Ridge on a fixed design X, averaged over the noise and over the direction of a truth of length r in R^d.
 *
 * 1. The averaged excess is sum_i f_s(lambda) over the eigenvalues s of X'X, f_s = (r^2/d lambda^2 + sigma^2 s) / (s + lambda)^2.
 * 2. f_s' = 2 s (r^2/d lambda - sigma^2) / (s + lambda)^3: negative before d sigma^2 / r^2 and positive after it, for every s.
 * 3. So lambda_opt = d sigma^2 / r^2 minimizes every term at once, whatever the design and the number of points.
 */
import { claim, equivalent } from 'claimcheck';
import { path, ridge } from 'claimcheck/models/ridge';
import { optimalPenaltyOf as optimal } from 'claimcheck/properties/optimal-penalty';
import { risk } from 'claimcheck/properties/risk';
import { averagedRisk } from 'claimcheck/properties/spectral-risk';
import { anyDesign, type DesignWithRow } from 'claimcheck/tasks/designs';

/** Other penalties, as multiples c of the optimal one, and the last of them. */
const multiples = [0.1, 0.3, 0.5, 0.8, 0.95, 1.05, 1.25, 2, 3, 10];
const last = 10;
const others = (of: (c: number) => number = (c) => c) =>
  path((task: DesignWithRow) => multiples.map((c) => of(c) * optimal(task)));

export default claim({
  title: 'One ridge penalty is optimal for every design',
  statement:
    'For every design, sigma and r, no penalty has a smaller direction-averaged excess risk than d sigma^2 / r^2.',
  implies: ['T11'],
  sources: { nakkiran2021optimal: 'Theorem 1; pointwise in the design: derived in this file' },
  scope: 'The average over directions of the truth and over the noise; needs sigma and r.',
  premises: {
    'the penalty does not grow with n': 'lambda n',
    'the penalty has the variance of the noise': 'sigma for sigma^2',
    'every dimension counts': 'd forgotten',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: anyDesign,
  train: { optimum: ridge(optimal), others: others() },
  symbols: {
    optimum: ['\\overline{R}(\\lambda)', ({ task, runs }) => averagedRisk(runs.optimum, task)],
    other: ['\\overline{R}(c\\lambda)', ({ task, runs, at }) => averagedRisk(runs.others, task, multiples.indexOf(at))],
    rawOptimum: [
      '\\lVert\\hat\\beta_\\lambda-\\beta\\rVert^2',
      ({ task, runs }) => risk(runs.optimum.beta, task.truth),
    ],
    rawOther: [
      '\\lVert\\hat\\beta_{c\\lambda}-\\beta\\rVert^2',
      ({ task: { X, truth }, runs, at }) => {
        const k = multiples.indexOf(at);
        return risk(runs.others.beta.slice(k * X.cols, (k + 1) * X.cols), truth);
      },
    ],
    size: ['r^2', ({ task }) => task.radius * task.radius],
  },
  parts: {
    'no other penalty is better': {
      holds: 'other >= optimum * (1 - 1e-9)',
      over: multiples,
      unless: {
        'lambda n': {
          because: 'a penalty on the sum of squares does not grow with n',
          train: { optimum: ridge((task: DesignWithRow) => optimal(task) * task.X.rows) },
        },
        'sigma for sigma^2': {
          because: 'the standard deviation is not the variance unless it is 1',
          train: { optimum: ridge((task: DesignWithRow) => optimal(task) / task.sigma) },
        },
        'd forgotten': {
          because: 'sigma^2 / r^2 is the optimum in one dimension',
          train: { optimum: ridge((task: DesignWithRow) => optimal(task) / task.X.cols) },
        },
      },
    },
    'raw runs lose what the average says': {
      holds: '(rawOther - rawOptimum - (other - optimum)) / size == 0',
      over: [last],
      accept: equivalent({ margin: 0.06, cap: 0.5, budget: { quick: 200, standard: 400, paper: 600 } }),
    },
  },
  dial: {
    turns: 'c = lambda / lambda_opt',
    grid: [0.01, 0.1, 1.01, 10, 100],
    at: (c) => ({ train: { others: others(() => c) } }),
    over: [last],
    measured: 'other / optimum',
  },
});
