/** Along which axis the values of a grid stand more evenly. */
import { log } from '../numerics/elementary.js';

/** How far one of the steps is from their mean at most, as a share of it. */
function unevenness(values: readonly number[]): number {
  const steps = values.slice(1).map((value, k) => value - values[k]!);
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  return Math.max(...steps.map((step) => Math.abs(step / mean - 1)));
}

/** @param grid at least two different numbers, in order */
export const axisOf = (grid: readonly number[]): 'linear' | 'log' =>
  grid.every((value) => value > 0) && unevenness(grid.map(log)) < unevenness(grid) ? 'log' : 'linear';
