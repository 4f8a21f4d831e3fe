/**
 * The entries, multiplied by a power of two (so without rounding, where nothing falls below 2^-1022) if the
 * largest is so large or so small that sums of squares would overflow or lose digits to underflow.
 */
import { normInf } from './matrix.js';

/** `data` is the given data times `factor`; 1, and no copy, unless the largest entry is outside 1e-100 .. 1e100. */
export function rescaled(data: Float64Array): { data: Float64Array; factor: number } {
  const size = normInf(data);
  let factor = 1;
  if (size > 1e100 && size < Infinity) while (size * factor >= 2) factor /= 2;
  if (size < 1e-100 && size > 0) while (size * factor < 1 && factor < 1e300) factor *= 2;
  return { data: factor === 1 ? data : data.map((entry) => entry * factor), factor };
}
