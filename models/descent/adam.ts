/** Adam with decay rates .9 and .999. */
import { power } from 'claimcheck/numerics/elementary';
import { at, inRoom } from 'claimcheck/numerics/room';
import { words } from 'claimcheck/numerics/words';

/** One step of `theta` along `g`; m and s are the running moments, t counts from 1, `free` is 0 where theta is held. */
export function adapt<A extends Float64Array | Float32Array>(
  theta: A,
  g: A,
  rate: number,
  m: A,
  s: A,
  t: number,
  free?: A,
): void {
  const [first, second] = [1 - power(0.9, t), 1 - power(0.999, t)];
  if (inRoom(theta, g, m, s, free)) {
    const held = free ? at(free) : 0;
    return words().adaptAlong(at(theta), at(g), held, rate, at(m), at(s), first, second, theta.length);
  }
  for (let k = 0; k < theta.length; k++) {
    m[k] = 0.9 * m[k]! + 0.1 * g[k]!;
    s[k] = 0.999 * s[k]! + 0.001 * g[k]! * g[k]!;
    theta[k]! -= ((free ? free[k]! : 1) * rate * m[k]!) / first / (Math.sqrt(s[k]! / second) + 1e-8);
  }
}
