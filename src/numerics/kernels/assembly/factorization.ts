/**
 * Twin of the loop of models/matrix-factorization.ts, plain and exponential steps. A: m x d^2, row k a d x d matrix; y: m; all
 * else d x d. As in diagonal.ts, the pass over A that gives the residual also gives the next gradient.
 */
import { accumulate, dots, norm2 } from './lanes';
import { mirrorUp, put, rowOrder, tiles } from './products';

const EXPLODED: f64 = 1e12;

/** What the binding (../factorization.ts) writes before a call, in this order; addresses are bytes. */
@unmanaged
export class Factors {
  A: usize;
  y: usize;
  /** Where the factors are: a step leaves the new ones in `next` and exchanges the addresses. */
  U: usize;
  V: usize;
  M: usize;
  /** U U'; the address of M where V is 0 and stays so. */
  S: usize;
  r: usize;
  G: usize;
  E: usize;
  next: usize;
  power: usize;
  /** 8 d: four columns of U' and of V' side by side. */
  strips: usize;
  m: i32;
  d: i32;
  mirror: i32;
  /** V is trained, too. */
  both: i32;
  hasTarget: i32;
  hasRate: i32;
  norm: f64;
  target: f64;
  rate: f64;
  within: f64;
  stable: f64;
}

/** At most that many steps from U and V; returns how many: fewer where the target is reached or the residual explodes. */
export function factorization(factors: usize, most: i32): i32 {
  const p = changetype<Factors>(factors);
  squares(p);
  missAndSlope(p);
  for (let step = 0; step < most; step++) {
    const size = norm2(p.r, p.m);
    if ((p.hasTarget && size <= p.target) || !(size < EXPLODED)) return step;
    const h = p.hasRate ? p.rate : bounded(p);
    p.U = turned(p, p.U, -2 * h);
    if (p.both) p.V = turned(p, p.V, 2 * h);
    squares(p);
    missAndSlope(p);
  }
  return most;
}

/** The largest step within both bounds. */
export function bounded(p: Factors): f64 {
  return Math.min(p.within / (2 * norm2(p.G, p.d * p.d)), (2 * p.stable) / (4 * widest(p) * p.norm));
}

/** The largest row sum of |2 S - M|, by columns: both matrices are exactly symmetric, so that the sums are the same. */
function widest(p: Factors): f64 {
  const stride = <usize>p.d << 3;
  const paired = <usize>(p.d & ~1) << 3;
  const two = f64x2.splat(2);
  let most = f64x2.splat(0);
  for (let j: usize = 0; j < paired; j += 16) {
    let sum = f64x2.splat(0);
    const end = stride * <usize>p.d;
    for (let k = j; k < end; k += stride)
      sum = f64x2.add(sum, f64x2.abs(f64x2.sub(f64x2.mul(two, v128.load(p.S + k)), v128.load(p.M + k))));
    most = f64x2.max(most, sum);
  }
  let largest = Math.max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (p.d & 1) {
    let sum: f64 = 0;
    for (let k = paired; k < stride * <usize>p.d; k += stride)
      sum += Math.abs(2 * load<f64>(p.S + k) - load<f64>(p.M + k));
    largest = Math.max(largest, sum);
  }
  return largest;
}

/** Where exp(t G) factor, or its first order, now is: `next`, which becomes the place that it was in. */
export function turned(p: Factors, factor: usize, t: f64): usize {
  if (p.mirror) exponential(p, t);
  else firstOrder(p, t);
  const stride = <usize>p.d << 3;
  rowOrder(p.E, stride, 8, factor, stride, p.next, stride, p.d, p.d, p.d, p.strips, false);
  const at = p.next;
  p.next = factor;
  return at;
}

