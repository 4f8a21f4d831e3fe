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
import { model, runs, type Model, type Stream, type Streams, type Trained } from 'claimcheck';
import { factorLoop } from 'claimcheck/numerics/kernels';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, matrix, norm2, times, timesInto, timesTransposedInto, type Matrix } from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, flag, must, number, oneOf, positive, whole } from 'claimcheck/rule';

export interface FactorRule {
  readonly optimizer: 'mirror' | 'gradient';
  /** Scale of initialization: U = V = alpha I. */
  readonly alpha: number;
  /** M = U U' - V V'; false: M = U U'. */
  readonly signed?: boolean;
  /** The start is alpha times a Gaussian matrix / sqrt d, or times an orthogonal matrix, from the stream `train`. */
  readonly start?: 'gaussian' | 'orthogonal';
  /** Initial V as a multiple of U. */
  readonly balance?: number;
  /** Only U is trained. */
  readonly onlyU?: boolean;
  /** The residual is measured in the metric of its own speed; without effect on the limit where measurements commute. */
  readonly gaussNewton?: boolean;
  readonly within?: number;
  readonly stable?: number;
  /** The step, in place of the largest within the two bounds. */
  readonly rate?: number;
  /** Ends when |A(M) - y| <= residual. */
  readonly residual?: number;
  /** Ends after that many steps; a declared end. */
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

type Rule = Partial<FactorRule> & { readonly alpha: number };

export interface Sensing {
  readonly A: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  readonly halfStepOfV?: boolean;
  /** Only the diagonal of G is used. */
  readonly diagonal?: boolean;
  /** Half the columns of U and V start at 0. */
  readonly deficient?: boolean;
  readonly alpha?: (alpha: number) => number;
  /** U G in place of G U. */
  readonly right?: boolean;
}

const EXPLODED = 1e12;

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

/** E = exp(t G) by its series, for |t G|_2 <= 1/2: 16 terms reach the last bit. `power` and `next` are room. */
function exponentialOf(
  G: Float64Array,
  t: number,
  d: number,
  E: Float64Array,
  power: Float64Array,
  next: Float64Array,
): void {
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

function begin(d: number, rule: FactorRule, stream: Stream, wrong: Wrong): [Float64Array, Float64Array] {
  const alpha = wrong.alpha ? wrong.alpha(rule.alpha) : rule.alpha;
  const one = () => {
    if (rule.start === 'gaussian') return normals(stream, d * d).map((entry) => (alpha * entry) / Math.sqrt(d));
    const base =
      rule.start === 'orthogonal'
        ? orthonormalColumns({ rows: d, cols: d, data: normals(stream, d * d) }).data
        : Float64Array.from({ length: d * d }, (_, k) => (k % (d + 1) === 0 ? 1 : 0));
    return base.map((entry, k) => (wrong.deficient && k % d >= d / 2 ? 0 : alpha * entry));
  };
  const U = one();
  const scale = rule.signed ? (rule.balance ?? 1) : 0;
  return [U, one().map((entry) => scale * entry)];
}

/** The Cholesky factor of 4 <A_k, A_l (U U' + V V')>, with as much added as makes it definite: m x m. */
function speeds(A: Matrix, U: Float64Array, M: Float64Array, d: number): Matrix {
  const m = A.rows;
  const S = new Float64Array(d * d);
  difference(U, new Float64Array(d * d), d, S);
  for (let k = 0; k < d * d; k++) S[k] = 2 * S[k]! - M[k]!; // U U' + V V'
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

function train({ A, y }: Sensing, rule: FactorRule, streams: Streams, wrong: Wrong = {}): Trained {
  const m = A.rows;
  const d = Math.floor(Math.sqrt(A.cols) + 0.5);
  if (d * d !== A.cols) throw new RangeError(`matrix-factorization: A has ${A.cols} columns; expected a square number`);
  const [U, V] = begin(d, rule, streams.train(), wrong);
  const [M, S, G, E, next, room] = Array.from({ length: 6 }, () => new Float64Array(d * d)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const none = new Float64Array(d * d);
  const r = new Float64Array(m);
  const { optimizer, residual: target, signed, within = 0.1, stable = 0.25, rate } = rule;
  const norm = rate === undefined ? eigenvaluesSymmetric(gram(A))[m - 1]! : 0;

  const look = () => {
    difference(U, V, d, M);
    timesInto(A, M, r);
    for (let k = 0; k < m; k++) r[k]! -= y[k]!;
  };
  /** factor <- exp(t G) factor, or its first order. */
  const move = (factor: Float64Array, t: number) => {
    if (optimizer === 'mirror') exponentialOf(G, t, d, E, room, next);
    else for (let k = 0; k < d * d; k++) E[k] = (k % (d + 1) === 0 ? 1 : 0) + t * G[k]!;
    if (wrong.right) product(factor, E, d, next);
    else product(E, factor, d, next);
    factor.set(next);
  };

  /** The largest step within both bounds. */
  const largest = (): number => {
    difference(U, none, d, S);
    let widest = 0;
    for (let i = 0; i < d; i++) {
      let row = 0;
      for (let j = 0; j < d; j++) row += Math.abs(2 * S[i * d + j]! - M[i * d + j]!); // U U' + V V' = 2 U U' - M
      widest = Math.max(widest, row);
    }
    return Math.min(within / (2 * norm2(G)), rule.gaussNewton ? stable : (2 * stable) / (4 * widest * norm));
  };

  const limit = rule.steps ?? rule.budget ?? 50_000;
  let stopped: Trained['stopped'] = rule.steps === undefined ? 'budget' : 'steps';
  look();
  // The same steps compiled (src/numerics/kernels/assembly/factorization.ts, kept equal bit for bit), to where the loop below
  // ends; a fault of the step runs that loop from the start.
  let steps =
    rule.gaussNewton || wrong.halfStepOfV || wrong.diagonal || wrong.right
      ? 0
      : factorLoop(
          { A, y, U, V, M, r },
          { optimizer, limit, target, rate, within, stable, norm, both: signed === true && !rule.onlyU },
        );
  let size = norm2(r);
  for (; steps < limit; steps++) {
    if (target !== undefined && size <= target) {
      stopped = 'residual';
      break;
    }
    if (!(size < EXPLODED)) break;
    if (rule.gaussNewton) timesTransposedInto(A, choleskySolve(speeds(A, U, M, d), r), G);
    else timesTransposedInto(A, r, G);
    if (wrong.diagonal) for (let k = 0; k < d * d; k++) if (k % (d + 1) !== 0) G[k] = 0;
    const h = rate ?? largest();
    move(U, -2 * h);
    if (signed && !rule.onlyU) move(V, wrong.halfStepOfV ? h : 2 * h);
    look();
    size = norm2(r);
  }
  if (!(size < EXPLODED)) stopped = 'diverged';
  return {
    parameters: { M, U, V },
    predict: (at) => times(at, M),
    steps,
    stopped,
    facts: { residual: size },
  };
}

const wrongly =
  (wrong: Wrong): Model<Sensing>['train'] =>
  (task, rule, streams) =>
    train(task, rule, streams, wrong);
const ruled =
  (change: Partial<FactorRule>): Model<Sensing>['train'] =>
  (task, rule: FactorRule, streams) =>
    train(task, { ...rule, ...change }, streams);
const offBy = (grade: number) => ({
  what: `initialized at (1 + ${grade}) alpha`,
  grade,
  by: wrongly({ alpha: (alpha) => alpha * (1 + grade) }),
});

const matrixFactorization = model({
  name: 'matrix-factorization',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields({
    optimizer: must(oneOf('mirror', 'gradient')),
    alpha: must(amount),
    signed: flag,
    start: oneOf('gaussian', 'orthogonal'),
    balance: number,
    onlyU: flag,
    gaussNewton: flag,
    within: positive,
    stable: positive,
    rate: positive,
    residual: amount,
    steps: whole,
    budget: whole,
  }),
  shapes: ({ A }: Sensing) => ({ M: A.cols, U: A.cols, V: A.cols }),
  predicts: { rows: ({ A }: Sensing) => A, at: ({ M }, A) => times(A, M!) },
  facts: { residual: '|A vec(M) - y|_2' },
  train: (task: Sensing, rule: FactorRule, streams) => train(task, rule, streams),
  faults: {
    'Gaussian start': { what: 'U and V start as Gaussian matrices', by: ruled({ start: 'gaussian' }) },
    'rank-deficient start': { what: 'half the columns of U and V start at 0', by: wrongly({ deficient: true }) },
    'unequal start': { what: 'V starts at U/2', by: ruled({ balance: 0.5 }) },
    'only U': { what: 'V is not trained', by: ruled({ onlyU: true }) },
    'half step of V': { what: "the step of V lacks the gradient's factor 2", by: wrongly({ halfStepOfV: true }) },
    'diagonal gradient': { what: 'only the diagonal of G is used', by: wrongly({ diagonal: true }) },
    'gradient from the right': {
      what: 'U G in the place of G U (on commuting measurements, from a multiple of the identity, the same step)',
      by: wrongly({ right: true }),
    },
    'alpha off by 1%': offBy(0.01),
    'alpha off by 3%': offBy(0.03),
    'alpha off by 10%': offBy(0.1),
    'alpha off by 30%': offBy(0.3),
  },
  harmless: {
    'orthogonal start': {
      what: 'U and V start at alpha times orthogonal matrices',
      by: (task, rule: FactorRule, streams) =>
        train(task, rule.start ? rule : { ...rule, start: 'orthogonal' }, streams),
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
