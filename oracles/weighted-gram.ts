/**
 * K = X diag(g) X' and its inverse, with a proof that the inverse is right up to a known factor: in the order of
 * positive semidefinite matrices, K^-1 <= trust * inverse. Hence r'K^-1 r <= trust * r'inverse r, and with g = 1 the
 * squared norm of the pseudo-inverse of X is at most trust * trace(inverse).
 *
 * The bound: entry (i, j) of K and of its Cholesky product is off by at most (n + d + 4) u sqrt(K_ii K_jj) (Cauchy and
 * Schwarz; higham2002, 10.1), so, with K scaled to unit diagonal, by at most e = n (n + d + 4) u in norm, and the
 * smallest eigenvalue of the scaled K is at least 1 / sum K_ii inverse_ii. The inverse itself is off by as much again.
 */
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { gram, magnitudes, matrix, norm2, normInf, scaleColumns, times, type Matrix } from 'claimcheck/numerics/matrix';
import { residual } from 'claimcheck/numerics/residual';

/** What K^-1 may exceed the computed inverse by: at most a tenth is lost twice. */
const TRUST = 1.25;

export interface WeightedGram {
  /** L: n x n, K = L L'. */
  readonly factor: Matrix;
  /** n x n, symmetric. */
  readonly inverse: Matrix;
  readonly trust: number;
}

/** X sqrt(g), whose Gram matrix is K; X: n x d, g: d, positive. */
const scaled = (X: Matrix, g: Float64Array): Matrix => scaleColumns(X, g.map(Math.sqrt));

/** Beyond these the squares of a row lose digits at the ends of float64's range, and the bounds with them. */
const [LEAST, MOST] = [1e-280, 1e290];

function factorize(X: Matrix, K: Matrix): Matrix {
  for (let i = 0; i < K.rows; i++) {
    const square = K.data[i * K.rows + i]!;
    const isZero = square === 0 && !X.data.subarray(i * X.cols, (i + 1) * X.cols).some((entry) => entry !== 0);
    if (!(square <= MOST && (square >= LEAST || isZero)))
      throw new RangeError(
        `weightedGram: row ${i} of X (${X.rows} x ${X.cols}) has the squared length ${square}; ` +
          `expected it within ${LEAST} to ${MOST}: bring the scale of the row nearer to 1`,
      );
  }
  try {
    return cholesky(K);
  } catch (cause) {
    const shape = `X (${X.rows} x ${X.cols})`;
    throw new RangeError(
      `weightedGram: the rows of ${shape} depend on each other, or nearly so where the weights are large`,
      { cause },
    );
  }
}

/** L with L L' = X diag(g) X'; X: n x d, g: d, positive. @throws RangeError where it is singular to working precision. */
export const weightedCholesky = (X: Matrix, g: Float64Array): Matrix => factorize(X, gram(scaled(X, g)));

/** X: n x d, g: d, positive. @throws RangeError where K is too close to singular for the bound (the rows of X nearly depend). */
export function weightedGram(X: Matrix, g: Float64Array): WeightedGram {
  const n = X.rows;
  const K = gram(scaled(X, g));
  const factor = factorize(X, K);
  const inverse = matrix(n, n);
  let condition = 0;
  for (let j = 0; j < n; j++) {
    const unit = new Float64Array(n);
    unit[j] = 1;
    const solution = choleskySolve(factor, unit);
    for (let i = 0; i < n; i++) inverse.data[i * n + j] = solution[i]!;
    condition += K.data[j * n + j]! * solution[j]!;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      inverse.data[i * n + j] = inverse.data[j * n + i] = (inverse.data[i * n + j]! + inverse.data[j * n + i]!) / 2;
    }
  }
  const lost = 4 * n * (n + X.cols + 4) * UNIT * condition;
  if (!(lost <= 0.1)) {
    throw new RangeError(
      `weightedGram: the rows of X (${n} x ${X.cols}) nearly depend on each other: condition ${condition}`,
    );
  }
  return { factor, inverse, trust: TRUST };
}

/** r'K^-1 r from above. */
export function inverseForm({ inverse, trust }: WeightedGram, r: Float64Array): number {
  const n = inverse.rows;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) row += inverse.data[i * n + j]! * r[j]!;
    sum += row * r[i]!;
  }
  // Infinity less Infinity is no bound but Infinity.
  return Number.isNaN(sum) ? Infinity : trust * Math.max(0, sum);
}

/** Its square root; rescaled by the largest entry where squares would overflow or underflow. */
function inverseLength(K: WeightedGram, r: Float64Array): number {
  const square = inverseForm(K, r);
  if (square > 1e-280 && square < Infinity) return Math.sqrt(square);
  const largest = normInf(r);
  if (!(largest > 0 && largest < Infinity)) return largest;
  return (
    1.01 *
    largest *
    Math.sqrt(
      inverseForm(
        K,
        r.map((entry) => entry / largest),
      ),
    )
  );
}

/** An upper bound of the largest eigenvalue of K^-1; with g = 1, of the squared norm of the pseudo-inverse of X. */
export function inverseSize({ inverse, trust }: WeightedGram): number {
  let trace = 0;
  for (let i = 0; i < inverse.rows; i++) trace += inverse.data[i * inverse.rows + i]!;
  return trust * trace;
}

/** A lower bound of the least singular value of X: n x d, n <= d. @throws RangeError as `weightedGram` */
export const leastSingular = (X: Matrix): number =>
  1 / (Math.sqrt(inverseSize(weightedGram(X, new Float64Array(X.cols).fill(1)))) * (1 + 4 * UNIT));

/** A bound, in norm, of what rounding does to the Gram matrix of X: n x d, whose terms are summed in lane order. */
export function gramRounding(X: Matrix): number {
  const size = norm2(X.data);
  return roundings(X.cols / 2 + 6) * size * size + 4 * X.rows * X.cols * Number.MIN_VALUE;
}

/**
 * An upper bound of |y - X b| in the norm of K^-1, K = X diag(g) X'; with g = 1, of |X^+ (y - X b)|. X: n x d, b: d, y: n.
 * The residual is computed in twice the working precision; scaling a row of X and y together changes the bound little.
 */
export function residualNorm(K: WeightedGram, X: Matrix, b: Float64Array, y: Float64Array): number {
  const left = residual(X, b, y).values;
  const terms = times(magnitudes(X), b.map(Math.abs));
  const unseen = terms.map((size, i) => {
    const all = size + Math.abs(y[i]!);
    return (
      UNIT * (2 * Math.abs(left[i]!) + 2 * (X.cols + 2) * (X.cols + 2) * UNIT * all) + 8 * X.cols * Number.MIN_VALUE
    );
  });
  return 1.01 * inverseLength(K, left) + Math.sqrt(inverseSize(K)) * norm2(unseen);
}
