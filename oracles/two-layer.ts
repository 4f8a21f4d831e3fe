/**
 * Two-layer networks f(x) = s sum_k a_k act(w_k.x + b_k) + c as one flat vector of parameters [W | b | a | c],
 * W: m x d row-major, b and a: m, c: 1; and their gradients, formula by formula. Slow and plain on purpose: the model that
 * trains has its own loops.
 */
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { exp, log1p, tanh } from 'claimcheck/numerics/elementary';
import { exactSign } from 'claimcheck/numerics/exact-sign';
import { gram, magnitudes, matrix, multiply, norm2, type Matrix } from 'claimcheck/numerics/matrix';

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

/** What enters every neuron at every row of X: n x m, b_k + x_0 w_k0 + x_1 w_k1 + ..., added in that order. */
function entering({ width: m, theta }: TwoLayer, X: Matrix): Matrix {
  const d = X.cols;
  const [ones, weights] = [matrix(X.rows, d + 1), matrix(d + 1, m)];
  for (let i = 0; i < X.rows; i++) {
    ones.data[i * (d + 1)] = 1;
    ones.data.set(X.data.subarray(i * d, (i + 1) * d), i * (d + 1) + 1);
  }
  weights.data.set(theta.subarray(m * d, m * d + m));
  for (let k = 0; k < m; k++) for (let j = 0; j < d; j++) weights.data[(j + 1) * m + k] = theta[k * d + j]!;
  return multiply(ones, weights);
}

/** f at the rows of X: n x d. @throws RangeError where theta does not fit */
export function outputs(network: TwoLayer, X: Matrix): Float64Array {
  const { width: m, activation, scale = 1, theta } = network;
  const d = X.cols;
  expectParameters(network, d);
  const Z = entering(network, X);
  return Float64Array.from({ length: X.rows }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += theta[m * d + m + k]! * activate(activation, Z.data[i * m + k]!)[0];
    return scale * sum + theta[m * d + 2 * m]!;
  });
}

/** A bound of the rounding of `entering`. */
function enteringRounding(network: TwoLayer, X: Matrix): Matrix {
  const d = X.cols;
  const sizes = entering({ ...network, theta: network.theta.map(Math.abs) }, magnitudes(X));
  const unit = roundings(d + 2);
  return { ...sizes, data: sizes.data.map((size) => (size === 0 ? 0 : unit * size + d * Number.MIN_VALUE)) };
}

/** On which side of its kink neuron k is at row i of X, exactly: the slope of its ReLU. */
function isActive({ width: m, theta }: TwoLayer, X: Matrix, i: number, k: number): boolean {
  const d = X.cols;
  const row = X.data.subarray(i * d, (i + 1) * d);
  return exactSign(theta.subarray(k * d, (k + 1) * d), row, theta[m * d + k]!) > 0;
}

function expectParameters({ width: m, theta }: TwoLayer, d: number): void {
  if (theta.length !== m * d + 2 * m + 1)
    throw new RangeError(`two-layer network: ${theta.length} parameters; expected ${m * d + 2 * m + 1}`);
}

/**
 * Row i is the gradient of f(x_i) by all parameters: n x (m d + 2 m + 1), zero where a parameter is not covered. Whether a
 * ReLU is active is decided exactly.
 */
export function jacobian(network: TwoLayer, X: Matrix, covered: Covered = {}): Matrix {
  const { width: m, activation, scale: s = 1, theta } = network;
  const { W = true, b = true, a = true, c = true } = covered;
  const d = X.cols;
  expectParameters(network, d);
  const p = m * d + 2 * m + 1;
  const J = matrix(X.rows, p);
  const Z = entering(network, X);
  const off = activation === 'relu' ? enteringRounding(network, X) : undefined;
  for (let i = 0; i < X.rows; i++) {
    for (let k = 0; k < m; k++) {
      const z = Z.data[i * m + k]!;
      const [h, rough] = activate(activation, z);
      const kinked = off !== undefined && Math.abs(z) <= off.data[i * m + k]!;
      const slope = kinked ? Number(isActive(network, X, i, k)) : rough;
      const outer = s * theta[m * d + m + k]! * slope;
      if (W) for (let j = 0; j < d; j++) J.data[i * p + k * d + j] = outer * X.data[i * d + j]!;
      if (b) J.data[i * p + m * d + k] = outer;
      if (a) J.data[i * p + m * d + m + k] = s * h;
    }
    if (c) J.data[i * p + p - 1] = 1;
  }
  return J;
}

/** Bounds of |value'| and |slope'|, and of what their rounding adds to the value (relative) and to the slope, in u. */
const STEEPNESS: Readonly<Record<Activation, readonly [slope: number, bend: number, ulps: number, slopes: number]>> = {
  relu: [1, 0, 0, 0],
  linear: [1, 0, 0, 0],
  tanh: [1, 0.77, 3, 8],
  softplus: [1, 0.25, 6, 8],
};

/** A bound, row by row in the Euclidean norm, of what rounding does to `jacobian`. */
export function jacobianRounding(network: TwoLayer, X: Matrix, covered: Covered = {}): Float64Array {
  const { width: m, activation, scale: s = 1, theta } = network;
  const { W = true, b = true, a = true } = covered;
  const d = X.cols;
  const [steep, bend, ulps, slopes] = STEEPNESS[activation];
  const [Z, rounded] = [entering(network, X), enteringRounding(network, X)];
  return Float64Array.from({ length: X.rows }, (_, i) => {
    const length = W ? norm2(X.data.subarray(i * d, (i + 1) * d)) : 0;
    const lengths = length * length + (b ? 1 : 0);
    let square = 0;
    for (let k = 0; k < m; k++) {
      const off = rounded.data[i * m + k]!;
      const [h, slope] = activate(activation, Z.data[i * m + k]!);
      const outer = Math.abs(s * theta[m * d + m + k]!) * (bend * off + UNIT * (slopes + 4 * Math.abs(slope)));
      const inner = Math.abs(s) * (steep * off + UNIT * (ulps + 2) * Math.abs(h));
      square += outer * outer * lengths + (a ? inner * inner : 0);
    }
    return 1.01 * Math.sqrt(square) + 4 * theta.length * Number.MIN_VALUE;
  });
}

/** The n x n tangent kernel J J'. */
export const tangentGram = (network: TwoLayer, X: Matrix, covered?: Covered): Matrix =>
  gram(jacobian(network, X, covered));
