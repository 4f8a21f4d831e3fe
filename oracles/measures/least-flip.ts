/**
 * The least |delta| at which a linear classifier perturbed to w.x + delta |x| no longer has the sign of y, found by bisection over
 * the perturbed network; 0 where it is wrong already. x, w: d, y: +-1.
 */
import { perturbed } from 'claimcheck/oracles/layered';

export function leastFlip(x: Float64Array, y: number, w: Float64Array): number {
  const network = { widths: [x.length, 1], theta: w };
  const right = (delta: number) => y * perturbed(network, x, [Float64Array.of(-y * delta)]).f > 0;
  if (!right(0)) return 0;
  let [low, high] = [0, 1];
  while (right(high)) high *= 2;
  for (let k = 0; k < 70; k++) {
    const middle = (low + high) / 2;
    if (right(middle)) low = middle;
    else high = middle;
  }
  return low;
}
