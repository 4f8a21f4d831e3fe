/**
 * Least squares with a penalty lambda |b|^2 against the interpolant that training without a penalty selects.
 *
 * 1. The penalized objective is lambda-strongly convex: it has one minimizer, X' alpha with (X X' + lambda I) alpha = y.
 * 2. Its training residual is lambda |alpha| > 0, and it is lambda sqrt(alpha' (XX')^-1 alpha) > 0 from the implicit limit.
 * 3. |b - minimizer| <= |gradient| / lambda certifies every optimizer, from every start: all change the solution alike.
 */
import { always, claim, type Run, type Trained } from 'claimcheck';
import { descend, type DescentRule } from 'claimcheck/models/least-squares';
import { leastNorm, ridge } from 'claimcheck/models/ridge';
import { norm2, subtract } from 'claimcheck/numerics/matrix';
import { ridgeShift } from 'claimcheck/oracles/ridge-shift';
import { fixing } from 'claimcheck/tasks/fixing';
import { penalizedRegression, type PenalizedRegression } from 'claimcheck/tasks/penalized-regression';

const optimizers = ['gradient', 'momentum', 'nesterov'] as const;
type Runs = Readonly<Record<string, Trained>>;
type Task = PenalizedRegression;

const run = (optimizer: DescentRule['optimizer'], start: number, of: (task: Task) => number): Run<Task> => [
  'least-squares',
  (task) => descend({ optimizer, start, penalty: of(task), gradient: 1e-10 }),
];
const runs = (start: number, of: (task: Task) => number): Record<string, Run<Task>> => ({
  'closed form': ['ridge', (task) => ridge(of(task))],
  ...Object.fromEntries(optimizers.map((optimizer) => [optimizer, run(optimizer, start, of)])),
});
const penalty = (task: Task) => task.penalty;
const names = ['closed form', ...optimizers];

/** |b - minimizer| <= |gradient| / lambda. */
const certificate = (task: Task, trained: Trained) => trained.facts!['gradient']! / task.penalty;
const residuals = (task: Task, trained: Runs) =>
  names.map((name) => ({
    value: trained[name]!.facts!['residual']!,
    // |X| <= 1.3 on these tasks.
    error: 1.3 * certificate(task, trained[name]!) + 1e-14,
  }));
const distances = (task: Task, trained: Runs) =>
  names.map((name) => ({
    value: norm2(subtract(trained[name]!.parameters['beta']!, trained['implicit']!.parameters['beta']!)),
    error: certificate(task, trained[name]!) + 1e-13,
  }));
const tex = {
  residual: '\\lVert X\\hat\\beta-y\\rVert',
  distance: '\\lVert\\hat\\beta-X^+y\\rVert',
  exact: '\\text{theory}',
};

export default claim({
  title: 'Regularizing explicitly changes the solution',
  statement:
    'With any penalty lambda > 0 on the squared norm, every optimizer from every start ends at a training residual and at ' +
    'a distance from the implicit limit that are positive and known exactly.',
  talk: ['T10'],
  marking: 'says',
  sources: [{ key: 'wei2019regularization', where: 'introduction; the quadratic case is derived in this file' }],
  scope: 'Quadratic objectives, where the change is explicit; the size of the change says nothing of generalization.',
  premises: {
    'the penalty is positive': { how: 'by construction', control: 'no penalty' },
    'every optimizer has it': { how: 'by construction', control: 'one optimizer forgets it' },
    'it is the penalty of the sum of squares': { how: 'by construction', control: 'the penalty of the mean' },
  },
  needs: ['linear', 'parameters', 'float64'],

  forAll: penalizedRegression,
  train: { implicit: ['ridge', leastNorm], ...runs(1, penalty) } as Record<string, Run<Task>>,
  theory: ridgeShift,
  parts: {
    'the training residual is that of the theory': {
      holds: 'abs(residual / exact - 1) <= 1e-5',
      where: ({ task, trained, theory: { value, error } }) =>
        residuals(task, trained).map((residual) => ({ residual, exact: { value: value.residual, error } })),
      tex,
      accept: always(),
    },
    'the distance to the implicit limit is that of the theory': {
      holds: 'abs(distance / exact - 1) <= 1e-5',
      where: ({ task, trained, theory: { value, error } }) =>
        distances(task, trained).map((distance) => ({ distance, exact: { value: value.distance, error } })),
      tex,
      accept: always(),
    },
    'both are positive': {
      holds: 'min(residual, distance) >= 0.001',
      where: ({ task, trained }) => {
        const distance = distances(task, trained);
        return residuals(task, trained).map((residual, k) => ({ residual, distance: distance[k]! }));
      },
      tex,
      accept: always(),
    },
  },

  controls: {
    mustFail: {
      'no penalty': {
        breaks: 'both are positive',
        because: 'without a penalty training ends at an interpolant',
        train: runs(0, () => 0),
      },
      'one optimizer forgets it': {
        breaks: 'the distance to the implicit limit is that of the theory',
        because: 'without the penalty that optimizer ends elsewhere',
        train: { nesterov: run('nesterov', 1, () => 0) },
      },
      'the penalty of the mean': {
        breaks: 'the training residual is that of the theory',
        because: 'a penalty of the mean squared error is n times as large on the sum',
        train: runs(1, (task) => task.penalty * task.X.rows),
      },
    },
    mustHold: {
      'from 0': { because: 'the minimizer is unique', train: runs(0, penalty) },
      'from far away': { because: 'the minimizer is unique', train: runs(10, penalty) },
    },
  },

  dial: {
    of: 'lambda',
    axis: 'log',
    grid: [0.01, 0.1, 1, 10, 100],
    at: (value) => ({ forAll: fixing(penalizedRegression, { penalty: value }) }),
    measured: {
      value: 'distance',
      where: ({ task, trained }) => ({ distance: distances(task, trained)[1]! }),
      tex,
    },
    curve: {
      value: 'distance',
      where: ({ theory }) => ({ distance: theory.value.distance }),
      tex: { distance: "\\lambda\\sqrt{\\alpha'(XX')^{-1}\\alpha}" },
    },
  },
});
