/** The mean over steps of |w - c|^2, from the mean of w (d) and of w w' (d x d). */
import { dot } from 'claimcheck/numerics/matrix';

interface Moments {
  readonly mean: Float64Array;
  readonly second: Float64Array;
}

export function meanSquare({ mean, second }: Moments, c: Float64Array): number {
  let sum = dot(c, c) - 2 * dot(mean, c);
  for (let j = 0; j < c.length; j++) sum += second[j * (c.length + 1)]!;
  return sum;
}
