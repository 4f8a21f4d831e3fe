/**
 * The diagonal linear network: beta = u^D - v^D entry by entry (D = 2 unless said), trained on the squared loss
 * L = (1/2) |X beta - y|^2 from u = v = alpha. X: n x d, y: n, u, v, beta: d.
 *
 * - `mirror`: the exact dual step. At depth 2 it is multiplicative, u <- u exp(-2 h g), v <- v exp(2 h g) with
 *   g = X'(X beta - y); at depth D >= 3 it is additive in u^(2-D). It keeps what gradient flow conserves (u v at depth 2)
 *   at any step size, so its limit is the limit of the flow without discretization bias.
 * - `gradient`: plain gradient descent, h = min(within / (2 max|g|), 2 stable / K), K = 4 max(u^2 + v^2) |X|^2 bounding
 *   the curvature. Its bias is of first order in h and known in closed form: u v <- u v (1 - 4 h^2 g^2).
 * Source: woodworth2020kernel, sections 2 to 4 (depth D: section 5); the closed form of the bias is derived in the claim.
 */
import type { Model, Streams, Trained } from 'claimcheck';
import { exp, power, pow } from 'claimcheck/numerics/elementary';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, norm2, timesInto, timesTransposedInto, times, type Matrix } from 'claimcheck/numerics/matrix';

export interface DiagonalRule {
  readonly optimizer: 'mirror' | 'gradient' | 'momentum' | 'adam';
  /** Scale of initialization: u = v = alpha. */
  readonly alpha: number;
  readonly depth?: number;
  /** Initial v as a multiple of u (1: balanced). */
  readonly balance?: number;
  /** Initial entries alpha |N(0, 1)|, drawn from the stream `train`, in place of alpha. */
  readonly gaussian?: boolean;
  /** Initial entries of random signs. */
  readonly signs?: boolean;
  /** The loss is multiplied by this. */
  readonly lossScale?: number;
  /** Equation i of n (from 0) is weighted by 1 / (1 + i/n). */
  readonly weighted?: boolean;
  /** Every step sees one equation, drawn from the stream `train`. */
  readonly single?: boolean;
  /** Largest relative change of a parameter in one plain step, and the fraction of the stable step. */
  readonly within?: number;
  readonly stable?: number;
  /** Adam: the step, decaying linearly to zero over `steps`. */
  readonly rate?: number;
  /** Ends when |X beta - y| <= residual. */
  readonly residual?: number;
  /** Ends after that many steps; a declared end. */
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

/** The exact dual step to the given residual. */
export const mirror = (rule: Partial<DiagonalRule> & { alpha: number }): DiagonalRule => ({
  optimizer: 'mirror',
  residual: 1e-12,
  budget: 200_000,
  ...rule,
});

/** Plain gradient descent with small steps. */
export const descent = (rule: Partial<DiagonalRule> & { alpha: number }): DiagonalRule => ({
  optimizer: 'gradient',
  within: 0.1,
  stable: 0.25,
  residual: 1e-10,
  budget: 400_000,
  ...rule,
});

/** Adam for a fixed number of steps, its rate falling linearly to zero. */
export const adam = (rule: Partial<DiagonalRule> & { alpha: number }): DiagonalRule => ({
  optimizer: 'adam',
  rate: 1e-2,
  steps: 20_000,
  ...rule,
});

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  readonly alpha?: (alpha: number) => number;
  /** The step of v lacks its factor D. */
  readonly halfStepOfV?: boolean;
  /** v is moved with the gradient at the already moved u. */
  readonly stale?: boolean;
  /** u is moved by v's value and v by u's. */
  readonly swapped?: boolean;
  /** Heavy ball with this momentum. */
  readonly momentum?: number;
  /** Steps that many times too large. */
  readonly stretch?: number;
}

const EXPLODED = 1e12;

