/**
 * log, log1p, log2, log10 to less than 1 ulp, and a logarithm in two parts for `pow`.
 *
 * x = 2^k m with m in [sqrt(1/2), sqrt(2)), f = m - 1, s = f / (2 + f), z = s^2:
 * log m = 2 atanh s = 2 s + s z P(z) = f - f^2/2 + s (f^2/2 + z P(z)), P of degree 6, minimax (Remez, 60 digits),
 * truncation below 2^-58 relative.
 */
import { highWord, POWERS, productError, rest } from './bits.js';

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const P0 = 0.6666666666666735;
const P1 = 0.39999999999411096;
const P2 = 0.28571428743261845;
const P3 = 0.2222219847609166;
const P4 = 0.1818356973359153;
const P5 = 0.15313903419155306;
const P6 = 0.1479750588726716;

/** k with 2^-k x in [sqrt(1/2), sqrt(2)), for positive normal x: the high word of sqrt(1/2) is 0x3fe6a09e. */
function exponent(x: number): number {
  return ((highWord(x) + 0x00095f62) >> 20) - 1023;
}

/** log(1 + f) + k ln2 + tail, for f in [sqrt(1/2) - 1, sqrt(2) - 1]. */
function assemble(f: number, k: number, tail: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const p = z * (P0 + z * P1 + z2 * (P2 + z * P3 + z2 * (P4 + z * P5 + z2 * P6)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + p) + (k * LN2_LOW + tail)) - f);
}

/** The natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (!(x < Infinity)) return x;
  if (x <= 0) return x === 0 ? -Infinity : NaN;
  let y = x;
  let k = 0;
  if (y < 2.2250738585072014e-308) {
    y *= 18014398509481984;
    k = -54;
  }
  const e = exponent(y);
  return assemble(y * POWERS[1074 - e]! - 1, k + e, 0);
}

/** log(1 + x), accurate near 0; -Infinity at -1, NaN below. */
export function log1p(x: number): number {
  if (!(x < Infinity)) return x;
  if (x <= -1) return x === -1 ? -Infinity : NaN;
  if (x < 5e-17 && x > -5e-17) return x;
  const u = 1 + x;
  const k = exponent(u);
  if (k === 0) return assemble(x, 0, 0);
  // u carries the rounding error of 1 + x, which is worth error / u in the logarithm.
  const error = x - (u - 1);
  return assemble(u * POWERS[1074 - k]! - 1, k, error / u);
}

const TWO_THIRDS = 0.6666666666666666;
const TWO_THIRDS_LOW = 3.700743415417188e-17;
const W0 = 0.3999999999999998;
const W1 = 0.2857142857144522;
const W2 = 0.2222222221751055;
const W3 = 0.1818181887349747;
const W4 = 0.153845566536006;
const W5 = 0.13336325793741133;
const W6 = 0.1167464827283978;
const W7 = 0.11990432933794039;
/** ln2 in two parts: 42 bits, so that k LN2_WIDE is exact, and the rest. */
const LN2_WIDE = 0.6931471805598903;
const LN2_WIDE_LOW = 5.497923018708371e-14;

/** log x in two parts for positive finite x: returns the leading part, leaves the other in rest[0]; error < 2^-64 relative. */
export function logWide(x: number): number {
  let y = x;
  let k = 0;
  if (y < 2.2250738585072014e-308) {
    y *= 18014398509481984;
    k = -54;
  }
  const e = exponent(y);
  k += e;
  const m = y * POWERS[1074 - e]!;
  // s = f / d in two parts
  const f = m - 1;
  const d = m + 1;
  const dLow = m < 1 ? 1 - d + m : m - d + 1;
  const s = f / d;
  const product = s * d;
  const sLow = (f - product - productError(s, d, product) - s * dLow) / d;
  // z = s^2 in two parts
  const z = s * s;
  const zLow = productError(s, s, z) + 2 * s * sLow;
  // 2/3 z + z^2 W(z) in two parts
  const z2 = z * z;
  const w = W0 + z * W1 + z2 * (W2 + z * W3 + z2 * (W4 + z * W5 + z2 * (W6 + z * W7)));
  const a = TWO_THIRDS * z;
  const b = z2 * w;
  const t = a + b;
  const tLow = a - t + b + (productError(TWO_THIRDS, z, a) + TWO_THIRDS * zLow + TWO_THIRDS_LOW * z + 2 * z * zLow * w);
  // s (2 + t) + k ln2
  const g = s * t;
  const gLow = productError(s, t, g) + s * tLow + sLow * t;
  const h = 2 * s + g;
  const hLow = 2 * s - h + g + (gLow + 2 * sLow);
  const base = k * LN2_WIDE;
  const sum = base + h;
  const sumLow = (k === 0 ? 0 : base - sum + h) + (hLow + k * LN2_WIDE_LOW);
  const high = sum + sumLow;
  rest[0] = sum - high + sumLow;
  return high;
}

const LOG2E = 1.4426950408889634;
const LOG2E_LOW = 2.0355273740931033e-17;
const LOG10E = 0.4342944819032518;
const LOG10E_LOW = 1.098319650216765e-17;

function logBase(x: number, scale: number, scaleLow: number): number {
  if (!(x < Infinity)) return x;
  if (x <= 0) return x === 0 ? -Infinity : NaN;
  const high = logWide(x);
  const low = rest[0]!;
  const product = high * scale;
  return product + (productError(high, scale, product) + (high * scaleLow + low * scale));
}

/** The logarithm to base 2; exact at powers of two. */
export function log2(x: number): number {
  return logBase(x, LOG2E, LOG2E_LOW);
}

/** The logarithm to base 10; exact at powers of ten that are float64. */
export function log10(x: number): number {
  return logBase(x, LOG10E, LOG10E_LOW);
}
