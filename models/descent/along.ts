/** Plain moves of weights along a gradient; `free` is 1 for weights that move, 0 for those that are held. */
import { at, inRoom } from 'claimcheck/numerics/room';
import { words } from 'claimcheck/numerics/words';

/** theta -= free rate g */
export function along(theta: Float64Array, g: Float64Array, rate: number, free: Float64Array): void {
  if (inRoom(theta, g, free)) return words().descendAlong(at(theta), at(g), at(free), rate, theta.length);
  for (let k = 0; k < theta.length; k++) theta[k]! -= free[k]! * rate * g[k]!;
}

/** The heavy ball: m = momentum m + g, theta -= free rate m. */
export function rolled(
  theta: Float64Array,
  g: Float64Array,
  rate: number,
  momentum: number,
  m: Float64Array,
  free: Float64Array,
): void {
  if (inRoom(theta, g, m, free))
    return words().rollAlong(at(theta), at(g), at(free), rate, momentum, at(m), theta.length);
  for (let k = 0; k < theta.length; k++) {
    m[k] = momentum * m[k]! + g[k]!;
    theta[k]! -= free[k]! * rate * m[k]!;
  }
}