function train(task: Data, rule: DiagonalRule, streams: Streams, wrong: Wrong = {}): Trained {
  const { X, y } = task;
  const [n, d] = [X.rows, X.cols];
  const depth = rule.depth ?? 2;
  const exponent = 2 - depth;
  const stream = streams.train();
  const alpha = wrong.alpha ? wrong.alpha(rule.alpha) : rule.alpha;

  const initial = () => {
    const size = rule.gaussian ? alpha * Math.abs(stream.normal()) : alpha;
    return rule.signs && stream.uniform() < 0.5 ? -size : size;
  };
  const u = Float64Array.from({ length: d }, initial);
  const v = Float64Array.from({ length: d }, rule.gaussian || rule.signs ? initial : () => alpha * (rule.balance ?? 1));
  const beta = new Float64Array(d);
  const r = new Float64Array(n);
  const g = new Float64Array(d);
  const mu = new Float64Array(d); // first moments of u, then v
  const mv = new Float64Array(d);
  const su = new Float64Array(d); // second moments
  const sv = new Float64Array(d);
  const product = u.map((entry, j) => entry * v[j]!); // u v by its closed form
  const spectrum = eigenvaluesSymmetric(gram(X));
  const norm = spectrum[n - 1]!; // |X|_2^2
  const momentum = wrong.momentum ?? (rule.optimizer === 'momentum' ? 0.9 : 0);
  const lossScale = rule.lossScale ?? 1;

  const residual = () => {
    for (let j = 0; j < d; j++)
      beta[j] = depth === 2 ? u[j]! * u[j]! - v[j]! * v[j]! : power(u[j]!, depth) - power(v[j]!, depth);
    timesInto(X, beta, r);
    for (let i = 0; i < n; i++) r[i]! -= y[i]!;
  };
  const gradient = () => {
    residual();
    if (rule.weighted) for (let i = 0; i < n; i++) r[i]! /= 1 + i / n;
    if (rule.single) {
      const kept = stream.integer(n);
      for (let i = 0; i < n; i++) if (i !== kept) r[i] = 0;
    }
    timesTransposedInto(X, r, g);
  };

  const { residual: target, steps: declared } = rule;
  const limit = declared ?? rule.budget ?? 200_000;
  let stopped: Trained['stopped'] = declared === undefined ? 'budget' : 'steps';
  let steps = 0;
  let decayOfAdam1 = 1;
  let decayOfAdam2 = 1;
  residual();
  let size = norm2(r);
  for (; steps < limit; steps++) {
    if (target !== undefined && size <= target) {
      stopped = 'residual';
      break;
    }
    if (!(size < EXPLODED)) {
      stopped = 'diverged';
      break;
    }
    gradient();
    let largest = 0;
    let widest = 0;
    for (let j = 0; j < d; j++) {
      largest = Math.max(largest, Math.abs(g[j]!));
      widest = Math.max(widest, u[j]! * u[j]! + v[j]! * v[j]!);
    }
    const curvature = 4 * widest * norm;
    if (rule.optimizer === 'adam') {
      decayOfAdam1 *= 0.9;
      decayOfAdam2 *= 0.999;
      const rate = rule.rate! * (1 - steps / limit);
      for (let j = 0; j < d; j++) {
        const [gu, gv] = [2 * u[j]! * g[j]!, -2 * v[j]! * g[j]!];
        mu[j] = 0.9 * mu[j]! + 0.1 * gu;
        mv[j] = 0.9 * mv[j]! + 0.1 * gv;
        su[j] = 0.999 * su[j]! + 0.001 * gu * gu;
        sv[j] = 0.999 * sv[j]! + 0.001 * gv * gv;
        u[j]! -= (rate * (mu[j]! / (1 - decayOfAdam1))) / (Math.sqrt(su[j]! / (1 - decayOfAdam2)) + 1e-8);
        v[j]! -= (rate * (mv[j]! / (1 - decayOfAdam1))) / (Math.sqrt(sv[j]! / (1 - decayOfAdam2)) + 1e-8);
      }
    } else if (rule.optimizer === 'mirror') {
      const h = (wrong.stretch ?? 1) * lossScale * mirrorStep(largest, curvature, depth, u, v);
      if (wrong.stale || momentum !== 0) {
        for (let j = 0; j < d; j++) {
          mu[j] = momentum * mu[j]! + g[j]!;
          u[j]! *= exp(-2 * h * mu[j]!);
        }
        if (wrong.stale) gradient();
        for (let j = 0; j < d; j++) {
          mv[j] = momentum * mv[j]! + g[j]!;
          v[j]! *= exp(2 * h * mv[j]!);
        }
      } else if (wrong.swapped) {
        for (let j = 0; j < d; j++) {
          const [a, b] = [u[j]!, v[j]!];
          u[j] = a - 2 * h * g[j]! * b;
          v[j] = b + 2 * h * g[j]! * a;
        }
      } else if (depth === 2) {
        for (let j = 0; j < d; j++) {
          const factor = exp(2 * h * g[j]!);
          u[j]! /= factor;
          v[j]! *= wrong.halfStepOfV ? exp(h * g[j]!) : factor;
        }
      } else {
        for (let j = 0; j < d; j++) {
          const move = depth * -exponent * h * g[j]!;
          u[j] = pow(power(u[j]!, exponent) + move, 1 / exponent);
          v[j] = pow(power(v[j]!, exponent) - (wrong.halfStepOfV ? move / depth : move), 1 / exponent);
        }
      }
    } else {
      const h =
        (wrong.stretch ?? 1) * lossScale * Math.min(rule.within! / (2 * largest), (2 * rule.stable!) / curvature);
      for (let j = 0; j < d; j++) {
        const weight = depth === 2 ? 2 * u[j]! : depth * power(u[j]!, depth - 1);
        mu[j] = momentum * mu[j]! + (wrong.swapped ? 2 * v[j]! : weight) * g[j]!;
      }
      if (wrong.stale) {
        for (let j = 0; j < d; j++) u[j]! -= h * mu[j]!;
        gradient();
      }
      for (let j = 0; j < d; j++) {
        const weight = depth === 2 ? 2 * v[j]! : depth * power(v[j]!, depth - 1);
        const used = wrong.swapped ? 2 * u[j]! : wrong.halfStepOfV ? weight / depth : weight;
        mv[j] = momentum * mv[j]! + used * g[j]!;
        product[j]! *= 1 - 4 * h * h * g[j]! * g[j]!;
        if (!wrong.stale) u[j]! -= h * mu[j]!;
        v[j]! += h * mv[j]!;
      }
    }
    residual();
    size = norm2(r);
  }
  if (!(size < EXPLODED)) stopped = 'diverged';
  let drift = 0;
  for (let j = 0; j < d; j++) drift = Math.max(drift, Math.abs((u[j]! * v[j]!) / product[j]! - 1));
  return {
    parameters: { beta, u, v },
    predict: (at) => times(at, beta),
    steps,
    stopped,
    // `drift`: how far u v is from its closed form, relatively.
    facts: { residual: size, drift },
  };
}

