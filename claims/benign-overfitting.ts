/**
 * Interpolating noisy labels with inputs that have two large directions and n^2 small ones of total variance sqrt n.
 *
 * 1. The tail acts as a ridge of size sqrt n on the large directions: their bias is of order (sqrt n / n)^2 = 1/n.
 * 2. The noise is stored in n of n^2 tail directions, which a new input hardly sees: it costs sigma^2 (2/n + n/n^2).
 * 3. So the excess goes to 0 although the training error is 0; without the spread tail or without the spikes it does not.
 */
import { always, claim, forMost, onAverage, type Run, type Trained } from 'claimcheck';
import { leastNorm, ridge, type RidgeRule } from 'claimcheck/models/ridge';
import { dot, norm2, subtract, times } from 'claimcheck/numerics/matrix';
import {
  benignSpectrum,
  REPEATS,
  spikedRegression,
  spikedWithin,
  type SpikedSample,
  type TwoSampleSizes,
} from 'claimcheck/tasks/spiked-regression';

const tasks = spikedRegression('two spikes and a benign tail', benignSpectrum);
type Runs = Readonly<Record<string, Trained>>;

const runs = (rule: RidgeRule): Record<string, Run<TwoSampleSizes>> => ({
  many: ['ridge', rule, ({ many }) => many],
  ...Object.fromEntries(
    Array.from({ length: REPEATS }, (_, k): [string, Run<TwoSampleSizes>] => [
      `few ${k}`,
      ['ridge', rule, ({ few }) => few[k]!],
    ]),
  ),
});

function excess(trained: Trained, { truth, variances }: SpikedSample): number {
  const beta = trained.parameters['beta']!;
  let sum = 0;
  for (let j = 0; j < truth.length; j++) {
    const off = beta[j]! - truth[j]!;
    sum += variances[j]! * off * off;
  }
  return sum;
}
/** |X b - y| of the labels that were given, whatever training made of them. */
const residual = (trained: Trained, { X, y }: SpikedSample) => norm2(subtract(trained.predict(X), y));
/** The mean over the inputs of the sample of (x'(b - truth))^2: of an interpolant, that of the noise. */
function seen(trained: Trained, { X, truth }: SpikedSample): number {
  const off = subtract(trained.predict(X), times(X, truth));
  return dot(off, off) / X.rows;
}
const few = (task: TwoSampleSizes, trained: Runs) =>
  task.few.reduce((sum, sample, k) => sum + excess(trained[`few ${k}`]!, sample), 0) / REPEATS;
const tex = {
  few: 'R_{12}',
  many: 'R_{48}',
  noise: '\\sigma^2',
  residual: '\\max\\lVert X\\hat\\beta-y\\rVert',
  seen: '\\lVert X(\\hat\\beta-\\beta)\\rVert^2/n',
};

