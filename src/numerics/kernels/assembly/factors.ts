/**
 * Words on the two factors of the diagonal network, models/diagonal/moves.ts: d entries each, with room for an even number of
 * them; what pads them is 0 before and after. At depth 2 they go in pairs, else one by one.
 */
import { pow, power } from './elementary/power.js';
import { expPair } from './expPair';

// @ts-ignore: decorator
@inline
function raised(x: f64, k: i32): f64 {
  if (k == 1) return x;
  const square = x * x;
  return k == 2 ? square : k == 3 ? square * x : k == 4 ? square * square : power(x, <f64>k);
}

/** What pads an odd number of entries stays 0. */
// @ts-ignore: decorator
@inline
function padded(x: v128, at: usize, odd: usize): v128 {
  return at == odd ? f64x2.replace_lane(x, 1, 0) : x;
}

// @ts-ignore: decorator
@inline
function oddOf(d: i32): usize {
  return d & 1 ? <usize>(d - 1) << 3 : <usize>-1;
}

/** beta = u^2 - v^2 - origin; returns u^2 + v^2. */
// @ts-ignore: decorator
@inline
function shown(a: v128, b: v128, origin: usize, beta: usize): v128 {
  const aa = f64x2.mul(a, a);
  const bb = f64x2.mul(b, b);
  v128.store(beta, f64x2.sub(f64x2.sub(aa, bb), v128.load(origin)));
  return f64x2.add(aa, bb);
}

/** `f64x2.max` takes nine instructions and `pmax` one, which loses a NaN: the sum keeps it. */
// @ts-ignore: decorator
@inline
function largest(widest: v128, sum: v128): f64 {
  const trace = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  return trace != trace ? trace : Math.max(f64x2.extract_lane(widest, 0), f64x2.extract_lane(widest, 1));
}

/** beta = u^D - v^D - origin; returns the largest u^(2D-2) + v^(2D-2). */
export function image(depth: i32, u: usize, v: usize, origin: usize, beta: usize, d: i32): f64 {
  if (depth != 2) {
    const k = 2 * depth - 2;
    let most: f64 = 0;
    for (let j: usize = 0; j < <usize>d << 3; j += 8) {
      const a = load<f64>(u + j);
      const b = load<f64>(v + j);
      store<f64>(beta + j, raised(a, depth) - raised(b, depth) - load<f64>(origin + j));
      most = Math.max(most, raised(a, k) + raised(b, k));
    }
    return most;
  }
  let widest = f64x2.splat(0);
  let sum = f64x2.splat(0);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const both = shown(v128.load(u + j), v128.load(v + j), origin + j, beta + j);
    widest = f64x2.pmax(both, widest);
    sum = f64x2.add(sum, both);
  }
  return largest(widest, sum);
}

/** The gradient step of both factors, and `image` after it. */
export function moved(
  depth: i32,
  u: usize,
  v: usize,
  g: usize,
  rate: f64,
  origin: usize,
  beta: usize,
  d: i32,
): f64 {
  if (depth != 2) {
    movedAlone(depth, u, g, rate, d);
    movedAlone(depth, v, g, -rate, d);
    return image(depth, u, v, origin, beta, d);
  }
  const plus = f64x2.splat(rate);
  const minus = f64x2.splat(-rate);
  const odd = oddOf(d);
  let widest = f64x2.splat(0);
  let sum = f64x2.splat(0);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const slopes = v128.load(g + j);
    let a = v128.load(u + j);
    let b = v128.load(v + j);
    a = padded(f64x2.sub(a, f64x2.mul(f64x2.mul(plus, a), slopes)), j, odd);
    b = padded(f64x2.sub(b, f64x2.mul(f64x2.mul(minus, b), slopes)), j, odd);
    v128.store(u + j, a);
    v128.store(v + j, b);
    const both = shown(a, b, origin + j, beta + j);
    widest = f64x2.pmax(both, widest);
    sum = f64x2.add(sum, both);
  }
  return largest(widest, sum);
}

function movedAlone(depth: i32, x: usize, g: usize, rate: f64, d: i32): void {
  for (const end = x + (<usize>d << 3); x < end; x += 8, g += 8) {
    const entry = load<f64>(x);
    store<f64>(x, entry - rate * raised(entry, depth - 1) * load<f64>(g));
  }
}

