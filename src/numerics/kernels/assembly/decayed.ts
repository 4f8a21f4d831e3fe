/** The word of models/decayed-network.ts: all examples in one pass. */
import { rowOrder } from './products';

/** What the model writes, twelve words of 32 bits and one; addresses are bytes. Examples are the lanes: n' is n or n + 1, even. */
@unmanaged
export class Decayed {
  /** n x (1 + d): ones and X; and its transpose, (1 + d) x n'. */
  X: usize;
  Xt: usize;
  /** n' */
  y: usize;
  e: usize;
  /** m x (1 + d): b and W; and what the loss says of them. */
  weights: usize;
  slopes: usize;
  /** m x n' */
  H: usize;
  G: usize;
  /** 4 max(n, 1 + d, m) */
  strip: usize;
  n: i32;
  d: i32;
  m: i32;
  /** Units are linear, not rectified. */
  linear: i32;
}

/** The loss at theta, and its slope by it. */
export function decayed(run: usize, theta: usize, slope: usize): f64 {
  const p = changetype<Decayed>(run);
  const n = p.n;
  const m = p.m;
  const d = p.d;
  const even = (n + 1) & ~1;
  const size = <usize>even << 3;
  const wide = <usize>(1 + d) << 3;
  const inputs = <usize>d << 3;
  const b = theta + <usize>m * inputs;
  const a = b + (<usize>m << 3);
  for (let k: usize = 0; k < <usize>m; k++) {
    store<f64>(p.weights + k * wide, load<f64>(b + (k << 3)));
    memory.copy(p.weights + k * wide + 8, theta + k * inputs, inputs);
  }
  rowOrder(p.weights, wide, 8, p.Xt, size, p.H, size, m, 1 + d, even, p.strip, false);
  const zero = f64x2.splat(0);
  if (!p.linear)
    for (let at = p.H; at < p.H + size * <usize>m; at += 16) v128.store(at, f64x2.max(zero, v128.load(at)));
  rowOrder(a, 0, 8, p.H, size, p.e, 0, 1, m, even, p.strip, false);
  let loss: f64 = 0;
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const e = (load<f64>(p.e + i) - load<f64>(p.y + i)) / <f64>n;
    store<f64>(p.e + i, e);
    loss += (<f64>n * e * e) / 2;
  }
  let from: usize = 0;
  for (let k: usize = 0; k < <usize>m; k++) {
    const weight = v128.load64_splat(a + (k << 3));
    for (let i: usize = 0; i < size; i += 16) {
      const back = f64x2.mul(v128.load(p.e + i), weight);
      v128.store(p.G + from, p.linear ? back : v128.and(back, f64x2.ne(v128.load(p.H + from), zero)));
      from += 16;
    }
  }
  rowOrder(p.G, size, 8, p.X, wide, p.slopes, wide, m, n, 1 + d, p.strip, false);
  for (let k: usize = 0; k < <usize>m; k++) {
    store<f64>(slope + <usize>m * inputs + (k << 3), load<f64>(p.slopes + k * wide));
    memory.copy(slope + k * inputs, p.slopes + k * wide + 8, inputs);
  }
  rowOrder(p.H, size, 8, p.e, 8, slope + (a - theta), 8, m, n, 1, p.strip, false);
  return loss;
}
