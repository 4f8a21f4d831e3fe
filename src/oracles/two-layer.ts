/**
 * Two-layer networks f(x) = s sum_k a_k act(w_k.x + b_k) + c as one flat vector of parameters [W | b | a | c],
 * W: m x d row-major, b and a: m, c: 1; and their gradients, formula by formula. Slow and plain on purpose: the model that
 * trains has its own loops.
 */
import { exp, log1p, tanh } from '../numerics/elementary.js';
import { gram, matrix, times, type Matrix } from '../numerics/matrix.js';

export type Activation = 'relu' | 'tanh' | 'softplus' | 'linear';

export interface TwoLayer {
  readonly width: number;
  readonly activation: Activation;
  /** s; default 1. */
  readonly scale?: number;
  /** m d + 2 m + 1 */
  readonly theta: Float64Array;
}

/** Which parameters a gradient covers; default all. */
export interface Covered {
  readonly W?: boolean;
  readonly b?: boolean;
  readonly a?: boolean;
  readonly c?: boolean;
}

/** The activation and its slope; the slope of relu at 0 is 0. */
export function activate(activation: Activation, z: number): [value: number, slope: number] {
  switch (activation) {
    case 'relu':
      return z > 0 ? [z, 1] : [0, 0];
    case 'linear':
      return [z, 1];
    case 'tanh': {
      const t = tanh(z);
      return [t, 1 - t * t];
    }
    case 'softplus': {
      // log(1 + e^z) without overflow.
      const e = exp(-Math.abs(z));
      return [Math.max(z, 0) + log1p(e), (z > 0 ? 1 : e) / (1 + e)];
    }
  }
}

/** f at the rows of X: n x d. @throws RangeError where theta does not fit */
export function outputs(network: TwoLayer, X: Matrix): Float64Array {
  const { width: m, activation, scale = 1, theta } = network;
  const d = X.cols;
  if (theta.length !== m * d + 2 * m + 1)
    throw new RangeError(`two-layer network: ${theta.length} parameters; expected ${m * d + 2 * m + 1}`);
  return Float64Array.from({ length: X.rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < m; k++) {
      let z = theta[m * d + k]!;
      for (let j = 0; j < d; j++) z += theta[k * d + j]! * X.data[i * d + j]!;
      sum += theta[m * d + m + k]! * activate(activation, z)[0];
    }
    return scale * sum + theta[m * d + 2 * m]!;
  });
}

/** Row i is the gradient of f(x_i) by all parameters: n x (m d + 2 m + 1), zero where a parameter is not covered. */
export function jacobian(network: TwoLayer, X: Matrix, covered: Covered = {}): Matrix {
  const { width: m, activation, scale: s = 1, theta } = network;
  const { W = true, b = true, a = true, c = true } = covered;
  const d = X.cols;
  const p = m * d + 2 * m + 1;
  const J = matrix(X.rows, p);
  for (let i = 0; i < X.rows; i++) {
    for (let k = 0; k < m; k++) {
      let z = theta[m * d + k]!;
      for (let j = 0; j < d; j++) z += theta[k * d + j]! * X.data[i * d + j]!;
      const [h, slope] = activate(activation, z);
      const outer = s * theta[m * d + m + k]! * slope;
      if (W) for (let j = 0; j < d; j++) J.data[i * p + k * d + j] = outer * X.data[i * d + j]!;
      if (b) J.data[i * p + m * d + k] = outer;
      if (a) J.data[i * p + m * d + m + k] = s * h;
    }
    if (c) J.data[i * p + p - 1] = 1;
  }
  return J;
}

/** The n x n tangent kernel J J'. */
export const tangentGram = (network: TwoLayer, X: Matrix, covered?: Covered): Matrix =>
  gram(jacobian(network, X, covered));

/** The tangent kernel between the rows of X (n x d) and of Z (k x d): n x k. */
export function tangentKernel(network: TwoLayer, X: Matrix, Z: Matrix, covered?: Covered): Matrix {
  const A = jacobian(network, X, covered);
  const B = jacobian(network, Z, covered);
  const K = matrix(X.rows, Z.rows);
  for (let i = 0; i < X.rows; i++) K.data.set(times(B, A.data.subarray(i * A.cols, (i + 1) * A.cols)), i * Z.rows);
  return K;
}
