/**
 * The hyperbolic functions and their inverses to less than 1.6 ulp, from exp, expm1, log and log1p.
 *
 * Quotients inside are formed in two parts where their rounding errors would add up to more.
 */
import { productError } from './bits.js';
import { exp, expm1, expWide } from './exponential.js';
import { log, log1p } from './logarithm.js';

/** sinh x; odd. For |x| <= 1 an odd polynomial of degree 15, minimax, truncation below 2^-63. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-8) return x;
  if (a <= 1) {
    const z = x * x;
    let p = 1.605723671807247e-10 + z * 7.759425059598e-13;
    p = 2.755731915506125e-6 + z * (2.505212344376811e-8 + z * p);
    p = 0.008333333333333137 + z * (0.00019841269841438524 + z * p);
    return x + x * (z * (0.16666666666666669 + z * p));
  }
  let y = 0;
  if (a < 40) {
    const t = expm1(a);
    y = 0.5 * (t + t / (t + 1));
  } else y = expWide(a, 0, -1);
  return x < 0 ? -y : y;
}

/** cosh x; even. */
export function cosh(x: number): number {
  const a = Math.abs(x);
  if (!(a < 40)) return expWide(a, 0, -1);
  if (a < 0.35) {
    const t = expm1(a);
    return 1 + (t * t) / (2 * (1 + t));
  }
  const e = exp(a);
  return 0.5 * e + 0.5 / e;
}

/** tanh x; odd. */
export function tanh(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 1e-8)) return x;
  let y = 1;
  if (a < 1) {
    // t / (t + 2) in two parts
    const t = expm1(2 * a);
    const d = t + 2;
    const q = t / d;
    const p = q * d;
    const dLow = t < 2 ? 2 - d + t : t - d + 2;
    y = q + (t - p - productError(q, d, p) - q * dLow) / d;
  } else if (a < 22) y = 1 - 2 / (expm1(2 * a) + 2);
  return x < 0 ? -y : y;
}

const LN2 = 0.6931471805599453;

/** The inverse of sinh; odd. log1p of |x| + x^2 / (1 + sqrt(1 + x^2)), the part lost in that sum added back. */
export function asinh(x: number): number {
  const a = Math.abs(x);
  if (!(a < Infinity) || a < 1e-8) return x;
  let y = 0;
  if (a > 1e10) y = log(a) + LN2;
  else {
    const part = (a * a) / (1 + Math.sqrt(1 + a * a));
    const t = a + part;
    const low = a - t + part;
    y = log1p(t) + low / (1 + t);
  }
  return x < 0 ? -y : y;
}

/** The inverse of cosh; NaN for x < 1. */
export function acosh(x: number): number {
  if (!(x < Infinity)) return x;
  if (x < 1) return NaN;
  if (x > 1e10) return log(x) + LN2;
  // log1p(t + sqrt(t (2 + t))), the root and the sum in two parts
  const t = x - 1;
  if (t === 0) return 0;
  const d = t + 2;
  const p = t * d;
  const r = Math.sqrt(p);
  const q = r * r;
  const pLow = productError(t, d, p) + t * (t < 2 ? 2 - d + t : t - d + 2);
  const rLow = (p - q - productError(r, r, q) + pLow) / (2 * r);
  const sum = t + r;
  const low = (t < r ? r - sum + t : t - sum + r) + rLow;
  return log1p(sum) + low / (1 + sum);
}

/** The inverse of tanh; odd; infinite at -1 and 1, NaN outside. */
export function atanh(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-8) return x;
  if (!(a < 1)) return a === 1 ? x * Infinity : NaN;
  // log1p(2 a / (1 - a)) / 2, the quotient in two parts
  const n = 2 * a;
  const d = 1 - a;
  const q = n / d;
  const p = q * d;
  const low = (n - p - productError(q, d, p) - q * (1 - d - a)) / d;
  const y = 0.5 * (log1p(q) + low / (1 + q));
  return x < 0 ? -y : y;
}
