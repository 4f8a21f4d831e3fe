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
 * The loops run compiled (src/numerics/kernels/assembly/penalized.ts); those below are the same, bit for bit.
 * Source: the textbook forms; the equality of factorized and lasso is derived in the claims that use it.
 */
import { model, runs, type Stream, type Streams, type Trained } from 'claimcheck';
import { type ToRule, graded, ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { exp, log1p } from 'claimcheck/numerics/elementary';
import { penalizedLoop } from 'claimcheck/numerics/kernels';
import { dotAt } from 'claimcheck/numerics/lanes';
import {
  dot,
  gram,
  norm2,
  times,
  timesInto,
  timesTransposedInto,
  transpose,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, flag, must, oneOf, whole, type RuleOf } from 'claimcheck/rule';
import { lbfgs, type Objective } from './penalized/lbfgs.js';

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

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

const BUDGET = 2_000_000;

/** F and its gradient, smooth part alone for the lasso (without the penalty). */
function objective({ X, y }: Data, loss: PenalizedRule['loss'], penalty: number): Objective {
  const n = y.length;
  const a = new Float64Array(n);
  return (w, g) => {
    timesInto(X, w, a);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (loss === 'logistic') {
        const z = y[i]! * a[i]!;
        sum += z > 0 ? log1p(exp(-z)) : log1p(exp(z)) - z;
        a[i] = -y[i]! / (1 + exp(z)) / n;
      } else {
        const r = a[i]! - y[i]!;
        sum += (r * r) / 2;
        a[i] = r / n;
      }
    }
    timesTransposedInto(X, a, g);
    const used = loss === 'lasso' ? 0 : penalty;
    for (let j = 0; j < w.length; j++) g[j]! += used * w[j]!;
    return sum / n + (used / 2) * dot(w, w);
  };
}

type Ended = Pick<Trained, 'steps' | 'stopped'>;

function smooth(task: Data, f: Objective, w: Float64Array, rule: PenalizedRule, penalty: number, L: number): Ended {
  const d = w.length;
  const g = new Float64Array(d);
  const limit = rule.steps ?? BUDGET;
  const goal = rule.gradient ?? 0;
  const done = (steps: number): Ended => ({ steps, stopped: rule.steps === undefined ? 'budget' : 'steps' });
  if (rule.optimizer === 'lbfgs') {
    const { steps, gradient } = lbfgs(f, w, goal, limit);
    return gradient <= 10 * goal ? { steps, stopped: 'gradient' } : done(steps);
  }
  const root = Math.sqrt(penalty / L);
  const momentum =
    rule.optimizer === 'nesterov'
      ? (1 - root) / (1 + root)
      : rule.optimizer === 'heavy-ball'
        ? ((1 - root) / (1 + root)) * ((1 - root) / (1 + root))
        : 0;
  const rate =
    rule.optimizer === 'heavy-ball'
      ? 4 / ((Math.sqrt(L) + Math.sqrt(penalty)) * (Math.sqrt(L) + Math.sqrt(penalty)))
      : 1 / L;
  const compiled = penalizedLoop({
    kernel: 'smoothSteps',
    X: task.X,
    y: task.y,
    w,
    optimizer: rule.optimizer,
    logistic: rule.loss === 'logistic',
    penalty,
    shrinks: rule.decoupled ? rule.penalty : 0,
    goal,
    limit,
    rate,
    momentum,
  });
  if (compiled) return compiled.reached ? { steps: compiled.steps, stopped: 'gradient' } : done(limit);
  const before = w.slice();
  const at = w.slice();
  const mean = new Float64Array(d);
  const square = new Float64Array(d);
  let decay1 = 1;
  let decay2 = 1;
  for (let steps = 0; steps < limit; steps++) {
    f(rule.optimizer === 'nesterov' ? at : w, g);
    if (norm2(g) <= goal) {
      if (rule.optimizer === 'nesterov') w.set(at);
      return { steps, stopped: 'gradient' };
    }
    if (rule.optimizer === 'adam') {
      decay1 *= 0.9;
      decay2 *= 0.999;
      const eta = 0.05 * (1 - steps / limit);
      for (let j = 0; j < d; j++) {
        mean[j] = 0.9 * mean[j]! + 0.1 * g[j]!;
        square[j] = 0.999 * square[j]! + 0.001 * g[j]! * g[j]!;
        w[j]! -= (eta * (mean[j]! / (1 - decay1))) / (Math.sqrt(square[j]! / (1 - decay2)) + 1e-8);
        if (rule.decoupled) w[j]! *= 1 - eta * rule.penalty;
      }
      continue;
    }
    for (let j = 0; j < d; j++) {
      const old = w[j]!;
      if (rule.optimizer === 'nesterov') {
        w[j] = at[j]! - rate * g[j]!;
        at[j] = w[j]! + momentum * (w[j]! - old);
      } else {
        w[j]! += -rate * g[j]! + momentum * (old - before[j]!);
        before[j] = old;
      }
    }
  }
  return done(limit);
}

