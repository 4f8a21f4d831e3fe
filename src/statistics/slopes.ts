/**
 * The log-log slope of one task's curve, and the slope of its upper half less that of its lower half (the halves share
 * the middle of an odd grid). Least squares over all sizes: slope = sum_k a_k ln y_k with weights that depend on the
 * sizes alone, so bounds of each y give exact bounds of the slope. Residuals along one curve are correlated; the
 * replicate is the task, never the point.
 */
import type { Margin } from '../margin.js';
import { log } from '../numerics/elementary.js';
import type { Range } from './mean.js';

/** Least-squares weights of the slope over x[from .. to). */
function weights(x: readonly number[], from: number, to: number): Float64Array {
  const a = new Float64Array(x.length);
  let mean = 0;
  for (let k = from; k < to; k++) mean += x[k]! / (to - from);
  let square = 0;
  for (let k = from; k < to; k++) square += (x[k]! - mean) * (x[k]! - mean);
  for (let k = from; k < to; k++) a[k] = (x[k]! - mean) / square;
  return a;
}

/**
 * @param sizes positive and rising
 * @returns from positive sizes y (as slack, with their errors) to bounds of slope and curvature; null where a y is not
 *   a positive number, without bound where y - error is not positive
 */
export function slopes(sizes: readonly number[]): (ys: readonly Margin[]) => { slope: Range; curvature: Range } {
  const x = sizes.map(log);
  const half = Math.ceil(x.length / 2);
  const all = weights(x, 0, x.length);
  const lower = weights(x, 0, half);
  const bend = weights(x, x.length - half, x.length).map((a, k) => a - lower[k]!);
  return (ys) => {
    if (ys.some(({ slack }) => !(slack > 0 && slack < Infinity))) return { slope: null, curvature: null };
    if (ys.some(({ slack, error }) => !(error >= 0 && error < slack)))
      return { slope: [-Infinity, Infinity], curvature: [-Infinity, Infinity] };
    const low = ys.map(({ slack, error }) => log(slack - error));
    const high = ys.map(({ slack, error }) => log(slack + error));
    const bounds = (a: Float64Array): Range => {
      let down = 0;
      let up = 0;
      for (let k = 0; k < a.length; k++) {
        down += a[k]! * (a[k]! > 0 ? low[k]! : high[k]!);
        up += a[k]! * (a[k]! > 0 ? high[k]! : low[k]!);
      }
      return [down, up];
    };
    return { slope: bounds(all), curvature: bounds(bend) };
  };
}
