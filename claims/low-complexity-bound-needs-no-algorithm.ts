/**
 * Any predictor w with |w| <= B, however it was found, on labels of a half-space, with the loss -y w.x.
 *
 * 1. L(w) - L_m(w) = w.Delta, Delta = mean(y x) - E y x: linear in w.
 * 2. Hoelder: |w.Delta| <= B |Delta|_*, whatever algorithm chose w; the adversary who knows Delta attains it.
 * 3. Symmetrization: E B |Delta|_* <= 2 R, so the bound holds in advance, for every algorithm at once.
 */
import { always, ask, claim, onAverage, type Run, type Trained } from 'claimcheck';
import { correlation, type Ball, type BallRule } from 'claimcheck/models/linear-ball';
import { dot, norm2, normInf, subtract } from 'claimcheck/numerics/matrix';
import { rademacher } from 'claimcheck/oracles/rademacher';
import { halfSpaceSample, type LabelledSample } from 'claimcheck/tasks/labelled-sample';

const aims = ['deviate', 'fit', 'least squares', 'random'] as const;
const balls = ['l1', 'l2'] as const;
const B = 1;
type Runs = Readonly<Record<string, Trained>>;

const runs = (change: Partial<BallRule>): Record<string, Run<LabelledSample>> =>
  Object.fromEntries(
    balls.flatMap((ball) =>
      aims.map((aim) => [`${ball}, ${aim}`, ['linear-ball', { ball, radius: B, aim, ...change } satisfies BallRule]]),
    ),
  );
const complexity = (ball: Ball) =>
  ask(rademacher, ({ task }: { task: LabelledSample; trained: Runs }) => ({ X: task.X, ball, radius: B }));

const off = (task: LabelledSample) => subtract(correlation(task), task.mean);
const deviations = (task: LabelledSample, trained: Runs, ball: Ball) =>
  aims.map((aim) => Math.abs(dot(trained[`${ball}, ${aim}`]!.parameters['w']!, off(task))));
const dual = { l1: normInf, l2: norm2 };
const bounds = (task: LabelledSample, trained: Runs, norm: (ball: Ball) => (x: Float64Array) => number) =>
  balls.flatMap((ball) =>
    deviations(task, trained, ball).map((deviation) => ({ deviation, bound: B * norm(ball)(off(task)) })),
  );
const tex = {
  deviation: '|L(\\hat w)-L_m(\\hat w)|',
  bound: 'B\\lVert\\Delta\\rVert_*',
  adversary: 'L(w_*)-L_m(w_*)',
  complexity: '\\mathfrak R',
  supremum: '\\max_{\\hat w}|L-L_m|',
};

export default claim({
  title: 'The bound from low complexity asks nothing of the algorithm',
  statement:
    'Every predictor in a ball, from whatever algorithm, an adversarial one included, deviates by at most B times the dual ' +
    'norm of Delta, whose mean is at most twice the Rademacher complexity; the adversary attains it.',
  talk: ['T10'],
  marking: 'says',
  sources: [{ key: 'kakade2008complexity', where: 'section 3' }],
  scope: 'The easy half alone: says nothing about which algorithm prefers which ball. Linear losses.',
  premises: {
    'the predictor lies in the ball': { how: 'by construction', control: 'radius x 10' },
    'the norm is the dual of the ball': { how: 'by construction', control: 'the norm of the L1 ball for the L2 ball' },
    'the adversary is among the algorithms': { how: 'by construction', control: 'without the adversary' },
    'the complexity is that of the ball': { how: 'by construction', control: 'complexity of a smaller ball' },
  },
  needs: ['linear', 'parameters'],

  forAll: halfSpaceSample,
  train: runs({}),
  theory: { l1: complexity('l1'), l2: complexity('l2') },
  parts: {
    'no algorithm deviates by more': {
      holds: 'deviation <= bound * (1 + 1e-12)',
      where: ({ task, trained }) => bounds(task, trained, (ball) => dual[ball]),
      tex,
      accept: always(),
    },
    'the adversary attains it': {
      holds: 'abs(adversary / bound - 1) <= 1e-12',
      where: ({ task, trained }) =>
        balls.map((ball) => ({
          adversary: deviations(task, trained, ball)[0]!,
          bound: B * dual[ball](off(task)),
        })),
      tex,
      accept: always(),
    },
    'at most twice the complexity on average, L2': {
      holds: '(2 * complexity - supremum) / complexity',
      where: ({ task, trained, theory }) => ({
        supremum: Math.max(...deviations(task, trained, 'l2')),
        complexity: theory.l2.value.complexity,
      }),
      tex,
      accept: onAverage({ atLeast: 0.5, cap: 2 }),
    },
    'at most twice the complexity on average, L1': {
      holds: '(2 * complexity - supremum) / complexity',
      where: ({ task, trained, theory }) => ({
        supremum: Math.max(...deviations(task, trained, 'l1')),
        complexity: theory.l1.value.complexity,
      }),
      tex,
      accept: onAverage({ atLeast: 0.5, cap: 2 }),
    },
  },

  controls: {
    mustFail: {
      'radius x 10': {
        breaks: 'no algorithm deviates by more',
        because: 'outside the ball the deviation grows with the radius',
        train: runs({ radius: 10 * B }),
      },
      'the norm of the L1 ball for the L2 ball': {
        breaks: 'no algorithm deviates by more',
        because: '|Delta|_inf is smaller than |Delta|_2',
        where: ({ task, trained }) => bounds(task, trained, () => normInf),
      },
      'without the adversary': {
        breaks: 'the adversary attains it',
        because: 'an algorithm that does not know the mean deviates by less',
        train: {
          'l1, deviate': ['linear-ball', { ball: 'l1', radius: B, aim: 'fit' }],
          'l2, deviate': ['linear-ball', { ball: 'l2', radius: B, aim: 'fit' }],
        },
      },
      'complexity of a smaller ball': {
        breaks: 'at most twice the complexity on average, L2',
        because: 'the L1 ball of the same radius is smaller than the L2 ball',
        theory: { l2: complexity('l1') },
      },
    },
  },
});
