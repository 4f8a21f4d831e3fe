/** The length of (a, b), to less than 1 ulp, without spurious overflow or underflow. */
import { productError } from './bits.js';

/** sqrt(a^2 + b^2); Infinity if either is infinite. */
export function hypot(a: number, b: number): number {
  let x = Math.abs(a);
  let y = Math.abs(b);
  if (x === Infinity || y === Infinity) return Infinity;
  if (x < y) {
    const t = x;
    x = y;
    y = t;
  }
  if (!(y > x * 1e-17)) return x + y;
  // powers of two, so that nothing is rounded: 2^-600 and 2^600
  let back = 1;
  if (x > 1e150) {
    x *= 2.409919865102884e-181;
    y *= 2.409919865102884e-181;
    back = 4.149515568880993e180;
  } else if (y < 1e-130) {
    x *= 4.149515568880993e180;
    y *= 4.149515568880993e180;
    back = 2.409919865102884e-181;
  }
  const p = x * x;
  const q = y * y;
  const s = p + q;
  const low = p - s + q + (productError(x, x, p) + productError(y, y, q));
  const r = Math.sqrt(s);
  const square = r * r;
  return (r + (s - square - productError(r, r, square) + low) / (2 * r)) * back;
}
