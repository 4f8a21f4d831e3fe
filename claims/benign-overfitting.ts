/**
 * Interpolating noisy labels with inputs that have two large directions and n^2 small ones of total variance sqrt n.
 *
 * 1. The tail acts as a ridge of size sqrt n on the large directions: their bias is of order (sqrt n / n)^2 = 1/n.
 * 2. The noise is stored in n of n^2 tail directions, which a new input hardly sees: it costs sigma^2 (2/n + n/n^2).
 * 3. So the excess goes to 0 although the training error is 0; without the spread tail or without the spikes it does not.
 */
import { along, claim, forMost, on, onAverage, type Of } from 'claimcheck';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { subtract } from 'claimcheck/numerics/matrix';
import { predictionExcess } from 'claimcheck/properties/prediction-excess';
import { residual } from 'claimcheck/properties/residual';
import {
  benignSpectrum,
  manyWithin,
  REPEATS,
  spikedRegression,
  type SpikedSample,
  type TwoSampleSizes,
} from 'claimcheck/tasks/spiked-regression';

const tasks = spikedRegression('two spikes and a benign tail', benignSpectrum);

const onEachSample = (run: typeof leastNorm) => ({
  many: on(({ many }: TwoSampleSizes) => many, run),
  few: along([0, 1, 2, 3, 4, 5], (k) => on(({ few }: TwoSampleSizes) => few[k]!, run)),
});

/** sum_j variance_j (b_j - truth_j)^2. */
const excess = ({ beta }: Of<typeof ridge>, { truth, variances }: SpikedSample) =>
  subtract(beta, truth).reduce((sum, off, j) => sum + variances[j]! * off * off, 0);

export default claim({
  title: 'Overfitting can be benign',
  statement:
    'With two large input directions and a tail of n^2 small ones, the least-norm interpolant of noisy labels has an excess ' +
    'risk that at n = 48 is below half of that at n = 12, below the noise, and on nine tasks of ten below half of what it is ' +
    'on the inputs of the sample, where it has fitted the noise.',
  says: ['T1'],
  sources: { bartlett2020benign: 'Theorem 1, whose constants are not given: the trend is tested' },
  scope: 'One family of spectra; two sample sizes.',
  premises: {
    'a few large directions carry the truth': 'isotropic, p = n^2',
    'the tail is long': 'a short tail',
    'the tail is light': 'a heavy tail',
    'labels are noisy': 'noiseless labels',
    'noisy labels are interpolated': { checked: 'ridge' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: tasks,
  train: onEachSample(leastNorm),
  symbols: {
    few: [
      'R_{n/4}',
      ({ task, runs }) => task.few.reduce((sum, of, k) => sum + excess(runs.few.at(k), of), 0) / REPEATS,
    ],
    many: ['R_n', ({ task, runs }) => excess(runs.many, task.many)],
    noise: ['\\sigma^2', ({ task: { many } }) => many.sigma * many.sigma],
    // On the inputs of the sample: of an interpolant, that of the noise.
    seen: [
      '\\lVert X(\\hat\\beta-\\beta)\\rVert^2/n',
      ({ task: { many }, runs }) => predictionExcess(runs.many, many.X, many.truth),
    ],
    residual: [
      '\\max\\lVert X\\hat\\beta-y\\rVert',
      ({ task, runs }) =>
        Math.max(residual(runs.many, task.many), ...task.few.map((of, k) => residual(runs.few.at(k), of))),
    ],
    n: ({ task }) => task.many.y.length,
  },
  parts: {
    'more data reduce the excess': {
      holds: '0.5 * few - many',
      accept: onAverage({ atLeast: 0.002, cap: 0.08 }),
      unless: {
        'isotropic, p = 2n': {
          because: 'half of the truth is not seen at any n',
          forAll: spikedRegression('isotropic, p = 2n', { p: (n) => 2 * n, tail: (n) => 2 * n - 2 }),
        },
        'a heavy tail': {
          because: 'a tail of total variance 4n regularizes the truth away',
          forAll: spikedRegression('two spikes and a heavy tail', { p: (n) => n * n, tail: (n) => 4 * n }),
        },
        'a short tail': {
          because: 'in 2n - 2 directions the noise that is stored shows on fresh inputs',
          forAll: spikedRegression('two spikes and a short tail', { p: (n) => 2 * n, tail: Math.sqrt }),
        },
      },
    },
    'the excess is below the noise': {
      holds: 'noise - many',
      accept: onAverage({ atLeast: 0.1, cap: 0.3 }),
      unless: {
        'isotropic, p = n^2': {
          because: 'nearly all of the truth is not seen',
          forAll: spikedRegression('isotropic, p = n^2', { p: (n) => n * n, tail: (n) => n * n - 2 }),
        },
      },
    },
    'the noise is fitted, and hardly shows on fresh inputs': {
      holds: 'seen >= 2 * many',
      accept: forMost({ allBut: 0.1 }),
      unless: {
        'noiseless labels': {
          because: 'without noise there is nothing to overfit, and more data reduce the excess all the same',
          forAll: spikedRegression('two spikes and a benign tail, noiseless', { ...benignSpectrum, sigma: 0 }),
        },
      },
    },
    'noisy labels are interpolated': {
      holds: 'residual <= 1e-8',
      unless: { ridge: { because: 'a penalty leaves a residual', train: onEachSample(ridge(1)) } },
    },
  },
  dial: {
    turns: 'n',
    part: 'the excess is below the noise',
    grid: [6, 12, 20, 32, 48],
    at: (n) => ({ forAll: manyWithin(tasks, n, benignSpectrum) }),
    measured: 'many',
    // A proxy: ridge on the two large directions with the penalty sqrt n, and the noise that the tail stores.
    curve: { prediction: '(sqrt(n)^2 + 2 * noise * n) / (n + sqrt(n))^2 + noise / n' },
  },
});
