/**
 * Ridge with a fraction c of the optimal penalty, on nested samples of growing size n in d dimensions.
 *
 * 1. Averaged over noise and direction, the excess is sum f(s_i), f(s) = (r^2/d lambda^2 + sigma^2 s) / (s + lambda)^2.
 * 2. For c < 1/2, f rises up to s = lambda (1 - 2c) and falls after it: its maximum exceeds f(0) = r^2/d.
 * 3. Near n = d many eigenvalues lie there. At c = .1 some step of the sizes still ascends; at c = .01 there is a peak at n = d.
 */
import { along, claim, equivalent, forMost, on } from 'claimcheck';
import { path } from 'claimcheck/models/ridge';
import { ridgeLimit } from 'claimcheck/oracles/ridge-limit';
import { optimalPenaltyOf } from 'claimcheck/properties/optimal-penalty';
import { risk } from 'claimcheck/properties/risk';
import { averagedRisk, priorOf } from 'claimcheck/properties/spectral-risk';
import { firstRows, nestedRegression, type GaussianRegression } from 'claimcheck/tasks/gaussian-regression';

const D = 40;
const sizes = [20, 24, 28, 32, 36, 40, 44, 60, 80];

/** At every size two penalties, as multiples of the optimal one. */
function penalized(...multiples: [tenth: number, hundredth: number]) {
  const both = path((task: GaussianRegression) => multiples.map((c) => c * optimalPenaltyOf(task)));
  return along(sizes, (n) => on(firstRows(n), both));
}

export default claim({
  title: 'Some regularization is not enough',
  statement:
    'Ridge with a tenth of the optimal penalty has a size at which more data raise the risk, and with a hundredth of it a ' +
    'peak at n = d of one and a half times the risks at d/2 and 2d.',
  ours: ['T11'],
  finding: true,
  sources: { nakkiran2021optimal: 'figures of weak ridge; the risk used here is derived in this file' },
  scope: 'd = 40 and sigma = .5; the risk is averaged over noise and direction. How weak is too weak depends on both.',
  premises: {
    'the penalty is a tenth of the optimum': 'the optimal penalty',
    'below one half': 'half of the optimal penalty',
    'the peak needs a hundredth': 'three tenths do not peak',
    'labels are noisy': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: nestedRegression('nested Gaussian regression, 80 x 40', { n: 80, p: D }, 0.5),
  train: { ridge: penalized(0.1, 0.01) },
  theory: {
    limit: [ridgeLimit, ({ task, runs }) => ({ ...priorOf(task), gamma: 1, lambda: runs.ridge.at(D).penalty / D })],
  },
  symbols: {
    ascent: [
      '\\max_j R_{n_{j+1}}/R_{n_j}',
      ({ task, runs }) => {
        const risks = runs.ridge.each.map((run) => averagedRisk(run, task));
        return Math.max(...risks.slice(1).map((value, k) => value / risks[k]!));
      },
    ],
    half: ['R_{n=d/2}', ({ task, runs }) => averagedRisk(runs.ridge.at(D / 2), task, 1)],
    peak: ['R_{n=d}', ({ task, runs }) => averagedRisk(runs.ridge.at(D), task, 1)],
    twice: ['R_{n=2d}', ({ task, runs }) => averagedRisk(runs.ridge.at(2 * D), task, 1)],
    raw: [
      '\\lVert\\hat\\beta-\\beta\\rVert^2',
      ({ task, runs }) => [20, 80].reduce((sum, n) => sum + risk(runs.ridge.at(n).beta.slice(0, D), task.truth), 0),
    ],
    form: [
      '\\overline{R}_X',
      ({ task, runs }) => averagedRisk(runs.ridge.at(20), task) + averagedRisk(runs.ridge.at(80), task),
    ],
    limit: ['\\lim_{n=d\\to\\infty}R', ({ theory }) => theory.limit],
  },
  parts: {
    'at c = .1 some step ascends': {
      holds: 'ascent >= 1.005',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'the optimal penalty': { because: 'there no row raises the risk', train: { ridge: penalized(1, 0.01) } },
        'half of the optimal penalty': { because: 'from here on no row does', train: { ridge: penalized(0.5, 0.01) } },
      },
    },
    'at c = .01 there is a peak': {
      holds: 'peak >= 1.5 * max(half, twice)',
      accept: forMost({ allBut: 0.1 }),
      unless: { 'three tenths do not peak': { because: 'they are enough', train: { ridge: penalized(0.1, 0.3) } } },
    },
    'raw runs have the averaged risk': {
      holds: 'raw / form == 1',
      accept: equivalent({ margin: 0.1, cap: 0.6, budget: { quick: 160, standard: 240, paper: 360 } }),
    },
  },
  dial: {
    turns: 'c = lambda / lambda_opt',
    part: 'at c = .01 there is a peak',
    grid: [1e-6, 1e-2, 0.1, 1, 10],
    at: (c) => ({ train: { ridge: penalized(c, c) } }),
    measured: 'peak',
    curve: { prediction: 'limit' },
  },
});
