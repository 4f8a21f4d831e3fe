/** Twin of elementary/bits.ts: the same functions on the bits themselves. */

const table = memory.data(2098 * 8, 16);
const restAt = memory.data(8, 8);

/** Indexed as the arrays of the twin are, so that the same sources compile. */
// @ts-ignore: decorator
@unmanaged
class Powers {
  // @ts-ignore: decorator
  @inline @operator('[]') get(k: f64): f64 {
    return load<f64>(table + (<usize>(<i32>k) << 3));
  }
}
// @ts-ignore: decorator
@unmanaged
class Rest {
  // @ts-ignore: decorator
  @inline @operator('[]') get(k: f64): f64 {
    return load<f64>(restAt);
  }
  // @ts-ignore: decorator
  @inline @operator('[]=') set(k: f64, value: f64): void {
    store<f64>(restAt, value);
  }
}

export const POWERS = changetype<Powers>(0);
export const rest = changetype<Rest>(0);

for (let k = -1074; k <= 1023; k++) {
  const bits: u64 = k >= -1022 ? (<u64>(k + 1023)) << 52 : (<u64>1) << (k + 1074);
  store<u64>(table + (<usize>(k + 1074) << 3), bits);
}

// @ts-ignore: decorator
@inline
export function highWord(x: f64): i32 {
  return <i32>(reinterpret<u64>(x) >> 32);
}

export function scale(y: f64, k: f64): f64 {
  if (k >= -1074 && k <= 1023) return y * POWERS[k + 1074];
  if (k > 1023) return y * 2 * POWERS[2097] * POWERS[(k > 2047 ? 2047 : k) + 50];
  return y * POWERS[(k < -2148 ? -2148 : k) + 2148] * POWERS[0];
}

// @ts-ignore: decorator
@inline
export function productError(a: f64, b: f64, p: f64): f64 {
  const c = 134217729 * a;
  const aHigh = c - (c - a);
  const aLow = a - aHigh;
  const d = 134217729 * b;
  const bHigh = d - (d - b);
  const bLow = b - bHigh;
  return aLow * bLow - (p - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
