/**
 * Elementary functions of float64, the same bits on every engine.
 *
 * They use only + - * /, Math.sqrt, abs, floor and the bits of a number; all of these are exactly rounded by definition.
 * Bounds are stated per file, in units in the last place (ulp) of the exact result, and measured by the tests.
 */
export { exp, expm1 } from './elementary/exponential.js';
export { log, log1p, log2, log10 } from './elementary/logarithm.js';
export { acosh, asinh, atanh, cosh, sinh, tanh } from './elementary/hyperbolic.js';
export { acos, asin, atan, cos, sin } from './elementary/circular.js';
export { pow, power } from './elementary/power.js';
export { erf, erfc, normalCdf } from './elementary/error.js';
export { logGamma } from './elementary/gamma.js';
export { hypot } from './elementary/hypot.js';

/** The square root; exactly rounded by IEEE 754. */
export const sqrt = Math.sqrt;
