/**
 * sin and cos to less than 1 ulp for |x| < 1e6; NaN beyond, where the reduction would need more digits of pi.
 *
 * x = k pi/2 + r with |r| <= pi/4, r in two parts: pi/2 is cut into three pieces of 33 bits, whose products with k are
 * exact, and a tail. Polynomials minimax in r^2 (Remez, 60 digits), truncation below 2^-58.
 */
import { productError, rest } from './bits.js';

const TWO_OVER_PI = 0.6366197723675814;
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;

const S1 = -0.16666666666666666;
const S2 = 0.008333333333333323;
const S3 = -0.0001984126984125499;
const S4 = 2.755731921414887e-6;
const S5 = -2.5052104900544073e-8;
const S6 = 1.6058365193788056e-10;
const S7 = -7.578625523277161e-13;

const C2 = 0.0416666666666666;
const C3 = -0.0013888888888873995;
const C4 = 2.480158728939646e-5;
const C5 = -2.7557314326305147e-7;
const C6 = 2.0875719579810607e-9;
const C7 = -1.1359449170739467e-11;

/** x - k pi/2; the leading part is returned, the other left in rest[0]. */
function reduce(x: number, k: number): number {
  const a = x - k * HALF_PI_1;
  const b = k * HALF_PI_2;
  const c = a - b;
  const v = c - a;
  const cLow = a - (c - v) - (b + v);
  const d = k * HALF_PI_3 - cLow;
  const r = c - d;
  rest[0] = c - r - d - k * HALF_PI_4;
  return r;
}

function sine(r: number, low: number): number {
  const z = r * r;
  const z2 = z * z;
  const p = S1 + z * S2 + z2 * (S3 + z * S4 + z2 * (S5 + z * S6 + z2 * S7));
  return r + (r * (z * p) + low * (1 - 0.5 * z));
}

function cosine(r: number, low: number): number {
  const z = r * r;
  const z2 = z * z;
  const p = C2 + z * C3 + z2 * (C4 + z * C5 + z2 * (C6 + z * C7));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z2 * p - r * low));
}

/** sin x, x in radians. */
export function sin(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-8) return x;
  if (!(a < 1e6)) return NaN;
  const k = Math.floor(x * TWO_OVER_PI + 0.5) | 0;
  const r = reduce(x, k);
  const low = rest[0]!;
  const y = (k & 1) === 0 ? sine(r, low) : cosine(r, low);
  return (k & 2) === 0 ? y : -y;
}

/** cos x, x in radians. */
export function cos(x: number): number {
  if (!(Math.abs(x) < 1e6)) return NaN;
  const k = Math.floor(x * TWO_OVER_PI + 0.5) | 0;
  const r = reduce(x, k);
  const low = rest[0]!;
  const y = (k & 1) === 0 ? cosine(r, low) : sine(r, low);
  return ((k + 1) & 2) === 0 ? y : -y;
}

const A1 = -0.33333333333333326;
const A2 = 0.1999999999999767;
const A3 = -0.1428571428538815;
const A4 = 0.11111111088185971;
const A5 = -0.09090908144800461;
const A6 = 0.07692282764378339;
const A7 = -0.06666226836259047;
const A8 = 0.05877022521317057;
const A9 = -0.05218408747420594;
const A10 = 0.04503565988940528;
const A11 = -0.033474816185392345;
const A12 = 0.015195491924465437;

/** atan t - t for |t| <= sqrt(2) - 1. */
function arcRest(t: number): number {
  const z = t * t;
  let p = A11 + z * A12;
  p = A9 + z * (A10 + z * p);
  p = A7 + z * (A8 + z * p);
  p = A5 + z * (A6 + z * p);
  p = A3 + z * (A4 + z * p);
  p = A1 + z * (A2 + z * p);
  return t * (z * p);
}

const HALF_PI = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;

/** The angle in (-pi/2, pi/2) whose tangent is x; odd. */
export function atan(x: number): number {
  const a = Math.abs(x);
  if (!(a >= 1e-8)) return x;
  let y = 0;
  if (a <= 0.41421356237309503) y = a + arcRest(a);
  else if (a < 2.414213562373095) {
    // t = (a - 1) / (a + 1) in two parts
    const n = a - 1;
    const nLow = a < 1 ? a - (n + 1) : 0;
    const d = a + 1;
    const dLow = a < 1 ? 1 - d + a : a - d + 1;
    const t = n / d;
    const p = t * d;
    const low = (n - p - productError(t, d, p) + nLow - t * dLow) / d;
    const base = 0.5 * HALF_PI;
    const h = base + t;
    y = h + (base - h + t + (arcRest(t) + low + 0.5 * HALF_PI_LOW));
  } else {
    const t = -1 / a;
    y = HALF_PI + (t + (arcRest(t) + HALF_PI_LOW));
  }
  return x < 0 ? -y : y;
}

const B1 = 0.1666666666666666;
const B2 = 0.07500000000002582;
const B3 = 0.04464285713963079;
const B4 = 0.030381944647932185;
const B5 = 0.022372151493587334;
const B6 = 0.017352947589126127;
const B7 = 0.013961841160490015;
const B8 = 0.011586295581167926;
const B9 = 0.009479739245559454;
const B10 = 0.010030505544954452;
const B11 = 0.0006117117821132493;
const B12 = 0.02498290834830449;
const B13 = -0.026354183205781295;
const B14 = 0.033763262752594;

/** (asin t - t) / t as a function of z = t^2 <= 1/4. */
function sineRest(z: number): number {
  let p = B13 + z * B14;
  p = B11 + z * (B12 + z * p);
  p = B9 + z * (B10 + z * p);
  p = B7 + z * (B8 + z * p);
  p = B5 + z * (B6 + z * p);
  p = B3 + z * (B4 + z * p);
  p = B1 + z * (B2 + z * p);
  return z * p;
}

/** The angle in [-pi/2, pi/2] whose sine is x; NaN outside [-1, 1]. */
export function asin(x: number): number {
  const a = Math.abs(x);
  if (a < 1e-8) return x;
  if (a <= 0.5) return x + x * sineRest(x * x);
  if (!(a <= 1)) return NaN;
  // pi/2 - 2 asin r
  const r = halfChord(a);
  const part = 2 * (r * sineRest(0.5 * (1 - a)) + rest[0]!) - HALF_PI_LOW;
  const h = HALF_PI - 2 * r;
  const y = h + (HALF_PI - h - 2 * r - part);
  return x < 0 ? -y : y;
}

/** The angle in [0, pi] whose cosine is x; NaN outside [-1, 1]. */
export function acos(x: number): number {
  const a = Math.abs(x);
  if (a <= 0.5) return HALF_PI - (x + (x * sineRest(x * x) - HALF_PI_LOW));
  if (!(a <= 1)) return NaN;
  // 2 asin r, or pi - 2 asin r
  const r = halfChord(a);
  const part = r * sineRest(0.5 * (1 - a)) + rest[0]!;
  return x > 0 ? 2 * (r + part) : 2 * (HALF_PI - (r + (part - HALF_PI_LOW)));
}

/** r = sqrt((1 - a) / 2) in two parts: asin a = pi/2 - 2 asin r. */
function halfChord(a: number): number {
  const z = 0.5 * (1 - a);
  const r = Math.sqrt(z);
  const p = r * r;
  rest[0] = r === 0 ? 0 : (z - p - productError(r, r, p)) / (2 * r);
  return r;
}
