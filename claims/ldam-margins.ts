/**
 * Class margins g_j with a given sum, classes of n_j examples, and the bound sum_j 1 / (g_j sqrt(n_j)).
 *
 * 1. Lagrange: g_j is proportional to n_j^(-1/4); the bound is convex, so that this is its least value, (sum n_j^(-1/4))^2 / total.
 * 2. Two classes, separable: w.x_+ - w.x_- >= Delta_+ + Delta_- for all pairs is what the least |w| sees, so that its direction
 *    does not depend on how the sum is divided.
 * 3. The bias alone divides it: the trained margins are Delta_+ and Delta_-, in the ratio (n_- / n_+)^(1/4).
 */
import { always, claim, type Trained } from 'claimcheck';
import { dot, norm2, times } from 'claimcheck/numerics/matrix';
import { ask } from 'claimcheck/oracles/ask';
import { leastMarginBound, marginBound } from 'claimcheck/oracles/margin-bound';
import { fewRare, imbalanced, type Imbalanced } from 'claimcheck/tasks/imbalanced';

const run = (exponent: number) => ['class-margins', { exponent }] as const;

/** The geometric margins of the rare and of the frequent class. */
function margins({ X, y }: Imbalanced, { parameters: { w, b } }: Trained): [rare: number, frequent: number] {
  const least: [number, number] = [Infinity, Infinity];
  const scores = times(X, w!);
  for (let i = 0; i < y.length; i++) {
    const k = y[i]! > 0 ? 1 : 0;
    least[k] = Math.min(least[k], (y[i]! * (scores[i]! + b![0]!)) / norm2(w!));
  }
  return least;
}

type Runs = Record<'aware' | 'uniform', Trained>;
const least = (oracle: typeof leastMarginBound) => ({
  trained: ask(oracle, ({ task, trained }: { task: Imbalanced; trained: Runs }) => {
    const [rare, frequent] = margins(task, trained.uniform);
    return { sizes: task.sizes, total: rare + frequent };
  }),
  any: ask(oracle, ({ task: { classes } }: { task: Imbalanced; trained: Runs }) => ({
    sizes: classes.sizes,
    total: classes.margins.reduce((sum, margin) => sum + margin, 0),
  })),
});

const tex = {
  bound: '\\textstyle\\sum_j\\tfrac1{\\gamma_j\\sqrt{n_j}}',
  least: '\\tfrac{(\\sum_jn_j^{-1/4})^2}{\\sum_j\\gamma_j}',
  rare: '\\gamma_-',
  frequent: '\\gamma_+',
  ratio: '\\tfrac{n_+}{n_-}',
  cosine: '\\cos(w,w_{\\mathrm{uniform}})',
};

export default claim({
  title: 'Margins for the rare class',
  statement:
    'Class margins proportional to n_j^(-1/4) minimize the bound sum_j 1 / (g_j sqrt(n_j)) among margins of the same sum; the ' +
    'hard-margin classifier with these margins has the direction of the usual one and the ratio of margins (n_+/n_-)^(1/4).',
  talk: ['T16'],
  marking: 'implies',
  sources: [
    { key: 'cao2019learning', where: 'section 3.1; several classes and the invariance are derived in this file' },
  ],
  scope:
    'The exponent 1/4 minimizes the bound, not the test error: 1/2 errs less on the rare class (ldam-helps-the-rare-class). ' +
    'That the direction does not change is special to linear classifiers.',
  premises: {
    'margins are proportional to n^(-1/4)': { how: 'by construction', control: 'n^(-1/2)' },
    'the rare class has the larger margin': { how: 'by construction', control: 'inverted' },
    'the classifier has a bias': { how: 'by construction' },
    'the sample is separable': { how: 'checked per task' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: fewRare,
  train: { aware: run(0.25), uniform: run(0) },
  theory: least(leastMarginBound),
  parts: {
    'no margins have a smaller bound': {
      holds: 'bound >= least',
      where: ({ task, trained, theory }) => [
        {
          bound: marginBound(task.classes.margins, task.classes.sizes),
          least: { value: theory.any.value.bound, error: theory.any.error },
        },
        {
          bound: marginBound(margins(task, trained.uniform), task.sizes),
          least: { value: theory.trained.value.bound, error: theory.trained.error },
        },
      ],
      tex,
      accept: always(),
    },
    'the trained margins attain it': {
      holds: 'abs(bound / least - 1) <= 1e-6',
      where: ({ task, trained, theory }) => ({
        bound: marginBound(margins(task, trained.aware), task.sizes),
        least: { value: theory.trained.value.bound, error: theory.trained.error },
      }),
      tex,
      accept: always(),
    },
    'their ratio is the fourth root': {
      holds: 'abs(rare / frequent - sqrt(sqrt(ratio))) <= 1e-6',
      where: ({ task, trained }) => {
        const [rare, frequent] = margins(task, trained.aware);
        return { rare, frequent, ratio: task.sizes[1] / task.sizes[0] };
      },
      tex,
      accept: always(),
    },
    'the direction is that of uniform margins': {
      holds: 'cosine >= 1 - 1e-9',
      where: ({ trained: { aware, uniform } }) => {
        const [v, w] = [aware.parameters.w!, uniform.parameters.w!];
        return { cosine: dot(v, w) / (norm2(v) * norm2(w)) };
      },
      tex,
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'n^(-1/2)': {
        breaks: 'the trained margins attain it',
        because: 'that much for the rare class takes too much from the frequent one',
        train: { aware: run(0.5) },
      },
      inverted: {
        breaks: 'the trained margins attain it',
        because: 'the larger margin goes to the class that needs it least',
        train: { aware: run(-0.25) },
      },
      'uniform margins': {
        breaks: 'the trained margins attain it',
        because: 'both classes get the same',
        train: { aware: run(0) },
      },
      'another sample': {
        breaks: 'the direction is that of uniform margins',
        because: 'without a few examples the problem is another one',
        seldom: { share: 0.4, because: 'on a quarter of the samples no support vector is among them' },
        train: {
          aware: [
            'class-margins',
            { exponent: 0.25 },
            ({ X, y, ...task }: Imbalanced) => ({
              ...task,
              X: { ...X, rows: X.rows - 2, data: X.data.subarray(2 * X.cols) },
              y: y.subarray(2),
            }),
          ],
        },
      },
    },
  },

  dial: {
    of: 'n+/n-',
    axis: 'log',
    grid: [1, 2, 4, 8, 12],
    at: (ratio) => ({
      forAll: imbalanced(`${4 * ratio} frequent examples and 4 rare`, 60, [4 * ratio, 4 * ratio], [4, 4]),
    }),
    part: 'their ratio is the fourth root',
    measured: {
      value: 'rare / frequent',
      where: ({ task, trained }) => {
        const [rare, frequent] = margins(task, trained.aware);
        return { rare, frequent };
      },
      tex,
    },
    curve: { value: 'sqrt(sqrt(ratio))', where: ({ task: { sizes } }) => ({ ratio: sizes[1] / sizes[0] }), tex },
  },
});
