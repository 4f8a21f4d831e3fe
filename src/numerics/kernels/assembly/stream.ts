/**
 * Twin of src/numerics/stream.ts. A stream is 32 bytes at `at`: the two 64-bit halves of the state, the normal draw that
 * is kept, and 1 where there is one.
 */
import { log } from './elementary/logarithm.js';

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

export function normals(at: usize, out: usize, n: i32): void {
  const end = out + (<usize>n << 3);
  for (let p = out; p < end; p += 8) store<f64>(p, normal(at));
}
