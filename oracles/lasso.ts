/**
 * The lasso: min over b of (1/2) |X b - y|^2 + lambda |b|_1; X: n x d, y: n, lambda > 0.
 *
 * Cyclic coordinate descent proposes; on the active columns it proposes, the stationarity equations are solved exactly
 * where the signs agree. Certificate: for the residual r = y - X b, theta = min(1, lambda / |X'r|_inf) r is dual feasible,
 * so the minimum lies between (|y|^2 - |y - theta|^2) / 2 and the objective at b, evaluated here: the gap is the error.
 * Where descent does not get there (a small lambda, nearly dependent columns), the minimizer is found in exact arithmetic.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofTask, ofValue } from 'claimcheck/faults';
import { choleskySolve, cholesky } from 'claimcheck/numerics/cholesky';
import {
  columnsOf,
  dot,
  magnitudes,
  matrix,
  norm1,
  norm2,
  normInf,
  subtract,
  times,
  timesTransposed,
} from 'claimcheck/numerics/matrix';
import { exactLasso } from './exact-lasso.js';
import { expectSample, outOfRange } from './regression.js';
import type { Sample } from 'claimcheck/tasks/sample';

const UNIT = 1 / 9007199254740992;
/** The largest error, relative to |y|^2, that float64 may leave. */
const ACCURACY = 1e-9;
const SWEEPS = 20_000;

export interface LassoQuestion extends Sample {
  readonly lambda: number;
}

export interface Lasso {
  /** d */
  readonly beta: Float64Array;
  /** The objective at beta. */
  readonly objective: number;
  /** Where beta is not zero, ascending. */
  readonly support: readonly number[];
}

/** (1/2) |X b - y|^2 + lambda |b|_1. */
export function lassoObjective({ X, y, lambda }: LassoQuestion, b: Float64Array): number {
  const r = subtract(y, times(X, b));
  return dot(r, r) / 2 + lambda * norm1(b);
}

/** (|y|^2 - |y - theta|^2) / 2 at the dual point read off b, written without cancellation. */
function dualValue({ X, y, lambda }: LassoQuestion, b: Float64Array): number {
  const r = subtract(y, times(X, b));
  const steep = normInf(timesTransposed(X, r));
  const scale = steep > lambda ? lambda / steep : 1;
  return scale * dot(y, r) - (scale * scale * dot(r, r)) / 2;
}

function coordinateDescent({ X, y, lambda }: LassoQuestion): Float64Array {
  const { rows: n, cols: d, data } = X;
  const b = new Float64Array(d);
  const r = y.slice();
  const sizes = new Float64Array(d);
  for (let k = 0; k < data.length; k++) sizes[k % d]! += data[k]! * data[k]!;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let moved = 0;
    let largest = 0;
    for (let j = 0; j < d; j++) {
      if (sizes[j] === 0) continue;
      let along = sizes[j]! * b[j]!;
      for (let i = 0; i < n; i++) along += data[i * d + j]! * r[i]!;
      const next = (Math.sign(along) * Math.max(0, Math.abs(along) - lambda)) / sizes[j]!;
      const change = next - b[j]!;
      if (change !== 0) {
        for (let i = 0; i < n; i++) r[i]! -= change * data[i * d + j]!;
        b[j] = next;
        moved = Math.max(moved, Math.abs(change));
      }
      largest = Math.max(largest, Math.abs(next));
    }
    if (moved <= 1e-13 * largest || moved === 0) break;
  }
  return b;
}

/** The solution of X_S'(y - X_S b_S) = lambda sign(b_S), or b itself where that changes a sign or cannot be solved. */
function polished(question: LassoQuestion, b: Float64Array): Float64Array {
  const { X, y, lambda } = question;
  const support = [...b.keys()].filter((j) => b[j] !== 0);
  const m = support.length;
  if (m === 0 || m > X.rows) return b;
  const onSupport = columnsOf(X, support);
  const G = matrix(m, m);
  for (let k = 0; k < m; k++)
    for (let l = 0; l < m; l++)
      for (let i = 0; i < X.rows; i++) G.data[k * m + l]! += onSupport.data[i * m + k]! * onSupport.data[i * m + l]!;
  const right = timesTransposed(onSupport, y).map((entry, k) => entry - lambda * Math.sign(b[support[k]!]!));
  try {
    const solution = choleskySolve(cholesky(G), right);
    if (solution.some((entry, k) => Math.sign(entry) !== Math.sign(b[support[k]!]!))) return b;
    const next = new Float64Array(b.length);
    support.forEach((j, k) => (next[j] = solution[k]!));
    return lassoObjective(question, next) <= lassoObjective(question, b) ? next : b;
  } catch {
    return b;
  }
}

