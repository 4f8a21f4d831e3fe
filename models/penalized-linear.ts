/**
 * Linear models trained with an explicit penalty by several optimizers. X: n x d, y: n, w: d.
 *
 *   smooth  F(w) = (1/n) sum loss(x_i.w, y_i) + (penalty / 2) |w|^2,  loss (a - y)^2 / 2 or log(1 + exp(-y a));
 *   lasso   F(w) = |X w - y|^2 / (2n) + penalty |w|_1.
 *
 * Smooth: descent, nesterov (constant momentum of a strongly convex F), heavy-ball, adam (its step falls linearly to zero),
 * lbfgs, dual (coordinate ascent in random order on the dual, squared loss), stochastic (one sample a step, step
 * 1 / (penalty (k + shift)), averaged over the second half). Lasso: ista, fista (restarted), coordinates, factorized
 * (w = u v entry by entry, or more factors, (penalty / 2)(|u|^2 + |v|^2), by lbfgs). The start is `start` N(0, I) from the stream `train`.
 * Source: the textbook forms; the equality of factorized and lasso is derived in the claims that use it.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { type Change, graded, ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, norm2, times } from 'claimcheck/numerics/matrix';
import { vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, flag, must, oneOf, whole, type RuleOf } from 'claimcheck/rule';
import { descended, proximal, type Ended, type Limits } from './penalized/descents.js';
import { factorized, product } from './penalized/factorized.js';
import { lbfgs, type Minimized } from './penalized/lbfgs.js';
import { smoothPart } from './penalized/loss.js';
import { coordinates, dual, stochastic } from './penalized/passes.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  loss: must(oneOf('squared', 'logistic', 'lasso')),
  optimizer: must(
    oneOf(
      ...(['descent', 'nesterov', 'heavy-ball', 'adam', 'lbfgs', 'dual'] as const),
      ...(['stochastic', 'ista', 'fista', 'coordinates', 'factorized'] as const),
    ),
  ),
  penalty: must(amount),
  start: amount,
  /** The number of factors of w (factorized); 2 if absent. */
  depth: count,
  /** The decay w <- (1 - rate penalty) w outside of the gradient (adam). */
  decoupled: flag,
  /** Ends when the gradient (lasso: the largest move of a coordinate) is at most this. */
  gradient: amount,
  /** Ends after that many steps; a declared end. */
  steps: whole,
};
export type PenalizedRule = RuleOf<typeof RULE>;

const BUDGET = 2_000_000;

type Fit = (task: Sample, rule: PenalizedRule, streams: Streams) => Ended & { readonly w: Float64Array };

const fit: Fit = (task, rule, streams) => {
  const { penalty, loss, optimizer, start = 1, gradient: goal = 0 } = rule;
  const stream = streams.train();
  const d = task.X.cols;
  const w = vector(normals(stream, d).map((entry) => start * entry));
  const spectrum = eigenvaluesSymmetric(gram(task.X));
  const steepest = spectrum.at(-1)! / (task.y.length * (loss === 'logistic' ? 4 : 1));
  const inGradient = rule.decoupled ? 0 : penalty;
  const limit = rule.steps ?? BUDGET;
  const otherwise = rule.steps === undefined ? 'budget' : 'steps';
  const limits: Limits = { goal, limit, otherwise };
  const f = smoothPart(task, loss, inGradient);
  const near = ({ steps, gradient }: Minimized, slack: number): Ended => ({
    steps,
    stopped: gradient <= slack * goal ? 'gradient' : otherwise,
  });
  const solved = (): Ended => {
    switch (optimizer) {
      case 'dual':
        return dual(task, w, penalty, stream, goal);
      case 'stochastic':
        return stochastic(task, w, penalty, stream, limit);
      case 'coordinates':
        return coordinates(task, w, penalty, goal, BUDGET);
      case 'factorized': {
        const { depth = 2 } = rule;
        const x = normals(stream, depth * d).map((entry) => (rule.start ?? 0.5) * entry);
        const ended = factorized(f, d, depth, penalty, x, goal, rule.steps ?? 5000);
        product(x, depth, w);
        return near(ended, 100);
      }
      default:
        if (loss === 'lasso') return proximal(f, w, optimizer !== 'ista', penalty, steepest, limits);
        if (optimizer === 'lbfgs') return near(lbfgs(f.value, w, goal, limit), 10);
        return descended(f, w, optimizer, inGradient, steepest + inGradient, limits, rule.decoupled ? penalty : 0);
    }
  };
  return { w, ...solved() };
};

/** With the gradient of the smooth objective that was asked for: what certifies the distance to its optimum. */
const certified =
  (fit: Fit) =>
  (task: Sample, rule: PenalizedRule, streams: Streams): Ending => {
    const { w, ...ended } = fit(task, rule, streams);
    const g = vector(w.length);
    smoothPart(task, rule.loss, rule.penalty).slope(w, g);
    return { parameters: { w }, ...ended, facts: { gradient: norm2(g) } };
  };

const train = certified(fit);
const by = (change: Change<PenalizedRule, [task: Sample]>) => certified(ofRule(fit)(change));

const penalizedLinear = model({
  name: 'penalized-linear',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w }, X) => times(X, w!) },
  facts: { gradient: 'the norm of the gradient at the end' },
  train,
  faults: {
    'penalty forgotten': { what: 'the penalty is 1% of what was asked', by: by({ penalty: (p) => 0.01 * p }) },
    'penalty by n': { what: 'the penalty is divided by n', by: by({ penalty: (p, { y }) => p / y.length }) },
    'half penalty': { what: 'the penalty is halved', by: by({ penalty: (p) => p / 2 }) },
    'two factors': { what: 'a factorized model has two factors', by: by({ depth: 2 }) },
    'one label flipped': {
      what: 'the first label is negated',
      by: certified(ofTask(fit)(relabelled((y, i) => (i === 0 ? -y : y)))),
    },
    'threshold off by 10%': {
      what: 'proximal steps shrink by 10% too much',
      grade: 0.1,
      by: by((rule) => (rule.optimizer.endsWith('ista') ? { ...rule, penalty: rule.penalty * 1.1 } : rule)),
    },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => by({ penalty: (p) => p * (1 + grade) })),
  },
  harmless: {
    'another start': { what: 'training starts half as far from 0', by: by({ start: (start = 1) => start / 2 }) },
  },
});

export default penalizedLinear;

export const penalized = runs(penalizedLinear);
