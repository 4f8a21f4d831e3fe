/**
 * The linear classifier of k classes, argmax_j (W x)_j, trained from 0 by normalized steepest descent on the loss
 * sum_i sum_(j != y_i) exp(-(W_(y_i) - W_j).x_i) in a norm of the matrix W, with steps of one size h.
 * X: n x d, y: n classes, W: k x d.
 *
 * - `spectral`: the step is h U V', U diag(s) V' the gradient with its sign turned (spectral descent, Muon without momentum)
 * - `frobenius`: gradient descent, its step normalized
 * - `max`: every entry moves by h (sign descent)
 * Instead of the decomposition U V' can be iterated: Y <- a Y + b Y Y'Y + c Y Y'Y Y'Y from the gradient over its Frobenius norm.
 *
 * - `cubic`: (3/2, -1/2, 0), which converges to U V' (Newton and Schulz)
 * - `quintic`: (3.4445, -4.775, 2.0315), which does not, and is quicker (jordan2024muon)
 * Sources: fan2025implicit, jordan2024muon.
 */
import { model, runs, type Ending } from 'claimcheck';
import { ofRule, ofTask } from 'claimcheck/faults';
import { signed, weighed } from 'claimcheck/numerics/entries';
import {
  matrix,
  multiply,
  norm2,
  normInf,
  timesInto,
  timesTransposedInto,
  transpose,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { svd } from 'claimcheck/numerics/svd';
import { fields, must, oneOf, positive, whole, type RuleOf } from 'claimcheck/rule';
import { pairsOf, type Classes } from 'claimcheck/tasks/separable-classes';

const RULE = {
  norm: must(oneOf('spectral', 'frobenius', 'max')),
  /** The size h of a step. */
  rate: must(positive),
  steps: must(whole),
  /** How U V' is found; default `decomposed`. */
  by: oneOf('decomposed', 'cubic', 'quintic'),
  /** How often the iteration is made. */
  iterations: whole,
};
export type ClassRule = RuleOf<typeof RULE>;

/** Singular values below this share of the largest are those of the direction in which all classes are equal. */
const NOTHING = 1e-9;
const COEFFICIENTS = { cubic: [1.5, -0.5, 0], quintic: [3.4445, -4.775, 2.0315] } as const;

function decomposed(G: Matrix): Matrix {
  const { left, values, right } = svd(G);
  const rank = values.filter((value) => value > NOTHING * values[0]!).length;
  const out = matrix(G.rows, G.cols);
  for (let i = 0; i < G.rows; i++)
    for (let j = 0; j < G.cols; j++) {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += left.data[i * left.cols + k]! * right.data[j * right.cols + k]!;
      out.data[i * G.cols + j] = sum;
    }
  return out;
}

function iterated(G: Matrix, [a, b, c]: readonly [number, number, number], iterations: number): Matrix {
  const [k, d] = [G.rows, G.cols];
  const size = norm2(G.data);
  let [Y, next] = [G.data.map((entry) => entry / size), new Float64Array(k * d)];
  const [S, P] = [new Float64Array(k * k), new Float64Array(k * k)];
  for (let step = 0; step < iterations; step++) {
    for (let i = 0; i < k; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let l = 0; l < d; l++) sum += Y[i * d + l]! * Y[j * d + l]!;
        S[i * k + j] = sum;
        S[j * k + i] = sum;
      }
    for (let i = 0; i < k; i++)
      for (let j = 0; j < k; j++) {
        let square = 0;
        for (let l = 0; l < k; l++) square += S[i * k + l]! * S[l * k + j]!;
        P[i * k + j] = (i === j ? a : 0) + b * S[i * k + j]! + c * square;
      }
    for (let i = 0; i < k; i++)
      for (let l = 0; l < d; l++) {
        let sum = 0;
        for (let j = 0; j < k; j++) sum += P[i * k + j]! * Y[j * d + l]!;
        next[i * d + l] = sum;
      }
    [Y, next] = [next, Y];
  }
  return { ...G, data: Y };
}

