/**
 * Moves of weights along a gradient, models/descent/: n numbers each, with room for an even number of them; what pads them is 0
 * before and after. `free` is 1 for weights that move and 0 for others; none (0) where all of them move.
 */

/** The share of a pair's step that is taken; what pads an odd number of weights takes none. */
// @ts-ignore: decorator
@inline
function along(free: usize, k: usize, rates: v128): v128 {
  return free ? f64x2.mul(v128.load(free + k), rates) : rates;
}

// @ts-ignore: decorator
@inline
function pad(x: usize, n: i32): void {
  if (n & 1) store<f64>(x + (<usize>n << 3), 0);
}

/** theta -= free rate g */
export function descendAlong(theta: usize, g: usize, free: usize, rate: f64, n: i32): void {
  const rates = f64x2.splat(rate);
  for (let k: usize = 0; k < <usize>n << 3; k += 16)
    v128.store(theta + k, f64x2.sub(v128.load(theta + k), f64x2.mul(along(free, k, rates), v128.load(g + k))));
  pad(theta, n);
}

/** m = momentum m + g; theta -= free rate m */
export function rollAlong(theta: usize, g: usize, free: usize, rate: f64, momentum: f64, m: usize, n: i32): void {
  const rates = f64x2.splat(rate);
  const keep = f64x2.splat(momentum);
  for (let k: usize = 0; k < <usize>n << 3; k += 16) {
    const v = f64x2.add(f64x2.mul(keep, v128.load(m + k)), v128.load(g + k));
    v128.store(m + k, v);
    v128.store(theta + k, f64x2.sub(v128.load(theta + k), f64x2.mul(along(free, k, rates), v)));
  }
  pad(theta, n);
}

/** Adam with decay rates .9 and .999; m and s are the running moments, to be divided by `first` and `second`. */
export function adaptAlong(
  theta: usize,
  g: usize,
  free: usize,
  rate: f64,
  m: usize,
  s: usize,
  first: f64,
  second: f64,
  n: i32,
): void {
  const rates = f64x2.splat(rate);
  const firsts = f64x2.splat(first);
  const seconds = f64x2.splat(second);
  for (let k: usize = 0; k < <usize>n << 3; k += 16) {
    const slope = v128.load(g + k);
    const v = f64x2.add(f64x2.mul(f64x2.splat(0.9), v128.load(m + k)), f64x2.mul(f64x2.splat(0.1), slope));
    const q = f64x2.add(
      f64x2.mul(f64x2.splat(0.999), v128.load(s + k)),
      f64x2.mul(f64x2.mul(f64x2.splat(0.001), slope), slope),
    );
    v128.store(m + k, v);
    v128.store(s + k, q);
    const above = f64x2.div(f64x2.mul(along(free, k, rates), v), firsts);
    const below = f64x2.add(f64x2.sqrt(f64x2.div(q, seconds)), f64x2.splat(1e-8));
    v128.store(theta + k, f64x2.sub(v128.load(theta + k), f64x2.div(above, below)));
  }
  pad(theta, n);
}
