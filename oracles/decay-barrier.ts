/**
 * Where AdamW rests: with decay c and epsilon e, a point that a step of it leaves alone has c w_j = -g_j / (|g_j| + e), g the
 * slope of the loss. Solved for g that is g_j = -e c w_j / (1 - c |w_j|): the slope of the barrier
 *
 *     (e / c) sum_j (-log(1 - c |w_j|) - c |w_j|),
 *
 * convex, infinite where |w_j| reaches 1 / c. So the one point of rest is the minimizer of F, the mean logistic loss plus that;
 * X: n x d, y: n (labels -1 and 1).
 *
 * Newton's method in the n x n kernel, e falling by factors of 10. Certificate: the barrier bends by at least e c everywhere,
 * so that the distance of the answer from the minimizer is at most |gradient| / (e c), with the rounding of the gradient.
 */
import type { Certified, Oracle } from 'claimcheck';
import { firstRows, graded, ofTask } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { exp, log1p } from 'claimcheck/numerics/elementary';
import {
  dot,
  magnitudes,
  matrix,
  norm2,
  normInf,
  times,
  timesTransposed,
  type Matrix,
} from 'claimcheck/numerics/matrix';
import type { Sample } from 'claimcheck/tasks/sample';
import { certified, expectFinite } from './certified.js';
import { expectSample } from './regression.js';

export interface BarrierQuestion extends Sample {
  readonly decay: number;
  readonly epsilon: number;
}

const ACCURACY = 1e-6;
/** Newton's steps for one epsilon at most, and what they gain, in units of the barrier, where the minimum is near. */
const STEPS = 60;
const NEAR = 1e-4;

interface Look {
  readonly value: number;
  /** The gradient; d. */
  readonly g: Float64Array;
  /** Bends of the loss by its margins (n), and of the barrier by its coordinates (d). */
  readonly ofLoss: Float64Array;
  readonly ofBarrier: Float64Array;
}

/** Z: the points times their labels. Undefined outside of the box. */
function look(Z: Matrix, w: Float64Array, decay: number, epsilon: number): Look | undefined {
  const n = Z.rows;
  const shares = w.map((entry) => decay * Math.abs(entry));
  if (!(normInf(shares) < 1)) return undefined;
  const margins = times(Z, w);
  const doubts = margins.map((a) => (a > 0 ? exp(-a) / (1 + exp(-a)) : 1 / (1 + exp(a))));
  let value = 0;
  for (const a of margins) value += (a > 0 ? log1p(exp(-a)) : log1p(exp(a)) - a) / n;
  for (const u of shares) value += (epsilon / decay) * (-log1p(-u) - u);
  const g = timesTransposed(Z, doubts);
  for (let j = 0; j < w.length; j++) g[j] = -g[j]! / n + (epsilon * decay * w[j]!) / (1 - shares[j]!);
  return {
    value,
    g,
    ofLoss: doubts.map((p) => (p * (1 - p)) / n),
    ofBarrier: shares.map((u) => (epsilon * decay) / ((1 - u) * (1 - u))),
  };
}

/** The Newton step -(D + Z'B Z)^-1 g, D the barrier's bends and B the loss's: D^-1 g - D^-1 Z'(B^-1 + Z D^-1 Z')^-1 Z D^-1 g. */
function newton(Z: Matrix, { g, ofLoss, ofBarrier }: Look): Float64Array {
  const [n, d] = [Z.rows, Z.cols];
  const soft = matrix(
    n,
    d,
    Z.data.map((entry, k) => entry / ofBarrier[k % d]!),
  );
  const K = matrix(n, n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k <= i; k++) {
      const entry = dot(soft.data.subarray(i * d, (i + 1) * d), Z.data.subarray(k * d, (k + 1) * d));
      K.data[i * n + k] = K.data[k * n + i] = entry + (i === k ? 1 / ofLoss[i]! : 0);
    }
  const direct = g.map((entry, j) => entry / ofBarrier[j]!);
  const across = timesTransposed(soft, choleskySolve(cholesky(K), times(Z, direct)));
  return direct.map((entry, j) => across[j]! - entry);
}

