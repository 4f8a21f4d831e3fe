/**
 * Matrix factorization: M = U U' - V V' (or U U' alone), d x d, trained on L = (1/2) sum_k (<A_k, M> - y_k)^2 from
 * U = V = alpha I. A: m x d^2, row k is the symmetric measurement A_k; y: m; U, V, M: d^2, row by row.
 *
 * With G = sum_k r_k A_k, r = A(M) - y, gradient descent is U <- U - 2 h G U, V <- V + 2 h G V. `mirror` replaces the factor
 * by its exponential, U <- exp(-2 h G) U, which for commuting measurements keeps what gradient flow keeps at any step size.
 * Steps: h = min(within / (2 |G|_2), 2 stable / K) with K = 4 max(|U|_2^2 + |V|_2^2) |A|_2^2 bounding the curvature
 * (|A|_2 the largest singular value of the measurements); |G|_2 <= |G|_F bounds the first. Or h = rate.
 * Sources: gunasekar2017implicit, li2018algorithmic.
 */
import { model, runs, type Streams, type Trained } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { factorLoop } from 'claimcheck/numerics/kernels';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import {
  gram,
  identity,
  matrix,
  norm2,
  times,
  timesInto,
  timesTransposedInto,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, flag, must, number, oneOf, positive, whole, type RuleOf } from 'claimcheck/rule';
import { descend } from './descent/descend.js';
import { ends, limitOf } from './descent/ends.js';

const RULE = {
  optimizer: must(oneOf('mirror', 'gradient')),
  /** Scale of initialization: U = V = alpha I. */
  alpha: must(amount),
  /** M = U U' - V V'; false: M = U U'. */
  signed: flag,
  /** The start is alpha times a Gaussian matrix / sqrt d, or times an orthogonal matrix, from the stream `train`. */
  start: oneOf('gaussian', 'orthogonal'),
  /** Initial V as a multiple of U. */
  balance: number,
  /** Only U is trained. */
  onlyU: flag,
  /** The residual is measured in the metric of its own speed; without effect on the limit where measurements commute. */
  gaussNewton: flag,
  within: positive,
  stable: positive,
  /** The step, in place of the largest within the two bounds. */
  rate: positive,
  /** Ends when |A(M) - y| <= residual. */
  residual: amount,
  /** Ends after that many steps; a declared end. */
  steps: whole,
  /** Unfinished after that many steps. */
  budget: whole,
};
export type FactorRule = RuleOf<typeof RULE>;

type Rule = Partial<FactorRule> & { readonly alpha: number };

export interface Sensing {
  readonly A: Matrix;
  readonly y: Float64Array;
}

/** out = P Q for d x d matrices, row by row; not overlapping. */
function product(P: Float64Array, Q: Float64Array, d: number, out: Float64Array): void {
  for (let i = 0; i < d; i++)
    for (let j = 0; j < d; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += P[i * d + k]! * Q[k * d + j]!;
      out[i * d + j] = sum;
    }
}

/** out = P P' - Q Q'. */
function difference(P: Float64Array, Q: Float64Array, d: number, out: Float64Array): void {
  for (let i = 0; i < d; i++)
    for (let j = i; j < d; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += P[i * d + k]! * P[j * d + k]! - Q[i * d + k]! * Q[j * d + k]!;
      out[i * d + j] = sum;
      out[j * d + i] = sum;
    }
}

/** U, V and what follows from them, and room for one step; everything is overwritten in place. */
function start({ A, y }: Sensing, rule: FactorRule, streams: Streams) {
  const d = Math.floor(Math.sqrt(A.cols) + 0.5);
  if (d * d !== A.cols) throw new RangeError(`matrix-factorization: A has ${A.cols} columns; expected a square number`);
  const stream = streams.train();
  const factor = () => {
    if (rule.start === 'gaussian') return normals(stream, d * d).map((entry) => (rule.alpha * entry) / Math.sqrt(d));
    const base = rule.start === 'orthogonal' ? orthonormalColumns(matrix(d, d, normals(stream, d * d))) : identity(d);
    return base.data.map((entry) => rule.alpha * entry);
  };
  const [U, V] = [factor(), factor()];
  const scale = rule.signed ? (rule.balance ?? 1) : 0;
  const zeros = () => new Float64Array(d * d);
  return {
    ...{ A, y, d, U, V: V.map((entry) => scale * entry), M: zeros(), G: zeros() },
    /** A(M) - y: m. */
    r: new Float64Array(A.rows),
    room: { E: zeros(), power: zeros(), next: zeros() },
    /** |A|_2^2, where steps are bounded. */
    norm: rule.rate === undefined ? eigenvaluesSymmetric(gram(A))[A.rows - 1]! : 0,
  };
}
type Network = ReturnType<typeof start>;

