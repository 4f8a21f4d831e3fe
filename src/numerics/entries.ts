/**
 * Vectors entry by entry, what steps of training are made of: compiled where all lie in a room (assembly/entries.ts), else
 * these loops, with the same bits. All vectors of one call have the length of the first; nothing else is checked here.
 */
import { exp, pow, sinh } from './elementary.js';
import { at, inRoom } from './place.js';
import { words } from './words.js';

type Vector = Float64Array;

/** @throws RangeError where a length differs: a word would write beyond the end. */
function expect(n: number, x: Vector, y = x, z = x): number {
  if (x.length === n && y.length === n && z.length === n) return n;
  throw new RangeError(`entries: lengths are ${n}, ${x.length}, ${y.length} and ${z.length}; expected all equal`);
}

/** out = a x; out may be x. */
export function scaled(a: number, x: Vector, out: Vector): void {
  const n = expect(x.length, out);
  if (inRoom(x, out)) return words().scaled(a, at(x), at(out), n);
  for (let k = 0; k < n; k++) out[k] = a * x[k]!;
}

/** out = (a x) / b; out may be x. */
export function quotients(a: number, x: Vector, b: number, out: Vector): void {
  const n = expect(x.length, out);
  if (inRoom(x, out)) return words().quotients(a, at(x), b, at(out), n);
  for (let k = 0; k < n; k++) out[k] = (a * x[k]!) / b;
}

/** y <- a x + b y */
export function blended(a: number, x: Vector, b: number, y: Vector): void {
  const n = expect(x.length, y);
  if (inRoom(x, y)) return words().blended(a, at(x), b, at(y), n);
  for (let k = 0; k < n; k++) y[k] = a * x[k]! + b * y[k]!;
}

/** out = x - a y; out may be one of them. */
export function lessened(x: Vector, a: number, y: Vector, out: Vector): void {
  const n = expect(x.length, y, out);
  if (inRoom(x, y, out)) return words().lessened(at(x), a, at(y), at(out), n);
  for (let k = 0; k < n; k++) out[k] = x[k]! - a * y[k]!;
}

/** out = x + a (y - z); out may be one of them. */
export function carried(x: Vector, a: number, y: Vector, z: Vector, out: Vector): void {
  const n = expect(x.length, y, z, out);
  if (inRoom(x, y, z, out)) return words().carried(at(x), a, at(y), at(z), at(out), n);
  for (let k = 0; k < n; k++) out[k] = x[k]! + a * (y[k]! - z[k]!);
}

/** out = x y; out may be one of them. */
export function multiplied(x: Vector, y: Vector, out: Vector): void {
  const n = expect(x.length, y, out);
  if (inRoom(x, y, out)) return words().multiplied(at(x), at(y), at(out), n);
  for (let k = 0; k < n; k++) out[k] = x[k]! * y[k]!;
}

/** out = a with the sign of x, a where x is 0. */
export function signed(a: number, x: Vector, out: Vector): void {
  const n = expect(x.length, out);
  if (inRoom(x, out)) return words().signed(a, at(x), at(out), n);
  for (let k = 0; k < n; k++) out[k] = x[k]! < 0 ? -a : a;
}

/** out = x - y where `seen` is not 0, 0 elsewhere; out may be one of them. */
export function missing(seen: Vector, x: Vector, y: Vector, out: Vector): void {
  const n = expect(seen.length, x, y, out);
  if (inRoom(seen, x, y, out)) return words().missing(at(seen), at(x), at(y), at(out), n);
  for (let k = 0; k < n; k++) out[k] = seen[k] ? x[k]! - y[k]! : 0;
}

/** The sum of (x - y) (y - z), one after another: positive where the step from z to y turns back from x. */
export function uphill(x: Vector, y: Vector, z: Vector): number {
  const n = expect(x.length, y, z);
  if (inRoom(x, y, z)) return words().uphill(at(x), at(y), at(z), n);
  let sum = 0;
  for (let k = 0; k < n; k++) sum += (x[k]! - y[k]!) * (y[k]! - z[k]!);
  return sum;
}

/** Where |x_k| is largest: the first of equals, 0 where the first is not a number. */
export function steepest(x: Vector): number {
  if (inRoom(x)) return words().steepest(at(x), x.length);
  let best = 0;
  for (let k = 1; k < x.length; k++) if (Math.abs(x[k]!) > Math.abs(x[best]!)) best = k;
  return best;
}

/**
 * Adam along the slopes g, with decay rates .9 and .999: m and s are their running moments, to be divided by `unbias1` and
 * `unbias2`; `least` is added to the root.
 */
export function adam(
  x: Vector,
  g: Vector,
  m: Vector,
  s: Vector,
  rate: number,
  unbias1: number,
  unbias2: number,
  least: number,
): void {
  const n = expect(x.length, g, m, s);
  if (inRoom(x, g, m, s)) return words().adam(at(x), at(g), at(m), at(s), rate, unbias1, unbias2, least, n);
  for (let k = 0; k < n; k++) {
    m[k] = 0.9 * m[k]! + 0.1 * g[k]!;
    s[k] = 0.999 * s[k]! + 0.001 * g[k]! * g[k]!;
    x[k]! -= (rate * (m[k]! / unbias1)) / (Math.sqrt(s[k]! / unbias2) + least);
  }
}

/** z nearer to 0 by that much, at most to 0. */
export const shrunk = (z: number, by: number): number => Math.sign(z) * Math.max(0, Math.abs(z) - by);

/** out = x - g / curvature, shrunk by that much; returns the largest |out - x|. */
export function shrink(x: Vector, g: Vector, curvature: number, by: number, out: Vector): number {
  const n = expect(x.length, g, out);
  if (inRoom(x, g, out)) return words().shrink(at(x), at(g), curvature, by, at(out), n);
  let moved = 0;
  for (let k = 0; k < n; k++) {
    out[k] = shrunk(x[k]! - g[k]! / curvature, by);
    moved = Math.max(moved, Math.abs(out[k]! - x[k]!));
  }
  return moved;
}

/** out = exp(sharp (least - x)), `least` the least entry of x: the largest is 1. */
export function weighed(x: Vector, sharp: number, out: Vector): void {
  const n = expect(x.length, out);
  if (inRoom(x, out)) return words().weighed(at(x), sharp, at(out), n);
  let least = Infinity;
  for (let k = 0; k < n; k++) if (x[k]! < least) least = x[k]!;
  for (let k = 0; k < n; k++) out[k] = exp(sharp * (least - x[k]!));
}

/** a <- -y / (1 + exp(y a)) / n, the slopes of the mean logistic loss at n values a with labels y of -1 and 1. */
export function doubted(a: Vector, y: Vector): void {
  const n = expect(a.length, y);
  if (inRoom(a, y)) return words().doubted(at(a), at(y), n);
  for (let k = 0; k < n; k++) a[k] = -y[k]! / (1 + exp(y[k]! * a[k]!)) / n;
}

/** out = sign(x) |x|^exponent */
export function powers(x: Vector, exponent: number, out: Vector): void {
  const n = expect(x.length, out);
  if (inRoom(x, out)) return words().powers(at(x), exponent, at(out), n);
  for (let k = 0; k < n; k++) {
    const size = pow(Math.abs(x[k]!), exponent);
    out[k] = x[k]! < 0 ? -size : size;
  }
}

/** out = scale sinh(x) */
export function sinhs(x: Vector, scale: number, out: Vector): void {
  const n = expect(x.length, out);
  if (inRoom(x, out)) return words().sinhs(at(x), scale, at(out), n);
  for (let k = 0; k < n; k++) out[k] = scale * sinh(x[k]!);
}
