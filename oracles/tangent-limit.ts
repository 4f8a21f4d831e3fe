/**
 * The limit of lazy training: a network f linearized at its start theta_0, trained to zero loss from there. With J = J(X) the
 * gradients at theta_0 and K = J J',
 *
 *   weights  theta_0 + J' K^-1 r / alpha,  predictions  z -> alpha s(z) + K(z, X) K^-1 r,  r = y - alpha s(X),
 *
 * s the network at its start where it is not centred, else 0. `error` bounds predictions and weights in the maximum norm:
 * with the computed gradients off by e, s below the least singular value of the true ones, a the computed K^-1 r and
 * t = r - K a, the roundings of J and K included, J'a is off by |t| / s + e |a|. Source: chizat2019lazy, section 2.2.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { roundings } from 'claimcheck/numerics/ball';
import { gram, norm2, subtract, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { residual as exactResidual } from 'claimcheck/numerics/residual';
import { certified, expectFinite, expectLength } from './certified.js';
import { jacobian, jacobianRounding, type Covered, type TwoLayer } from './two-layer.js';
import { gramRounding, leastSingular } from './weighted-gram.js';

export interface Tangent {
  /** At its start. */
  readonly network: TwoLayer;
  readonly alpha: number;
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly points: Matrix;
}

/** The question at the start of a run. */
export const atStart = ({ task, run: { start, rule } }: Started): Tangent => ({
  ...task,
  alpha: rule.alpha ?? 1,
  network: { ...rule, theta: start },
});
interface Started {
  readonly task: Pick<Tangent, 'X' | 'y' | 'points'>;
  readonly run: {
    readonly start: Float64Array;
    readonly rule: Omit<TwoLayer, 'theta'> & { readonly alpha?: number };
  };
}

export interface TangentLimit {
  readonly predictions: Float64Array;
  /** The change of theta. */
  readonly change: Float64Array;
}

const weights: Covered = { W: true, b: false, a: true, c: false };
/** The largest error, as a share of the sizes that enter, that is still an answer. */
const ACCURACY = 1e-3;

interface Solved {
  readonly value: TangentLimit;
  readonly dual: Float64Array;
  readonly K: Matrix;
  /** The gradients at X and at the points. */
  readonly J: Matrix;
  readonly Z: Matrix;
  readonly Kz: Matrix;
  readonly smallest: number;
}

function solve({ network, alpha, X, y, points }: Tangent, covered: Covered = weights, ridge = 0, factor = 1): Solved {
  expectLength('tangentLimit', 'y', y.length, X.rows);
  expectLength('tangentLimit', 'a row of points', points.cols, X.cols);
  expectFinite('tangentLimit', { alpha, y, X: X.data, points: points.data, theta: network.theta });
  if (alpha === 0 || X.rows === 0)
    throw new RangeError(`tangentLimit: alpha is ${alpha} and X has ${X.rows} rows; expected alpha not 0 and a row`);
  const J = jacobian(network, X, covered);
  const K = gram(J);
  const smallest = eigenvaluesSymmetric(K)[0]!;
  if (!(smallest > 0))
    throw new RangeError(
      `tangentLimit: the kernel's least eigenvalue is ${smallest}; expected > 0: no two rows of X may be equal, and the ` +
        'network needs as many weights as there are rows',
    );
  for (let i = 0; i < X.rows; i++) K.data[i * X.rows + i]! += ridge;
  const dual = choleskySolve(cholesky(K), y).map((entry) => factor * entry);
  const Z = jacobian(network, points, covered);
  const Kz = gram(Z, J);
  const change = timesTransposed(J, dual).map((entry) => entry / alpha);
  return { value: { predictions: times(Kz, dual), change }, dual, K, J, Z, Kz, smallest };
}

function answer(question: Tangent): Certified<TangentLimit> {
  const { network, alpha, X, y, points } = question;
  const { value, dual, K, J, Z, Kz, smallest } = solve(question);
  const residual = norm2(subtract(times(K, dual), y));
  const off = norm2(jacobianRounding(network, X, weights));
  const singular = leastSingular(J) - off;
  if (!(singular > 0))
    throw new RangeError(
      `tangentLimit: the gradients are off by ${off} and nearer than that to dependent ones; expected rows of X further apart`,
    );
  const whole = norm2(J.data);
  const t =
    exactResidual(K, dual, y).bound * Math.sqrt(X.rows) + (gramRounding(J) + 2 * whole * off + off * off) * norm2(dual);
  // J'a, and what it may be off by; then along every gradient at the points, and through the rounding of Kz a.
  const moved = (t / singular + off * norm2(dual)) * 1.01;
  const reach = whole * norm2(dual);
  const rounding = roundings(J.cols / 2 + X.rows + 10);
  const offZ = jacobianRounding(network, points, weights);
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < points.rows; i++) {
    const length = norm2(Z.data.subarray(i * Z.cols, (i + 1) * Z.cols));
    worst = Math.max(worst, length * (moved + rounding * reach) + offZ[i]! * (reach + moved));
    largest = Math.max(largest, length);
  }
  const change = (moved + rounding * reach) / Math.abs(alpha) + Number.MIN_VALUE;
  const usual = (residual / smallest) * norm2(Kz.data) + 1e-13 * norm2(dual);
  const size = norm2(timesTransposed(J, dual));
  return certified(
    'tangentLimit',
    {
      value,
      error: Math.max(usual, 1.01 * worst + Number.MIN_VALUE, 1.01 * change),
      certificate: { kind: 'residual bound', residual, smallest },
    },
    Math.max(ACCURACY * (largest * size + size / Math.abs(alpha)), 1e-290),
  );
}

/** What a fault believes of itself is not bounded. */
function wrongly(question: Tangent, covered: Covered, ridge = 0, factor = 1): Certified<TangentLimit> {
  const { value, dual, Kz, K, smallest } = solve(question, covered, ridge, factor);
  const residual = ridge === 0 && factor === 1 ? norm2(subtract(times(K, dual), question.y)) : 0;
  return {
    value,
    error: (residual / smallest) * norm2(Kz.data) + 1e-13 * norm2(dual),
    certificate: { kind: 'residual bound', residual, smallest },
  };
}

const by = ofSteps(wrongly);

/** Of the centred network, s = 0. */
export const tangentLimit: Oracle<Tangent, TangentLimit> = {
  name: 'tangent-limit',
  answer: (question) => answer(question),
  faults: {
    'first layer only': { what: 'the kernel of the hidden weights alone', by: by({ ...weights, a: false }) },
    'output layer only': { what: 'the kernel of the output weights alone', by: by({ ...weights, W: false }) },
    'ridge 1e-2': { what: 'a ridge of 1e-2 is added to the kernel', by: by(weights, 1e-2) },
    ...graded('', 'the labels are {percent} too large', (grade) => by(weights, 0, 1 + grade), [0.03, 0.1, 0.3]),
  },
};
