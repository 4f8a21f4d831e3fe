/**
 * The linear model with a product for each coefficient, b = u * v entry by entry, trained with weight decay on both
 * factors: (1/2) |X (u * v) - y|^2 + (lambda / 2) (|u|^2 + |v|^2), from a Gaussian start. X: n x d, y: n, u, v: d.
 *
 * - `gradient`: gradient descent, its step a fraction of the bound of the curvature at the present weights.
 * - `alternating`: u is solved for with v held, then v with u held (two ridge regressions).
 * - `adam`: Adam, the decay in its gradient or, `decoupled`, beside it.
 */
import { model, runs, type Model, type Stream, type Streams, type Trained } from 'claimcheck';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import {
  gram,
  matrix,
  times,
  timesInto,
  timesTransposed,
  timesTransposedInto,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { amount, fields, flag, must, oneOf, positive, whole } from 'claimcheck/rule';

export interface ProductRule {
  readonly optimizer: 'gradient' | 'alternating' | 'adam';
  /** Weight decay of u and of v; v's is that of u if absent. */
  readonly lambda: number;
  readonly lambdaOfV?: number;
  /** Standard deviation of the Gaussian start. */
  readonly start: number;
  /** Adam: the decay is a step of its own and not in the gradient. */
  readonly decoupled?: boolean;
  /** Adam: the step, falling linearly to zero over `steps`. */
  readonly rate?: number;
  /** The share of the stable step. */
  readonly stable?: number;
  /** Ends when no entry of the gradient exceeds this, and no direction of negative curvature is left (up to this). */
  readonly gradient?: number;
  /** Ends after that many steps; a declared end. */
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  /** The step of v uses the already moved u. */
  readonly stale?: boolean;
}

/** By how much of lambda a coordinate of the loss's gradient may exceed lambda at the end. */
const SECOND_ORDER = 1e-5;

const gaussian = (stream: Stream, d: number, size: number) =>
  Float64Array.from({ length: d }, () => size * stream.normal());

function train({ X, y }: Data, rule: ProductRule, streams: Streams, wrong: Wrong = {}): Trained {
  const [n, d] = [X.rows, X.cols];
  const { lambda, lambdaOfV = lambda } = rule;
  const stream = streams.train();
  const u = gaussian(stream, d, rule.start);
  const v = gaussian(stream, d, rule.start);
  const b = new Float64Array(d);
  const r = new Float64Array(n);
  const g = new Float64Array(d);
  const first = new Float64Array(2 * d);
  const second = new Float64Array(2 * d);
  const size = eigenvaluesSymmetric(gram(X)).at(-1)!; // |X|_2^2
  const limit = rule.steps ?? rule.budget ?? 400_000;
  let stopped: Trained['stopped'] = rule.steps === undefined ? 'budget' : 'steps';
  let decay1 = 1;
  let decay2 = 1;
  let steps = 0;
  let largest = Infinity;
  const gradient = () => {
    for (let j = 0; j < d; j++) b[j] = u[j]! * v[j]!;
    timesInto(X, b, r);
    for (let i = 0; i < n; i++) r[i]! -= y[i]!;
    timesTransposedInto(X, r, g);
  };
  for (; ; steps++) {
    gradient();
    largest = 0;
    let widest = 0;
    let steepest = 0;
    for (let j = 0; j < d; j++) {
      largest = Math.max(
        largest,
        Math.abs(g[j]! * v[j]! + lambda * u[j]!),
        Math.abs(g[j]! * u[j]! + lambdaOfV * v[j]!),
      );
      widest = Math.max(widest, u[j]! * u[j]! + v[j]! * v[j]!);
      steepest = Math.max(steepest, Math.abs(g[j]!));
    }
    // Where |g_j| > lambda at u_j = v_j = 0 the point is a saddle, however small the gradient is near it.
    const curved = steepest > (1 + SECOND_ORDER) * Math.max(lambda, lambdaOfV) + rule.gradient!;
    if (rule.gradient !== undefined && largest <= rule.gradient && !curved) {
      stopped = 'gradient';
      break;
    }
    if (!(largest < 1e12)) stopped = 'diverged';
    if (steps >= limit || stopped === 'diverged') break;
    if (rule.optimizer === 'alternating') {
      ridgeInto(X, y, v, lambda, u);
      ridgeInto(X, y, u, lambdaOfV, v);
    } else if (rule.optimizer === 'gradient') {
      const h = rule.stable! / (widest * size + steepest + Math.max(lambda, lambdaOfV));
      for (let j = 0; j < d; j++) {
        const old = u[j]!;
        u[j]! -= h * (g[j]! * v[j]! + lambda * old);
        first[j] = old;
      }
      if (wrong.stale) {
        first.set(u);
        gradient();
      }
      for (let j = 0; j < d; j++) v[j]! -= h * (g[j]! * first[j]! + lambdaOfV * v[j]!);
    } else {
      decay1 *= 0.9;
      decay2 *= 0.999;
      const rate = rule.rate! * (1 - steps / limit);
      for (let k = 0; k < 2 * d; k++) {
        const j = k % d;
        const [own, other, strength] = k < d ? [u, v, lambda] : [v, u, lambdaOfV];
        const slope = g[j]! * (k < d ? other[j]! : b[j]! / v[j]!) + (rule.decoupled ? 0 : strength * own[j]!);
        first[k] = 0.9 * first[k]! + 0.1 * slope;
        second[k] = 0.999 * second[k]! + 0.001 * slope * slope;
      }
      for (let k = 0; k < 2 * d; k++) {
        const j = k % d;
        const own = k < d ? u : v;
        const move = first[k]! / (1 - decay1) / (Math.sqrt(second[k]! / (1 - decay2)) + 1e-12);
        own[j]! -= rate * (move + (rule.decoupled ? (k < d ? lambda : lambdaOfV) * own[j]! : 0));
      }
    }
  }
  return {
    parameters: { beta: b, u, v },
    predict: (at) => times(at, b),
    steps,
    stopped,
    facts: { gradient: largest },
  };
}

/** out = argmin (1/2) |X diag(held) out - y|^2 + (lambda / 2) |out|^2 = held * X'(X diag(held^2) X' + lambda I)^-1 y. */
function ridgeInto(X: Matrix, y: Float64Array, held: Float64Array, lambda: number, out: Float64Array): void {
  const { rows: n, cols: d } = X;
  const K = gram(
    matrix(
      n,
      d,
      X.data.map((entry, k) => entry * held[k % d]!),
    ),
  );
  for (let i = 0; i < n; i++) K.data[i * (n + 1)]! += lambda;
  const image = timesTransposed(X, choleskySolve(cholesky(K), y));
  for (let j = 0; j < d; j++) out[j] = held[j]! * image[j]!;
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule as ProductRule, streams, wrong);
const ruled =
  (change: (rule: ProductRule) => ProductRule): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, change(rule as ProductRule), streams);
