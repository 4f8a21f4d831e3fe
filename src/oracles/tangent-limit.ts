/**
 * The limit of lazy training: a network f linearized at its start theta_0, trained to zero loss from there. With J = J(X) the
 * gradients at theta_0 and K = J J',
 *
 *   weights  theta_0 + J' K^-1 r / alpha,  predictions  z -> alpha s(z) + K(z, X) K^-1 r,  r = y - alpha s(X),
 *
 * s the network at its start where it is not centred, else 0. `error` bounds predictions and weights in the maximum norm by
 * the residual of the solve. Source: chizat2019lazy, section 2.2.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { cholesky, choleskySolve } from '../numerics/cholesky.js';
import { eigenvaluesSymmetric } from '../numerics/eigen.js';
import { norm2, subtract, times, timesTransposed, type Matrix } from '../numerics/matrix.js';
import { jacobian, tangentGram, tangentKernel, type Covered, type TwoLayer } from './two-layer.js';

export interface Tangent {
  /** At its start. */
  readonly network: TwoLayer;
  readonly alpha: number;
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly points: Matrix;
}

export interface TangentLimit {
  readonly predictions: Float64Array;
  /** The change of theta. */
  readonly change: Float64Array;
}

const weights: Covered = { W: true, b: false, a: true, c: false };

function answer(
  { network, alpha, X, y, points }: Tangent,
  covered = weights,
  ridge = 0,
  factor = 1,
): Certified<TangentLimit> {
  const K = tangentGram(network, X, covered);
  const smallest = eigenvaluesSymmetric(K)[0]!;
  if (!(smallest > 0)) throw new RangeError(`tangentLimit: the kernel's least eigenvalue is ${smallest}; expected > 0`);
  for (let i = 0; i < X.rows; i++) K.data[i * X.rows + i]! += ridge;
  const dual = choleskySolve(cholesky(K), y).map((entry) => factor * entry);
  const residual = ridge === 0 && factor === 1 ? norm2(subtract(times(K, dual), y)) : 0;
  const Kz = tangentKernel(network, points, X, covered);
  const change = timesTransposed(jacobian(network, X, covered), dual).map((entry) => entry / alpha);
  return {
    value: { predictions: times(Kz, dual), change },
    error: (residual / smallest) * norm2(Kz.data) + 1e-13 * norm2(dual),
    certificate: { kind: 'residual bound', residual, smallest },
  };
}

const fault = (
  what: string,
  covered: Covered,
  ridge = 0,
  factor = 1,
  grade?: number,
): Fault<Oracle<Tangent, TangentLimit>['answer']> => ({
  what,
  ...(grade !== undefined && { grade }),
  by: (question) => answer(question, covered, ridge, factor),
});

/** Of the centred network, s = 0. */
export const tangentLimit: Oracle<Tangent, TangentLimit> = {
  name: 'tangent-limit',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'first layer only': fault('the kernel of the hidden weights alone', { ...weights, a: false }),
    'output layer only': fault('the kernel of the output weights alone', { ...weights, W: false }),
    'ridge 1e-2': fault('a ridge of 1e-2 is added to the kernel', weights, 1e-2),
    'off by 3%': fault('the labels are 3% too large', weights, 0, 1.03, 0.03),
    'off by 10%': fault('the labels are 10% too large', weights, 0, 1.1, 0.1),
    'off by 30%': fault('the labels are 30% too large', weights, 0, 1.3, 0.3),
  },
};
