/**
 * exp and expm1 to less than 1 ulp.
 *
 * x = k ln2 + r with |r| <= ln2 / 2, where k times the upper part of ln2 is exact (32 + 11 bits). Then
 * exp(r) = 1 + r + r^2/2 + r^3 Q(r), Q the polynomial of degree 8 that is minimax on that interval (Remez exchange in
 * 60-digit arithmetic): the truncation is below 2^-57.
 */
import { POWERS, scale } from './bits.js';

const LOG2E = 1.4426950408889634;
/** ln2 in two parts: 32 bits, and the rest. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const Q0 = 0.16666666666666685;
const Q1 = 0.041666666666602646;
const Q2 = 0.00833333333331394;
const Q3 = 0.0013888888927334638;
const Q4 = 0.00019841269904883986;
const Q5 = 2.480150800111696e-5;
const Q6 = 2.755722609633247e-6;
const Q7 = 2.762545867697103e-7;
const Q8 = 2.5115092921303195e-8;

/** e^x; Infinity above 709.78, subnormal below -708.39, 0 below -745.13. */
export function exp(x: number): number {
  if (!(x <= 709.79)) return x + Infinity;
  if (x < -745.2) return 0;
  const k = Math.floor(x * LOG2E + 0.5) | 0;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  const z2 = z * z;
  const q = Q0 + r * Q1 + z * (Q2 + r * Q3) + z2 * (Q4 + r * Q5 + z * (Q6 + r * Q7) + z2 * Q8);
  const y = 1 + (high + (z * (0.5 + r * q) - low));
  return k >= -1074 && k <= 1023 ? y * POWERS[k + 1074]! : scale(y, k);
}

/** e^(x + tail) 2^shift for |tail| much smaller than 1; the error of `exp`, whatever the size of x. */
export function expWide(x: number, tail: number, shift: number): number {
  if (!(x <= 1500)) return x + Infinity;
  if (x < -1500) return 0;
  const k = Math.floor(x * LOG2E + 0.5) | 0;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW - tail;
  const r = high - low;
  const z = r * r;
  const z2 = z * z;
  const q = Q0 + r * Q1 + z * (Q2 + r * Q3) + z2 * (Q4 + r * Q5 + z * (Q6 + r * Q7) + z2 * Q8);
  const y = 1 + (high + (z * (0.5 + r * q) - low));
  return scale(y, k + shift);
}

/** e^x - 1, accurate near 0. */
export function expm1(x: number): number {
  if (!(x <= 709.79)) return x + Infinity;
  if (x < -40) return -1;
  if (x < 5e-17 && x > -5e-17) return x;
  const k = Math.floor(x * LOG2E + 0.5) | 0;
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  const z2 = z * z;
  const q = Q0 + r * Q1 + z * (Q2 + r * Q3) + z2 * (Q4 + r * Q5 + z * (Q6 + r * Q7) + z2 * Q8);
  const t = z * (0.5 + r * q) - low;
  const s = high + t;
  if (k === 0) return s;
  if (k > 60) return scale(1 + s, k);
  const power = POWERS[k + 1074]!;
  const error = high - s + t;
  // 2^k (1 + s + error) - 1, the sum of 2^k - 1 and 2^k s with its rounding error: for k = 1 they cancel.
  const base = power - 1;
  const sum = base + power * s;
  return sum + (base - sum + power * s + power * error);
}