const lambdaOff = (grade: number) => ({
  what: `lambda is ${grade} too large`,
  grade,
  by: ruled((rule) => ({ ...rule, lambda: (1 + grade) * rule.lambda })),
});

const productNetwork = model({
  name: 'product-network',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields({
    optimizer: must(oneOf('gradient', 'alternating', 'adam')),
    lambda: must(amount),
    lambdaOfV: amount,
    start: must(amount),
    decoupled: flag,
    rate: positive,
    stable: positive,
    gradient: amount,
    steps: whole,
    budget: whole,
  }),
  shapes: ({ X }: Data) => ({ beta: X.cols, u: X.cols, v: X.cols }),
  predicts: { rows: ({ X }: Data) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: { gradient: 'the largest gradient at the end' },
  train: (task: Data, rule, streams) => train(task, rule as ProductRule, streams),
  faults: {
    'decay halved': { what: 'lambda / 2', by: ruled((rule) => ({ ...rule, lambda: rule.lambda / 2 })) },
    'decay of one factor': {
      what: 'v does not decay',
      by: ruled((rule) => ({ ...rule, lambdaOfV: 0, steps: 5000 })),
    },
    'start at 0': { what: 'training starts at the saddle', by: ruled((rule) => ({ ...rule, start: 0, steps: 1000 })) },
    'early stop': { what: 'ends at a gradient of 1e-2', by: ruled((rule) => ({ ...rule, gradient: 1e-2 })) },
    'lambda off by 1%': lambdaOff(0.01),
    'lambda off by 3%': lambdaOff(0.03),
    'lambda off by 10%': lambdaOff(0.1),
    'lambda off by 30%': lambdaOff(0.3),
  },
  harmless: {
    'stale gradient': { what: 'v is moved with the gradient at the already moved u', by: wrongly({ stale: true }) },
    'small start': { what: 'the start is a hundredth', by: ruled((rule) => ({ ...rule, start: rule.start / 100 })) },
  },
});

export default productNetwork;

/** Gradient descent with weight decay lambda on both factors, to a stationary point that is no saddle. */
export const decayed = runs(
  productNetwork,
  (rule: Partial<ProductRule> & Pick<ProductRule, 'lambda'>): ProductRule => ({
    optimizer: 'gradient',
    start: 1,
    stable: 0.9,
    gradient: 1e-6,
    budget: 100_000_000,
    ...rule,
  }),
);
