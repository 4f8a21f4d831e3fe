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

/** The gradient step of an entry. */
// @ts-ignore: decorator
@inline
function descended(x: v128, rate: v128, slope: v128): v128 {
  return f64x2.sub(x, f64x2.mul(f64x2.mul(rate, x), slope));
}

/** A step of both factors, `dual` or along the gradient, and `image` after it. */
// @ts-ignore: decorator
@inline
function stepped(dual: bool, depth: i32, u: usize, v: usize, g: usize, rate: f64, origin: usize, beta: usize, d: i32): f64 {
  if (depth != 2) {
    steppedAlone(dual, depth, u, g, rate, d);
    steppedAlone(dual, depth, v, g, -rate, d);
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
    a = padded(dual ? f64x2.mul(a, expPair(f64x2.mul(minus, slopes))) : descended(a, plus, slopes), j, odd);
    b = padded(dual ? f64x2.mul(b, expPair(f64x2.mul(plus, slopes))) : descended(b, minus, slopes), j, odd);
    v128.store(u + j, a);
    v128.store(v + j, b);
    const both = shown(a, b, origin + j, beta + j);
    widest = f64x2.pmax(both, widest);
    sum = f64x2.add(sum, both);
  }
  return largest(widest, sum);
}

function steppedAlone(dual: bool, depth: i32, x: usize, g: usize, rate: f64, d: i32): void {
  const step = <f64>(depth - 2) * rate;
  for (const end = x + (<usize>d << 3); x < end; x += 8, g += 8) {
    const entry = load<f64>(x);
    const slope = load<f64>(g);
    if (!dual) store<f64>(x, entry - rate * raised(entry, depth - 1) * slope);
    else if (depth == 3) store<f64>(x, entry / (1 + entry * rate * slope));
    else store<f64>(x, entry / pow(1 + raised(entry, depth - 2) * step * slope, 1 / <f64>(depth - 2)));
  }
}

/** The gradient step of both factors. */
export function moved(depth: i32, u: usize, v: usize, g: usize, rate: f64, origin: usize, beta: usize, d: i32): f64 {
  return stepped(false, depth, u, v, g, rate, origin, beta, d);
}

/** Their exact dual step. */
export function mirrored(depth: i32, u: usize, v: usize, g: usize, rate: f64, origin: usize, beta: usize, d: i32): f64 {
  return stepped(true, depth, u, v, g, rate, origin, beta, d);
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
