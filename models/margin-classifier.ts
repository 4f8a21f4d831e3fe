/**
 * Linear classifiers sign(w.x) of few samples in many dimensions, by training rule. X: m x p with p >> m, y: m of +-1,
 * w: p. Rules of the L2 family work in the m x m kernel X P^-1 X', P diagonal, so that w = P^-1 X'(y alpha):
 *
 * - `one-step`: w = sum y x, one gradient step of the linear loss from 0;
 * - `ridge`: least |X w - y|^2 + penalty w'P w; P = I, or diag(X'X) (the limit of dropout), or `noisePenalty` for every
 *   coordinate but the first;
 * - `logistic`: least sum log(1 + exp(-y w.x)) + (penalty / 2) |w|^2, by Newton's method;
 * - `max-margin`: least |w|^2 with all margins at least 1, by dual coordinate ascent;
 * - `principal`: least squares in the span of the leading principal components; `projection`: least squares of least
 *   norm after a Gaussian projection, from the stream `train`;
 * - `lasso`: least |X w - y|^2 / (2 m) + share L |w|_1, L the penalty at which w = 0, by cyclic coordinate descent;
 * - `boosting`: greedy coordinate descent on the exponential loss, whose direction is that of the largest L1 margin;
 * - `network`: squared loss and weight decay (penalty / 2)(|first layer|^2 + |second layer|^2), penalty = share L, by L-BFGS from
 *   `start` N(0, 1), stream `train`: `diagonal` is w = u v, whose penalty is that of the lasso; `connected` is w = W'v with 4
 *   units, whose penalty is penalty |w|_2 (L then that of |w|_2);
 * - `adversary`: the w of a ball that makes the sample's mean of y w.x exceed the expected one most (a linear functional).
 * Source: nagarajan2019uniform, section 3.1 (one step); the others are the regularizers in its place.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { firstRows, graded, ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { exp } from 'claimcheck/numerics/elementary';
import { multiplied, quotients, scaled } from 'claimcheck/numerics/entries';
import {
  axpy,
  dot,
  gram,
  matrix,
  missInto,
  multiply,
  norm2,
  normInf,
  scaleColumns,
  times,
  timesTransposed,
  timesTransposedInto,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { part, resident, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, kinds, must, oneOf, share, whole, type ValueOf } from 'claimcheck/rule';
import { coordinates, pass } from './lasso/pass.js';
import { lbfgs } from './penalized/lbfgs.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = kinds('kind', {
  'one-step': {},
  'max-margin': {},
  ridge: { penalty: must(amount), metric: oneOf('columns'), noisePenalty: amount },
  logistic: { penalty: must(amount) },
  principal: { components: must(count) },
  projection: { dimension: must(count) },
  lasso: { share: must(share) },
  network: { form: must(oneOf('diagonal', 'connected')), share: must(share), start: must(amount) },
  boosting: { steps: must(whole) },
  adversary: { ball: must(oneOf('L1', 'L2')), radius: must(amount) },
});
export type ClassifierRule = ValueOf<typeof RULE>;

interface Data extends Sample {
  /** What an adversary knows besides: the unit direction of the signal and its size. */
  readonly signal?: Float64Array;
  readonly size?: number;
}

interface Found {
  readonly w: Float64Array;
  /** w = P^-1 X'(y alpha) where there is such a form. */
  readonly alpha?: Float64Array;
  readonly steps?: number;
  readonly stopped?: Ending['stopped'];
}

/** Entry j of the diagonal of P, inverted. */
function inverseMetric({ X }: Data, rule: ClassifierRule): Float64Array | undefined {
  if (rule.kind !== 'ridge') return undefined;
  const inverse = new Float64Array(X.cols).fill(1);
  if (rule.metric === 'columns') {
    inverse.fill(0);
    for (let i = 0, k = 0; i < X.rows; i++)
      for (let j = 0; j < X.cols; j++, k++) inverse[j]! += X.data[k]! * X.data[k]!;
    for (let j = 0; j < X.cols; j++) inverse[j] = 1 / inverse[j]!;
  } else if (rule.noisePenalty !== undefined) inverse.fill(1 / rule.noisePenalty, 1);
  else return undefined;
  return inverse;
}