/**
 * Damped Newton steps while the loss falls by them; what they gain is a share of epsilon, in whose units the barrier is
 * self-concordant. At the last epsilon they go on until the slope falls no more.
 */
function minimized(Z: Matrix, start: Float64Array, decay: number, epsilon: number, last: boolean): Float64Array {
  let w = start;
  let here = look(Z, w, decay, epsilon)!;
  for (let step = 0; step < STEPS; step++) {
    const move = newton(Z, here);
    const gain = -dot(here.g, move);
    const near = gain <= NEAR * (epsilon / decay);
    if (near && !last) break;
    let there: Look | undefined;
    let next = w;
    for (let share = 1; share > 1e-9; share /= 2) {
      next = w.map((entry, j) => entry + share * move[j]!);
      there = look(Z, next, decay, epsilon);
      const better = there && (near ? norm2(there.g) < norm2(here.g) : there.value <= here.value - 0.1 * share * gain);
      if (better || near) break;
    }
    if (!there || (near && !(norm2(there.g) < norm2(here.g)))) break;
    [w, here] = [next, there];
  }
  return w;
}

/** The rounding of the gradient: an error of a margin is a relative one of its doubt; sums by their terms. */
function rounding(Z: Matrix, w: Float64Array, decay: number, epsilon: number): number {
  const absolute = magnitudes(Z);
  const margins = times(Z, w);
  const sizes = times(absolute, w.map(Math.abs));
  const lost = margins.map(
    (a, i) => (a > 0 ? exp(-a) : 1) * (roundings(2 * Z.cols + 8) * sizes[i]! + roundings(Z.rows + 12)),
  );
  const sums = timesTransposed(absolute, lost);
  return norm2(
    sums.map((sum, j) => {
      const left = 1 - decay * Math.abs(w[j]!);
      return sum / Z.rows + (roundings(8) * epsilon * decay * Math.abs(w[j]!)) / (left * left);
    }),
  );
}

/**
 * `error` bounds the Euclidean distance from the minimizer.
 * @throws RangeError on bad shapes, entries, labels, decay or epsilon, and where float64 leaves more than 1e-6 of |w|
 */
function answer({ X, y, decay, epsilon }: BarrierQuestion): Certified<Float64Array> {
  expectSample('decayBarrier', { X, y });
  expectFinite('decayBarrier', { decay, epsilon });
  const bad = y.find((label) => label !== 1 && label !== -1);
  if (bad !== undefined) throw new RangeError(`decayBarrier: a label is ${bad}; expected -1 or 1`);
  for (const [name, size] of Object.entries({ decay, epsilon, 'largest entry of X': normInf(X.data) }))
    if (!(size >= 1e-60 && size <= 1e60))
      throw new RangeError(`decayBarrier: the ${name} is ${size}; expected a size from 1e-60 to 1e60`);
  const Z = { ...X, data: X.data.map((entry, k) => entry * y[Math.floor(k / X.cols)]!) };
  let w: Float64Array = new Float64Array(X.cols);
  for (let now = Math.max(epsilon, 0.1); ; now = now < 20 * epsilon ? epsilon : now / 10) {
    w = minimized(Z, w, decay, now, now === epsilon);
    if (now === epsilon) break;
  }
  const { g } = look(Z, w, decay, epsilon)!;
  const error = (1.001 * (norm2(g) + rounding(Z, w, decay, epsilon))) / (epsilon * decay);
  return certified(
    'decayBarrier',
    { value: w, error, certificate: { kind: 'strong convexity', gradient: norm2(g), bend: epsilon * decay } },
    ACCURACY * norm2(w),
  );
}

const asked = ofTask(answer);

export const decayBarrier: Oracle<BarrierQuestion, Float64Array> = {
  name: 'decay-barrier',
  answer,
  faults: {
    'points ignored': {
      what: 'the second half of the points is ignored',
      by: asked(firstRows((rows) => Math.max(1, Math.floor(rows / 2)))),
    },
    ...graded('decay', 'the decay is {grade} too large', (grade) => asked({ decay: (decay) => decay * (1 + grade) })),
    ...graded('epsilon', 'epsilon is {grade} too large', (grade) =>
      asked({ epsilon: (epsilon) => epsilon * (1 + grade) }),
    ),
  },
};
