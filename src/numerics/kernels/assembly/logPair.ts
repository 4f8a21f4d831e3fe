/** The logarithms of two numbers at once: the bits of `log` (elementary/logarithm.ts). */
import { log, log1p } from './elementary/logarithm.js';
import { pair } from './expPair';

/** 2^52 + 2^51: subtracted from a number whose low bits hold an integer, leaves it. */
const SHIFTER: f64 = 6755399441055744;

/** The exponents e of 2^e m, m in [sqrt(1/2), sqrt(2)), of positive normal numbers: 0x95f62 makes sqrt(1/2) the least m. */
// @ts-ignore: decorator
@inline
function exponents(x: v128): v128 {
  return i64x2.sub(i64x2.shr_s(i64x2.add(x, i64x2.splat(0x0009_5f62_0000_0000)), 52), i64x2.splat(1023));
}

/** log(1 + f) + e ln2 + tail */
// @ts-ignore: decorator
@inline
function assembled(f: v128, e: v128, tail: v128): v128 {
  const k = f64x2.sub(i64x2.add(e, f64x2.splat(SHIFTER)), f64x2.splat(SHIFTER));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const upper = f64x2.add(
    pair(0.28571428743261845, z, 0.2222219847609166),
    f64x2.mul(z2, f64x2.add(pair(0.1818356973359153, z, 0.15313903419155306), f64x2.mul(z2, f64x2.splat(0.1479750588726716)))),
  );
  const p = f64x2.mul(z, f64x2.add(pair(0.6666666666666735, z, 0.39999999999411096), f64x2.mul(z2, upper)));
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const low = f64x2.add(f64x2.mul(k, f64x2.splat(1.9082149292705877e-10)), tail);
  const rest = f64x2.sub(half, f64x2.add(f64x2.mul(s, f64x2.add(half, p)), low));
  return f64x2.sub(f64x2.mul(k, f64x2.splat(0.6931471803691238)), f64x2.sub(rest, f));
}

// @ts-ignore: decorator
@inline
export function logPair(x: v128): v128 {
  const normal = v128.and(f64x2.ge(x, f64x2.splat(2.2250738585072014e-308)), f64x2.lt(x, f64x2.splat(Infinity)));
  if (!i64x2.all_true(normal)) {
    return f64x2.replace_lane(f64x2.splat(log(f64x2.extract_lane(x, 0))), 1, log(f64x2.extract_lane(x, 1)));
  }
  const e = exponents(x);
  const m = i64x2.sub(x, i64x2.shl(e, 52));
  return assembled(f64x2.sub(m, f64x2.splat(1)), e, f64x2.splat(0));
}

/** log(1 + x) of two numbers at once: the bits of `log1p`. */
// @ts-ignore: decorator
@inline
export function log1pPair(x: v128): v128 {
  const inside = v128.and(f64x2.ge(x, f64x2.splat(5e-17)), f64x2.lt(x, f64x2.splat(Infinity)));
  if (!i64x2.all_true(inside)) {
    return f64x2.replace_lane(f64x2.splat(log1p(f64x2.extract_lane(x, 0))), 1, log1p(f64x2.extract_lane(x, 1)));
  }
  const one = f64x2.splat(1);
  const u = f64x2.add(one, x);
  const e = exponents(u);
  const error = f64x2.div(f64x2.sub(x, f64x2.sub(u, one)), u);
  const small = i64x2.eq(e, i64x2.splat(0));
  const f = v128.bitselect(x, f64x2.sub(i64x2.sub(u, i64x2.shl(e, 52)), one), small);
  return assembled(f, e, v128.andnot(error, small));
}
