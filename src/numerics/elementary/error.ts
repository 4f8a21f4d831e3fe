/**
 * erf, erfc and the normal distribution function, to 1e-15 relative, far tails included.
 *
 * |x| < 1/2: erf x = x P(x^2), degree 9. Beyond: erfc x = exp(-x^2) g(t) / (1 + 2 x) with t = (x - 3.75) / (x + 3.75), a
 * map of [0.46, Infinity) into [-0.78, 1] under which (1 + 2 x) exp(x^2) erfc x is smooth (Shepherd and Laframboise,
 * Math. Comp. 36, 1981). g has degree 22, minimax (Remez, 60 digits), truncation below 2^-55. In erfc the square is formed
 * in two parts: its rounding would cost x^2 ulp.
 */
import { productError } from './bits.js';
import { exp, expWide } from './exponential.js';

const E0 = 1.1283791670955126;
const E0_LOW = 1.533545961316588e-17;
const E1 = -0.37612638903183465;
const E2 = 0.11283791670924607;
const E3 = -0.026866170632643478;
const E4 = 0.00522397736908843;
const E5 = -0.0008548297410112106;
const E6 = 0.0001205331850362956;
const E7 = -1.4845430717574269e-5;
const E8 = 1.472158534650479e-6;

/** (1 + 2 x) exp(x^2) erfc x for x >= 0.46. */
function tail(x: number): number {
  const t = (x - 3.75) / (x + 3.75);
  let g = -8.978057228658822e-10;
  g = g * t - 5.453818067857656e-9;
  g = g * t + 2.764428484628975e-8;
  g = g * t + 3.0829877625098353e-8;
  g = g * t - 2.449510817171735e-7;
  g = g * t - 6.885736715312601e-8;
  g = g * t + 1.7418043366232829e-6;
  g = g * t - 9.639240008653983e-7;
  g = g * t - 1.1439790660423169e-5;
  g = g * t + 2.2379404739407046e-5;
  g = g * t + 5.164788171971121e-5;
  g = g * t - 0.00029015255368627463;
  g = g * t + 0.00029371387779663955;
  g = g * t + 0.0017556255505066674;
  g = g * t - 0.009746579580182666;
  g = g * t + 0.02836227745502528;
  g = g * t - 0.05869339858835517;
  g = g * t + 0.09230432115800716;
  g = g * t - 0.10880393014178491;
  g = g * t + 0.08227673849021676;
  g = g * t + 0.0035854154854648218;
  g = g * t - 0.1402405985855476;
  return g * t + 1.2375126308378275;
}

/** The error function; odd. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a < 0.5) {
    const z = x * x;
    const p = E1 + z * (E2 + z * (E3 + z * (E4 + z * (E5 + z * (E6 + z * (E7 + z * E8))))));
    return E0 * x + (E0_LOW + z * p) * x;
  }
  if (!(a < 6)) return x !== x ? x : x > 0 ? 1 : -1;
  const y = 1 - (exp(-a * a) * tail(a)) / (1 + 2 * a);
  return x < 0 ? -y : y;
}

/** 1 - erf x, accurate in the upper tail; subnormal above 26.54. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  if (!(x < 28)) return x !== x ? x : 0;
  const z = x * x;
  return expWide(-z, -productError(x, x, z), 0) * (tail(x) / (1 + 2 * x));
}

const SQRT_HALF = 0.7071067811865476;

/** P(Z <= x) for a standard normal Z; accurate in the lower tail (subnormal below -37.5). */
export function normalCdf(x: number): number {
  const a = Math.abs(x) * SQRT_HALF;
  if (a < 0.5) return 0.5 + 0.5 * erf(x * SQRT_HALF);
  if (!(a < 28)) return x !== x ? x : x > 0 ? 1 : 0;
  const z = x * x;
  const y = expWide(-0.5 * z, -0.5 * productError(x, x, z), -1) * (tail(a) / (1 + 2 * a));
  return x < 0 ? y : 1 - y;
}
