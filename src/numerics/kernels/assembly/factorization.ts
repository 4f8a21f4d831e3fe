/**
 * Words of models/factorization/words.ts on d x d matrices; `strips` is room for 8 d numbers, every other argument for d^2.
 */
import { mirrorUp, put, rowOrder, tiles } from './products';

/** The largest row sum of |2 S - M|, by columns: both matrices are exactly symmetric, so that the sums are the same. */
export function widest(S: usize, M: usize, d: i32): f64 {
  const stride = <usize>d << 3;
  const end = stride * <usize>d;
  const paired = <usize>(d & ~1) << 3;
  const two = f64x2.splat(2);
  let most = f64x2.splat(0);
  for (let j: usize = 0; j < paired; j += 16) {
    let sum = f64x2.splat(0);
    for (let k = j; k < end; k += stride)
      sum = f64x2.add(sum, f64x2.abs(f64x2.sub(f64x2.mul(two, v128.load(S + k)), v128.load(M + k))));
    most = f64x2.max(most, sum);
  }
  let largest = Math.max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (d & 1) {
    let sum: f64 = 0;
    for (let k = paired; k < end; k += stride) sum += Math.abs(2 * load<f64>(S + k) - load<f64>(M + k));
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** E = I + t G */
export function firstOrder(G: usize, t: f64, d: i32, E: usize): void {
  const size = <usize>(d * d) << 3;
  const paired = size & ~15;
  const scale = f64x2.splat(t);
  for (let k: usize = 0; k < paired; k += 16)
    v128.store(E + k, f64x2.add(f64x2.splat(0), f64x2.mul(scale, v128.load(G + k))));
  for (let k: usize = 0; k < size; k += (<usize>d << 3) + 8) store<f64>(E + k, 1 + t * load<f64>(G + k));
}

/** E = exp(t G) by its series. */
export function exponential(G: usize, t: f64, d: i32, E: usize, power: usize, next: usize, strips: usize): void {
  const stride = <usize>d << 3;
  const size = stride * <usize>d;
  memory.fill(E, 0, size);
  memory.fill(power, 0, size);
  for (let k: usize = 0; k < size; k += stride + 8) {
    store<f64>(E + k, 1);
    store<f64>(power + k, 1);
  }
  for (let term = 1; term <= 16; term++) {
    rowOrder(power, stride, 8, G, stride, next, stride, d, d, d, strips, false);
    if (added(E, power, next, t, <f64>term, size) < 1e-18) return;
  }
}

/** The next power is next t / term, and E grows by it; returns its largest entry. */
export function added(E: usize, power: usize, next: usize, t: f64, term: f64, size: usize): f64 {
  const paired = size & ~15;
  const scale = f64x2.splat(t);
  const by = f64x2.splat(term);
  let most = f64x2.splat(0);
  for (let k: usize = 0; k < paired; k += 16) {
    const entry = f64x2.div(f64x2.mul(v128.load(next + k), scale), by);
    v128.store(power + k, entry);
    v128.store(E + k, f64x2.add(v128.load(E + k), entry));
    most = f64x2.max(most, f64x2.abs(entry));
  }
  let largest = Math.max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (paired < size) {
    const entry = (load<f64>(next + paired) * t) / term;
    store<f64>(power + paired, entry);
    store<f64>(E + paired, load<f64>(E + paired) + entry);
    largest = Math.max(largest, Math.abs(entry));
  }
  return largest;
}

/** M = U U' - V V' and S = U U' (of one address where V is 0): tiles that reach the diagonal, and the rest from them. */
export function squares(U: usize, V: usize, M: usize, S: usize, d: i32, strips: usize): void {
  const stride = <usize>d << 3;
  const alone = S == M;
  const right = strips + 4 * stride;
  for (let j = 0; j < d; j += 4) {
    const at = <usize>j * stride;
    const cols = d - j;
    const rows = min(d, j + 4);
    across(U + at, stride, cols, strips);
    if (alone) {
      tiles(U, stride, 8, rows, strips, d, M + (<usize>j << 3), stride, cols);
      continue;
    }
    across(V + at, stride, cols, right);
    for (let i = 0; i < rows; i += 2) {
      const row = <usize>i * stride;
      // A last row without a partner is its own.
      const apart: usize = i + 1 < rows ? stride : 0;
      const to = row + (<usize>j << 3);
      signedTile(U + row, V + row, apart, strips, right, M + to, S + to, cols);
    }
  }
  mirrorUp(M, d);
  if (!alone) mirrorUp(S, d);
}

/** Up to four rows as one strip: entry k of each, then entry k + 1; zeros for rows that there are not. */
export function across(row: usize, stride: usize, rows: i32, strip: usize): void {
  const end = row + stride;
  for (; row < end; row += 8) {
    store<f64>(strip, load<f64>(row));
    store<f64>(strip, rows > 1 ? load<f64>(row + stride) : 0, 8);
    store<f64>(strip, rows > 2 ? load<f64>(row + 2 * stride) : 0, 16);
    store<f64>(strip, rows > 3 ? load<f64>(row + 3 * stride) : 0, 24);
    strip += 32;
  }
}

/** Two rows of U and V, `apart`, times strips of U' (which ends where that of V' begins) and V'. */
export function signedTile(
  u: usize,
  v: usize,
  apart: usize,
  left: usize,
  right: usize,
  M: usize,
  S: usize,
  cols: i32,
): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let m00 = f64x2.splat(0);
  let m01 = f64x2.splat(0);
  let m10 = f64x2.splat(0);
  let m11 = f64x2.splat(0);
  const end = right;
  for (; left < end; left += 32) {
    const a0 = v128.load(left);
    const a1 = v128.load(left, 16);
    const b0 = v128.load(right);
    const b1 = v128.load(right, 16);
    let x = v128.load64_splat(u);
    let y = v128.load64_splat(v);
    let square = f64x2.mul(x, a0);
    s00 = f64x2.add(s00, square);
    m00 = f64x2.add(m00, f64x2.sub(square, f64x2.mul(y, b0)));
    square = f64x2.mul(x, a1);
    s01 = f64x2.add(s01, square);
    m01 = f64x2.add(m01, f64x2.sub(square, f64x2.mul(y, b1)));
    x = v128.load64_splat(u + apart);
    y = v128.load64_splat(v + apart);
    square = f64x2.mul(x, a0);
    s10 = f64x2.add(s10, square);
    m10 = f64x2.add(m10, f64x2.sub(square, f64x2.mul(y, b0)));
    square = f64x2.mul(x, a1);
    s11 = f64x2.add(s11, square);
    m11 = f64x2.add(m11, f64x2.sub(square, f64x2.mul(y, b1)));
    u += 8;
    v += 8;
    right += 32;
  }
  put(S, s00, s01, cols);
  put(M, m00, m01, cols);
  put(S + apart, s10, s11, cols);
  put(M + apart, m10, m11, cols);
}

/** out = U V' in row order; U, V: d x width. */
export function timesAcross(U: usize, V: usize, d: i32, width: i32, out: usize, strip: usize): void {
  const row = <usize>d << 3;
  const narrow = <usize>width << 3;
  for (let j = 0; j < d; j += 4) {
    across(V + <usize>j * narrow, narrow, d - j, strip);
    tiles(U, narrow, 8, d, strip, width, out + (<usize>j << 3), row, d - j);
  }
}