function mirroredAlone(depth: i32, x: usize, g: usize, rate: f64, d: i32): void {
  const step = <f64>(depth - 2) * rate;
  for (const end = x + (<usize>d << 3); x < end; x += 8, g += 8) {
    const entry = load<f64>(x);
    if (depth == 3) store<f64>(x, entry / (1 + entry * rate * load<f64>(g)));
    else store<f64>(x, entry / pow(1 + raised(entry, depth - 2) * step * load<f64>(g), 1 / <f64>(depth - 2)));
  }
}

/** The exact dual step of both factors, and `image` after it. */
export function mirrored(
  depth: i32,
  u: usize,
  v: usize,
  g: usize,
  rate: f64,
  origin: usize,
  beta: usize,
  d: i32,
): f64 {
  if (depth != 2) {
    mirroredAlone(depth, u, g, rate, d);
    mirroredAlone(depth, v, g, -rate, d);
    return image(depth, u, v, origin, beta, d);
  }
  const plus = f64x2.splat(rate);
  const minus = f64x2.splat(-rate);
  const odd = oddOf(d);
  let widest = f64x2.splat(0);
  let sum = f64x2.splat(0);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const slopes = v128.load(g + j);
    const a = padded(f64x2.mul(v128.load(u + j), expPair(f64x2.mul(minus, slopes))), j, odd);
    const b = padded(f64x2.mul(v128.load(v + j), expPair(f64x2.mul(plus, slopes))), j, odd);
    v128.store(u + j, a);
    v128.store(v + j, b);
    const both = shown(a, b, origin + j, beta + j);
    widest = f64x2.pmax(both, widest);
    sum = f64x2.add(sum, both);
  }
  return largest(widest, sum);
}

/** Adam: x, its gradient being sign D x^(D-1) g, with the running moments m and s. */
export function adapted(
  depth: i32,
  x: usize,
  g: usize,
  rate: f64,
  sign: f64,
  m: usize,
  s: usize,
  unbias1: f64,
  unbias2: f64,
  d: i32,
): void {
  const front = sign * <f64>depth;
  for (const end = x + (<usize>d << 3); x < end; x += 8, g += 8, m += 8, s += 8) {
    const entry = load<f64>(x);
    const slope = front * raised(entry, depth - 1) * load<f64>(g);
    const first = 0.9 * load<f64>(m) + 0.1 * slope;
    const second = 0.999 * load<f64>(s) + 0.001 * slope * slope;
    store<f64>(m, first);
    store<f64>(s, second);
    store<f64>(x, entry - (rate * (first / unbias1)) / (Math.sqrt(second / unbias2) + 1e-8));
  }
}

/** out = D sqrt(u^(2D-2) + v^(2D-2)) */
export function speeds(depth: i32, u: usize, v: usize, out: usize, d: i32): void {
  const k = 2 * depth - 2;
  for (let j: usize = 0; j < <usize>d << 3; j += 8)
    store<f64>(out + j, <f64>depth * Math.sqrt(raised(load<f64>(u + j), k) + raised(load<f64>(v + j), k)));
}

/** The largest max(u, v)^(D-2) |g| at depth D >= 3. */
export function fastest(depth: i32, u: usize, v: usize, g: usize, d: i32): f64 {
  let most: f64 = 0;
  for (let j: usize = 0; j < <usize>d << 3; j += 8) {
    const top = raised(Math.max(load<f64>(u + j), load<f64>(v + j)), depth - 2);
    most = Math.max(most, top * Math.abs(load<f64>(g + j)));
  }
  return most;
}

/** product *= 1 - scale g^2 */
export function drift(product: usize, g: usize, scale: f64, d: i32): void {
  const scales = f64x2.splat(scale);
  const odd = oddOf(d);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const slopes = v128.load(g + j);
    const factor = f64x2.sub(f64x2.splat(1), f64x2.mul(f64x2.mul(scales, slopes), slopes));
    v128.store(product + j, padded(f64x2.mul(v128.load(product + j), factor), j, odd));
  }
}
