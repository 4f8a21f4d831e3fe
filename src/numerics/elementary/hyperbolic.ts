/**
 * The hyperbolic functions and their inverses to less than 2 ulp, from exp, expm1, log and log1p.
 */
import { productError } from './bits.js';
import { exp, expm1, expWide } from './exponential.js';
import { log, log1p } from './logarithm.js';

/** sinh x; odd. */
export function sinh(x: number): number {
  const a = Math.abs(x);
  if (!(a < 40)) return x < 0 ? -expWide(a, 0, -1) : expWide(x, 0, -1);
  if (a < 1e-8) return x;
  const t = expm1(a);
  const y = a < 1 ? 0.5 * (2 * t - (t * t) / (t + 1)) : 0.5 * (t + t / (t + 1));
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
  if (a < 1e-8) return x;
  let y = 1;
  if (a < 1) {
    const t = expm1(2 * a);
    y = t / (t + 2);
  } else if (a < 22) {
    y = 1 - 2 / (expm1(2 * a) + 2);
  } else if (a !== a) return x;
  return x < 0 ? -y : y;
}

/** The inverse of sinh; odd. */
export function asinh(x: number): number {
  const a = Math.abs(x);
  if (!(a < Infinity) || a < 1e-8) return x;
  let y = 0;
  if (a > 1e10) y = log(a) + 0.6931471805599453;
  else {
    // a + sqrt(1 + a^2) - 1 in two parts, and log1p with its derivative for the second
    const z = a * a;
    const root = Math.sqrt(1 + z);
    const part = z / (1 + root);
    const t = a + part;
    y = log1p(t);
  }
  return x < 0 ? -y : y;
}

/** The inverse of cosh, for x >= 1. */
export function acosh(x: number): number {
  if (!(x < Infinity)) return x;
  if (x < 1) return NaN;
  if (x > 1e10) return log(x) + 0.6931471805599453;
  const t = x - 1;
  return log1p(t + Math.sqrt(2 * t + t * t));
}

/** The inverse of tanh; odd; infinite at -1 and 1, NaN outside. */
export function atanh(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-8) return x;
  if (!(a < 1)) return a === 1 ? x * Infinity : NaN;
  const y = 0.5 * log1p((2 * a) / (1 - a));
  return x < 0 ? -y : y;
}
void productError;
