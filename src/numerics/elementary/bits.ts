/**
 * Exact access to float64: exponents, powers of two, and the rounding error of a product.
 *
 * Everything here is exact, except that `scale` rounds once when its result is subnormal. Functions of this folder
 * whose result has two parts return the leading one and leave the other in `rest[0]`: no allocation.
 */
const view = new Float64Array(1);
const words = new Uint32Array(view.buffer);
view[0] = 1;
if (words[1] !== 0x3ff00000)
  throw new Error('this machine is not little-endian: expected the high word of a float64 second');

/** The trailing part of the last two-part result. */
export const rest = new Float64Array(1);

/** 2^k is POWERS[k + 1074], for k in -1074 .. 1023. */
export const POWERS = new Float64Array(2098);
POWERS[1074] = 1;
for (let k = 1; k <= 1023; k++) POWERS[1074 + k] = 2 * POWERS[1073 + k]!;
for (let k = 1; k <= 1074; k++) POWERS[1074 - k] = 0.5 * POWERS[1075 - k]!;

/** The upper 32 bits of x as a signed integer: sign, exponent, 20 leading bits of the fraction. */
export function highWord(x: number): number {
  view[0] = x;
  return words[1]! | 0;
}

/** y 2^k for an integer k and y of order one; rounded once. */
export function scale(y: number, k: number): number {
  if (k >= -1074 && k <= 1023) return y * POWERS[k + 1074]!;
  if (k > 1023) return y * 2 * POWERS[2097]! * POWERS[(k > 2047 ? 2047 : k) + 50]!;
  return y * POWERS[(k < -2148 ? -2148 : k) + 2148]! * POWERS[0]!;
}

/** a b - p for p = fl(a b), exactly: Dekker's product on Veltkamp's halves. |a|, |b| < 2^995, no underflow. */
export function productError(a: number, b: number, p: number): number {
  const c = 134217729 * a;
  const aHigh = c - (c - a);
  const aLow = a - aHigh;
  const d = 134217729 * b;
  const bHigh = d - (d - b);
  const bLow = b - bHigh;
  return aLow * bLow - (p - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
