/**
 * Words of models/idealized-noise-network.ts: n examples, d inputs, m units. Arrays over the examples have room for an even
 * number n', and on and said are m x n', so that both lanes of a vector are examples. `strip`: room for 4 max(n', d) numbers.
 */
import { expPair } from './expPair';
import { log1pPair } from './logPair';
import { rowOrder } from './products';

// @ts-ignore: decorator
@inline
function even(n: i32): i32 {
  return (n + 1) & ~1;
}

/** out = weights' Z', for weights d x m and Zt d x n'. */
function scores(weights: usize, Zt: usize, n: i32, d: i32, m: i32, strip: usize, out: usize): void {
  const stride = <usize>even(n) << 3;
  rowOrder(weights, 8, <usize>m << 3, Zt, stride, out, stride, m, d, even(n), strip, false);
}

/** on = 1 where v'z > 0, else 0. */
export function switchOn(v: usize, Zt: usize, n: i32, d: i32, m: i32, strip: usize, on: usize): void {
  scores(v, Zt, n, d, m, strip, on);
  const one = f64x2.splat(1);
  for (const end = on + ((<usize>m * <usize>even(n)) << 3); on < end; on += 16)
    v128.store(on, v128.and(f64x2.gt(v128.load(on), f64x2.splat(0)), one));
}

// @ts-ignore: decorator
@inline
function where(on: usize, x: v128): v128 {
  return v128.and(f64x2.gt(v128.load(on), f64x2.splat(0)), x);
}

/** Adds the outputs to f: a unit that is off adds +0, which changes no sum that began at +0. */
export function say(
  w: usize,
  a: usize,
  on: usize,
  Zt: usize,
  n: i32,
  d: i32,
  m: i32,
  strip: usize,
  said: usize,
  sums: usize,
  f: usize,
): void {
  const size = <usize>even(n) << 3;
  scores(w, Zt, n, d, m, strip, said);
  for (let i: usize = 0; i < size; i += 16) v128.store(sums + i, f64x2.splat(0));
  for (const end = a + (<usize>m << 3); a < end; a += 8) {
    const sign = v128.load64_splat(a);
    for (let i: usize = 0; i < size; i += 16)
      v128.store(sums + i, f64x2.add(v128.load(sums + i), where(on + i, f64x2.mul(sign, v128.load(said + i)))));
    on += size;
    said += size;
  }
  for (let i: usize = 0; i < size; i += 16) v128.store(f + i, f64x2.add(v128.load(f + i), v128.load(sums + i)));
}

/** Which units are on, 64 to a number: n' numbers for the first 64, and so on. */
function pack(on: usize, n: i32, m: i32, to: usize): void {
  const size = <usize>even(n) << 3;
  for (let first = 0; first < m; first += 64) {
    const last = min(m, first + 64);
    for (let i: usize = 0; i < size; i += 16) {
      let word = i64x2.splat(0);
      let from = on + <usize>first * size + i;
      for (let k = first; k < last; k++) {
        word = v128.or(word, where(from, i64x2.splat(<i64>1 << (k & 63))));
        from += size;
      }
      v128.store(to + i, word);
    }
    to += size;
  }
}

/** Adds the tangent kernel to K: n x n. */
export function overlap(on: usize, G: usize, n: i32, m: i32, packed: usize, K: usize): void {
  pack(on, n, m, packed);
  const size = <usize>even(n) << 3;
  const words = (m + 63) >> 6;
  for (let i = 0; i < n; i++) {
    const one = packed + (<usize>i << 3);
    for (let j = i; j < n; j++) {
      const other = packed + (<usize>j << 3);
      let both: i64 = 0;
      for (let at: usize = 0; at < <usize>words * size; at += size)
        both += popcnt<i64>(load<i64>(one + at) & load<i64>(other + at));
      const at = K + (<usize>(i * n + j) << 3);
      const value = load<f64>(at) + (load<f64>(G + (<usize>(i * n + j) << 3)) * <f64>both) / <f64>m;
      store<f64>(at, value);
      store<f64>(K + (<usize>(j * n + i) << 3), value);
    }
  }
}

/** e, minus the rate times the derivative of the loss divided by `each`. @returns the mean loss */
export function judged(y: usize, f: usize, rate: f64, each: f64, n: i32, e: usize): f64 {
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let loss: f64 = 0;
  for (let i = 0; i < n; i += 2) {
    const at = <usize>i << 3;
    const label = v128.load(y + at);
    const margin = f64x2.mul(label, v128.load(f + at));
    const small = expPair(f64x2.neg(f64x2.abs(margin)));
    const share = f64x2.div(v128.bitselect(small, one, f64x2.gt(margin, zero)), f64x2.add(one, small));
    const slope = f64x2.mul(f64x2.mul(f64x2.splat(-rate), label), share);
    v128.store(e + at, f64x2.div(slope, f64x2.splat(each)));
    const miss = f64x2.max(zero, f64x2.neg(margin));
    const losses = f64x2.div(f64x2.add(log1pPair(small), miss), f64x2.splat(<f64>n));
    loss += f64x2.extract_lane(losses, 0);
    if (i + 1 < n) loss += f64x2.extract_lane(losses, 1);
    else store<f64>(e + at, 0, 8);
  }
  return loss;
}

/** w = kept w + the pull of c on the signal; Z: n x d, w: d x m, by: room for m x d. */
export function learn(
  c: usize,
  kept: f64,
  a: usize,
  on: usize,
  Z: usize,
  n: i32,
  d: i32,
  m: i32,
  strip: usize,
  said: usize,
  by: usize,
  w: usize,
): void {
  const size = <usize>even(n) << 3;
  let at: usize = 0;
  for (let k = 0; k < m; k++) {
    const sign = v128.load64_splat(a + (<usize>k << 3));
    for (let i: usize = 0; i < size; i += 16) {
      v128.store(said + at, where(on + at, f64x2.mul(v128.load(c + i), sign)));
      at += 16;
    }
  }
  rowOrder(said, size, 8, Z, <usize>d << 3, by, <usize>d << 3, m, n, d, strip, false);
  for (let j = 0; j < d; j++)
    for (let k = 0; k < m; k++) {
      const to = w + (<usize>(j * m + k) << 3);
      store<f64>(to, kept * load<f64>(to) + load<f64>(by + (<usize>(k * d + j) << 3)));
    }
}
