/**
 * Ridge with penalty lambda = c lambda_opt, lambda_opt = d sigma^2 / r^2, on X and on (X; x'), averaged over the noise and over
 * the direction of the truth. With G = (X'X + lambda I)^-1 the error has the covariance sigma^2 (G + (c - 1) lambda G^2).
 *
 * 1. One more row takes g g' / (1 + x'g) from G, g = G x. At c = 1 that is all: no direction gets worse.
 * 2. G^2 changes by -(G g g' + g g'G) / (1 + x'g) + ..., which has no term in (G g)(G g)': in the plane of g and G g a form
 *    [[*, k], [k, 0]], k a multiple of c - 1 that is not 0: one eigenvalue is positive, unless G g is along g.
 * 3. So for c != 1 every row that is no eigenvector of X'X makes the error worse in some direction of test inputs.
 */
import { along, claim, forMost, on } from 'claimcheck';
import { ridge } from 'claimcheck/models/filtered-descent';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { matrix, subtract } from 'claimcheck/numerics/matrix';
import { errorCovariance } from 'claimcheck/properties/error-covariance';
import { anyDesign, withoutLastRow, type DesignWithRow } from 'claimcheck/tasks/designs';
import { bestPenalty } from 'claimcheck/tasks/round-spectra';

/** Multiples c of the best penalty, and the runs at each before and after the last row. */
const multiples = [0.5, 1, 2];
function appended(change: (c: number, task: DesignWithRow) => number = (c) => c) {
  const penalized = (c: number) => ridge((task: DesignWithRow) => change(c, task) * bestPenalty(task));
  return { before: along(multiples, (c) => on(withoutLastRow, penalized(c))), after: along(multiples, penalized) };
}

/** The largest rise of the error over all directions of length 1. */
function rise(before: Float64Array, after: Float64Array, task: DesignWithRow): number {
  const { X, radius } = task;
  const prior = new Float64Array(X.cols).fill((radius * radius) / X.cols);
  const was = errorCovariance(before, { ...withoutLastRow(task), prior });
  const is = errorCovariance(after, { ...task, prior });
  return eigenvaluesSymmetric(matrix(is.rows, is.cols, subtract(is.data, was.data))).at(-1)!;
}

export default claim({
  title: 'Only at the best penalty does every row help in every direction',
  statement:
    'At lambda_opt = d sigma^2 / r^2 one more row raises the direction-averaged error of ridge in no direction, so for no ' +
    'distribution of test inputs; at half of it and at twice it most rows raise it in some direction.',
  ours: ['T11'],
  sequel: true,
  sources: {
    patil2024optimal:
      'monotone for general covariances, in the proportional limit (abstract); the form for every design is derived here',
    nakkiran2021optimal: 'Theorem 1, for isotropic inputs',
  },
  scope:
    'The average over a uniform direction of the truth: for a truth that is aligned with the inputs the penalty is not the ' +
    'best, see tuned-ridge-descends-for-uneven-inputs. What rises at other penalties can be small: .04% of r^2 / d at the ' +
    'median for twice the best.',
  premises: {
    'the penalty is the best one': '1.1 times the best penalty',
    'it counts every dimension': 'd forgotten',
    'elsewhere the penalty is another one': 'both at the best penalty',
    'the row is no eigenvector': true,
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: anyDesign,
  train: appended(),
  symbols: {
    rise: [
      '\\lambda_{max}(\\Delta C)',
      ({ task, runs, at }) => rise(runs.before.at(at).operator, runs.after.at(at).operator, task),
    ],
    size: ['r^2/d', ({ task: { X, radius } }) => (radius * radius) / X.cols],
  },
  parts: {
    'at the best penalty no direction gets worse': {
      holds: 'rise <= 1e-10 * size',
      over: [1],
      unless: {
        '1.1 times the best penalty': {
          because: 'the error is no longer a decreasing function of the design, as matrices',
          train: appended((c) => 1.1 * c),
        },
        'd forgotten': { because: 'it is a d-th of the best penalty', train: appended((c, { X }) => c / X.cols) },
      },
    },
    'at half and at twice some direction does': {
      holds: 'rise >= 1e-7 * size',
      over: [0.5, 2],
      accept: forMost({ allBut: 0.2 }),
      unless: { 'both at the best penalty': { because: 'there no direction gets worse', train: appended(() => 1) } },
    },
  },
  dial: {
    turns: 'c = lambda / lambda_opt',
    part: 'at the best penalty no direction gets worse',
    grid: [0.1, 0.5, 0.9, 1, 1.1, 2, 10],
    at: (c) => ({ train: appended(() => c) }),
    over: [1],
    measured: 'rise / size',
  },
});