const withDiagonal = (K: Matrix, add: number | Float64Array): Matrix => {
  const data = K.data.slice();
  for (let i = 0; i < K.rows; i++) data[i * (K.rows + 1)]! += typeof add === 'number' ? add : add[i]!;
  return { ...K, data };
};
const signed = (y: Float64Array, a: Float64Array) => a.map((entry, i) => y[i]! * entry);

/** sum log(1 + exp(-y f)) + (penalty / 2) a'K a, f = K a, by damped Newton steps on a; returns y a. */
function logistic(K: Matrix, y: Float64Array, penalty: number): Found {
  const m = y.length;
  const a = new Float64Array(m);
  for (let steps = 0; steps < 200; steps++) {
    const f = times(K, a);
    // The gradient in the kernel's metric is penalty a - y / (1 + exp(y f)); its Jacobian is penalty I + diag(s) K.
    const g = a.map((entry, i) => penalty * entry - y[i]! / (1 + exp(y[i]! * f[i]!)));
    if (normInf(g) <= 1e-11) return { w: a, alpha: signed(y, a), steps, stopped: 'gradient' };
    const slopes = f.map((at, i) => {
      const p = 1 / (1 + exp(y[i]! * at));
      return Math.max(p * (1 - p), 1e-12);
    });
    // (penalty diag(1/s) + K) step = g / s, symmetric positive definite.
    const L = cholesky(
      withDiagonal(
        K,
        slopes.map((s) => penalty / s),
      ),
    );
    const step = choleskySolve(
      L,
      g.map((entry, i) => entry / slopes[i]!),
    );
    const size = normInf(times(K, step));
    const damping = size > 4 ? 4 / size : 1;
    for (let i = 0; i < m; i++) a[i]! -= damping * step[i]!;
  }
  return { w: a, alpha: signed(y, a), steps: 200, stopped: 'budget' };
}

/** max sum a - a'Q a / 2 over a >= 0, Q = diag(y) K diag(y), one coordinate at a time. */
function maxMargin(K: Matrix, y: Float64Array): Found {
  const m = y.length;
  const a = new Float64Array(m);
  const f = new Float64Array(m);
  for (let steps = 0; steps < 10_000; steps++) {
    let moved = 0;
    for (let i = 0; i < m; i++) {
      const size = K.data[i * (m + 1)]!;
      const next = Math.max(0, a[i]! + (1 - y[i]! * f[i]!) / size);
      const change = next - a[i]!;
      a[i] = next;
      moved = Math.max(moved, Math.abs(change) * size);
      if (change === 0) continue;
      const along = y[i]! * change;
      for (let k = 0; k < m; k++) f[k]! += along * K.data[k * m + i]!;
    }
    if (moved <= 1e-11) return { w: a, alpha: a, steps, stopped: 'gradient' };
  }
  return { w: a, alpha: a, stopped: 'budget' };
}

function lasso(X: Matrix, y: Float64Array, share: number): Found {
  const at = coordinates(X, y);
  const { columns, b: w, sizes } = at;
  const penalty = share * normInf(times(columns, y));
  const lengths = sizes.map(Math.sqrt);
  for (let steps = 0; steps < 1000; steps++)
    if (pass(at, penalty, lengths) <= 1e-9) return { w, steps, stopped: 'gradient' };
  return { w, steps: 1000, stopped: 'budget' };
}

/** Each step moves the coordinate of steepest descent of sum exp(-y w.x) by 1 / 2 of the coordinate's edge by its size. */
function boosting(X: Matrix, y: Float64Array, limit: number): Found {
  const w = new Float64Array(X.cols);
  const margins = new Float64Array(X.rows);
  const held = resident(X);
  const weights = vector(X.rows);
  const edges = vector(X.cols);
  for (let steps = 0; steps < limit; steps++) {
    const least = margins.reduce((a, b) => Math.min(a, b));
    for (let i = 0; i < y.length; i++) weights[i] = y[i]! * exp(least - margins[i]!);
    timesTransposedInto(held, weights, edges);
    let best = 0;
    for (let j = 1; j < edges.length; j++) if (Math.abs(edges[j]!) > Math.abs(edges[best]!)) best = j;
    let total = 0;
    let size = 0;
    for (let i = 0; i < y.length; i++) {
      const x = X.data[i * X.cols + best]!;
      total += Math.abs(weights[i]!) * Math.abs(x);
      size = Math.max(size, Math.abs(x));
    }
    const step = (0.5 * Math.sign(edges[best]!) * Math.min(1, Math.abs(edges[best]!) / total)) / size;
    w[best]! += step;
    for (let i = 0; i < y.length; i++) margins[i]! += step * y[i]! * X.data[i * X.cols + best]!;
  }
  return { w, steps: limit, stopped: 'steps' };
}

