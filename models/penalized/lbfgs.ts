/**
 * Limited-memory BFGS with the memory of 10 pairs and a line search that halves or doubles until both weak Wolfe
 * conditions hold (bisection). Minimizes f, smooth, from x in place. Source: nocedalwright2006, algorithms 7.4, 7.5 and
 * the bisection of lewisoverton2013.
 */
import { minimized, type KnownObjective } from 'claimcheck/numerics/kernels';
import { dot, norm2 } from 'claimcheck/numerics/matrix';

/** f(x), which writes its gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Minimized {
  readonly steps: number;
  /** The norm of the last gradient. */
  readonly gradient: number;
  readonly value: number;
  readonly converged: boolean;
}

const MEMORY = 10;

/**
 * Ends when |gradient| <= tolerance, when no step lowers f any more, or after `budget` steps. Where f is `known` to the kernels
 * the same steps run compiled (src/numerics/kernels/assembly/lbfgs.ts, kept equal bit for bit).
 */
export function lbfgs(
  f: Objective,
  x: Float64Array,
  tolerance: number,
  budget: number,
  known?: KnownObjective,
): Minimized {
  const compiled = known && minimized(known, x, tolerance, budget);
  if (compiled) return { ...compiled, converged: compiled.gradient <= tolerance };
  const d = x.length;
  let g = new Float64Array(d);
  let trial = new Float64Array(d);
  let next = new Float64Array(d);
  const direction = new Float64Array(d);
  const pairs: { s: Float64Array; t: Float64Array; rho: number }[] = [];
  let value = f(x, g);
  for (let steps = 0; ; steps++) {
    const size = norm2(g);
    if (size <= tolerance || steps >= budget || !(size < Infinity))
      return { steps, gradient: size, value, converged: size <= tolerance };
    direction.set(g);
    const alphas: number[] = [];
    for (let k = pairs.length - 1; k >= 0; k--) {
      const { s, t, rho } = pairs[k]!;
      const alpha = rho * dot(s, direction);
      alphas[k] = alpha;
      for (let j = 0; j < d; j++) direction[j]! -= alpha * t[j]!;
    }
    const last = pairs.at(-1);
    const scale = last ? 1 / (last.rho * dot(last.t, last.t)) : 1 / Math.max(1, size);
    for (let j = 0; j < d; j++) direction[j]! *= scale;
    for (let k = 0; k < pairs.length; k++) {
      const { s, t, rho } = pairs[k]!;
      const beta = rho * dot(t, direction);
      for (let j = 0; j < d; j++) direction[j]! += (alphas[k]! - beta) * s[j]!;
    }
    const slope = -dot(g, direction);
    let [low, high, step] = [0, Infinity, 1];
    let found = NaN;
    for (let tries = 0; tries < 60; tries++) {
      for (let j = 0; j < d; j++) trial[j] = x[j]! - step * direction[j]!;
      found = f(trial, next);
      // A decrease below rounding cannot be seen in the value; there the slope alone decides.
      if (!(found <= value + 1e-4 * step * slope + 1e-15 * Math.abs(value))) high = step;
      else if (-dot(next, direction) < 0.9 * slope) low = step;
      else break;
      step = high < Infinity ? (low + high) / 2 : 2 * low;
    }
    if (!(found <= value + 1e-14 * Math.abs(value)))
      return { steps, gradient: size, value, converged: size <= tolerance };
    const s = trial.map((entry, j) => entry - x[j]!);
    const t = next.map((entry, j) => entry - g[j]!);
    const curvature = dot(s, t);
    if (curvature > 0) {
      pairs.push({ s, t, rho: 1 / curvature });
      if (pairs.length > MEMORY) pairs.shift();
    }
    x.set(trial);
    [g, next] = [next, g];
    trial = new Float64Array(d);
    value = found;
  }
}
