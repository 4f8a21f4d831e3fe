/**
 * Twin of src/numerics/stream.ts. A stream is 32 bytes at `at`: the two 64-bit halves of the state, the normal draw that
 * is kept, and 1 where there is one.
 */
import { log } from './elementary/logarithm.js';
import { logPair } from './logPair';

const TO_UNIT: f64 = 1.1102230246251565e-16;

// @ts-ignore: decorator
@inline
export function bits(at: usize): u32 {
  const s0 = load<u64>(at);
  const s1 = load<u64>(at, 8);
  const mixed = s0 ^ s1;
  store<u64>(at, rotl<u64>(s0, 24) ^ mixed ^ (mixed << 16));
  store<u64>(at, rotl<u64>(mixed, 37), 8);
  return <u32>(s0 + s1);
}

export function uniform(at: usize): f64 {
  const high = <f64>(bits(at) >> 5);
  return (high * 67108864 + <f64>(bits(at) >> 6)) * TO_UNIT;
}

export function normal(at: usize): f64 {
  if (load<i32>(at, 24) != 0) {
    store<i32>(at, 0, 24);
    return load<f64>(at, 16);
  }
  for (;;) {
    const u = 2 * uniform(at) - 1;
    const v = 2 * uniform(at) - 1;
    const s = u * u + v * v;
    if (s >= 1 || s == 0) continue;
    const f = Math.sqrt((-2 * log(s)) / s);
    store<f64>(at, v * f, 16);
    store<i32>(at, 1, 24);
    return u * f;
  }
}

/** below in 1 .. 2^32 - 1. */
export function integer(at: usize, below: u32): u32 {
  const q = 4294967296 / <u64>below;
  let draw: u32;
  do draw = <u32>(<u64>bits(at) / q);
  while (draw >= below);
  return draw;
}

// @ts-ignore: decorator
@inline
function unit(high: u64, low: u64): f64 {
  return <f64>(((high & 0xffffffff) >> 5 << 26) + ((low & 0xffffffff) >> 6)) * TO_UNIT;
}

/** The next n normal draws, two pairs at a time, where there are as many left; the state stays in registers meanwhile. */
export function normals(at: usize, out: usize, n: i32): void {
  const end = out + (<usize>n << 3);
  let p = out;
  if (p < end && load<i32>(at, 24) != 0) {
    store<f64>(p, normal(at));
    p += 8;
  }
  let s0 = load<u64>(at);
  let s1 = load<u64>(at, 8);
  let first = f64x2.splat(0);
  for (let half = false; p + 24 < end;) {
    let sum = s0 + s1;
    let mixed = s0 ^ s1;
    s0 = rotl<u64>(s0, 24) ^ mixed ^ (mixed << 16);
    s1 = rotl<u64>(mixed, 37);
    let next = s0 + s1;
    mixed = s0 ^ s1;
    s0 = rotl<u64>(s0, 24) ^ mixed ^ (mixed << 16);
    s1 = rotl<u64>(mixed, 37);
    const u = 2 * unit(sum, next) - 1;
    sum = s0 + s1;
    mixed = s0 ^ s1;
    s0 = rotl<u64>(s0, 24) ^ mixed ^ (mixed << 16);
    s1 = rotl<u64>(mixed, 37);
    next = s0 + s1;
    mixed = s0 ^ s1;
    s0 = rotl<u64>(s0, 24) ^ mixed ^ (mixed << 16);
    s1 = rotl<u64>(mixed, 37);
    const v = 2 * unit(sum, next) - 1;
    const length = u * u + v * v;
    if (length >= 1 || length == 0) continue;
    const second = f64x2.replace_lane(f64x2.splat(u), 1, v);
    if (half) {
      const a = f64x2.mul(first, first);
      const b = f64x2.mul(second, second);
      const s = f64x2.add(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3));
      const f = f64x2.sqrt(f64x2.div(f64x2.mul(f64x2.splat(-2), logPair(s)), s));
      v128.store(p, f64x2.mul(first, v128.shuffle<f64>(f, f, 0, 0)));
      v128.store(p, f64x2.mul(second, v128.shuffle<f64>(f, f, 1, 1)), 16);
      p += 32;
    }
    first = second;
    half = !half;
  }
  store<u64>(at, s0);
  store<u64>(at, s1, 8);
  for (; p < end; p += 8) store<f64>(p, normal(at));
}
