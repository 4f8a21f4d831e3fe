/**
 * Linear predictors w.x in a ball, |w|_1 <= B or |w|_2 <= B, with the loss -y w.x. X: m x d, y: m, w: d. By aim:
 * - `deviate`: the w whose empirical loss is furthest below its risk, w.Delta with Delta = mean(y x) - E y x: an adversary;
 * - `fit`: empirical risk minimization, the w with the largest mean of y w.x;
 * - `least squares`: the interpolant of least norm, scaled to the boundary of the ball;
 * - `random`: a Gaussian direction from the stream `train`, scaled to the boundary.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { graded, ofEnd, ofRule, ofTask } from 'claimcheck/faults';
import { norm1, norm2, scale, subtract, times } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, must, oneOf, type RuleOf } from 'claimcheck/rule';
import { correlation, type LabelledSample } from 'claimcheck/tasks/labelled-sample';
import { trainRidge } from './ridge.js';

export type Ball = 'l1' | 'l2';

const RULE = {
  ball: must(oneOf('l1', 'l2')),
  radius: must(amount),
  aim: must(oneOf('deviate', 'fit', 'least squares', 'random')),
};
export type BallRule = RuleOf<typeof RULE>;

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

/** The w that the rule aims at. */
type Choice = (task: LabelledSample, rule: BallRule, streams: Streams) => Float64Array;

const aimed =
  (mean: typeof correlation): Choice =>
  (task, { ball, radius, aim }, streams) => {
    const scaled = (w: Float64Array) => {
      const length = ball === 'l1' ? norm1(w) : norm2(w);
      return length === 0 ? w : scale(radius / length, w);
    };
    if (aim === 'deviate') return furthest(subtract(mean(task), task.mean), ball, radius);
    if (aim === 'fit') return furthest(mean(task), ball, radius);
    if (aim === 'random') return scaled(normals(streams.train(), task.X.cols));
    return scaled(trainRidge(task, { penalties: [0] }).parameters['beta']!);
  };

const trained =
  (choose: Choice) =>
  (task: LabelledSample, rule: BallRule, streams: Streams): Ending => ({
    parameters: { w: choose(task, rule, streams) },
    steps: 0,
    stopped: 'exact',
  });

const choice = aimed(correlation);
const train = trained(choice);

const linearBall = model({
  name: 'linear-ball',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: LabelledSample) => ({ w: X.cols }),
  predicts: { rows: ({ X }: LabelledSample) => X, at: ({ w }, X) => times(X, w!) },
  train,
  faults: {
    'the other ball': {
      what: 'L1 and L2 are exchanged',
      by: ofRule(train)({ ball: (ball) => (ball === 'l1' ? 'l2' : 'l1') }),
    },
    'sign flipped': { what: 'w points the other way', by: trained(ofEnd(choice)((w) => scale(-1, w))) },
    'half of the points': {
      what: 'only the first half of the points is seen',
      by: trained(aimed((task) => correlation(task, Math.ceil(task.X.rows / 2)))),
    },
    'mean forgotten': {
      what: 'the adversary does not know the mean',
      by: ofTask(train)({ mean: (mean) => mean.map(() => 0) }),
    },
    ...graded('radius', 'the radius is {grade} too large', (grade) =>
      ofRule(train)({ radius: (radius) => radius * (1 + grade) }),
    ),
  },
});

export default linearBall;

export const inBall = runs(linearBall);
