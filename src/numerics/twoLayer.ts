/**
 * The two-layer network f(x) = sum_k a_k phi(x . w_k + b_k) + c and its gradient, on n fixed inputs. X: n x d.
 * theta is W (d x m, column k is neuron k), b (m), a (m), c, in this order: m (d + 2) + 1 numbers.
 *
 * Order of summation: x . w_k ascending, b_k last; sum over k in lane order; the gradient's sums over i ascending.
 * phi: relu, tanh, softplus; the slope of relu at 0 is 0. What a step does with the gradient is the model's to say: loss,
 * labels, noise and decay enter by `delta` and by the update, so one pair of functions serves every rule.
 */
import { exp, log1p, tanh } from './elementary.js';
import { compiledTwoLayer } from './kernels/twoLayer.js';
import { accumulateAt, dotsAt } from './lanes.js';
import type { Matrix } from './matrix.js';

export type Activation = 'relu' | 'tanh' | 'softplus';

export interface TwoLayer {
  /** Numbers in theta and in its gradient. */
  readonly size: number;
  /** Writes f at the n inputs. */
  readonly forward: (theta: Float64Array, f: Float64Array) => void;
  /** Writes the gradient of sum_i delta_i f_i at the theta of the last `forward`; n calls with unit delta give the Jacobian. */
  readonly backward: (delta: Float64Array, gradient: Float64Array) => void;
}

/** The network of m neurons on the rows of X, compiled where kernels are in use. */
export function twoLayer(X: Matrix, m: number, activation: Activation): TwoLayer {
  return compiledTwoLayer(X, m, activation) ?? plainTwoLayer(X, m, activation);
}

/** The same in plain code. */
export function plainTwoLayer(X: Matrix, m: number, activation: Activation): TwoLayer {
  const { rows: n, cols: d } = X;
  const size = m * (d + 2) + 1;
  const bAt = d * m;
  const aAt = bAt + m;
  const H = new Float64Array(n * m);
  const S = new Float64Array(n * m);
  const T = new Float64Array(n * m);
  let last = new Float64Array(size);
  return {
    size,
    forward: (theta, f) => {
      last = theta.slice();
      H.fill(0);
      for (let i = 0; i < n; i++) accumulateAt(theta, 0, m, d, m, X.data, i * d, 1, H, i * m);
      for (let i = 0; i < n; i++) for (let k = 0; k < m; k++) H[i * m + k]! += theta[bAt + k]!;
      if (activation === 'relu') {
        for (let p = 0; p < H.length; p++) {
          H[p] = Math.max(0, H[p]!);
          S[p] = H[p]! > 0 ? 1 : 0;
        }
      } else if (activation === 'tanh') {
        for (let p = 0; p < H.length; p++) {
          H[p] = tanh(H[p]!);
          S[p] = 1 - H[p]! * H[p]!;
        }
      } else {
        for (let p = 0; p < H.length; p++) {
          const z = H[p]!;
          const e = exp(-Math.abs(z));
          H[p] = Math.max(z, 0) + log1p(e);
          S[p] = z >= 0 ? 1 / (1 + e) : e / (1 + e);
        }
      }
      dotsAt(H, 0, m, n, m, theta, aAt, f, 0);
      for (let i = 0; i < n; i++) f[i]! += theta[size - 1]!;
    },
    backward: (delta, gradient) => {
      gradient.fill(0);
      for (let i = 0; i < n; i++) for (let k = 0; k < m; k++) T[i * m + k] = delta[i]! * last[aAt + k]! * S[i * m + k]!;
      for (let i = 0; i < n; i++) for (let k = 0; k < m; k++) gradient[bAt + k]! += T[i * m + k]!;
      accumulateAt(H, 0, m, n, m, delta, 0, 1, gradient, aAt);
      for (let j = 0; j < d; j++) accumulateAt(T, 0, m, n, m, X.data, j, d, gradient, j * m);
      for (let i = 0; i < n; i++) gradient[size - 1]! += delta[i]!;
    },
  };
}
