/** Twins of src/numerics/entries.ts: vectors entry by entry, in pairs; addresses are bytes, and nothing beyond n entries is touched. */
import { pow } from './elementary/power.js';
import { sinh } from './elementary/hyperbolic.js';
import { expPair } from './expPair';

// @ts-ignore: decorator
@inline
function paired(n: i32): usize {
  return <usize>(n & ~1) << 3;
}

/** The entry at k and a 0, for the last of an odd number. */
// @ts-ignore: decorator
@inline
function alone(at: usize): v128 {
  return v128.load64_zero(at);
}

/** out = a x */
export function scaled(a: f64, x: usize, out: usize, n: i32): void {
  const by = f64x2.splat(a);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16) v128.store(out + k, f64x2.mul(by, v128.load(x + k)));
  if (n & 1) store<f64>(out + end, a * load<f64>(x + end));
}

/** out = (a x) / b */
export function quotients(a: f64, x: usize, b: f64, out: usize, n: i32): void {
  const by = f64x2.splat(a);
  const under = f64x2.splat(b);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16) v128.store(out + k, f64x2.div(f64x2.mul(by, v128.load(x + k)), under));
  if (n & 1) store<f64>(out + end, (a * load<f64>(x + end)) / b);
}

/** y = a x + b y */
export function blended(a: f64, x: usize, b: f64, y: usize, n: i32): void {
  const one = f64x2.splat(a);
  const other = f64x2.splat(b);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16)
    v128.store(y + k, f64x2.add(f64x2.mul(one, v128.load(x + k)), f64x2.mul(other, v128.load(y + k))));
  if (n & 1) store<f64>(y + end, a * load<f64>(x + end) + b * load<f64>(y + end));
}

/** out = x - a y */
export function lessened(x: usize, a: f64, y: usize, out: usize, n: i32): void {
  const by = f64x2.splat(a);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16)
    v128.store(out + k, f64x2.sub(v128.load(x + k), f64x2.mul(by, v128.load(y + k))));
  if (n & 1) store<f64>(out + end, load<f64>(x + end) - a * load<f64>(y + end));
}

/** out = x + a (y - z) */
export function carried(x: usize, a: f64, y: usize, z: usize, out: usize, n: i32): void {
  const by = f64x2.splat(a);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16) {
    const way = f64x2.sub(v128.load(y + k), v128.load(z + k));
    v128.store(out + k, f64x2.add(v128.load(x + k), f64x2.mul(by, way)));
  }
  if (n & 1) store<f64>(out + end, load<f64>(x + end) + a * (load<f64>(y + end) - load<f64>(z + end)));
}

/** out = x y */
export function multiplied(x: usize, y: usize, out: usize, n: i32): void {
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16) v128.store(out + k, f64x2.mul(v128.load(x + k), v128.load(y + k)));
  if (n & 1) store<f64>(out + end, load<f64>(x + end) * load<f64>(y + end));
}

/** out = a with the sign of x, a where x is 0 */
export function signed(a: f64, x: usize, out: usize, n: i32): void {
  for (let k: usize = 0; k < <usize>n << 3; k += 8) store<f64>(out + k, load<f64>(x + k) < 0 ? -a : a);
}

/** out = x - y where seen, 0 elsewhere */
export function missing(seen: usize, x: usize, y: usize, out: usize, n: i32): void {
  const none = f64x2.splat(0);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16) {
    const off = f64x2.sub(v128.load(x + k), v128.load(y + k));
    v128.store(out + k, v128.bitselect(off, none, f64x2.ne(v128.load(seen + k), none)));
  }
  if (n & 1) store<f64>(out + end, load<f64>(seen + end) != 0 ? load<f64>(x + end) - load<f64>(y + end) : 0);
}

/** sum of (x - y) (y - z), one after another */
export function uphill(x: usize, y: usize, z: usize, n: i32): f64 {
  let sum: f64 = 0;
  for (let k: usize = 0; k < <usize>n << 3; k += 8) {
    const middle = load<f64>(y + k);
    sum += (load<f64>(x + k) - middle) * (middle - load<f64>(z + k));
  }
  return sum;
}

/** Where |x_k| is largest: the first of equals. */
export function steepest(x: usize, n: i32): i32 {
  let best = 0;
  let most = Math.abs(load<f64>(x));
  for (let k = 1; k < n; k++) {
    const size = Math.abs(load<f64>(x + (<usize>k << 3)));
    if (size > most) {
      most = size;
      best = k;
    }
  }
  return best;
}

