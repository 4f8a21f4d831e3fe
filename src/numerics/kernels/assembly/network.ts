/**
 * Twin of src/numerics/twoLayer.ts. X: n x d, W: d x m, H (activations) and S (their slopes): n x m; m is even (padded by
 * neurons whose weights are 0).
 */
import { exp } from './elementary/exponential.js';
import { log1p } from './elementary/logarithm.js';
import { tanh } from './elementary/hyperbolic.js';
import { accumulate, dots } from './lanes';
import { rowOrder } from './products';

const RELU = 0;
const TANH = 1;

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

/** f_i = sum_k a_k phi(x_i . w_k + b_k) + c; leaves H, and S where it does not follow from H. */
export function forward(
  x: usize,
  w: usize,
  b: usize,
  a: usize,
  c: f64,
  n: i32,
  d: i32,
  m: i32,
  activation: i32,
  h: usize,
  s: usize,
  f: usize,
  strip: usize,
): void {
  const stride = <usize>m << 3;
  rowOrder(x, <usize>d << 3, 8, w, stride, h, stride, n, d, m, strip, false);
  if (activation == RELU) rectify(h, b, n, m);
  else if (activation == TANH) bend(h, b, n, m);
  else soften(h, s, b, n, m);
  dots(h, stride, n, m, a, f);
  for (let i = 0; i < n; i++) store<f64>(at(f, i), load<f64>(at(f, i)) + c);
}

export function rectify(h: usize, b: usize, n: i32, m: i32): void {
  const stride = <usize>m << 3;
  const zero = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    for (let k: usize = 0; k < stride; k += 16)
      v128.store(h + k, f64x2.max(zero, f64x2.add(v128.load(h + k), v128.load(b + k))));
    h += stride;
  }
}

export function bend(h: usize, b: usize, n: i32, m: i32): void {
  const stride = <usize>m << 3;
  for (let i = 0; i < n; i++) {
    for (let k: usize = 0; k < stride; k += 8) store<f64>(h + k, tanh(load<f64>(h + k) + load<f64>(b + k)));
    h += stride;
  }
}

export function soften(h: usize, s: usize, b: usize, n: i32, m: i32): void {
  const stride = <usize>m << 3;
  for (let i = 0; i < n; i++) {
    for (let k: usize = 0; k < stride; k += 8) {
      const z = load<f64>(h + k) + load<f64>(b + k);
      const e = exp(-Math.abs(z));
      store<f64>(h + k, Math.max(z, 0) + log1p(e));
      store<f64>(s + k, z >= 0 ? 1 / (1 + e) : e / (1 + e));
    }
    h += stride;
    s += stride;
  }
}

/** The gradient of sum_i delta_i f_i: gw (d x m), gb, ga (m); t: room for n x m. Returns that of c. */
export function backward(
  x: usize,
  a: usize,
  n: i32,
  d: i32,
  m: i32,
  activation: i32,
  h: usize,
  s: usize,
  t: usize,
  delta: usize,
  gw: usize,
  gb: usize,
  ga: usize,
  strip: usize,
): f64 {
  const stride = <usize>m << 3;
  slopes(h, s, t, a, delta, n, m, activation);
  memory.fill(ga, 0, stride);
  accumulate(h, stride, n, m, delta, 8, ga);
  memory.fill(gb, 0, stride);
  columnSums(t, n, m, gb);
  rowOrder(x, 8, <usize>d << 3, t, stride, gw, stride, d, n, m, strip, false);
  let c: f64 = 0;
  for (let i = 0; i < n; i++) c += load<f64>(at(delta, i));
  return c;
}

/** t_ik = delta_i a_k phi'(z_ik) */
export function slopes(h: usize, s: usize, t: usize, a: usize, delta: usize, n: i32, m: i32, activation: i32): void {
  const stride = <usize>m << 3;
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    const back = v128.load64_splat(at(delta, i));
    for (let k: usize = 0; k < stride; k += 16) {
      const along = f64x2.mul(back, v128.load(a + k));
      let slope: v128;
      if (activation == RELU) slope = v128.and(f64x2.gt(v128.load(h + k), zero), one);
      else if (activation == TANH) {
        const y = v128.load(h + k);
        slope = f64x2.sub(one, f64x2.mul(y, y));
      } else slope = v128.load(s + k);
      v128.store(t + k, f64x2.mul(along, slope));
    }
    h += stride;
    t += stride;
    s += stride;
  }
}

export function columnSums(s: usize, n: i32, m: i32, out: usize): void {
  const stride = <usize>m << 3;
  for (let i = 0; i < n; i++) {
    for (let k: usize = 0; k < stride; k += 16) v128.store(out + k, f64x2.add(v128.load(out + k), v128.load(s + k)));
    s += stride;
  }
}

/** theta -= rate gradient, for `length` numbers (even). */
export function descend(theta: usize, gradient: usize, rate: f64, length: i32): void {
  const rates = f64x2.splat(rate);
  for (let k: usize = 0; k < <usize>length << 3; k += 16)
    v128.store(theta + k, f64x2.sub(v128.load(theta + k), f64x2.mul(rates, v128.load(gradient + k))));
}
