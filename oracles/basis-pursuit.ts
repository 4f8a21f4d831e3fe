/**
 * Basis pursuit: the interpolant of least weighted L1 norm, min sum w_j |b_j| subject to X b = y.
 *
 * A linear-programming library proposes a basis; we solve for its vertex and its dual again and certify the pair.
 * Above: b differs from an interpolant by W^-2 X'K^-1 r, r = y - X b (computed in twice the working precision), W the
 * diagonal of weights, K = X W^-2 X', so the minimum is at most sum w_j |b_j| + sqrt(d) |r| in the norm of K^-1.
 * Below: for every nu, the minimum is at least y.nu / max(1, max_j |x_j.nu| / w_j).
 *
 * Where fewer than n coordinates carry y, many duals are optimal. Then we take the one whose largest |x_j.nu| / w_j off
 * the support is least (sharpest-dual.ts): b is the unique minimizer exactly if that is below 1.
 */
import type { Certified } from 'claimcheck';
import { columnsOf, dot, magnitudes, norm1, normInf, timesTransposed, transpose } from 'claimcheck/numerics/matrix';
import { solve } from 'claimcheck/numerics/lu';
import { leastSquares } from 'claimcheck/numerics/qr';
import { residual } from 'claimcheck/numerics/residual';
import { propose } from './propose.js';
import { checkRegression, expectOrdinary, type Regression } from './regression.js';
import { sharpestDual } from './sharpest-dual.js';
import { solverUnits, type WeightedRegression } from './solver-units.js';
import { residualNorm, weightedGram } from './weighted-gram.js';

const UNIT = 1 / 9007199254740992;
/** The largest relative error that is still an answer. */
const ACCURACY = 1e-9;
/** A coordinate below this share of the largest one is left out where the others carry y without it. */
const NEGLIGIBLE = 1e-9;
/** How far below 1 the dual must stay off the support for the minimizer to count as unique. */
const STRICT = 1e-9;

export interface SparseSolution {
  /** sum w_j |b_j| */
  readonly norm: number;
  /** d */
  readonly beta: Float64Array;
  /** n; x_j.nu = w_j sign(b_j) on the support. */
  readonly nu: Float64Array;
  /** Where b is not zero, ascending. */
  readonly support: readonly number[];
  /** The largest |x_j.nu| / w_j off the support (0 where there is none). */
  readonly offSupportDual: number;
  /** Whether offSupportDual proves that no other interpolant attains the norm. */
  readonly unique: boolean;
}

/** The columns of an optimal basis, ascending. */
function proposedBasis(question: WeightedRegression): number[] {
  const { A, b } = solverUnits(question);
  const { rows, cols } = A;
  const split = { rows, cols: 2 * cols, data: new Float64Array(2 * rows * cols) };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      split.data[2 * i * cols + j] = A.data[i * cols + j]!;
      split.data[2 * i * cols + cols + j] = -A.data[i * cols + j]!;
    }
  }
  const { basis } = propose({ costs: new Float64Array(2 * cols).fill(1), A: split, b });
  return [...new Set(basis.map((k) => k % cols))].sort((j, k) => j - k);
}

/** b with X b = y on the listed columns, by elimination where they are a basis and by least squares where fewer. */
function carried({ X, y }: Regression, list: readonly number[]): Float64Array {
  const M = columnsOf(X, list);
  let onList = list.length === X.rows ? solve(M, y) : leastSquares(M, y);
  if (list.length < X.rows) {
    const correction = leastSquares(M, residual(M, onList, y).values);
    onList = onList.map((entry, k) => entry + correction[k]!);
  }
  const beta = new Float64Array(X.cols);
  list.forEach((j, k) => (beta[j] = onList[k]!));
  return beta;
}

/** `error` bounds the error of `norm`. @throws Error where the certificate does not close to 1e-9 of the norm. */
export function basisPursuit(oracle: string, question: WeightedRegression): Certified<SparseSolution> {
  checkRegression(oracle, question);
  expectOrdinary(oracle, question);
  const { X, y, weights } = question;
  const { rows: n, cols: d } = X;
  if (weights.length !== d) {
    throw new RangeError(`${oracle}: X is ${n} x ${d} and there are ${weights.length} weights; expected ${d}`);
  }
  weights.forEach((weight) => {
    if (!(weight > 0 && weight < Infinity)) throw new RangeError(`${oracle}: a weight is ${weight}; expected positive`);
  });
  const K = weightedGram(
    X,
    weights.map((weight) => 1 / weight / weight),
  );
  if (normInf(y) === 0) {
    const beta = new Float64Array(d);
    const value = { norm: 0, beta, nu: new Float64Array(n), support: [], offSupportDual: 0, unique: true };
    return { value, error: 0, certificate: { kind: 'duality gap', gap: 0, residual: 0 } };
  }

  const basis = proposedBasis(question);
  let beta = carried(question, basis);
  const large = NEGLIGIBLE * normInf(beta);
  const kept = basis.filter((j) => Math.abs(beta[j]!) > large);
  let degenerate = kept.length < n;
  if (degenerate) {
    const alone = carried(question, kept);
    degenerate = basis.length < n || residual(X, alone, y).bound <= 1e-13 * normInf(y);
    if (degenerate) beta = alone;
  }
  const support = [...beta.keys()].filter((j) => beta[j] !== 0);
  const signs = Float64Array.from(support, (j) => Math.sign(beta[j]!) * weights[j]!);
  const nu = degenerate ? sharpestDual(question, beta, support) : solve(transpose(columnsOf(X, support)), signs);

  const left = residualNorm(K, X, beta, y);
  const prices = timesTransposed(X, nu);
  const slack = timesTransposed(magnitudes(X), nu.map(Math.abs));
  let scale = 1;
  let offSupportDual = 0;
  for (let j = 0; j < d; j++) {
    const size = (Math.abs(prices[j]!) + 2 * n * UNIT * slack[j]!) / weights[j]!;
    scale = Math.max(scale, size);
    if (beta[j] === 0) offSupportDual = Math.max(offSupportDual, Math.abs(prices[j]!) / weights[j]!);
  }
  const terms = beta.map((entry, j) => weights[j]! * entry);
  const norm = norm1(terms);
  const rounding = 2 * (d + 2) * UNIT * norm;
  const below = (dot(y, nu) - 2 * n * UNIT * dot(y.map(Math.abs), nu.map(Math.abs))) / scale;
  const gap = norm - below;
  const error = Math.max(gap, Math.sqrt(d) * left) + rounding;
  if (!(error <= ACCURACY * norm)) {
    throw new Error(`${oracle}: the proposed basis gives norm ${norm}, gap ${gap}, residual ${left}; expected 1e-9`);
  }
  const unique = offSupportDual < 1 - STRICT;
  return {
    value: { norm, beta, nu, support, offSupportDual, unique },
    error,
    certificate: { kind: 'duality gap', gap, residual: left, degenerate: degenerate ? 'yes' : 'no' },
  };
}
