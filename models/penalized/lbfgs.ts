/**
 * Limited-memory BFGS with the memory of 10 pairs and a line search that halves or doubles until both weak Wolfe
 * conditions hold (bisection). Minimizes f, smooth, from x in place. Source: nocedalwright2006, algorithms 7.4, 7.5 and
 * the bisection of lewisoverton2013.
 */
import { lessened, scaled } from 'claimcheck/numerics/entries';
import { axpy, dot, norm2 } from 'claimcheck/numerics/matrix';
import { vector } from 'claimcheck/numerics/room';

/** f(x), which writes its gradient into `gradient`: always the same two arrays, in the room where there is one. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimized {
  readonly steps: number;
  /** The norm of the last gradient. */
  readonly gradient: number;
  readonly value: number;
  readonly converged: boolean;
}

const MEMORY = 10;

/** The last steps s and changes of the gradient t, the oldest first, and one more: where the next pair is made. */
function memory(d: number) {
  const slots = Array.from({ length: MEMORY + 1 }, () => ({ s: vector(d), t: vector(d), rho: 0, alpha: 0 }));
  let first = 0;
  let count = 0;
  const pair = (k: number) => slots[(first + k) % slots.length]!;
  return {
    next: () => pair(count),
    keep: (): void => {
      if (count < MEMORY) count++;
      else first = (first + 1) % slots.length;
    },
    /** The gradient g, of that size, times what the pairs tell of the inverse curvature. */
    point: (g: Float64Array, size: number, direction: Float64Array): void => {
      scaled(1, g, direction);
      for (let k = count - 1; k >= 0; k--) {
        const at = pair(k);
        at.alpha = at.rho * dot(at.s, direction);
        axpy(-at.alpha, at.t, direction);
      }
      const last = count > 0 ? pair(count - 1) : undefined;
      scaled(last ? 1 / (last.rho * dot(last.t, last.t)) : 1 / Math.max(1, size), direction, direction);
      for (let k = 0; k < count; k++) {
        const { s, t, rho, alpha } = pair(k);
        axpy(alpha - rho * dot(t, direction), s, direction);
      }
    },
  };
}

/** Ends when |gradient| <= tolerance, when no step lowers f any more, or after `budget` steps. */
export function lbfgs(f: Objective, x: Float64Array, tolerance: number, budget: number): Minimized {
  const d = x.length;
  const [at, trial, g, next, direction] = [vector(x), vector(x), vector(d), vector(d), vector(d)];
  const pairs = memory(d);
  let value = f(trial, next);
  scaled(1, next, g);
  const ended = (steps: number, gradient: number): Minimized => {
    x.set(at);
    return { steps, gradient, value, converged: gradient <= tolerance };
  };
  for (let steps = 0; ; steps++) {
    const size = norm2(g);
    if (size <= tolerance || steps >= budget || !(size < Infinity)) return ended(steps, size);
    pairs.point(g, size, direction);
    const slope = -dot(g, direction);
    let [low, high, step] = [0, Infinity, 1];
    let found = NaN;
    for (let tries = 0; tries < 60; tries++) {
      lessened(at, step, direction, trial);
      found = f(trial, next);
      // A decrease below rounding cannot be seen in the value; there the slope alone decides.
      if (!(found <= value + 1e-4 * step * slope + 1e-15 * Math.abs(value))) high = step;
      else if (-dot(next, direction) < 0.9 * slope) low = step;
      else break;
      step = high < Infinity ? (low + high) / 2 : 2 * low;
    }
    if (!(found <= value + 1e-14 * Math.abs(value))) return ended(steps, size);
    const made = pairs.next();
    lessened(trial, 1, at, made.s);
    lessened(next, 1, g, made.t);
    const curvature = dot(made.s, made.t);
    if (curvature > 0) {
      made.rho = 1 / curvature;
      pairs.keep();
    }
    scaled(1, trial, at);
    scaled(1, next, g);
    value = found;
  }
}