const UNITS = 4;

/** The layers as one vector: u | v, or the rows of W | v. */
function network({ X, y }: Data, rule: ClassifierRule & { kind: 'network' }, streams: Streams): Found {
  const [m, p] = [X.rows, X.cols];
  const { form, share, start } = rule;
  const pull = timesTransposed(X, y);
  const penalty = (share * (form === 'diagonal' ? normInf(pull) : norm2(pull))) / m;
  const inner = form === 'diagonal' ? p : UNITS * p;
  const layers = normals(streams.train(), form === 'diagonal' ? 2 * p : inner + UNITS).map((entry) => start * entry);
  const [held, labels] = [resident(X), vector(y)];
  const [w, r, g] = [vector(p), vector(m), vector(p)];
  /** The first layer by its rows, and the second. */
  const split = (at: Float64Array) => ({
    rows: Array.from({ length: inner / p }, (_, k) => part(at, k * p, (k + 1) * p)),
    outer: part(at, inner, at.length),
  });
  const product = ({ rows, outer }: ReturnType<typeof split>): void => {
    if (form === 'diagonal') return multiplied(rows[0]!, outer, w);
    w.fill(0);
    for (let k = 0; k < UNITS; k++) axpy(outer[k]!, rows[k]!, w);
  };
  let [at, by]: (ReturnType<typeof split> | undefined)[] = [];
  const objective = (x: Float64Array, slope: Float64Array): number => {
    at ??= split(x);
    by ??= split(slope);
    product(at);
    missInto(held, w, labels, r);
    timesTransposedInto(held, r, g);
    quotients(1, g, m, g);
    if (form === 'diagonal') {
      multiplied(g, at.outer, by.rows[0]!);
      multiplied(g, at.rows[0]!, by.outer);
    } else
      for (let k = 0; k < UNITS; k++) {
        scaled(at.outer[k]!, g, by.rows[k]!);
        by.outer[k] = dot(at.rows[k]!, g);
      }
    axpy(penalty, x, slope);
    return dot(r, r) / (2 * m) + (penalty * dot(x, x)) / 2;
  };
  const { steps, gradient } = lbfgs(objective, layers, 1e-7, 2000);
  product(split(layers));
  return { w, steps, stopped: gradient <= 1e-5 ? 'gradient' : 'budget' };
}

/** The w of the ball with the largest w.delta, delta = mean y x less its expectation. */
function adversary({ X, y, signal, size }: Data, ball: 'L1' | 'L2', radius: number): Found {
  if (!signal || size === undefined) throw new Error('margin-classifier: an adversary needs a task with a signal');
  const delta = timesTransposed(X, y).map((sum, j) => sum / y.length - 2 * size * signal[j]!);
  if (ball === 'L2') {
    const length = norm2(delta);
    return { w: delta.map((entry) => (radius * entry) / length) };
  }
  let best = 0;
  for (let j = 1; j < delta.length; j++) if (Math.abs(delta[j]!) > Math.abs(delta[best]!)) best = j;
  return { w: delta.map((entry, j) => (j === best ? Math.sign(entry) * radius : 0)) };
}

