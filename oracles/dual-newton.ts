/**
 * Newton's method on the dual of min sum A_i q(b_i / A_i) subject to X b = y, which is unconstrained and convex:
 * min over nu of sum A_i conjugate(x_i.nu) - y.nu, with b_i = A_i z(x_i.nu), gradient X b - y, Hessian X diag(g) X',
 * g_i = A_i z'(x_i.nu).
 *
 * Steps are searched on the directional derivative, not on values (differences of values are rounding long before the
 * minimum where alpha is large), and change no x_i.nu by more than 1, so that a start from 0 reaches alpha = 1e-6. The
 * dual is kept in twice the working precision: at depth 3 and more and small alpha, b depends on 1 - |x_i.nu| alone.
 */
import { choleskySolve } from 'claimcheck/numerics/cholesky';
import { dot, magnitudes, times, timesTransposed, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { residual } from 'claimcheck/numerics/residual';
import type { Hypentropy } from './hypentropy.js';
import type { Regression } from './regression.js';
import { weightedCholesky } from './weighted-gram.js';

const UNIT = 1 / 9007199254740992;
const STEPS = 500;
/** The share of the distance to the boundary of the domain that one step may go. */
const TOWARDS_LIMIT = 0.9;

/** A point of the dual, nu + rest, and its image X'(nu + rest) = t + below, known up to `rounded`. */
export interface DualPoint {
  /** n */
  readonly nu: Float64Array;
  /** n, at most an ulp of nu */
  readonly rest: Float64Array;
  /** d */
  readonly t: Float64Array;
  readonly below: Float64Array;
  readonly rounded: Float64Array;
}

/** X: n x d, nu and rest: n. */
export function pointAt(X: Matrix, nu: Float64Array, rest: Float64Array): DualPoint {
  const n = X.rows;
  const t = timesTransposed(X, nu);
  const left = residual(transpose(X), nu, t).values;
  const below = timesTransposed(X, rest).map((entry, i) => entry - left[i]!);
  const absolute = magnitudes(X);
  const sizes = timesTransposed(absolute, nu.map(Math.abs));
  const small = timesTransposed(absolute, rest.map(Math.abs));
  const rounded = t.map(
    (_, i) => 4 * UNIT * ((n + 2) * (n + 2) * UNIT * sizes[i]! + (n + 1) * small[i]! + Math.abs(left[i]!)),
  );
  return { nu, rest, t, below, rounded };
}

/** nu + rest + step * direction, in two parts. */
function moved(X: Matrix, { nu, rest }: DualPoint, step: number, direction: Float64Array): DualPoint {
  const change = direction.map((entry, i) => step * entry + rest[i]!);
  const next = nu.map((entry, i) => entry + change[i]!);
  const lost = next.map((sum, i) => {
    const part = sum - nu[i]!;
    return nu[i]! - (sum - part) + (change[i]! - part);
  });
  return pointAt(X, next, lost);
}

/** X: n x d of full row rank, y: n, scales A: d. @throws Error where 500 steps do not suffice. */
export function dualNewton(
  { X, y }: Regression,
  scales: Float64Array,
  map: Hypentropy,
): DualPoint & { readonly iterations: number } {
  const start = new Float64Array(X.rows);
  let at = pointAt(X, start, start);
  let best = { at, size: Infinity };
  for (let iterations = 0; iterations < STEPS; iterations++) {
    const { t, below } = at;
    const image = (along: number, change: Float64Array) =>
      t.map((entry, i) => scales[i]! * map.point(entry + along * change[i]!, below[i]!));
    const left = residual(X, image(0, t), y).values;
    const g = t.map((entry, i) => scales[i]! * map.slope(entry, below[i]!));
    const direction = choleskySolve(weightedCholesky(X, g), left);
    const decrement = dot(left, direction);
    const change = timesTransposed(X, direction);
    const rooms = t.map((entry, i) => map.room(entry, below[i]!));
    let step = 1;
    let settled = true;
    change.forEach((entry, i) => {
      const size = Math.abs(entry);
      if (size * map.steepness(rooms[i]!) >= 1e-3) settled = false;
      if (size > 0) step = Math.min(step, 1 / size, (TOWARDS_LIMIT * rooms[i]!) / size);
    });
    if (settled && !(decrement < best.size / 4)) return { ...best.at, iterations };
    if (settled) best = { at, size: decrement };
    else {
      const target = dot(y, direction) + 0.5 * decrement;
      for (let halvings = 0; halvings < 60; halvings++, step /= 2) {
        if (dot(times(X, image(step, change)), direction) <= target) break;
      }
    }
    at = moved(X, at, step, direction);
  }
  throw new Error(`dualNewton: not settled after ${STEPS} steps; expected a solution of X b = y within reach`);
}
