/**
 * The linear model with a product for each coefficient, b = u * v entry by entry, trained with weight decay on both
 * factors: (1/2) |X (u * v) - y|^2 + (lambda / 2) (|u|^2 + |v|^2), from a Gaussian start. X: n x d, y: n, u, v: d.
 *
 * - `gradient`: gradient descent, its step a fraction of the bound of the curvature at the present weights.
 * - `alternating`: u is solved for with v held, then v with u held (two ridge regressions).
 * - `adam`: Adam, the decay in its gradient or, `decoupled`, beside it.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import {
  gram,
  missInto,
  normInf,
  scaleColumns,
  times,
  timesTransposed,
  timesTransposedInto,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, flag, must, oneOf, positive, type RuleOf } from 'claimcheck/rule';
import { descend } from './descent/descend.js';
import { ends, LIMITS, limitOf } from './descent/ends.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  optimizer: must(oneOf('gradient', 'alternating', 'adam')),
  /** Weight decay of u and of v; v's is that of u if absent. */
  lambda: must(amount),
  lambdaOfV: amount,
  /** Standard deviation of the Gaussian start. */
  start: must(amount),
  /** Adam: the decay is a step of its own and not in the gradient. */
  decoupled: flag,
  /** Adam: the step, falling linearly to zero over `steps`. */
  rate: positive,
  /** The share of the stable step. */
  stable: positive,
  /** Ends when no entry of the gradient exceeds this, and no direction of negative curvature is left (up to this). */
  gradient: amount,
  ...LIMITS,
};
export type ProductRule = RuleOf<typeof RULE>;

/** By how much of lambda a coordinate of the loss's gradient may exceed lambda at the end. */
const SECOND_ORDER = 1e-5;

/** The weights and what follows from them; everything is overwritten in place. */
function start({ X, y }: Sample, rule: ProductRule, streams: Streams) {
  const d = X.cols;
  const stream = streams.train();
  const gaussian = () => normals(stream, d).map((entry) => rule.start * entry);
  return {
    ...{ X: resident(X), y: vector(y), u: gaussian(), v: gaussian() },
    /** u * v. */
    b: vector(d),
    /** X b - y, and X' of it. */
    r: vector(X.rows),
    g: vector(d),
    norm: eigenvaluesSymmetric(gram(X)).at(-1)!, // |X|_2^2
    lambda: rule.lambda,
    lambdaOfV: rule.lambdaOfV ?? rule.lambda,
  };
}
type Network = ReturnType<typeof start>;

function look({ X, y, u, v, b, r, g }: Network): void {
  for (let j = 0; j < b.length; j++) b[j] = u[j]! * v[j]!;
  missInto(X, b, y, r);
  timesTransposedInto(X, r, g);
}

/** The largest entry of the gradient, decay and all. */
function steepest({ u, v, g, lambda, lambdaOfV }: Network): number {
  let largest = 0;
  for (let j = 0; j < u.length; j++)
    largest = Math.max(largest, Math.abs(g[j]! * v[j]! + lambda * u[j]!), Math.abs(g[j]! * u[j]! + lambdaOfV * v[j]!));
  return largest;
}

/** Where |g_j| > lambda at u_j = v_j = 0 the point is a saddle, however small the gradient is near it. */
const isSaddle = ({ g, lambda, lambdaOfV }: Network, gradient: number): boolean =>
  normInf(g) > (1 + SECOND_ORDER) * Math.max(lambda, lambdaOfV) + gradient;

/** What makes one step, of `limit` at most; it may remember. */
type Mover = (net: Network, rule: ProductRule, limit: number) => (made: number) => void;

/** Along the gradient, both factors where they are; `between` them comes what a wrong step does. */
const descending =
  (between: (net: Network, old: Float64Array) => void = () => undefined): Mover =>
  (net, { stable }) => {
    const { u, v, g, norm, lambda, lambdaOfV } = net;
    const d = u.length;
    const old = new Float64Array(d);
    return () => {
      let widest = 0;
      for (let j = 0; j < d; j++) widest = Math.max(widest, u[j]! * u[j]! + v[j]! * v[j]!);
      const h = stable! / (widest * norm + normInf(g) + Math.max(lambda, lambdaOfV));
      old.set(u);
      for (let j = 0; j < d; j++) u[j]! -= h * (g[j]! * v[j]! + lambda * u[j]!);
      between(net, old);
      for (let j = 0; j < d; j++) v[j]! -= h * (g[j]! * old[j]! + lambdaOfV * v[j]!);
    };
  };