function fit(task: Data, rule: ClassifierRule, streams: Streams): Found {
  const { X, y } = task;
  switch (rule.kind) {
    case 'lasso':
      return lasso(X, y, rule.share);
    case 'network':
      return network(task, rule, streams);
    case 'boosting':
      return boosting(X, y, rule.steps);
    case 'adversary':
      return adversary(task, rule.ball, rule.radius);
    case 'one-step':
      return { w: timesTransposed(X, y), alpha: new Float64Array(y.length).fill(1), steps: 1, stopped: 'steps' };
    case 'projection': {
      const R = matrix(X.cols, rule.dimension, normals(streams.train(), X.cols * rule.dimension));
      const Z = multiply(X, R);
      return { w: times(R, timesTransposed(Z, choleskySolve(cholesky(gram(Z)), y))) };
    }
    case 'principal': {
      const { values, vectors } = eigenSymmetric(gram(X));
      const z = timesTransposed(vectors, y).map((entry, k) =>
        k >= values.length - rule.components ? entry / values[k]! : 0,
      );
      return { w: timesTransposed(X, times(vectors, z)) };
    }
    case 'ridge': {
      const inverse = inverseMetric(task, rule);
      const scaled = inverse ? scaleColumns(X, inverse.map(Math.sqrt)) : X;
      const a = choleskySolve(cholesky(withDiagonal(gram(scaled), rule.penalty)), y);
      const w = timesTransposed(X, a);
      return { w: inverse ? w.map((entry, j) => entry * inverse[j]!) : w, alpha: signed(y, a) };
    }
    default: {
      const K = gram(X);
      const found = rule.kind === 'logistic' ? logistic(K, y, rule.penalty) : maxMargin(K, y);
      return { ...found, w: timesTransposed(X, signed(y, found.alpha!)) };
    }
  }
}

function train(task: Data, rule: ClassifierRule, streams: Streams): Ending {
  const { w, alpha, steps = 0, stopped = 'exact' } = fit(task, rule, streams);
  return { parameters: { w, ...(alpha && { alpha }) }, steps, stopped };
}

const penalized = (factor: number) =>
  ofRule(train)((rule) => {
    if ('penalty' in rule) return { ...rule, penalty: rule.penalty * factor };
    if ('share' in rule) return { ...rule, share: Math.min(0.999, rule.share * factor) };
    return 'radius' in rule ? { ...rule, radius: rule.radius * factor } : rule;
  });
/** The inputs changed entry by entry, k the index in a row. */
const seen = (change: (x: number, k: number) => number) =>
  ofTask(train)((task) => {
    const { X } = task;
    return { ...task, X: { ...X, data: X.data.map((x, k) => change(x, k % X.cols)) } };
  });

const marginClassifier = model({
  name: 'margin-classifier',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: RULE,
  shapes: ({ X }: Data, { kind }: ClassifierRule) => ({
    w: X.cols,
    ...(['one-step', 'max-margin', 'ridge', 'logistic'].includes(kind) && { alpha: X.rows }),
  }),
  predicts: { rows: ({ X }: Data) => X, at: ({ w }, X) => times(X, w!) },
  train,
  faults: {
    'labels forgotten': { what: 'every label is 1', by: ofTask(train)(relabelled(() => 1)) },
    'one label flipped': {
      what: 'the first label is flipped',
      by: ofTask(train)(relabelled((y, i) => (i === 0 ? -y : y))),
    },
    'signal forgotten': {
      what: 'the first coordinate is seen at a hundredth of its size',
      by: seen((x, k) => (k === 0 ? x / 100 : x)),
    },
    'half of the samples': {
      what: 'the second half of the samples is not seen',
      by: ofTask(train)(firstRows((m) => Math.ceil(m / 2))),
    },
    'noise averaged out': {
      what: 'the noise of every input is halved in training',
      by: seen((x, k) => (k === 0 ? x : x / 2)),
    },
    'penalty forgotten': { what: 'the penalty is 0', by: penalized(0) },
    ...graded('penalty', 'the penalty, or the radius of the ball, is {grade} too large', (grade) =>
      penalized(1 + grade),
    ),
  },
  harmless: {
    'inputs and labels doubled': {
      what: 'one gradient step on doubled inputs: the classifier is a multiple',
      by: (task, rule: ClassifierRule, streams) =>
        (rule.kind === 'one-step' ? seen((x) => 2 * x) : train)(task, rule, streams),
    },
  },
});

export default marginClassifier;

export const classifier = runs(marginClassifier);