/** Coordinate ascent on the dual of the squared loss: w = X'a / (n penalty); every pass in a new random order. */
function dual({ X, y }: Data, w: Float64Array, penalty: number, stream: Stream, goal: number): Ended {
  const [n, d] = [X.rows, X.cols];
  const a = new Float64Array(n);
  w.fill(0);
  const sizes = y.map((_, i) => dotAt(X.data, i * d, X.data, i * d, d));
  const compiled = penalizedLoop({
    kernel: 'dualPasses',
    X,
    y,
    w,
    goal,
    limit: 20_000,
    rate: n * penalty,
    sizes,
    stream,
  });
  if (compiled) return { steps: compiled.steps * n, stopped: compiled.reached ? 'gradient' : 'budget' };
  for (let pass = 0; pass < 20_000; pass++) {
    let moved = 0;
    for (let k = 0; k < n; k++) {
      const i = stream.integer(n);
      const change = (y[i]! - dotAt(X.data, i * d, w, 0, d) - a[i]!) / (1 + sizes[i]! / (n * penalty));
      a[i]! += change;
      for (let j = 0; j < d; j++) w[j]! += (change * X.data[i * d + j]!) / (n * penalty);
      moved = Math.max(moved, Math.abs(change));
    }
    if (moved <= goal) return { steps: (pass + 1) * n, stopped: 'gradient' };
  }
  return { steps: 20_000 * n, stopped: 'budget' };
}

function stochastic({ X, y }: Data, w: Float64Array, penalty: number, stream: Stream, limit: number): Ended {
  const [n, d] = [X.rows, X.cols];
  const sum = new Float64Array(d);
  const largest = y.reduce((most, _, i) => Math.max(most, dotAt(X.data, i * d, X.data, i * d, d)), 0);
  const shift = largest / penalty;
  const compiled = penalizedLoop({ kernel: 'stochasticSteps', X, y, w, limit, penalty, rate: shift, stream, sum });
  for (let k = compiled?.steps ?? 0; k < limit; k++) {
    const i = stream.integer(n);
    const eta = 1 / (penalty * (k / 2 + shift));
    const r = dotAt(X.data, i * d, w, 0, d) - y[i]!;
    for (let j = 0; j < d; j++) w[j]! -= eta * (r * X.data[i * d + j]! + penalty * w[j]!);
    if (2 * k >= limit) for (let j = 0; j < d; j++) sum[j]! += w[j]!;
  }
  for (let j = 0; j < d; j++) w[j] = sum[j]! / Math.floor(limit / 2);
  return { steps: limit, stopped: 'steps' };
}

const shrunk = (z: number, by: number) => Math.sign(z) * Math.max(0, Math.abs(z) - by);

function proximal(task: Data, f: Objective, w: Float64Array, rule: PenalizedRule, penalty: number, L: number): Ended {
  const d = w.length;
  const limit = rule.steps ?? BUDGET;
  const goal = rule.gradient ?? 0;
  const done = (): Ended => ({ steps: limit, stopped: rule.steps === undefined ? 'budget' : 'steps' });
  const { optimizer } = rule;
  const compiled = penalizedLoop({
    kernel: 'proximalSteps',
    X: task.X,
    y: task.y,
    w,
    optimizer,
    shrinks: penalty / L,
    goal,
    limit,
    rate: L,
  });
  if (compiled) return compiled.reached ? { steps: compiled.steps, stopped: 'gradient' } : done();
  const g = new Float64Array(d);
  const at = w.slice();
  const before = w.slice();
  let t = 1;
  for (let steps = 0; steps < limit; steps++) {
    f(at, g);
    let moved = 0;
    let uphill = 0;
    for (let j = 0; j < d; j++) {
      before[j] = w[j]!;
      w[j] = shrunk(at[j]! - g[j]! / L, penalty / L);
      moved = Math.max(moved, Math.abs(w[j]! - at[j]!));
      uphill += (at[j]! - w[j]!) * (w[j]! - before[j]!);
    }
    if (moved <= goal) return { steps, stopped: 'gradient' };
    const next = optimizer === 'ista' || uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = optimizer === 'ista' || uphill > 0 ? 0 : (t - 1) / next;
    t = next;
    for (let j = 0; j < d; j++) at[j] = w[j]! + momentum * (w[j]! - before[j]!);
  }
  return done();
}

function coordinates({ X, y }: Data, w: Float64Array, penalty: number, goal: number): Ended {
  const n = y.length;
  const columns = transpose(X);
  const r = times(X, w).map((a, i) => y[i]! - a);
  const sizes = w.map((_, j) => dotAt(columns.data, j * n, columns.data, j * n, n) / n);
  const compiled = penalizedLoop({
    kernel: 'coordinatePasses',
    X: columns,
    y,
    w,
    shrinks: penalty,
    goal,
    limit: BUDGET,
    left: r,
    sizes,
  });
  if (compiled) return { steps: compiled.steps, stopped: compiled.reached ? 'gradient' : 'budget' };
  for (let pass = 0; pass < BUDGET; pass++) {
    let moved = 0;
    for (let j = 0; j < w.length; j++) {
      const x = columns.data.subarray(j * n, (j + 1) * n);
      const size = sizes[j]!;
      const next = shrunk(dot(x, r) / n + size * w[j]!, penalty) / size;
      const change = next - w[j]!;
      for (let i = 0; i < n; i++) r[i]! -= change * x[i]!;
      w[j] = next;
      moved = Math.max(moved, Math.abs(change));
    }
    if (moved <= goal) return { steps: pass + 1, stopped: 'gradient' };
  }
  return { steps: BUDGET, stopped: 'budget' };
}