/** E = I + t G */
function firstOrder(p: Factors, t: f64): void {
  const size = <usize>(p.d * p.d) << 3;
  const paired = size & ~15;
  const scale = f64x2.splat(t);
  for (let k: usize = 0; k < paired; k += 16)
    v128.store(p.E + k, f64x2.add(f64x2.splat(0), f64x2.mul(scale, v128.load(p.G + k))));
  for (let k: usize = 0; k < size; k += (<usize>p.d << 3) + 8) store<f64>(p.E + k, 1 + t * load<f64>(p.G + k));
}

/** E = exp(t G) by its series. */
export function exponential(p: Factors, t: f64): void {
  const d = p.d;
  const stride = <usize>d << 3;
  const size = stride * <usize>d;
  memory.fill(p.E, 0, size);
  memory.fill(p.power, 0, size);
  for (let k: usize = 0; k < size; k += stride + 8) {
    store<f64>(p.E + k, 1);
    store<f64>(p.power + k, 1);
  }
  for (let term = 1; term <= 16; term++) {
    rowOrder(p.power, stride, 8, p.G, stride, p.next, stride, d, d, d, p.strips, false);
    if (added(p, t, <f64>term, size) < 1e-18) return;
  }
}

/** The next power is next t / term, and E grows by it; returns its largest entry. */
export function added(p: Factors, t: f64, term: f64, size: usize): f64 {
  const paired = size & ~15;
  const scale = f64x2.splat(t);
  const by = f64x2.splat(term);
  let most = f64x2.splat(0);
  for (let k: usize = 0; k < paired; k += 16) {
    const entry = f64x2.div(f64x2.mul(v128.load(p.next + k), scale), by);
    v128.store(p.power + k, entry);
    v128.store(p.E + k, f64x2.add(v128.load(p.E + k), entry));
    most = f64x2.max(most, f64x2.abs(entry));
  }
  let largest = Math.max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1));
  if (paired < size) {
    const entry = (load<f64>(p.next + paired) * t) / term;
    store<f64>(p.power + paired, entry);
    store<f64>(p.E + paired, load<f64>(p.E + paired) + entry);
    largest = Math.max(largest, Math.abs(entry));
  }
  return largest;
}

/** M = U U' - V V' and S = U U': tiles that reach the diagonal, and the rest from them. */
export function squares(p: Factors): void {
  const d = p.d;
  const stride = <usize>d << 3;
  const alone = p.S == p.M;
  const right = p.strips + 4 * stride;
  for (let j = 0; j < d; j += 4) {
    const at = <usize>j * stride;
    const cols = d - j;
    const rows = min(d, j + 4);
    across(p.U + at, stride, cols, p.strips);
    if (alone) {
      tiles(p.U, stride, 8, rows, p.strips, d, p.M + (<usize>j << 3), stride, cols);
      continue;
    }
    across(p.V + at, stride, cols, right);
    for (let i = 0; i < rows; i += 2) {
      const row = <usize>i * stride;
      // A last row without a partner is its own.
      const apart: usize = i + 1 < rows ? stride : 0;
      const to = row + (<usize>j << 3);
      signedTile(p.U + row, p.V + row, apart, p.strips, right, p.M + to, p.S + to, cols);
    }
  }
  mirrorUp(p.M, d);
  if (!alone) mirrorUp(p.S, d);
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

/** r = A(M) - y and G = sum_k r_k A_k, eight measurements at a time. */
export function missAndSlope(p: Factors): void {
  const size = p.d * p.d;
  const stride = <usize>size << 3;
  memory.fill(p.G, 0, stride);
  for (let i = 0; i < p.m; i += 8) {
    const rows = min(8, p.m - i);
    const at = <usize>i << 3;
    const A = p.A + <usize>i * stride;
    dots(A, stride, rows, size, p.M, p.r + at);
    for (let k = at; k < at + (<usize>rows << 3); k += 8) store<f64>(p.r + k, load<f64>(p.r + k) - load<f64>(p.y + k));
    accumulate(A, stride, rows, size, p.r + at, 8, p.G);
  }
}