export default claim({
  title: 'Overfitting can be benign',
  statement:
    'With two large input directions and a tail of n^2 small ones, the least-norm interpolant of noisy labels has an excess ' +
    'risk that at n = 48 is below half of that at n = 12, below the noise, and on nine tasks of ten below half of what it is ' +
    'on the inputs of the sample, where it has fitted the noise.',
  talk: ['T1'],
  marking: 'says',
  sources: [{ key: 'bartlett2020benign', where: 'Theorem 1, whose constants are not given: the trend is tested' }],
  scope: 'One family of spectra; two sample sizes.',
  premises: {
    'a few large directions carry the truth': { how: 'by construction', control: 'isotropic, p = n^2' },
    'the tail is long': { how: 'by construction', control: 'a short tail' },
    'the tail is light': { how: 'by construction', control: 'a heavy tail' },
    'labels are noisy': { how: 'by construction', control: 'noiseless labels' },
    'noisy labels are interpolated': { how: 'checked per task', control: 'ridge' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: tasks,
  train: runs(leastNorm),
  parts: {
    'more data reduce the excess': {
      holds: '0.5 * few - many',
      where: ({ task, trained }) => ({ few: few(task, trained), many: excess(trained['many']!, task.many) }),
      tex,
      accept: onAverage({ atLeast: 0.002, cap: 0.08 }),
    },
    'the excess is below the noise': {
      holds: 'noise - many',
      where: ({ task, trained }) => ({
        noise: task.many.sigma * task.many.sigma,
        many: excess(trained['many']!, task.many),
      }),
      tex,
      accept: onAverage({ atLeast: 0.1, cap: 0.3 }),
    },
    'the noise is fitted, and hardly shows on fresh inputs': {
      holds: 'seen >= 2 * many',
      where: ({ task, trained }) => ({
        seen: seen(trained['many']!, task.many),
        many: excess(trained['many']!, task.many),
      }),
      tex,
      accept: forMost({ allBut: 0.1 }),
    },
    'noisy labels are interpolated': {
      holds: 'residual <= 1e-8',
      where: ({ task, trained }) => ({
        residual: Math.max(
          residual(trained['many']!, task.many),
          ...task.few.map((sample, k) => residual(trained[`few ${k}`]!, sample)),
        ),
      }),
      tex,
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'isotropic, p = 2n': {
        breaks: 'more data reduce the excess',
        because: 'half of the truth is not seen at any n',
        forAll: spikedRegression('isotropic, p = 2n', { p: (n) => 2 * n, tail: (n) => 2 * n - 2 }),
      },
      'isotropic, p = n^2': {
        breaks: 'the excess is below the noise',
        because: 'nearly all of the truth is not seen',
        forAll: spikedRegression('isotropic, p = n^2', { p: (n) => n * n, tail: (n) => n * n - 2 }),
      },
      'a heavy tail': {
        breaks: 'more data reduce the excess',
        because: 'a tail of total variance 4n regularizes the truth away',
        forAll: spikedRegression('two spikes and a heavy tail', { p: (n) => n * n, tail: (n) => 4 * n }),
      },
      'a short tail': {
        breaks: 'more data reduce the excess',
        because: 'in 2n - 2 directions the noise that is stored shows on fresh inputs',
        forAll: spikedRegression('two spikes and a short tail', { p: (n) => 2 * n, tail: Math.sqrt }),
      },
      'noiseless labels': {
        breaks: 'the noise is fitted, and hardly shows on fresh inputs',
        because: 'without noise there is nothing to overfit, and more data reduce the excess all the same',
        forAll: spikedRegression('two spikes and a benign tail, noiseless', { ...benignSpectrum, sigma: 0 }),
      },
      ridge: {
        breaks: 'noisy labels are interpolated',
        because: 'a penalty leaves a residual',
        train: runs(ridge(1)),
      },
    },
  },

  dial: {
    of: 'n',
    axis: 'log',
    grid: [6, 12, 20, 32, 48],
    at: (n) => ({
      forAll: {
        name: `${tasks.name}, ${n} points`,
        version: tasks.version,
        drawsOf: tasks,
        arbitrary: tasks.arbitrary.map((task) => ({ ...task, many: spikedWithin(task.many, n, benignSpectrum) })),
      },
    }),
    part: 'the excess is below the noise',
    measured: {
      value: 'excess',
      where: ({ task, trained }) => ({ excess: excess(trained['many']!, task.many) }),
      tex: { excess: 'R_n' },
    },
    // A proxy: ridge on the two large directions with the penalty sqrt n, and the noise that the tail stores.
    curve: {
      value: '(root^2 + 2 * noise * n) / (n + root)^2 + noise / n',
      where: ({ task: { many } }) => ({
        n: many.y.length,
        root: Math.sqrt(many.y.length),
        noise: many.sigma * many.sigma,
      }),
      tex: { root: '\\sqrt n', noise: '\\sigma^2' },
    },
  },
});
