/**
 * The sign of b + x.y in exact arithmetic: by float64 where its rounding cannot turn it, else by whole numbers.
 * Every float64 is a whole number times 2^-1074, so that products are whole numbers times 2^-2148.
 */
import { roundings } from './ball.js';

/** x 2^1074 */
function whole(x: number): bigint {
  let high = Math.abs(x);
  let shift = 1074;
  // Powers of two are exact; what is left is a whole number below 2^53.
  while (!Number.isInteger(high) && shift > 0) {
    high *= 2;
    shift--;
  }
  const size = BigInt(high) << BigInt(shift);
  return x < 0 ? -size : size;
}

/** -1, 0 or 1; x, y: n, finite. */
export function exactSign(x: ArrayLike<number>, y: ArrayLike<number>, b = 0): -1 | 0 | 1 {
  let sum = b;
  let size = Math.abs(b);
  for (let k = 0; k < x.length; k++) {
    sum += x[k]! * y[k]!;
    size += Math.abs(x[k]! * y[k]!);
  }
  if (Math.abs(sum) > roundings(2 * x.length + 4) * size + 4 * (x.length + 1) * Number.MIN_VALUE && size < Infinity)
    return sum > 0 ? 1 : -1;
  let exact = whole(b) << 1074n;
  for (let k = 0; k < x.length; k++) exact += whole(x[k]!) * whole(y[k]!);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}
