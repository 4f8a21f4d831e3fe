/**
 * exp and expm1 to less than 1 ulp.
 *
 * x = k ln2 + r with |r| <= ln2 / 2, where k times the upper part of ln2 is exact (32 + 11 bits). Then
 * exp(r) = 1 + r + r^2/2 + r^3 Q(r), Q the polynomial of degree 9 that is minimax on that interval (Remez exchange in
 * 60-digit arithmetic): the truncation is below 2^-63.
 */
import { POWERS, scale } from './bits.js';

const LOG2E = 1.4426950408889634;
/** ln2 in two parts: 32 bits, and the rest. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const Q0 = 0.16666666666666682;
const Q1 = 0.0416666666666667;
const Q2 = 0.008333333333316805;
const Q3 = 0.001388888888886508;
const Q4 = 0.00019841269896955365;
const Q5 = 2.4801587365285684e-5;
const Q6 = 2.7557234299862643e-6;
const Q7 = 2.755723851501255e-7;
const Q8 = 2.5112228061066936e-8;
const Q9 = 2.0925729608497398e-9;

/** e^x; Infinity above 709.78, subnormal below -708.39, 0 below -745.13. */
export function exp(x: number): number {
  if (!(x <= 709.79)) return x + Infinity;
  if (x < -745.2) return 0;
  const k = Math.floor(x * LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const z = r * r;
  const z2 = z * z;
  const q = Q0 + r * Q1 + z * (Q2 + r * Q3) + z2 * (Q4 + r * Q5 + z * (Q6 + r * Q7) + z2 * (Q8 + r * Q9));
  const y = 1 + (high + (z * (0.5 + r * q) - low));
  const i = (k | 0) + 1074;
  return i >= 0 && i < 2098 ? y * POWERS[i]! : scale(y, k);
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
  const q = Q0 + r * Q1 + z * (Q2 + r * Q3) + z2 * (Q4 + r * Q5 + z * (Q6 + r * Q7) + z2 * (Q8 + r * Q9));
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
  const q = Q0 + r * Q1 + z * (Q2 + r * Q3) + z2 * (Q4 + r * Q5 + z * (Q6 + r * Q7) + z2 * (Q8 + r * Q9));
  const half = 0.5 * z;
  const cubic = z * (r * q) - low;
  if (k === 0) return x + (half + cubic);
  if (k > 60) return scale(1 + (high + (half + cubic)), k);
  // 2^k (1 + s + error) - 1 as (2^k - 1) + 2^k s with its rounding error: for k = 1 they cancel.
  const s = high + half;
  const error = high - s + half + cubic;
  const power = POWERS[k + 1074]!;
  const base = power - 1;
  const scaled = power * s;
  const sum = base + scaled;
  return sum + (base - sum + scaled + power * error);
}
