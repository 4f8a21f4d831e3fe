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
import type { Certified, Fault, Oracle } from '../claim.js';
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

/** g-(t) (side -1) or g+(t) (side 1). */
function weight(points: Float64Array, t: number, side: 1 | -1, v: Variant): number {
  if (v.unweighted) return 1;
  let count = 0;
  let sum = 0;
  let beyond = 0;
  for (const x of points)
    if (side * (x - t) > 0) {
      count++;
      sum += x;
      beyond += side * (x - t);
    }
  if (count === 0) return 0;
  const share = count / points.length;
  const mean = sum / count;
  return (
    (v.plainShare ? share : share * share) *
    (beyond / count) *
    (v.plainRoot ? 1 + Math.abs(mean) : Math.sqrt(1 + mean * mean))
  );
}

function answer({ network, X }: Curved, v: Variant = {}): Certified<WeightedCurvature> {
  const { width: m, activation, scale = 1, theta } = network;
  if (X.cols !== 1 || activation !== 'relu' || scale !== 1)
    throw new RangeError(`weightedCurvature: d is ${X.cols}, ${activation}, scale ${scale}; expected d = 1, relu, 1`);
  let weighted = 0;
  let active = 0;
  for (let k = 0; k < m; k++) {
    const w = theta[k]!;
    if (w === 0) continue;
    const knot = -theta[m + k]! / w;
    const size = Math.abs(theta[2 * m + k]!) * (v.absoluteWeights ? 1 : Math.abs(w));
    const right = weight(X.data, knot, 1, v);
    const left = weight(X.data, knot, -1, v);
    weighted += size * (v.larger ? Math.max(left, right) : Math.min(left, right));
    active += size * (w > 0 ? right : left);
  }
  const factor = 2 * (v.factor ?? 1);
  return {
    value: { weighted, bound: 1 + factor * weighted, active: 1 + factor * active },
    error: 1e-14 * (1 + factor * active + factor * weighted) * (m + X.rows),
    certificate: { kind: 'closed form' },
  };
}

const fault = (what: string, v: Variant, grade?: number): Fault<Oracle<Curved, WeightedCurvature>['answer']> => ({
  what,
  ...(grade !== undefined && { grade }),
  by: (question) => answer(question, v),
});

export const weightedCurvature: Oracle<Curved, WeightedCurvature> = {
  name: 'weighted-curvature',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'P for P^2': fault('the share of the points is not squared', { plainShare: true }),
    'max for min': fault('the larger of g- and g+ in place of the smaller', { larger: true }),
    '1 + |mean| for its root': fault('1 + |E X| in place of sqrt(1 + (E X)^2)', { plainRoot: true }),
    'factor 2 twice': fault('1 + 4 c in place of 1 + 2 c', { factor: 2 }),
    unweighted: fault("the variation of f', g = 1", { unweighted: true }),
    'weights forgotten': fault('|a_k| in place of |a_k w_k|', { absoluteWeights: true }),
    'off by 1%': fault('c is 1% too large', { factor: 1.01 }, 0.01),
    'off by 3%': fault('c is 3% too large', { factor: 1.03 }, 0.03),
    'off by 10%': fault('c is 10% too large', { factor: 1.1 }, 0.1),
    'off by 30%': fault('c is 30% too large', { factor: 1.3 }, 0.3),
  },
};
