/**
 * Figure 1 of Nakkiran et al.: test error by the number of examples, n = 50, 100, ..., 1000, in dimension 500, noise .5 and a
 * truth of length 1, without a penalty and at the best one.
 *
 * 1. The best penalty is d sigma^2 / |beta|^2 = 125 for every n: at it no design gets worse with more rows (Theorem 1).
 * 2. Without a penalty the excess is 1 - n/d + sigma^2 n / (d - n - 1) for n < d and sigma^2 d / (n - d - 1) for n > d:
 *    .751 at n = 250, .2505 at n = 1000.
 * 3. At n = d its mean is infinite, and what a design has is of the order of d.
 * The excess of each design is averaged over noise and direction in closed form, so that few designs decide.
 */
import { along, claim, median, on } from 'claimcheck';
import { path } from 'claimcheck/models/ridge';
import { optimalPenaltyOf } from 'claimcheck/properties/optimal-penalty';
import { risk } from 'claimcheck/properties/risk';
import { averagedRisk } from 'claimcheck/properties/spectral-risk';
import { firstRows, nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const D = 500;
const sizes = Array.from({ length: 20 }, (_, k) => 50 * (k + 1));
/** No penalty, and a multiple of the best one. */
const fitted = (weak: number, multiple: number) =>
  along(sizes, (n) =>
    on(
      firstRows(n),
      path((task: GaussianRegression) => [weak * optimalPenaltyOf(task), multiple * optimalPenaltyOf(task)]),
    ),
  );
const figure = (d: number, sigma: number) =>
  nestedRegression(`the ridge figure, d = ${d}, sigma = ${sigma}`, { n: 1000, p: d }, sigma);
/** The part of beta that is without a penalty. */
const free = ({ beta }: { readonly beta: Float64Array }) => beta.subarray(0, D);

export default claim({
  title: 'Double descent and its end, at the size of the paper',
  statement:
    'In dimension 500, with noise .5 and a truth of length 1, ridge at its best penalty does not get worse from n = 50 to ' +
    '1000; without a penalty the excess is that of the closed form at n = 250 and 1000, and over 30 times as large at n = 500.',
  ours: ['T11'],
  sequel: true,
  sources: {
    nakkiran2021optimal:
      'Figure 1: its setting and that the best penalty does not depend on n, seen; .751 and .2505: by its closed form; the ' +
      'heights of its curves: not seen',
    hastie2022surprises: 'section 3: the closed form, here for finite n',
  },
  scope: 'The population risk in place of a test sample; the optimal penalty is known, not tuned.',
  premises: {
    'the penalty is the best one': 'a hundredth of the best penalty',
    'it grows with the dimension': 'sigma^2 for a penalty',
    'labels are noisy': 'noiseless labels',
    'nothing is penalized on the other curve': 'a thousandth of the best penalty',
    'the dimension is 500': 'dimension 450',
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: figure(D, 0.5),
  train: { ridge: fitted(0, 1) },
  symbols: {
    fewer: ['R_{n^-}(\\lambda_{opt})', ({ task, runs, at }) => averagedRisk(runs.ridge.before(at), task, 1)],
    more: ['R_n(\\lambda_{opt})', ({ task, runs, at }) => averagedRisk(runs.ridge.at(at), task, 1)],
    half: ['R_{250}(0)', ({ task, runs }) => averagedRisk(runs.ridge.at(250), task)],
    peak: ['R_{500}(0)', ({ task, runs }) => averagedRisk(runs.ridge.at(500), task)],
    twice: ['R_{1000}(0)', ({ task, runs }) => averagedRisk(runs.ridge.at(1000), task)],
    rawHalf: [
      '\\lVert\\hat\\beta_{250}-\\beta\\rVert^2',
      ({ task, runs }) => risk(free(runs.ridge.at(250)), task.truth),
    ],
    rawTwice: [
      '\\lVert\\hat\\beta_{1000}-\\beta\\rVert^2',
      ({ task, runs }) => risk(free(runs.ridge.at(1000)), task.truth),
    ],
    printedHalf: ['R^{\\mathrm{printed}}_{250}', () => 0.751],
    printedTwice: ['R^{\\mathrm{printed}}_{1000}', () => 0.2505],
    without: ['R_n(0)', ({ task, run }) => averagedRisk(run, task)],
    best: ['R_n(\\lambda_{opt})', ({ task, run }) => averagedRisk(run, task, 1)],
    printed: [
      'R^{\\mathrm{printed}}_n',
      ({ run }) =>
        run.rows < D ? 1 - run.rows / D + (0.25 * run.rows) / (D - run.rows - 1) : (0.25 * D) / (run.rows - D - 1),
    ],
  },
  parts: {
    'at the best penalty more data do not hurt': {
      holds: 'more <= fewer * (1 + 1e-12)',
      over: sizes.slice(1),
      accept: median(),
      unless: {
        'a hundredth of the best penalty': { because: 'it keeps the peak', train: { ridge: fitted(0, 0.01) } },
        'sigma^2 for a penalty': { because: 'that is a five-hundredth', train: { ridge: fitted(0, 1 / D) } },
      },
    },
    'without a penalty there is a peak': {
      holds: 'peak >= 30 * max(half, twice)',
      accept: median(),
      unless: {
        'noiseless labels': { because: 'then the risk is 0 at n = d', forAll: figure(D, 0) },
        'a thousandth of the best penalty': { because: 'it cuts the top off', train: { ridge: fitted(0.001, 1) } },
      },
    },
    'without a penalty the excess is the printed one': {
      holds: 'abs(half / printedHalf - 1) <= 0.02 and abs(twice / printedTwice - 1) <= 0.02',
      accept: median(),
      unless: {
        'dimension 450': { because: 'the closed form is that of 500', forAll: figure(450, 0.5) },
      },
    },
    'single fits have it within a quarter': {
      holds: 'abs(rawHalf / printedHalf - 1) <= 0.25 and abs(rawTwice / printedTwice - 1) <= 0.25',
      accept: median(),
    },
  },
  table: {
    title: 'The figure in numbers',
    of: 'without a penalty, by the closed form and here; at the best penalty here',
    rows: Object.fromEntries(sizes.filter((n) => n !== D).map((n) => [`n = ${n}`, `ridge ${n}` as const])),
    columns: { printed: 'printed', here: 'without', 'best penalty, here': 'best' },
  },
});