/** E = exp(t G) by its series, for |t G|_2 <= 1/2: 16 terms reach the last bit. */
function exponentialOf({ G, d, room: { E, power, next } }: Network, t: number): void {
  E.fill(0);
  power.fill(0);
  for (let i = 0; i < d; i++) E[i * d + i] = power[i * d + i] = 1;
  for (let term = 1; term <= 16; term++) {
    product(power, G, d, next);
    let largest = 0;
    for (let k = 0; k < d * d; k++) {
      power[k] = (next[k]! * t) / term;
      E[k]! += power[k]!;
      largest = Math.max(largest, Math.abs(power[k]!));
    }
    if (largest < 1e-18) return;
  }
}

function look({ A, y, d, U, V, M, r }: Network): void {
  difference(U, V, d, M);
  timesInto(A, M, r);
  for (let k = 0; k < r.length; k++) r[k]! -= y[k]!;
}

/** U U' + V V' = 2 U U' - M. */
function sumOfSquares({ U, M, d }: Network): Float64Array {
  const S = new Float64Array(d * d);
  difference(U, new Float64Array(d * d), d, S);
  for (let k = 0; k < d * d; k++) S[k] = 2 * S[k]! - M[k]!;
  return S;
}

/** The Cholesky factor of 4 <A_k, A_l (U U' + V V')>, with as much added as makes it definite: m x m. */
function speeds(net: Network): Matrix {
  const { A, d } = net;
  const m = A.rows;
  const S = sumOfSquares(net);
  const turned = new Float64Array(d * d);
  const K = matrix(m, m);
  let most = 0;
  for (let l = 0; l < m; l++) {
    product(A.data.subarray(l * d * d, (l + 1) * d * d), S, d, turned);
    const along = times(A, turned);
    for (let k = l; k < m; k++) K.data[k * m + l] = 4 * along[k]!;
    most = Math.max(most, K.data[l * m + l]!);
  }
  for (let l = 0; l < m; l++) K.data[l * m + l]! += 1e-13 * most;
  return cholesky(K);
}

/** G = sum_k r_k A_k, r in the metric of its own speed where the rule says so. */
function slope(net: Network, { gaussNewton }: FactorRule): void {
  timesTransposedInto(net.A, gaussNewton ? choleskySolve(speeds(net), net.r) : net.r, net.G);
}

/** The largest step within both bounds. */
function size(net: Network, { within = 0.1, stable = 0.25, rate, gaussNewton }: FactorRule): number {
  if (rate !== undefined) return rate;
  const S = sumOfSquares(net);
  const { d, G, norm } = net;
  let widest = 0;
  for (let i = 0; i < d; i++) {
    let row = 0;
    for (let j = 0; j < d; j++) row += Math.abs(S[i * d + j]!);
    widest = Math.max(widest, row);
  }
  return Math.min(within / (2 * norm2(G)), gaussNewton ? stable : (2 * stable) / (4 * widest * norm));
}

/** Moves one factor: factor <- exp(t G) factor, or its first order. */
type Turn = (net: Network, of: 'U' | 'V', t: number, optimizer: FactorRule['optimizer']) => void;

const turnedBy =
  (multiplied: (E: Float64Array, factor: Float64Array, d: number, out: Float64Array) => void): Turn =>
  (net, of, t, optimizer) => {
    const { G, d, room } = net;
    if (optimizer === 'mirror') exponentialOf(net, t);
    else for (let k = 0; k < d * d; k++) room.E[k] = (k % (d + 1) === 0 ? 1 : 0) + t * G[k]!;
    multiplied(room.E, net[of], d, room.next);
    net[of].set(room.next);
  };
const turn = turnedBy(product);

const BUDGET = 50_000;

/** What a training is made of; a fault is one of these wrapped. */
interface Parts {
  readonly start: typeof start;
  readonly slope: typeof slope;
  readonly turn: Turn;
  readonly compiled?: typeof compiled;
}

