/**
 * The Hessian of L(u, v) = (1/2n) |X (u v) - y|^2, u v entry by entry, in its 2d parameters. With G = X'X / n, r = X (u v) - y
 * and g = X'r / n it is [diag(v) G diag(v), diag(v) G diag(u) + diag(g); its transpose, diag(u) G diag(u)]:
 *
 *   largest = its largest eigenvalue,  trace = (1/n) sum_j |X_j|^2 (u_j^2 + v_j^2).
 *
 * At an interpolant g = 0, and |u_j| = |v_j| has the least trace of all factors of one beta: (2/n) sum_j |X_j|^2 |beta_j|.
 * X: n x d, y: n, u, v: d. `error` bounds the rounding of both: a sum of k products of any signs is off by k roundings of
 * the sum of their sizes, an eigenvalue by the Frobenius norm of what its matrix is off by.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofEnd, ofTask, relabelled } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, magnitudes, matrix, norm2, subtract, times, timesTransposed, transpose, type Matrix } from 'claimcheck/numerics/matrix'; // prettier-ignore
import { certified, expectFinite, expectLength } from './certified.js';

export interface ProductQuestion {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

export interface ProductCurvature {
  readonly largest: number;
  readonly trace: number;
}

const sizes = (x: Float64Array) => x.map(Math.abs);

/** 2d x 2d, of G = X'X / n and g. */
function hessian({ u, v }: ProductQuestion, G: Matrix, g: Float64Array): Matrix {
  const d = u.length;
  const H = matrix(2 * d, 2 * d);
  for (let j = 0; j < d; j++)
    for (let k = 0; k < d; k++) {
      const entry = G.data[j * d + k]!;
      const cross = v[j]! * entry * u[k]! + (j === k ? g[j]! : 0);
      H.data[2 * d * j + k] = v[j]! * v[k]! * entry;
      H.data[2 * d * (d + j) + d + k] = u[j]! * u[k]! * entry;
      H.data[2 * d * j + d + k] = H.data[2 * d * (d + k) + j] = cross;
    }
  return H;
}

/** The Hessian where `miss` is X (u v) - y. */
function curved(question: ProductQuestion, X: Matrix, miss: Float64Array): Matrix {
  const n = X.rows;
  const G = gram(transpose(X));
  return hessian(
    question,
    matrix(
      X.cols,
      X.cols,
      G.data.map((entry) => entry / n),
    ),
    timesTransposed(X, miss).map((entry) => entry / n),
  );
}

/** The largest eigenvalue of the Hessian; not certified. */
export function sharpnessOf(question: ProductQuestion): number {
  const { X, y, u, v } = question;
  const beta = u.map((x, j) => x * v[j]!);
  return eigenvaluesSymmetric(curved(question, X, subtract(times(X, beta), y))).at(-1)!;
}

const traceOf = ({ X, u, v }: ProductQuestion) =>
  X.data.reduce((sum, x, k) => {
    const j = k % X.cols;
    return sum + x * x * (u[j]! * u[j]! + v[j]! * v[j]!);
  }, 0) / X.rows;

function answer(question: ProductQuestion): Certified<ProductCurvature> {
  const { X, y, u, v } = question;
  const { rows: n, cols: d } = X;
  if (n < 1 || d < 1) throw new RangeError(`productCurvature: X is ${n} x ${d}; expected a row and a column`);
  expectLength('productCurvature', 'y', y.length, n);
  expectLength('productCurvature', 'u', u.length, d);
  expectLength('productCurvature', 'v', v.length, d);
  expectFinite('productCurvature', { X: X.data, y, u, v });
  const [largest, trace] = [sharpnessOf(question), traceOf(question)];
  // The same with all terms positive is at least as large as each partial sum.
  const abs = { X: magnitudes(X), y: sizes(y), u: sizes(u), v: sizes(v) };
  const reach = times(
    abs.X,
    abs.u.map((x, j) => x * abs.v[j]!),
  ).map((size, i) => size + abs.y[i]!);
  const whole = norm2(curved(abs, abs.X, reach).data);
  return certified('productCurvature', {
    value: { largest, trace },
    error:
      roundings(2 * n + d + 16) * whole + roundings(16 * d) * whole + roundings(n * d + 8) * trace + 8 * d * d * 1e-300,
    certificate: { kind: 'closed form', unit: 'the largest eigenvalue of a 2d x 2d matrix' },
  });
}

const by = ofTask(answer);

export const productCurvature: Oracle<ProductQuestion, ProductCurvature> = {
  name: 'product-curvature',
  answer,
  faults: {
    'summed loss': {
      what: 'the loss is a sum over the equations, not their mean',
      by: ofEnd(answer)((end, { X: { rows: n } }) => ({
        ...end,
        value: { largest: n * end.value.largest, trace: n * end.value.trace },
      })),
    },
    'one factor alone': {
      what: 'only u is a parameter',
      by: by({ u: (u) => u.map(() => 0) }),
    },
    'labels forgotten': { what: 'all labels are 0', by: by(relabelled(() => 0)) },
    ...graded('scale', 'both are {grade} too large', (grade) =>
      ofEnd(answer)((end) => ({
        ...end,
        value: { largest: (1 + grade) * end.value.largest, trace: (1 + grade) * end.value.trace },
      })),
    ),
  },
};
