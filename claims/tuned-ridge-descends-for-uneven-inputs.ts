/**
 * Ridge on nested samples of uneven inputs, each at its best penalty; averaged over noise and truth of known variances.
 *
 * 1. For a truth of equal variances ridge at its best penalty is the posterior mean, and no row can hurt it on any test inputs
 *    (best-ridge-helps-in-every-direction). Along large or small inputs it is not, and on one design a row can hurt.
 * 2. In the limit of many inputs and points the risk at the best penalty is monotone for every covariance and truth.
 * 3. At ten inputs and sizes through n = d, in all nine pairs of a spectrum and a truth, hardly a design ascends: in
 *    exploration 6 of 2700 (n = 5, 8, 10, 12, 20), by at most .9%.
 */
import { along, claim, forMost, on } from 'claimcheck';
import { ridge } from 'claimcheck/models/filtered-descent';
import { bestUnevenPenalty, unevenRidge } from 'claimcheck/oracles/uneven-ridge';
import { errorCovariance } from 'claimcheck/properties/error-covariance';
import { firstPoints, unevenRegression, type UnevenRegression } from 'claimcheck/tasks/uneven-regression';

const [N, D] = [20, 10];
const sizes = [5, 8, D, N];
const before = (n: number) => sizes[sizes.indexOf(n) - 1]!;
type Penalty = (task: UnevenRegression) => number;
/** Of (1/2n) |X b - y|^2 + (penalty / 2) |b|^2. */
const scaled = (penalty: Penalty) => ridge((task: UnevenRegression) => penalty(task) / task.X.rows);
const penalized = (penalty: Penalty) => along(sizes, (n) => on(firstPoints(n), scaled(penalty)));

/** The excess on fresh inputs. */
function risk(operator: Float64Array, task: UnevenRegression): number {
  const { data } = errorCovariance(operator, task);
  return task.variances.reduce((sum, variance, j) => sum + variance * data[j * (D + 1)]!, 0);
}
/** The best penalty for a truth of equal variances and a signal of 1. */
const round: Penalty = ({ sigma }) => D * sigma * sigma;

export default claim({
  title: 'Tuned ridge descends for uneven inputs, too',
  statement:
    'With 10 inputs whose variances fall as 1/i, as 1/i^2 or in two scales, and a truth that is round, along the large ' +
    'inputs or along the small ones, on 95% of samples the risk of ridge at its best penalty rises at none of three steps of ' +
    'the sample size through n = d; that penalty is another one than for a round truth.',
  ours: ['T11'],
  sequel: true,
  sources: {
    patil2024optimal: 'the abstract: monotone in the proportional limit, for every covariance and truth',
    hastie2022surprises: 'bias and variance given the design',
  },
  scope:
    'Nine kinds, d = 10, Gaussian inputs and noise that does not depend on them (else optimal-ridge-can-ascend). The penalty ' +
    'is the best for each sample given the variances, not one that is chosen by data.',
  premises: {
    'the penalty is the best one': 'a hundredth of the best penalty',
    'it depends on the truth': 'the penalty of a round truth',
    'inputs are Gaussian and the noise is independent of them': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: unevenRegression(N, D, 0.5),
  train: { ridge: penalized(bestUnevenPenalty) },
  theory: { least: [unevenRidge, ({ task }) => firstPoints(D)(task)] },
  symbols: {
    fewer: ['R_{n^-}', ({ task, runs, at }) => risk(runs.ridge.before(at).operator, firstPoints(before(at))(task))],
    more: ['R_n', ({ task, runs, at }) => risk(runs.ridge.at(at).operator, firstPoints(at)(task))],
    least: ['\\min_\\lambda R_d(\\lambda)', ({ theory }) => theory.least.risk],
  },
  parts: {
    'no step ascends': {
      holds: 'more <= fewer',
      over: sizes.slice(1),
      accept: forMost({ allBut: 0.05 }),
      unless: {
        'a hundredth of the best penalty': {
          because: 'a weak penalty keeps the peak at n = d',
          train: { ridge: penalized((task) => bestUnevenPenalty(task) / 100) },
        },
      },
    },
    'at the least risk of all penalties': {
      holds: 'abs(more / least - 1) <= 1e-6',
      over: [D],
      unless: {
        'the penalty of a round truth': {
          because: 'where the truth is along the large or the small inputs another penalty is better',
          seldom: { share: 0.3, because: 'in a third of the tasks the truth is round' },
          train: { ridge: penalized(round) },
        },
      },
    },
  },
  dial: {
    turns: 'the penalty, as a share of the best one',
    part: 'at the least risk of all penalties',
    grid: [0.01, 0.1, 1, 10, 100],
    at: (c) => ({ train: { ridge: penalized((task) => c * bestUnevenPenalty(task)) } }),
    over: [D],
    measured: 'more',
    curve: { bound: 'least' },
  },
});