const alternating: Mover =
  ({ X, y, u, v, lambda, lambdaOfV }) =>
  () => {
    ridgeInto(X, y, v, lambda, u);
    ridgeInto(X, y, u, lambdaOfV, v);
  };

const adam: Mover = ({ u, v, b, g, lambda, lambdaOfV }, { rate, decoupled }, limit) => {
  const d = u.length;
  const [first, second] = [new Float64Array(2 * d), new Float64Array(2 * d)];
  let [decay1, decay2] = [1, 1];
  return (made) => {
    decay1 *= 0.9;
    decay2 *= 0.999;
    const eased = rate! * (1 - made / limit);
    for (let k = 0; k < 2 * d; k++) {
      const j = k % d;
      const [own, by, strength] = k < d ? [u, v[j]!, lambda] : [v, b[j]! / v[j]!, lambdaOfV];
      const slope = g[j]! * by + (decoupled ? 0 : strength * own[j]!);
      first[k] = 0.9 * first[k]! + 0.1 * slope;
      second[k] = 0.999 * second[k]! + 0.001 * slope * slope;
    }
    for (let k = 0; k < 2 * d; k++) {
      const [own, j, strength] = k < d ? [u, k, lambda] : [v, k - d, lambdaOfV];
      const move = first[k]! / (1 - decay1) / (Math.sqrt(second[k]! / (1 - decay2)) + 1e-12);
      own[j]! -= eased * (move + (decoupled ? strength * own[j]! : 0));
    }
  };
};

const MOVERS: Readonly<Record<ProductRule['optimizer'], Mover>> = { gradient: descending(), alternating, adam };

const trained =
  (movers: typeof MOVERS) =>
  (task: Sample, rule: ProductRule, streams: Streams): Ending => {
    const net = start(task, rule, streams);
    const { b, u, v } = net;
    const limit = limitOf(rule, 400_000);
    let gradient = Infinity;
    const stop = ends(rule, () => gradient, undefined, { otherwise: limit });
    const { steps, stopped } = descend({
      look: () => {
        look(net);
        gradient = steepest(net);
      },
      stop: (made) =>
        rule.gradient !== undefined && gradient <= rule.gradient && !isSaddle(net, rule.gradient)
          ? 'gradient'
          : stop(made),
      step: movers[rule.optimizer](net, rule, limit),
    });
    return { parameters: { beta: b, u, v }, steps, stopped, facts: { gradient } };
  };
const train = trained(MOVERS);
const ruled = ofRule(train);

/** out = argmin (1/2) |X diag(held) out - y|^2 + (lambda / 2) |out|^2 = held * X'(X diag(held^2) X' + lambda I)^-1 y. */
function ridgeInto(X: Matrix, y: Float64Array, held: Float64Array, lambda: number, out: Float64Array): void {
  const { rows: n, cols: d } = X;
  const K = gram(scaleColumns(X, held));
  for (let i = 0; i < n; i++) K.data[i * (n + 1)]! += lambda;
  const image = timesTransposed(X, choleskySolve(cholesky(K), y));
  for (let j = 0; j < d; j++) out[j] = held[j]! * image[j]!;
}

/** v is moved with the gradient at the already moved u. */
const stale = descending((net, old) => {
  old.set(net.u);
  look(net);
});

const productNetwork = model({
  name: 'product-network',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ beta: X.cols, u: X.cols, v: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: { gradient: 'the largest gradient at the end' },
  train,
  faults: {
    'decay halved': { what: 'lambda / 2', by: ruled({ lambda: (lambda) => lambda / 2 }) },
    'decay of one factor': { what: 'v does not decay', by: ruled({ lambdaOfV: 0, steps: 5000 }) },
    'start at 0': { what: 'training starts at the saddle', by: ruled({ start: 0, steps: 1000 }) },
    'early stop': { what: 'ends at a gradient of 1e-2', by: ruled({ gradient: 1e-2 }) },
    ...graded('lambda', 'lambda is {grade} too large', (grade) => ruled({ lambda: (lambda) => (1 + grade) * lambda })),
  },
  harmless: {
    'stale gradient': {
      what: 'v is moved with the gradient at the already moved u',
      by: trained({ ...MOVERS, gradient: stale }),
    },
    'small start': { what: 'the start is a hundredth', by: ruled({ start: (start) => start / 100 }) },
  },
});

export default productNetwork;

/** Gradient descent with weight decay lambda on both factors, to a stationary point that is no saddle. */
export const decayed = runs(productNetwork, {
  optimizer: 'gradient',
  start: 1,
  stable: 0.9,
  gradient: 1e-6,
  budget: 100_000_000,
});
