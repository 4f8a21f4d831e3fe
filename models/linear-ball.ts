/**
 * Linear predictors w.x in a ball, |w|_1 <= B or |w|_2 <= B, with the loss -y w.x. X: m x d, y: m, w: d. By aim:
 * - `deviate`: the w whose empirical loss is furthest below its risk, w.Delta with Delta = mean(y x) - E y x: an adversary;
 * - `fit`: empirical risk minimization, the w with the largest mean of y w.x;
 * - `least squares`: the interpolant of least norm, scaled to the boundary of the ball;
 * - `random`: a Gaussian direction from the stream `train`, scaled to the boundary.
 */
import { model, runs, type Model, type Streams, type Trained } from 'claimcheck';
import { norm1, norm2, scale, subtract, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, must, oneOf } from 'claimcheck/rule';
import type { LabelledSample } from 'claimcheck/tasks/labelled-sample';
import { trainRidge } from './ridge.js';

export type Ball = 'l1' | 'l2';

export interface BallRule {
  readonly ball: Ball;
  readonly radius: number;
  readonly aim: 'deviate' | 'fit' | 'least squares' | 'random';
}

interface Wrong {
  readonly radius?: number;
  readonly flipped?: boolean;
  readonly ball?: (ball: Ball) => Ball;
  /** Only the first half of the points is seen. */
  readonly half?: boolean;
  /** Delta is taken without the mean. */
  readonly uncentred?: boolean;
}

/** The w of the ball with the largest w.c; 0 where c = 0. */
function furthest(c: Float64Array, ball: Ball, radius: number): Float64Array {
  if (ball === 'l2') {
    const length = norm2(c);
    return length === 0 ? new Float64Array(c.length) : scale(radius / length, c);
  }
  const w = new Float64Array(c.length);
  let at = 0;
  for (let j = 1; j < c.length; j++) if (Math.abs(c[j]!) > Math.abs(c[at]!)) at = j;
  w[at] = radius * Math.sign(c[at]!);
  return w;
}

/** The mean of y x: d. */
export function correlation({ X, y }: LabelledSample, seen = X.rows): Float64Array {
  const labels = y.map((label, i) => (i < seen ? label : 0));
  return scale(1 / seen, timesTransposed(X, labels));
}

function train(task: LabelledSample, rule: BallRule, streams: Streams, wrong: Wrong = {}): Trained {
  const { X, y, mean } = task;
  const ball = wrong.ball ? wrong.ball(rule.ball) : rule.ball;
  const radius = rule.radius * (wrong.radius ?? 1);
  const seen = wrong.half ? Math.ceil(X.rows / 2) : X.rows;
  const at = correlation(task, seen);
  const scaled = (w: Float64Array) => {
    const length = ball === 'l1' ? norm1(w) : norm2(w);
    return length === 0 ? w : scale(radius / length, w);
  };
  const choose = (): Float64Array => {
    if (rule.aim === 'deviate') return furthest(wrong.uncentred ? at : subtract(at, mean), ball, radius);
    if (rule.aim === 'fit') return furthest(at, ball, radius);
    if (rule.aim === 'random') return scaled(normals(streams.train(), X.cols));
    return scaled(trainRidge({ X, y }, { penalties: [0] }).parameters['beta']!);
  };
  const w = wrong.flipped ? scale(-1, choose()) : choose();
  return { parameters: { w }, predict: (points) => times(points, w), steps: 0, stopped: 'exact' };
}

const wrongly = (wrong: Wrong): Model<LabelledSample>['train'] => {
  return (task, rule, streams) => train(task, rule, streams, wrong);
};
const offBy = (grade: number) => ({
  what: `the radius is ${grade} too large`,
  grade,
  by: wrongly({ radius: 1 + grade }),
});

const linearBall = model({
  name: 'linear-ball',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields({
    ball: must(oneOf('l1', 'l2')),
    radius: must(amount),
    aim: must(oneOf('deviate', 'fit', 'least squares', 'random')),
  }),
  shapes: ({ X }: LabelledSample) => ({ w: X.cols }),
  predicts: { rows: ({ X }: LabelledSample) => X, at: ({ w }, X) => times(X, w!) },
  train: (task: LabelledSample, rule: BallRule, streams) => train(task, rule, streams),
  faults: {
    'the other ball': {
      what: 'L1 and L2 are exchanged',
      by: wrongly({ ball: (ball) => (ball === 'l1' ? 'l2' : 'l1') }),
    },
    'sign flipped': { what: 'w points the other way', by: wrongly({ flipped: true }) },
    'half of the points': { what: 'only the first half of the points is seen', by: wrongly({ half: true }) },
    'mean forgotten': { what: 'the adversary does not know the mean', by: wrongly({ uncentred: true }) },
    'radius off by 1%': offBy(0.01),
    'radius off by 3%': offBy(0.03),
    'radius off by 10%': offBy(0.1),
    'radius off by 30%': offBy(0.3),
  },
});

export default linearBall;

export const inBall = runs(linearBall);