/** The same steps compiled (src/numerics/kernels/assembly/factorization.ts, kept equal bit for bit): how many it made. */
function compiled(net: Network, rule: FactorRule): number {
  const { optimizer, residual, rate, within = 0.1, stable = 0.25 } = rule;
  if (rule.gaussNewton) return 0;
  const both = rule.signed === true && !rule.onlyU;
  const limit = limitOf(rule, BUDGET);
  return factorLoop(net, { optimizer, limit, target: residual, rate, within, stable, norm: net.norm, both });
}

const trained =
  (parts: Parts) =>
  (task: Sensing, rule: FactorRule, streams: Streams): Trained => {
    const net = parts.start(task, rule, streams);
    const { optimizer, residual, signed, onlyU } = rule;
    const { M, U, V, r } = net;
    look(net);
    const { steps, stopped } = descend(
      {
        look: () => look(net),
        stop: ends(rule, () => norm2(r), residual, { otherwise: BUDGET }),
        step: () => {
          parts.slope(net, rule);
          const h = size(net, rule);
          parts.turn(net, 'U', -2 * h, optimizer);
          if (signed && !onlyU) parts.turn(net, 'V', 2 * h, optimizer);
        },
      },
      parts.compiled?.(net, rule),
    );
    return {
      parameters: { M, U, V },
      predict: (at) => times(at, M),
      steps,
      stopped,
      facts: { residual: norm2(r) },
    };
  };

const PARTS: Parts = { start, slope, turn, compiled };
const train = trained(PARTS);
const wrapped = (changed: Partial<Parts>) => trained({ ...PARTS, compiled: undefined, ...changed });
const ruled = ofRule(train);

/** Half the columns of both factors are 0, where they are no Gaussian matrices. */
const deficient: typeof start = (task, rule, streams) => {
  const net = start(task, rule, streams);
  if (rule.start !== 'gaussian')
    for (let k = 0; k < net.U.length; k++) if (k % net.d >= net.d / 2) net.U[k] = net.V[k] = 0;
  return net;
};
const diagonal: typeof slope = (net, rule) => {
  slope(net, rule);
  for (let k = 0; k < net.G.length; k++) if (k % (net.d + 1) !== 0) net.G[k] = 0;
};

const matrixFactorization = model({
  name: 'matrix-factorization',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ A }: Sensing) => ({ M: A.cols, U: A.cols, V: A.cols }),
  predicts: { rows: ({ A }: Sensing) => A, at: ({ M }, A) => times(A, M!) },
  facts: { residual: '|A vec(M) - y|_2' },
  train,
  faults: {
    'Gaussian start': { what: 'U and V start as Gaussian matrices', by: ruled({ start: 'gaussian' }) },
    'rank-deficient start': {
      what: 'half the columns of U and V start at 0',
      by: trained({ ...PARTS, start: deficient }),
    },
    'unequal start': { what: 'V starts at U/2', by: ruled({ balance: 0.5 }) },
    'only U': { what: 'V is not trained', by: ruled({ onlyU: true }) },
    'half step of V': {
      what: "the step of V lacks the gradient's factor 2",
      by: wrapped({ turn: (net, of, t, how) => turn(net, of, of === 'V' ? t / 2 : t, how) }),
    },
    'diagonal gradient': { what: 'only the diagonal of G is used', by: wrapped({ slope: diagonal }) },
    'gradient from the right': {
      what: 'U G in the place of G U (on commuting measurements, from a multiple of the identity, the same step)',
      by: wrapped({ turn: turnedBy((E, factor, d, out) => product(factor, E, d, out)) }),
    },
    ...graded('alpha', 'initialized at (1 + {grade}) alpha', (grade) =>
      ruled((rule) => ({ ...rule, alpha: rule.alpha * (1 + grade) })),
    ),
  },
  harmless: {
    'orthogonal start': {
      what: 'U and V start at alpha times orthogonal matrices',
      by: ruled((rule) => (rule.start ? rule : { ...rule, start: 'orthogonal' })),
    },
  },
});

export default matrixFactorization;

/** Exponential steps to the given residual; half a unit of the dual variable and .9 of the stable step at most. */
export const exponential = runs(matrixFactorization, (rule: Rule): FactorRule => ({
  optimizer: 'mirror',
  signed: true,
  within: 0.5,
  stable: 0.9,
  residual: 1e-10,
  budget: 50_000,
  ...rule,
}));

/** Plain gradient descent. */
export const factored = runs(matrixFactorization, (rule: Rule): FactorRule => ({
  optimizer: 'gradient',
  signed: true,
  within: 0.1,
  stable: 0.25,
  residual: 1e-6,
  budget: 50_000,
  ...rule,
}));
