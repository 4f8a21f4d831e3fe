/**
 * The weighted second derivative of a univariate ReLU network f(x) = sum_k a_k relu(w_k x + b_k) + c on a sample X of n points:
 *
 *   g(t) = min(g-(t), g+(t)),  g+-(t) = P(t)^2 E[|X - t|; side] sqrt(1 + E[X; side]^2), P and E over the points beyond t
 *   on that side, 0 where there is none;  f'' = sum_k a_k |w_k| delta(-b_k / w_k).
 *
 * `weighted` is sum_k |a_k w_k| g(t_k) >= integral |f''| g, `bound` is 1 + 2 weighted; `active` takes g on the side where
 * neuron k is active in the place of the smaller one. Neurons with w_k = 0 have no knot.
 * Source: mulayoff2021implicit, Theorem 1.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded, ofSteps } from 'claimcheck/faults';
import { add, divide, exact, multiply, root, subtract, type Ball } from 'claimcheck/numerics/ball';
import { exactSign } from 'claimcheck/numerics/exact-sign';
import { certified, expectFinite, expectLength } from './certified.js';
import type { Curved } from './curvature.js';

export interface WeightedCurvature {
  readonly weighted: number;
  readonly bound: number;
  /** 1 + 2 sum_k |a_k w_k| g on the active side of neuron k. */
  readonly active: number;
}

interface Variant {
  readonly plainShare?: boolean;
  readonly unweighted?: boolean;
  readonly larger?: boolean;
  readonly plainRoot?: boolean;
  readonly factor?: number;
  readonly absoluteWeights?: boolean;
}

/**
 * g-(t) (side -1) or g+(t) (side 1), t the computed knot; `beyond` tells which points are on that side of the true one.
 * The radius bounds the rounding, that of the knot included.
 */
export function weight(points: Float64Array, t: Ball, side: 1 | -1, beyond: (x: number) => boolean, v: Variant): Ball {
  if (v.unweighted) return exact(1);
  let count = 0;
  let sum = exact(0);
  let away = exact(0);
  for (const x of points)
    if (beyond(x)) {
      count++;
      sum = add(sum, exact(x));
      away = add(away, multiply(exact(side), subtract(exact(x), t)));
    }
  if (count === 0) return exact(0);
  const share = divide(exact(count), exact(points.length));
  const mean = divide(sum, exact(count));
  const spread = v.plainRoot
    ? add(exact(1), { ...mean, value: Math.abs(mean.value) })
    : root(add(exact(1), multiply(mean, mean)));
  return multiply(multiply(v.plainShare ? share : multiply(share, share), divide(away, exact(count))), spread);
}

/** `error` bounds the rounding of all three. On which side of a knot a point lies is decided exactly. */
function answer({ network, X }: Curved, v: Variant = {}): Certified<WeightedCurvature> {
  const { width: m, activation, scale = 1, theta } = network;
  if (X.cols !== 1 || activation !== 'relu' || scale !== 1)
    throw new RangeError(`weightedCurvature: d is ${X.cols}, ${activation}, scale ${scale}; expected d = 1, relu, 1`);
  expectLength('weightedCurvature', 'theta', theta.length, 3 * m + 1);
  expectFinite('weightedCurvature', { theta, X: X.data });
  if (X.rows < 1) throw new RangeError('weightedCurvature: X has no rows; expected at least 1');
  let weighted = exact(0);
  let active = exact(0);
  for (let k = 0; k < m; k++) {
    const w = theta[k]!;
    if (w === 0) continue;
    const knot = divide(exact(-theta[m + k]!), exact(w));
    // x lies right of the knot where w x + b has the sign of w.
    const signOf = (x: number) => exactSign([w], [x], theta[m + k]!) * Math.sign(w);
    const size = multiply(exact(Math.abs(theta[2 * m + k]!)), exact(v.absoluteWeights ? 1 : Math.abs(w)));
    const right = weight(X.data, knot, 1, (x) => signOf(x) > 0, v);
    const left = weight(X.data, knot, -1, (x) => signOf(x) < 0, v);
    const lower = left.value <= right.value === !v.larger ? left : right;
    // The smaller of two numbers is known as well as the worse of them.
    const least = { value: lower.value, radius: Math.max(left.radius, right.radius) };
    weighted = add(weighted, multiply(size, least));
    active = add(active, multiply(size, w > 0 ? right : left));
  }
  const factor = exact(2 * (v.factor ?? 1));
  const bound = add(exact(1), multiply(factor, weighted));
  const reached = add(exact(1), multiply(factor, active));
  const usual = 1e-14 * (1 + factor.value * active.value + factor.value * weighted.value) * (m + X.rows);
  return certified('weightedCurvature', {
    value: { weighted: weighted.value, bound: bound.value, active: reached.value },
    error: Math.max(usual, weighted.radius, bound.radius, reached.radius),
    certificate: { kind: 'closed form' },
  });
}

const by = ofSteps(answer);

export const weightedCurvature: Oracle<Curved, WeightedCurvature> = {
  name: 'weighted-curvature',
  answer: (question) => answer(question),
  faults: {
    'P for P^2': { what: 'the share of the points is not squared', by: by({ plainShare: true }) },
    'max for min': { what: 'the larger of g- and g+ in place of the smaller', by: by({ larger: true }) },
    '1 + |mean| for its root': { what: '1 + |E X| in place of sqrt(1 + (E X)^2)', by: by({ plainRoot: true }) },
    'factor 2 twice': { what: '1 + 4 c in place of 1 + 2 c', by: by({ factor: 2 }) },
    unweighted: { what: "the variation of f', g = 1", by: by({ unweighted: true }) },
    'weights forgotten': { what: '|a_k| in place of |a_k w_k|', by: by({ absoluteWeights: true }) },
    ...graded('', 'c is {percent} too large', (grade) => by({ factor: 1 + grade })),
  },
};
