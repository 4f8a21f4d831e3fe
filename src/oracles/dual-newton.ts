/**
 * Newton's method on the dual of min sum A_i q(b_i / A_i) subject to X b = y, which is unconstrained and convex:
 * min over nu of sum A_i conjugate(x_i.nu) - y.nu, with b_i = A_i z(x_i.nu), gradient X b - y, Hessian X diag(g) X',
 * g_i = A_i z'(x_i.nu).
 *
 * Steps are searched on the directional derivative, not on values (differences of values are rounding long before the
 * minimum where alpha is large), and change no x_i.nu by more than 1, so that a start from 0 reaches alpha = 1e-6.
 */
import { choleskySolve } from '../numerics/cholesky.js';
import { dot, timesTransposed, times } from '../numerics/matrix.js';
import { residual } from '../numerics/residual.js';
import type { Hypentropy } from './hypentropy.js';
import type { Regression } from './regression.js';
import { weightedCholesky } from './weighted-gram.js';

const STEPS = 500;
/** The share of the distance to the boundary of the domain that one step may go. */
const TOWARDS_LIMIT = 0.9;

export interface DualPoint {
  /** n */
  readonly nu: Float64Array;
  readonly iterations: number;
}

/** The longest step in (0, 1] that changes no t_i by more than 1 and keeps all inside the domain. */
function longest(t: Float64Array, change: Float64Array, limit: number): number {
  let step = 1;
  for (let i = 0; i < t.length; i++) {
    const size = Math.abs(change[i]!);
    if (size > 0) step = Math.min(step, 1 / size, (TOWARDS_LIMIT * (limit - Math.sign(change[i]!) * t[i]!)) / size);
  }
  return step;
}

/** X: n x d of full row rank, y: n, scales A: d. @throws Error where 500 steps do not suffice. */
export function dualNewton({ X, y }: Regression, scales: Float64Array, map: Hypentropy): DualPoint {
  const point = (t: Float64Array) => t.map((entry, i) => scales[i]! * map.point(entry));
  let nu: Float64Array = new Float64Array(X.rows);
  let best = { nu, size: Infinity };
  for (let iterations = 0; iterations < STEPS; iterations++) {
    const t = timesTransposed(X, nu);
    const left = residual(X, point(t), y).values;
    const factor = weightedCholesky(
      X,
      t.map((entry, i) => scales[i]! * map.slope(entry)),
    );
    const direction = choleskySolve(factor, left);
    const decrement = dot(left, direction);
    const change = timesTransposed(X, direction);
    let step = longest(t, change, map.limit);
    const settled = step === 1 && change.every((entry, i) => Math.abs(entry) * map.steepness(t[i]!, 0) < 1e-3);
    if (settled && !(decrement < best.size / 4)) return { nu: best.nu, iterations };
    if (settled) best = { nu, size: decrement };
    else {
      for (let halvings = 0; halvings < 60; halvings++, step /= 2) {
        const b = point(t.map((entry, i) => entry + step * change[i]!));
        const slope = dot(times(X, b), direction) - dot(y, direction);
        if (slope <= 0.5 * decrement) break;
      }
    }
    nu = nu.map((entry, i) => entry + step * direction[i]!);
  }
  throw new Error(`dualNewton: not settled after ${STEPS} steps; expected a solution of X b = y within reach`);
}
