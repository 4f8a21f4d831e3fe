/**
 * The excess risk of a linear fit in p features phi of which the second moments are known, from n noisy values of a truth f:
 * b = M y, M: p x n. Averaged over the noise, and over the truth where it is drawn,
 *
 *   E (b.phi(x) - f(x))^2 = E f^2 - 2 tr(M C) + tr(K M (P + sigma^2 I) M').
 *
 * Ridge M = (F'F + lambda I)^-1 F' has with F = U diag(s) V' the parts h_i = s_i / (s_i^2 + lambda) in this basis, so that
 * its risk at every penalty follows from one decomposition.
 */
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { dot, gram, gramTransposed, matrix, multiply, transpose, type Matrix } from 'claimcheck/numerics/matrix';

export interface FeatureProblem {
  /** F, n x p: the features of the points. */
  readonly X: Matrix;
  /** K, p x p: E phi(x) phi(x)'. */
  readonly second: Matrix;
  /** P, n x n: the mean products of the values of f at the points. */
  readonly values: Matrix;
  /** C, n x p: row i is the mean, over the truth, of f(x_i) E f(x) phi(x). */
  readonly cross: Matrix;
  /** E f^2. */
  readonly signal: number;
  readonly sigma: number;
}

/** The trace of A'B. */
const inner = (A: Matrix, B: Matrix): number => dot(A.data, B.data);

/** P + sigma^2 I. */
function seen({ values, sigma }: FeatureProblem): Matrix {
  const data = values.data.slice();
  for (let i = 0; i < values.rows; i++) data[i * (values.rows + 1)]! += sigma * sigma;
  return { ...values, data };
}

/** @param operator M, p x n */
export function featureRisk(operator: Float64Array, problem: FeatureProblem): number {
  const { X, second, cross, signal } = problem;
  const M = matrix(X.cols, X.rows, operator);
  return signal - 2 * inner(M, transpose(cross)) + inner(multiply(second, M), multiply(M, seen(problem)));
}

/** Eigenvalues of F'F at most this share of the largest are rounding. */
const CUTOFF = 1e-13;

/** The risk of ridge as a function of its penalty, of the objective |F b - y|^2 + penalty |b|^2. */
export function ridgeRisk(problem: FeatureProblem): (penalty: number) => number {
  const { X: F, second, cross, signal } = problem;
  const wide = F.rows <= F.cols;
  const { values, vectors } = eigenSymmetric(wide ? gram(F) : gramTransposed(F));
  const r = values.length;
  const floor = CUTOFF * values[r - 1]!;
  const s = values.map((each) => (each > floor ? Math.sqrt(each) : 0));
  // The columns of U and of V; what belongs to a singular value of 0 stays 0.
  const others = multiply(wide ? transpose(F) : F, vectors);
  const scaled = { ...others, data: others.data.map((entry, k) => (s[k % r]! > 0 ? entry / s[k % r]! : 0)) };
  const [U, V] = wide ? [vectors, scaled] : [scaled, vectors];
  const of = (A: Matrix, Q: Matrix, B = Q) => multiply(transpose(Q), multiply(A, B));
  const kept = of(second, V).data;
  const products = of(seen(problem), U).data.map((entry, k) => entry * kept[k]!);
  const linear = of(cross, U, V).data;
  return (penalty) => {
    const h = s.map((each) => each / (each * each + penalty));
    let risk = signal;
    for (let i = 0; i < r; i++) {
      let row = 0;
      for (let j = 0; j < r; j++) row += products[i * r + j]! * h[j]!;
      risk += h[i]! * (row - 2 * linear[i * (r + 1)]!);
    }
    return risk;
  };
}

/** Of the penalties the one with the least risk, and that risk. */
export function bestPenalty(problem: FeatureProblem, penalties: readonly number[]) {
  const risk = ridgeRisk(problem);
  return penalties
    .map((penalty) => ({ penalty, risk: risk(penalty) }))
    .reduce((best, each) => (each.risk < best.risk ? each : best));
}
