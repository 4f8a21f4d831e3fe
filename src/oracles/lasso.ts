/**
 * The lasso: min over b of (1/2) |X b - y|^2 + lambda |b|_1; X: n x d, y: n, lambda > 0.
 *
 * Cyclic coordinate descent proposes; on the active columns it proposes, the stationarity equations are solved exactly
 * where the signs agree. Certificate: for the residual r = y - X b, theta = min(1, lambda / |X'r|_inf) r is dual feasible,
 * so the minimum lies between (|y|^2 - |y - theta|^2) / 2 and the objective at b, evaluated here: the gap is the error.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { choleskySolve, cholesky } from '../numerics/cholesky.js';
import { dot, matrix, norm1, normInf, subtract, times, timesTransposed, type Matrix } from '../numerics/matrix.js';

/** The largest gap, relative to |y|^2 / 2, that is still an answer. */
const ACCURACY = 1e-9;
const SWEEPS = 20_000;

export interface LassoQuestion {
  readonly X: Matrix;
  readonly y: Float64Array;
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
  const onSupport = matrix(X.rows, m);
  for (let i = 0; i < X.rows; i++) support.forEach((j, k) => (onSupport.data[i * m + k] = X.data[i * X.cols + j]!));
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

function answer(question: LassoQuestion): Certified<Lasso> {
  const { X, y, lambda } = question;
  if (y.length !== X.rows) throw new RangeError(`lasso: X is ${X.rows} x ${X.cols} and y has length ${y.length}`);
  if (!(lambda > 0 && lambda < Infinity))
    throw new RangeError(`lasso: lambda is ${lambda}; expected a positive number`);
  const beta = polished(question, coordinateDescent(question));
  const objective = lassoObjective(question, beta);
  const gap = objective - dualValue(question, beta);
  const error = Math.max(gap, 0) + 8 * (X.rows + X.cols) * 1.2e-16 * dot(y, y);
  if (!(error <= ACCURACY * dot(y, y)) && normInf(y) > 0)
    throw new Error(`lasso: the gap is ${gap} at objective ${objective}; expected at most ${ACCURACY} |y|^2`);
  const support = [...beta.keys()].filter((j) => beta[j] !== 0);
  return { value: { beta, objective, support }, error, certificate: { kind: 'duality gap', gap } };
}

type Wrong = Fault<(question: LassoQuestion) => Certified<Lasso>>;
const lambdaOff = (what: string, factor: number, grade?: number): Wrong => ({
  what,
  ...(grade === undefined ? {} : { grade }),
  by: (question) => answer({ ...question, lambda: factor * question.lambda }),
});

/**
 * `error` bounds the error of the objective; |X (beta - beta*)|^2 is at most twice that.
 * @throws RangeError on bad shapes or lambda. @throws Error where the gap does not close.
 */
export const lasso: Oracle<LassoQuestion, Lasso> = {
  name: 'lasso',
  version: 1,
  answer,
  faults: {
    'lambda-0.01': lambdaOff('lambda is 0.01 too large', 1.01, 0.01),
    'lambda-0.1': lambdaOff('lambda is 0.1 too large', 1.1, 0.1),
    'lambda-0.3': lambdaOff('lambda is 0.3 too large', 1.3, 0.3),
    'lambda-halved': lambdaOff('lambda / 2 in the place of lambda', 0.5),
    'loss-not-halved': {
      what: 'the loss is |X b - y|^2 without its half',
      by: (question) => {
        const certified = answer({ ...question, lambda: question.lambda / 2 });
        return { ...certified, value: { ...certified.value, objective: 2 * certified.value.objective } };
      },
    },
    'not-thresholded': {
      what: 'the interior of the soft threshold is not set to zero: every coordinate is shrunk by lambda / 10 only',
      by: (question) => answer({ ...question, lambda: question.lambda / 10 }),
    },
  },
};
