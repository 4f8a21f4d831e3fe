/** e^x of two numbers at once: the bits of `exp` (elementary/exponential.ts). */
import { exp } from './elementary/exponential.js';

/** 2^52 + 2^51: added to an integer, leaves it in the low bits. */
const SHIFTER: f64 = 6755399441055744;

/** c + x d */
// @ts-ignore: decorator
@inline
export function madd(c: f64, x: v128, d: v128): v128 {
  return f64x2.add(f64x2.splat(c), f64x2.mul(x, d));
}

// @ts-ignore: decorator
@inline
export function pair(c: f64, x: v128, d: f64): v128 {
  return madd(c, x, f64x2.splat(d));
}

/** (e^r - 1 - r - r^2 / 2) / r^3, z = r^2. */
// @ts-ignore: decorator
@inline
export function rest(r: v128, z: v128): v128 {
  const z2 = f64x2.mul(z, z);
  const a = f64x2.add(pair(0.16666666666666682, r, 0.0416666666666667), f64x2.mul(z, pair(0.008333333333316805, r, 0.001388888888886508)));
  const b = f64x2.add(
    f64x2.add(pair(0.00019841269896955365, r, 2.4801587365285684e-5), f64x2.mul(z, pair(2.7557234299862643e-6, r, 2.755723851501255e-7))),
    f64x2.mul(z2, pair(2.5112228061066936e-8, r, 2.0925729608497398e-9)),
  );
  return f64x2.add(a, f64x2.mul(z2, b));
}

// @ts-ignore: decorator
@inline
export function expPair(x: v128): v128 {
  const inside = v128.and(f64x2.gt(x, f64x2.splat(-707)), f64x2.lt(x, f64x2.splat(709)));
  if (!i64x2.all_true(inside)) {
    return f64x2.replace_lane(f64x2.splat(exp(f64x2.extract_lane(x, 0))), 1, exp(f64x2.extract_lane(x, 1)));
  }
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(0.5)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471803691238)));
  const low = f64x2.mul(k, f64x2.splat(1.9082149292705877e-10));
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  const y = f64x2.add(f64x2.splat(1), f64x2.add(high, f64x2.sub(f64x2.mul(z, madd(0.5, r, rest(r, z))), low)));
  const bits = i64x2.add(f64x2.add(k, f64x2.splat(SHIFTER)), i64x2.splat(1023));
  return f64x2.mul(y, i64x2.shl(bits, 52));
}