/** The largest safe exact step: half a unit of the dual variable, and 0.9 of the stable step. */
function mirrorStep(largest: number, curvature: number, depth: number, u: Float64Array, v: Float64Array): number {
  if (depth === 2) return Math.min(0.5 / (2 * largest), (2 * 0.9) / curvature);
  // u^(2-D) and v^(2-D) must stay positive: move no entry by more than a quarter of the smaller one.
  let least = Infinity;
  let widest = 0;
  for (let j = 0; j < u.length; j++) {
    const top = Math.max(u[j]!, v[j]!);
    least = Math.min(least, power(top, 2 - depth));
    widest = Math.max(widest, power(top, 2 * depth - 2));
  }
  const stable = (2 * 0.9 * 4 * maxSquare(u, v)) / (curvature * depth * depth * widest);
  return Math.min((0.25 * least) / (depth * (depth - 2) * largest), stable);
}

function maxSquare(u: Float64Array, v: Float64Array): number {
  let widest = 0;
  for (let j = 0; j < u.length; j++) widest = Math.max(widest, u[j]! * u[j]! + v[j]! * v[j]!);
  return widest;
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule, streams, wrong);
const ruled =
  (change: (rule: DiagonalRule) => DiagonalRule): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, change(rule), streams);
const offBy = (grade: number) => ({
  what: `initialized at (1 + ${grade}) alpha`,
  grade,
  by: wrongly({ alpha: (alpha) => alpha * (1 + grade) }),
});

const diagonalNetwork: Model<Data> = {
  name: 'diagonal-network',
  capabilities: ['linear', 'differentiable', 'float64', 'tangent-kernel', 'parameters'],
  train: (task, rule: DiagonalRule, streams) => train(task, rule, streams),
  faults: {
    'alpha squared': { what: 'initialized at alpha^2', by: wrongly({ alpha: (alpha) => alpha * alpha }) },
    'half step of v': { what: "the step of v lacks the gradient's factor 2", by: wrongly({ halfStepOfV: true }) },
    'stale gradient': { what: 'v is moved with the gradient at the already moved u', by: wrongly({ stale: true }) },
    'swapped coupling': { what: "u's step uses v and v's step uses u", by: wrongly({ swapped: true }) },
    'unequal start': { what: 'v starts at alpha/2', by: ruled((rule) => ({ ...rule, balance: 0.5 })) },
    momentum: { what: 'heavy ball with momentum 0.9', by: wrongly({ momentum: 0.9 }) },
    'alpha off by 1%': offBy(0.01),
    'alpha off by 3%': offBy(0.03),
    'alpha off by 10%': offBy(0.1),
    'alpha off by 30%': offBy(0.3),
  },
  harmless: {
    'loss rescaled': { what: 'the loss is multiplied by 0.5', by: ruled((rule) => ({ ...rule, lossScale: 0.5 })) },
    'equations weighted': {
      what: 'equation i of the loss is weighted by 1 / (1 + i/n)',
      by: ruled((rule) => ({ ...rule, weighted: true })),
    },
    'random signs': { what: 'u and v start with random signs', by: ruled((rule) => ({ ...rule, signs: true })) },
  },
};

export default diagonalNetwork;