/** x <- x - rate (m / unbias1) / (sqrt(s / unbias2) + least), m and s the moments of the slopes g. */
export function adam(
  x: usize,
  g: usize,
  m: usize,
  s: usize,
  rate: f64,
  unbias1: f64,
  unbias2: f64,
  least: f64,
  n: i32,
): void {
  const end = paired(n);
  const rates = f64x2.splat(rate);
  const one = f64x2.splat(unbias1);
  const two = f64x2.splat(unbias2);
  const small = f64x2.splat(least);
  for (let k: usize = 0; k < <usize>n << 3; k += 16) {
    const whole = k < end;
    const slope = whole ? v128.load(g + k) : alone(g + k);
    const first = f64x2.add(
      f64x2.mul(f64x2.splat(0.9), whole ? v128.load(m + k) : alone(m + k)),
      f64x2.mul(f64x2.splat(0.1), slope),
    );
    const second = f64x2.add(
      f64x2.mul(f64x2.splat(0.999), whole ? v128.load(s + k) : alone(s + k)),
      f64x2.mul(f64x2.mul(f64x2.splat(0.001), slope), slope),
    );
    const root = f64x2.add(f64x2.sqrt(f64x2.div(second, two)), small);
    const move = f64x2.div(f64x2.mul(rates, f64x2.div(first, one)), root);
    const next = f64x2.sub(whole ? v128.load(x + k) : alone(x + k), move);
    if (whole) {
      v128.store(m + k, first);
      v128.store(s + k, second);
      v128.store(x + k, next);
    } else {
      store<f64>(m + k, f64x2.extract_lane(first, 0));
      store<f64>(s + k, f64x2.extract_lane(second, 0));
      store<f64>(x + k, f64x2.extract_lane(next, 0));
    }
  }
}

// @ts-ignore: decorator
@inline
export function shrunk(z: f64, by: f64): f64 {
  const sign = z > 0 ? 1 : z < 0 ? -1 : z;
  return sign * Math.max(0, Math.abs(z) - by);
}

/** out = x - g / curvature, shrunk towards 0; the largest |out - x|. */
export function shrink(x: usize, g: usize, curvature: f64, by: f64, out: usize, n: i32): f64 {
  let moved: f64 = 0;
  for (let k: usize = 0; k < <usize>n << 3; k += 8) {
    const at = load<f64>(x + k);
    const next = shrunk(at - load<f64>(g + k) / curvature, by);
    store<f64>(out + k, next);
    moved = Math.max(moved, Math.abs(next - at));
  }
  return moved;
}

/** out = exp(sharp (least of x - x)) */
export function weighed(x: usize, sharp: f64, out: usize, n: i32): void {
  let least = Infinity;
  for (let k: usize = 0; k < <usize>n << 3; k += 8) {
    const entry = load<f64>(x + k);
    if (entry < least) least = entry;
  }
  const base = f64x2.splat(least);
  const by = f64x2.splat(sharp);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16)
    v128.store(out + k, expPair(f64x2.mul(by, f64x2.sub(base, v128.load(x + k)))));
  if (n & 1)
    store<f64>(out + end, f64x2.extract_lane(expPair(f64x2.mul(by, f64x2.sub(base, alone(x + end)))), 0));
}

// @ts-ignore: decorator
@inline
function unsure(y: v128, a: v128, n: v128): v128 {
  const odds = expPair(f64x2.mul(y, a));
  return f64x2.div(f64x2.div(f64x2.neg(y), f64x2.add(f64x2.splat(1), odds)), n);
}

/** a <- -y / (1 + exp(y a)) / n: the slopes of the mean logistic loss. */
export function doubted(a: usize, y: usize, n: i32): void {
  const count = f64x2.splat(<f64>n);
  const end = paired(n);
  for (let k: usize = 0; k < end; k += 16) v128.store(a + k, unsure(v128.load(y + k), v128.load(a + k), count));
  if (n & 1) store<f64>(a + end, f64x2.extract_lane(unsure(alone(y + end), alone(a + end), count), 0));
}

/** out = sign(x) |x|^exponent */
export function powers(x: usize, exponent: f64, out: usize, n: i32): void {
  for (let k: usize = 0; k < <usize>n << 3; k += 8) {
    const entry = load<f64>(x + k);
    const size = pow(Math.abs(entry), exponent);
    store<f64>(out + k, entry < 0 ? -size : size);
  }
}

/** out = scale sinh(x) */
export function sinhs(x: usize, scale: f64, out: usize, n: i32): void {
  for (let k: usize = 0; k < <usize>n << 3; k += 8) store<f64>(out + k, scale * sinh(load<f64>(x + k)));
}