/**
 * What rounding may add to the gap: to the objective through the residual, to the dual through the size of X'r, and
 * through both sums of squares. All terms are sizes: sum_j |x_ij| |b_j| is far above |y_i| where large terms cancel.
 */
function rounding({ X, y, lambda }: LassoQuestion, b: Float64Array): number {
  const [n, d] = [X.rows, X.cols];
  const absolute = magnitudes(X);
  const r = subtract(y, times(X, b)).map(Math.abs);
  const off = times(absolute, b.map(Math.abs)).map((size, i) => (d + 2) * UNIT * (size + Math.abs(y[i]!)));
  const inObjective = dot(r, off) + dot(off, off) + (n + 3) * UNIT * dot(r, r) + (d + 3) * UNIT * lambda * norm1(b);
  const reach = dot(y.map(Math.abs), r);
  const steep = normInf(timesTransposed(X, subtract(y, times(X, b))));
  const unseen = (n + 2) * UNIT * normInf(timesTransposed(absolute, r));
  const inScale = unseen / Math.max(lambda, steep);
  return 1.01 * (inObjective + (n + 4) * UNIT * (reach + dot(r, r)) + inScale * reach);
}

/** Coordinate descent's answer; undefined where its gap, or the rounding of it, is not small beside |y|^2. */
function descended(question: LassoQuestion): Certified<Lasso> | undefined {
  const { X, y } = question;
  const beta = polished(question, coordinateDescent(question));
  const objective = lassoObjective(question, beta);
  const gap = objective - dualValue(question, beta);
  const error = Math.max(gap, 0) + Math.max(8 * (X.rows + X.cols) * 1.2e-16 * dot(y, y), rounding(question, beta));
  if (!(error <= ACCURACY * dot(y, y))) return undefined;
  const support = [...beta.keys()].filter((j) => beta[j] !== 0);
  return { value: { beta, objective, support }, error, certificate: { kind: 'duality gap', gap } };
}

function exactly(question: LassoQuestion): Certified<Lasso> {
  const { X, y, lambda } = question;
  const { beta, error, objective, support } = exactLasso('lasso', { X, y }, lambda, 1, new Float64Array(X.cols));
  // Of the objective, and such that |X (beta - beta*)|^2 is at most twice it.
  const moved = norm2(X.data) * error;
  return {
    value: { beta, objective, support },
    error: 4 * UNIT * objective + moved * moved + Number.MIN_VALUE,
    certificate: { kind: 'exact rational', support: support.length },
  };
}

function answer(question: LassoQuestion): Certified<Lasso> {
  const { lambda } = question;
  expectSample('lasso', question);
  if (!(lambda > 0 && lambda < Infinity))
    throw new RangeError(`lasso: lambda is ${lambda}; expected a positive number`);
  return (outOfRange(question) ? undefined : descended(question)) ?? exactly(question);
}

const penalized = (factor: number) => ofTask(answer)({ lambda: (lambda) => factor * lambda });

/**
 * `error` bounds the error of the objective; |X (beta - beta*)|^2 is at most twice that.
 * @throws RangeError on bad shapes or lambda. Where coordinate descent leaves
 * a gap above 1e-9 |y|^2 the answer is computed in exact arithmetic; RangeError, too, where that would take too long.
 */
export const lasso: Oracle<LassoQuestion, Lasso> = {
  name: 'lasso',
  answer,
  faults: {
    ...graded('lambda-{grade}', 'lambda is {grade} too large', (grade) => penalized(1 + grade), [0.01, 0.1, 0.3]),
    'lambda-halved': { what: 'lambda / 2 in the place of lambda', by: penalized(0.5) },
    'loss-not-halved': {
      what: 'the loss is |X b - y|^2 without its half',
      by: ofValue(penalized(0.5))(({ objective }) => ({ objective: 2 * objective })),
    },
    'not-thresholded': {
      what: 'the interior of the soft threshold is not set to zero: every coordinate is shrunk by lambda / 10 only',
      by: ofTask(answer)({ lambda: (lambda) => lambda / 10 }),
    },
  },
};
