/**
 * Elementary functions of float64, the same bits on every engine.
 *
 * They use only + - * /, Math.sqrt, abs, floor and the bits of a number; all of these are exactly rounded by definition.
 *
 * Errors in units in the last place (ulp), the worst found over 10^5 arguments against 60-digit arithmetic (the tests hold
 * them within a tenth of it): exp expm1 log log1p sin cos atan asin acos pow below 0.9; log2 log10 power hypot 0.5; sinh
 * cosh tanh acosh atanh asinh below 1.5; erf 2.5, erfc 4, normalCdf 4.5, logGamma 6.2. Domain limits: sin and cos are NaN
 * from 10^6 on, logGamma below 0, power beyond |n| = 2^53.
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
