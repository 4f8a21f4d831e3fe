/** When two numbers that are reproducible only statistically are taken as the same. */

/**
 * They are computed in float32, and training enlarges its rounding by a factor that nobody knows: half of the digits must
 * agree.
 */
export const HALF_OF_FLOAT32 = 1 / 4096;

export const close = (now: number, then: number): boolean =>
  Object.is(now, then) || Math.abs(now - then) <= HALF_OF_FLOAT32 * Math.max(1, Math.abs(then));
