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
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { productInto } from 'claimcheck/numerics/dense';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { lessened, scaled } from 'claimcheck/numerics/entries';
import {
  gram,
  identity,
  matrix,
  missInto,
  norm2,
  times,
  timesInto,
  timesTransposedInto,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import { orthonormalColumns } from 'claimcheck/numerics/qr';
import { part, resident, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, flag, must, number, oneOf, positive, type RuleOf } from 'claimcheck/rule';
import { descend } from './descent/descend.js';
import { ends, LIMITS } from './descent/ends.js';
import { exponentialOf, firstOrder, squares, widest } from './factorization/words.js';

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
  ...LIMITS,
};
export type FactorRule = RuleOf<typeof RULE>;

export interface Sensing {
  readonly A: Matrix;
  readonly y: Float64Array;
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
  const scale = rule.signed ? (rule.balance ?? 1) : 0;
  const [U, V] = [factor(), factor().map((entry) => scale * entry)];
  const still = V.every((entry) => entry === 0) && !(rule.signed && !rule.onlyU);
  const M = vector(d * d);
  return {
    A: resident(A),
    y: vector(y),
    d,
    U: vector(U),
    V: vector(V),
    M,
    /** U U', which is M where V is 0 and stays so. */
    S: still ? M : vector(d * d),
    G: vector(d * d),
    /** A(M) - y: m. */
    r: vector(A.rows),
    E: vector(d * d),
    power: vector(d * d),
    next: vector(d * d),
    strips: vector(8 * d),
    /** A row by row, and U U' + V V', where the metric needs them. */
    rows: rule.gaussNewton ? vector(A.data) : A.data,
    both: vector(d * d),
    along: vector(A.rows),
    /** |A|_2^2, where steps are bounded. */
    norm: rule.rate === undefined ? eigenvaluesSymmetric(gram(A))[A.rows - 1]! : 0,
  };
}
type Network = ReturnType<typeof start>;

function look({ A, y, d, U, V, M, S, r, strips }: Network): void {
  squares(U, V, M, S, d, strips);
  missInto(A, M, y, r);
}

/** The Cholesky factor of 4 <A_k, A_l (U U' + V V')>, with as much added as makes it definite: m x m. */
function speeds({ A, d, M, S, strips, rows, both, along, power: turned }: Network): Matrix {
  const m = A.rows;
  scaled(2, S, both);
  lessened(both, 1, M, both);
  const K = matrix(m, m);
  let most = 0;
  for (let l = 0; l < m; l++) {
    productInto(part(rows, l * d * d, (l + 1) * d * d), both, turned, d, d, d, strips);
    timesInto(A, turned, along);
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
  const { d, M, S, G, norm } = net;
  return Math.min(within / (2 * norm2(G)), gaussNewton ? stable : (2 * stable) / (4 * widest(S, M, d) * norm));
}

/** Moves one factor: factor <- exp(t G) factor, or its first order. */
type Turn = (net: Network, of: 'U' | 'V', t: number, optimizer: FactorRule['optimizer']) => void;

const turnedBy =
  (multiplied: (net: Network, factor: Float64Array) => void): Turn =>
  (net, of, t, optimizer) => {
    const { G, d, E, power, next, strips } = net;
    if (optimizer === 'mirror') exponentialOf(G, t, d, E, power, next, strips);
    else firstOrder(G, t, d, E);
    const factor = net[of];
    multiplied(net, factor);
    net[of] = next;
    net.next = factor;
  };
const turn = turnedBy(({ E, d, next, strips }, factor) => productInto(E, factor, next, d, d, d, strips));

const BUDGET = 50_000;

/** What a training is made of; a fault is one of these wrapped. */
interface Parts {
  readonly start: typeof start;
  readonly slope: typeof slope;
  readonly turn: Turn;
}

const trained =
  (parts: Parts) =>
  (task: Sensing, rule: FactorRule, streams: Streams): Ending => {
    const net = parts.start(task, rule, streams);
    const { optimizer, residual, signed, onlyU } = rule;
    const { r } = net;
    const { steps, stopped } = descend({
      look: () => look(net),
      stop: ends(rule, () => norm2(r), residual, { otherwise: BUDGET }),
      step: () => {
        parts.slope(net, rule);
        const h = size(net, rule);
        parts.turn(net, 'U', -2 * h, optimizer);
        if (signed && !onlyU) parts.turn(net, 'V', 2 * h, optimizer);
      },
    });
    const { M, U, V } = net;
    return {
      parameters: { M, U, V },
      steps,
      stopped,
      facts: { residual: norm2(r) },
    };
  };

const PARTS: Parts = { start, slope, turn };
const train = trained(PARTS);
const wrapped = (changed: Partial<Parts>) => trained({ ...PARTS, ...changed });
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
      by: wrapped({
        turn: turnedBy(({ E, d, next, strips }, factor) => productInto(factor, E, next, d, d, d, strips)),
      }),
    },
    ...graded('alpha', 'initialized at (1 + {grade}) alpha', (grade) =>
      ruled({ alpha: (alpha) => alpha * (1 + grade) }),
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
export const exponential = runs(matrixFactorization, {
  optimizer: 'mirror',
  signed: true,
  within: 0.5,
  stable: 0.9,
  residual: 1e-10,
  budget: 50_000,
});

/** Plain gradient descent. */
export const factored = runs(matrixFactorization, {
  optimizer: 'gradient',
  signed: true,
  within: 0.1,
  stable: 0.25,
  residual: 1e-6,
  budget: 50_000,
});
