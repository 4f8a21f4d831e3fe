/**
 * Powers to less than 1 ulp: integer exponents by repeated squaring, real ones by exp(y log x), both in two-part
 * arithmetic (about |n| 2^-103 and 2^-64 relative before the last rounding).
 */
import { highWord, POWERS, productError, rest, scale } from './bits.js';
import { expWide } from './exponential.js';
import { logWide } from './logarithm.js';

/**
 * x^n for an integer n, |n| <= 2^53; x^0 = 1 for every x.
 * Mantissa and exponent are carried apart, so nothing overflows before the result does.
 */
export function power(x: number, n: number): number {
  if (n === 1) return x;
  if (n === 2) return x * x;
  if (n === 0) return 1;
  if (n === -1) return 1 / x;
  if (!(Math.abs(n) <= 9007199254740992) || Math.floor(n) !== n) return NaN;
  if (x !== x) return x;
  let a = Math.abs(x);
  let m = Math.abs(n);
  const negative = x < 0 && m % 2 === 1;
  if (a === 0 || a === Infinity) {
    const y = (a === 0) === n > 0 ? 0 : Infinity;
    return negative || (1 / x < 0 && m % 2 === 1) ? -y : y;
  }
  let baseScale = 0;
  if (a < 2.2250738585072014e-308) {
    a *= 18014398509481984;
    baseScale = -54;
  }
  const e = (highWord(a) >> 20) - 1023;
  baseScale += e;
  // a 2^-e in [1, 2): base and result stay in [1, 2), exponents are integers
  let base = a * POWERS[1074 - e]!;
  let baseLow = 0;
  let result = 1;
  let resultLow = 0;
  let resultScale = 0;
  for (;;) {
    if (m % 2 === 1) {
      const p = result * base;
      const pLow = productError(result, base, p) + (result * baseLow + resultLow * base);
      result = p + pLow;
      resultLow = p - result + pLow;
      resultScale += baseScale;
      if (result >= 2) {
        result *= 0.5;
        resultLow *= 0.5;
        resultScale += 1;
      }
    }
    m = Math.floor(m * 0.5);
    if (m === 0) break;
    const p = base * base;
    const pLow = productError(base, base, p) + 2 * base * baseLow;
    base = p + pLow;
    baseLow = p - base + pLow;
    baseScale *= 2;
    if (base >= 2) {
      base *= 0.5;
      baseLow *= 0.5;
      baseScale += 1;
    }
  }
  if (n < 0) {
    const q = 1 / result;
    const p = q * result;
    resultLow = (1 - p - productError(q, result, p) - q * resultLow) / result;
    result = q;
    resultScale = -resultScale;
  }
  const y = scale(result + resultLow, resultScale);
  return negative ? -y : y;
}

/** x^y: integer y go to `power`; otherwise by logarithms, NaN for finite x < 0. 1^y = x^0 = 1 for every x and y. */
export function pow(x: number, y: number): number {
  const integer = Math.floor(y) === y;
  if (integer && Math.abs(y) <= 9007199254740992) return power(x, y);
  if (x === 1) return 1;
  if (x !== x || y !== y) return NaN;
  const a = Math.abs(x);
  // integers beyond 2^53 are even
  if (x < 0 && !integer && a < Infinity) return NaN;
  if (a === 0 || a === Infinity) return (a === 0) === y > 0 ? 0 : Infinity;
  if (a === 1) return 1;
  if (Math.abs(y) > 1e20) return a > 1 === y > 0 ? Infinity : 0;
  const high = logWide(a);
  const low = rest[0]!;
  const product = y * high;
  if (!(Math.abs(product) < 1500)) return product > 0 ? Infinity : 0;
  return expWide(product, productError(y, high, product) + y * low, 0);
}
