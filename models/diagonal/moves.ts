/**
 * One move of one factor x (d entries) of beta = u^D - v^D, given g = X'(residual): the gradient with respect to u is
 * D u^(D-1) g and that with respect to v its negative counterpart, so every move takes `rate` = D h for u and -D h for v,
 * h the step. At depth 2 and in a room both factors move in one compiled word, src/numerics/kernels/assembly/factors.ts.
 */
import { exp, pow, power } from 'claimcheck/numerics/elementary';
import { multiplied, scaled } from 'claimcheck/numerics/entries';
import { normInf } from 'claimcheck/numerics/matrix';
import { at, inRoom } from 'claimcheck/numerics/room';
import { words } from 'claimcheck/numerics/words';

/** The twin on tfjs computes in float32. */
export type Numbers = Float64Array | Float32Array;

/** x^k for the small whole k that occur here. */
export function raised(x: number, k: number): number {
  if (k === 1) return x;
  const square = x * x;
  return k === 2 ? square : k === 3 ? square * x : k === 4 ? square * square : power(x, k);
}

/**
 * The exact dual move. Depth 2: x <- x exp(-rate g). Depth D: x^(2-D) <- x^(2-D) + (D - 2) rate g, which must stay
 * positive. An x of 0 stays 0.
 */
export function mirrored(depth: number, x: Numbers, g: Numbers, rate: number): void {
  const d = x.length;
  if (depth === 2) {
    for (let j = 0; j < d; j++) x[j]! *= exp(-rate * g[j]!);
  } else if (depth === 3) {
    for (let j = 0; j < d; j++) x[j] = x[j]! / (1 + x[j]! * rate * g[j]!);
  } else {
    const step = (depth - 2) * rate;
    for (let j = 0; j < d; j++) x[j] = x[j]! / pow(1 + raised(x[j]!, depth - 2) * step * g[j]!, 1 / (depth - 2));
  }
}

/** The gradient move x <- x - rate y^(D-1) g, where y is x itself except in one of the seeded faults. */
export function moved(depth: number, x: Float64Array, y: Float64Array, g: Float64Array, rate: number): void {
  const d = x.length;
  if (depth === 2) for (let j = 0; j < d; j++) x[j]! -= rate * y[j]! * g[j]!;
  else for (let j = 0; j < d; j++) x[j]! -= rate * raised(y[j]!, depth - 1) * g[j]!;
}

/** The heavy ball: m <- momentum m + x^(D-1) g, x <- x - rate m. */
export function rolled(
  depth: number,
  x: Float64Array,
  g: Float64Array,
  rate: number,
  momentum: number,
  m: Float64Array,
): void {
  for (let j = 0; j < x.length; j++) {
    m[j] = momentum * m[j]! + raised(x[j]!, depth - 1) * g[j]!;
    x[j]! -= rate * m[j]!;
  }
}

/** The gradient with respect to x: out = sign D x^(D-1) g. */
export function slopeInto(depth: number, x: Float64Array, g: Float64Array, sign: number, out: Float64Array): void {
  if (depth === 2) {
    scaled(sign * depth, x, out);
    multiplied(out, g, out);
  } else for (let j = 0; j < x.length; j++) out[j] = sign * depth * raised(x[j]!, depth - 1) * g[j]!;
}

/** x <- x - scale c old */
export function charge(x: Float64Array, old: Float64Array, costs: Float64Array, scale: number): void {
  for (let j = 0; j < x.length; j++) x[j]! -= scale * costs[j]! * old[j]!;
}

/** x <- x (1 - scale g^2) */
export function drift(x: Float64Array, g: Float64Array, scale: number): void {
  if (inRoom(x, g)) return words().drift(at(x), at(g), scale, x.length);
  for (let j = 0; j < x.length; j++) x[j]! *= 1 - scale * g[j]! * g[j]!;
}

/** beta = u^D - v^D - origin. Returns the largest u^(2D-2) + v^(2D-2). */
export function image(
  depth: number,
  u: Float64Array,
  v: Float64Array,
  origin: Float64Array,
  beta: Float64Array,
): number {
  if (inRoom(u, v, origin, beta)) return words().image(depth, at(u), at(v), at(origin), at(beta), u.length);
  const k = 2 * depth - 2;
  let widest = 0;
  for (let j = 0; j < beta.length; j++) {
    beta[j] = raised(u[j]!, depth) - raised(v[j]!, depth) - origin[j]!;
    widest = Math.max(widest, raised(u[j]!, k) + raised(v[j]!, k));
  }
  return widest;
}

/** How fast beta moves with its factors: out_j = D sqrt(u_j^(2D-2) + v_j^(2D-2)). */
export function speedsInto(depth: number, u: Float64Array, v: Float64Array, out: Float64Array): void {
  const k = 2 * depth - 2;
  for (let j = 0; j < out.length; j++) out[j] = depth * Math.sqrt(raised(u[j]!, k) + raised(v[j]!, k));
}

/** The bound K / |X|^2 = D^2 max_j (u_j^(2D-2) + v_j^(2D-2)) of the curvature at interpolation. */
export function width(depth: number, u: Numbers, v: Numbers): number {
  const k = 2 * depth - 2;
  let widest = 0;
  for (let j = 0; j < u.length; j++) widest = Math.max(widest, raised(u[j]!, k) + raised(v[j]!, k));
  return depth * depth * widest;
}

/** The largest h for which no dual move exceeds half a unit (depth 2) or a quarter of x^(2-D) (depth D). */
export function reach(depth: number, u: Numbers, v: Numbers, g: Numbers): number {
  if (depth === 2) return 0.5 / (2 * normInf(g));
  let fastest = 0;
  if (inRoom(u as Float64Array, v as Float64Array, g as Float64Array))
    fastest = words().fastest(depth, at(u as Float64Array), at(v as Float64Array), at(g as Float64Array), u.length);
  else
    for (let j = 0; j < u.length; j++)
      fastest = Math.max(fastest, raised(Math.max(u[j]!, v[j]!), depth - 2) * Math.abs(g[j]!));
  return 0.25 / (depth * (depth - 2) * fastest);
}