/** The step of norm 1 along which the loss falls most; G: minus the gradient. */
function directed(G: Matrix, { norm, by = 'decomposed', iterations = 0 }: ClassRule): Float64Array {
  if (norm === 'frobenius') {
    const size = norm2(G.data);
    return G.data.map((entry) => entry / size);
  }
  if (norm === 'max') {
    const out = new Float64Array(G.data.length);
    signed(1, G.data, out);
    return out;
  }
  return (by === 'decomposed' ? decomposed(G) : iterated(G, COEFFICIENTS[by], iterations)).data;
}

/** What a step is composed of. */
const PARTS = {
  weigh: (margins: Float64Array, p: Float64Array): void => weighed(margins, 1, p),
  directed,
};

const composed =
  (parts: typeof PARTS) =>
  (task: Classes, rule: ClassRule): Ending => {
    const { X, classes } = task;
    const Z = pairsOf(task);
    const held = resident(Z);
    const [W, G, step] = [vector(Z.cols), vector(Z.cols), vector(Z.cols)];
    const [margins, moved, p] = [vector(Z.rows), vector(Z.rows), vector(Z.rows)];
    const gradient = matrix(classes, X.cols, G);
    for (let made = 0; made < rule.steps; made++) {
      parts.weigh(margins, p);
      timesTransposedInto(held, p, G);
      step.set(parts.directed(gradient, rule));
      for (let k = 0; k < W.length; k++) W[k]! += rule.rate * step[k]!;
      timesInto(held, step, moved);
      for (let i = 0; i < margins.length; i++) margins[i]! += rule.rate * moved[i]!;
    }
    return { parameters: { W }, steps: rule.steps, stopped: normInf(W) < Infinity ? 'steps' : 'diverged' };
  };

const train = composed(PARTS);
const by = ofRule(train);
const wrapped = (change: Partial<typeof PARTS>) => composed({ ...PARTS, ...change });

/** The class of largest score at each row of X. */
function predicted(W: Float64Array, X: Matrix): Float64Array {
  const { rows, cols: k, data } = multiply(X, transpose(matrix(W.length / X.cols, X.cols, W)));
  return Float64Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let j = 1; j < k; j++) if (data[i * k + j]! > data[i * k + best]!) best = j;
    return best;
  });
}

const classMatrix = model({
  name: 'class-matrix',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X, classes }: Classes) => ({ W: classes * X.cols }),
  predicts: { rows: ({ X }: Classes) => X, at: ({ W }, X) => predicted(W!, X) },
  train,
  faults: {
    'equal weights': {
      what: 'all pairs weigh the same, whatever their margins',
      by: wrapped({ weigh: (_, p) => p.fill(1) }),
    },
    'large steps': { what: 'steps are ten times as large', by: by({ rate: (rate) => 10 * rate }) },
    'gradient in its place': { what: 'every norm is taken as that of Frobenius', by: by({ norm: 'frobenius' }) },
    'signs in its place': { what: 'every norm is taken as the largest entry', by: by({ norm: 'max' }) },
    'first direction alone': {
      what: "of U V' the direction of the largest singular value",
      by: wrapped({
        directed: (G, rule) => {
          if (rule.norm !== 'spectral') return directed(G, rule);
          const { left, right } = svd(G);
          return G.data.map((_, at) => {
            const [i, j] = [Math.floor(at / G.cols), at % G.cols];
            return left.data[i * left.cols]! * right.data[j * right.cols]!;
          });
        },
      }),
    },
    'classes confused': {
      what: 'the first point is taken for the next class',
      by: ofTask(train)(({ y, ...task }: Classes) => ({
        ...task,
        y: y.map((label, i) => (i === 0 ? (label + 1) % task.classes : label)),
      })),
    },
    'early stop': { what: 'a tenth of the steps', by: by({ steps: (steps) => Math.ceil(steps / 10) }) },
  },
  harmless: {
    'another temperature': {
      what: 'the loss is exp(-margin / 1.3): the scale of the margins is free',
      by: wrapped({ weigh: (margins, p) => weighed(margins, 1 / 1.3, p) }),
    },
  },
});

export default classMatrix;

/** Steps of the size of the norm's own unit. */
const RATES = { spectral: 0.1, frobenius: 0.15, max: 0.05 } as const;

/** Normalized steepest descent in a norm of the matrix. */
export const descending = runs(classMatrix, (rule: Partial<ClassRule> & Pick<ClassRule, 'norm'>): ClassRule => ({
  rate: RATES[rule.norm],
  steps: 300,
  ...rule,
}));