/** w = the product of `depth` factors entry by entry; the gradient of f is that without a penalty. */
function factorized(
  { X, y }: Data,
  f: Objective,
  w: Float64Array,
  penalty: number,
  stream: Stream,
  rule: PenalizedRule,
): Ended {
  const d = w.length;
  const depth = rule.depth ?? 2;
  const x = normals(stream, depth * d).map((entry) => (rule.start ?? 0.5) * entry);
  const g = new Float64Array(d);
  const others = (at: Float64Array, j: number, left: number) => {
    let product = 1;
    for (let k = 0; k < depth; k++) if (k !== left) product *= at[k * d + j]!;
    return product;
  };
  const product = (at: Float64Array) => {
    for (let j = 0; j < d; j++) w[j] = others(at, j, -1);
  };
  const { steps, gradient } = lbfgs(
    (at, slope) => {
      product(at);
      const value = f(w, g);
      for (let j = 0; j < d; j++)
        for (let k = 0; k < depth; k++) slope[k * d + j] = g[j]! * others(at, j, k) + penalty * at[k * d + j]!;
      return value + (penalty / 2) * dot(at, at);
    },
    x,
    rule.gradient ?? 0,
    rule.steps ?? 5000,
    rule.loss === 'logistic'
      ? undefined
      : { kind: 'product of factors', X, y, penalty, outer: rule.loss === 'lasso' || rule.decoupled ? 0 : penalty },
  );
  product(x);
  return { steps, stopped: gradient <= 100 * (rule.gradient ?? 0) ? 'gradient' : rule.steps ? 'steps' : 'budget' };
}

type Fit = (task: Data, rule: PenalizedRule, streams: Streams) => Ended & { readonly w: Float64Array };

const fit: Fit = (task, rule, streams) => {
  const { penalty, loss, start = 1 } = rule;
  const stream = streams.train();
  const w = normals(stream, task.X.cols).map((entry) => start * entry);
  const spectrum = eigenvaluesSymmetric(gram(task.X));
  const steepest = spectrum.at(-1)! / (task.y.length * (loss === 'logistic' ? 4 : 1));
  const inGradient = rule.decoupled ? 0 : penalty;
  const f = objective(task, loss, inGradient);
  const goal = rule.gradient ?? 0;
  const solved = (): Ended => {
    switch (rule.optimizer) {
      case 'dual':
        return dual(task, w, penalty, stream, goal);
      case 'stochastic':
        return stochastic(task, w, penalty, stream, rule.steps ?? BUDGET);
      case 'coordinates':
        return coordinates(task, w, penalty, goal);
      case 'factorized':
        return factorized(task, f, w, penalty, stream, rule);
      default:
        return loss === 'lasso'
          ? proximal(task, f, w, rule, penalty, steepest)
          : smooth(task, f, w, rule, inGradient, steepest + inGradient);
    }
  };
  return { w, ...solved() };
};

/** With the gradient of the smooth objective that was asked for: what certifies the distance to its optimum. */
const certified =
  (fit: Fit) =>
  (task: Data, rule: PenalizedRule, streams: Streams): Trained => {
    const { w, ...ended } = fit(task, rule, streams);
    const g = new Float64Array(w.length);
    objective(task, rule.loss, rule.penalty)(w, g);
    return { parameters: { w }, predict: (at) => times(at, w), ...ended, facts: { gradient: norm2(g) } };
  };

const train = certified(fit);
const by = (change: ToRule<Data, PenalizedRule>) => certified(ofRule(fit)(change));
const reweighted = (change: (penalty: number, task: Data) => number) =>
  by((rule, task) => ({ ...rule, penalty: change(rule.penalty, task) }));

const penalizedLinear = model({
  name: 'penalized-linear',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Data) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Data) => X, at: ({ w }, X) => times(X, w!) },
  facts: { gradient: 'the norm of the gradient at the end' },
  train,
  faults: {
    'penalty forgotten': { what: 'the penalty is 1% of what was asked', by: reweighted((p) => 0.01 * p) },
    'penalty by n': { what: 'the penalty is divided by n', by: reweighted((p, { y }) => p / y.length) },
    'half penalty': { what: 'the penalty is halved', by: reweighted((p) => p / 2) },
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
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => reweighted((p) => p * (1 + grade))),
  },
  harmless: {
    'another start': {
      what: 'training starts half as far from 0',
      by: by((rule) => ({ ...rule, start: (rule.start ?? 1) / 2 })),
    },
  },
});

export default penalizedLinear;

export const penalized = runs(penalizedLinear);
