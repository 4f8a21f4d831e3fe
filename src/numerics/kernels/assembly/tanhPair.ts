/** tanh of two numbers at once: the bits of `tanh` (elementary/hyperbolic.ts), with `expm1` written out. */
import { tanh } from './elementary/hyperbolic.js';
import { rest } from './expPair';

// @ts-ignore: decorator
@inline
function c(x: f64): v128 {
  return f64x2.splat(x);
}

/** expm1 of x in (0, 40): its k is at most 58. */
// @ts-ignore: decorator
@inline
function expm1(x: v128): v128 {
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, c(1.4426950408889634)), c(0.5)));
  const high = f64x2.sub(x, f64x2.mul(k, c(0.6931471803691238)));
  const low = f64x2.mul(k, c(1.9082149292705877e-10));
  const r = f64x2.sub(high, low);
  const z = f64x2.mul(r, r);
  const half = f64x2.mul(c(0.5), z);
  const cubic = f64x2.sub(f64x2.mul(z, f64x2.mul(r, rest(r, z))), low);
  const near = f64x2.add(x, f64x2.add(half, cubic));
  const s = f64x2.add(high, half);
  const error = f64x2.add(f64x2.add(f64x2.sub(high, s), half), cubic);
  const power = i64x2.shl(i64x2.add(f64x2.add(k, c(6755399441055744)), i64x2.splat(1023)), 52);
  const base = f64x2.sub(power, c(1));
  const scaled = f64x2.mul(power, s);
  const sum = f64x2.add(base, scaled);
  const far = f64x2.add(sum, f64x2.add(f64x2.add(f64x2.sub(base, sum), scaled), f64x2.mul(power, error)));
  return v128.bitselect(near, far, f64x2.eq(k, c(0)));
}

/** a b - p for p = fl(a b) */
// @ts-ignore: decorator
@inline
function productError(a: v128, b: v128, p: v128): v128 {
  const ca = f64x2.mul(c(134217729), a);
  const aHigh = f64x2.sub(ca, f64x2.sub(ca, a));
  const aLow = f64x2.sub(a, aHigh);
  const cb = f64x2.mul(c(134217729), b);
  const bHigh = f64x2.sub(cb, f64x2.sub(cb, b));
  const bLow = f64x2.sub(b, bHigh);
  const rest = f64x2.sub(f64x2.sub(f64x2.sub(p, f64x2.mul(aHigh, bHigh)), f64x2.mul(aLow, bHigh)), f64x2.mul(aHigh, bLow));
  return f64x2.sub(f64x2.mul(aLow, bLow), rest);
}

// @ts-ignore: decorator
@inline
export function tanhPair(x: v128): v128 {
  const a = f64x2.abs(x);
  if (!i64x2.all_true(v128.and(f64x2.ge(a, c(1e-8)), f64x2.lt(a, c(19.5))))) {
    return f64x2.replace_lane(f64x2.splat(tanh(f64x2.extract_lane(x, 0))), 1, tanh(f64x2.extract_lane(x, 1)));
  }
  const t = expm1(f64x2.mul(c(2), a));
  const d = f64x2.add(t, c(2));
  const q = f64x2.div(t, d);
  const p = f64x2.mul(q, d);
  const dLow = v128.bitselect(
    f64x2.add(f64x2.sub(c(2), d), t),
    f64x2.add(f64x2.sub(t, d), c(2)),
    f64x2.lt(t, c(2)),
  );
  const low = f64x2.sub(f64x2.sub(f64x2.sub(t, p), productError(q, d, p)), f64x2.mul(q, dLow));
  const near = f64x2.add(q, f64x2.div(low, d));
  const far = f64x2.sub(c(1), f64x2.div(c(2), d));
  const y = v128.bitselect(near, far, f64x2.lt(a, c(1)));
  return v128.bitselect(f64x2.neg(y), y, f64x2.lt(x, c(0)));
}
