/**
 * Words on a layer of m units, models/two-layer/: X: count x d, W: m x d, H, D, G: count x m, one row per example, without room
 * between rows.
 */
import { exp } from './elementary/exponential.js';
import { log1p } from './elementary/logarithm.js';
import { tanh } from './elementary/hyperbolic.js';
import { axpy, dots } from './lanes';
import { madd } from './quads';
import { tanhPair } from './tanhPair';

const RELU = 0;
const TANH = 1;
const SOFTPLUS = 2;

/**
 * H = phi(X W' + b) and D, the slope of phi there. Four rows of X at a time are taken from `panels`, where they lie in quads
 * (quads.ts); a row that is left alone, from X.
 */
export function units(
  kind: i32,
  X: usize,
  panels: usize,
  count: i32,
  d: i32,
  W: usize,
  b: usize,
  m: i32,
  H: usize,
  D: usize,
): void {
  const bytes = <usize>d << 3;
  const stride = <usize>m << 3;
  const far = <usize>((d + 1) >> 1) << 6;
  const alone = (count & 3) == 1;
  const rows = alone ? count - 1 : count;
  // Eight panels of X stay in the nearest cache while W passes.
  for (let first = 0; first < rows; first += 32) {
    const here = min(32, rows - first);
    const a = panels + <usize>(first >> 2) * far;
    const from = <usize>first * stride;
    for (let k: usize = 0; k < <usize>m; k += 2)
      entering(kind, a, here, d, W + k * bytes, bytes, b + (k << 3), k + 1 < <usize>m, H + from + (k << 3), D + from + (k << 3), stride);
  }
  if (alone) {
    const row = H + <usize>rows * stride;
    dots(W, bytes, m, d, X + <usize>rows * bytes, row);
    axpy(1, b, m, row);
    if (kind == RELU) activate(kind, row, D + <usize>rows * stride, m);
  }
  if (kind != RELU) activate(kind, H, D, count * m);
}

/** What enters two units, or one, at all rows of the panels from a on; through the rectifier where they are of that kind. */
function entering(
  kind: i32,
  a: usize,
  rows: i32,
  d: i32,
  w: usize,
  bytes: usize,
  b: usize,
  both: bool,
  h: usize,
  s: usize,
  stride: usize,
): void {
  const bias = v128.load(b);
  const other = both ? bytes : 0;
  for (; rows > 0; rows -= 4) {
    a = panel(kind, a, rows, d, w, w + other, bias, both, h, s, stride);
    h += 4 * stride;
    s += 4 * stride;
  }
}

// @ts-ignore: decorator
@inline
function panel(
  kind: i32,
  a: usize,
  rows: i32,
  d: i32,
  w: usize,
  v: usize,
  bias: v128,
  both: bool,
  h: usize,
  slopes: usize,
  stride: usize,
): usize {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0);
  let s31 = f64x2.splat(0);
  for (const end = a + (<usize>(d >> 1) << 6); a < end; a += 64) {
    const y0 = v128.load(w);
    const y1 = v128.load(v);
    const x0 = v128.load(a);
    s00 = madd(s00, x0, y0);
    s01 = madd(s01, x0, y1);
    const x1 = v128.load(a, 16);
    s10 = madd(s10, x1, y0);
    s11 = madd(s11, x1, y1);
    const x2 = v128.load(a, 32);
    s20 = madd(s20, x2, y0);
    s21 = madd(s21, x2, y1);
    const x3 = v128.load(a, 48);
    s30 = madd(s30, x3, y0);
    s31 = madd(s31, x3, y1);
    w += 16;
    v += 16;
  }
  if (d & 1) {
    const y0 = v128.load64_zero(w);
    const y1 = v128.load64_zero(v);
    s00 = madd(s00, v128.load(a), y0);
    s01 = madd(s01, v128.load(a), y1);
    s10 = madd(s10, v128.load(a, 16), y0);
    s11 = madd(s11, v128.load(a, 16), y1);
    s20 = madd(s20, v128.load(a, 32), y0);
    s21 = madd(s21, v128.load(a, 32), y1);
    s30 = madd(s30, v128.load(a, 48), y0);
    s31 = madd(s31, v128.load(a, 48), y1);
    a += 64;
  }
  put(kind, h, slopes, s00, s01, bias, both);
  if (rows > 1) put(kind, h + stride, slopes + stride, s10, s11, bias, both);
  if (rows > 2) put(kind, h + 2 * stride, slopes + 2 * stride, s20, s21, bias, both);
  if (rows > 3) put(kind, h + 3 * stride, slopes + 3 * stride, s30, s31, bias, both);
  return a;
}

// @ts-ignore: decorator
@inline
function put(kind: i32, h: usize, d: usize, s: v128, t: v128, bias: v128, both: bool): void {
  let z = f64x2.add(f64x2.add(v128.shuffle<f64>(s, t, 0, 2), v128.shuffle<f64>(s, t, 1, 3)), bias);
  if (kind == RELU) {
    const on = f64x2.gt(z, f64x2.splat(0));
    const slope = v128.and(f64x2.splat(1), on);
    z = v128.and(z, on);
    if (both) v128.store(d, slope);
    else store<f64>(d, f64x2.extract_lane(slope, 0));
  }
  if (both) v128.store(h, z);
  else store<f64>(h, f64x2.extract_lane(z, 0));
}

/** h holds z and becomes phi(z), s becomes the slope; n numbers each. */
function activate(kind: i32, h: usize, s: usize, n: i32): void {
  const end = <usize>n << 3;
  let k: usize = 0;
  if (kind == RELU) {
    const zero = f64x2.splat(0);
    const one = f64x2.splat(1);
    for (; k + 8 < end; k += 16) {
      const z = v128.load(h + k);
      const on = f64x2.gt(z, zero);
      v128.store(h + k, v128.and(z, on));
      v128.store(s + k, v128.and(one, on));
    }
  }
  if (kind == TANH) {
    for (; k + 8 < end; k += 16) {
      const t = tanhPair(v128.load(h + k));
      v128.store(h + k, t);
      v128.store(s + k, f64x2.sub(f64x2.splat(1), f64x2.mul(t, t)));
    }
  }
  for (; k < end; k += 8) {
    const z = load<f64>(h + k);
    if (kind == RELU) {
      store<f64>(h + k, z > 0 ? z : 0);
      store<f64>(s + k, z > 0 ? 1 : 0);
    } else if (kind == TANH) {
      const t = tanh(z);
      store<f64>(h + k, t);
      store<f64>(s + k, 1 - t * t);
    } else if (kind == SOFTPLUS) {
      const e = exp(-Math.abs(z));
      store<f64>(h + k, (z > 0 ? z : 0) + log1p(e));
      store<f64>(s + k, (z > 0 ? 1 : e) / (1 + e));
    } else store<f64>(s + k, 1);
  }
}

// @ts-ignore: decorator
@inline
function push(slopes: v128, a: v128, k: usize, D: usize, G: usize, H: usize, sum: v128): v128 {
  v128.store(G + k, f64x2.mul(f64x2.mul(slopes, a), v128.load(D + k)));
  return madd(sum, v128.load(H + k), slopes);
}

/** G_sk = slope_s a_k D_sk and ga = H' slope, the rows ascending. */
export function outward(slope: usize, a: usize, count: i32, m: i32, H: usize, D: usize, G: usize, ga: usize): void {
  const end = <usize>m << 3;
  const paired = <usize>(m & ~1) << 3;
  for (let k: usize = 0; k < end; k += 8) store<f64>(ga + k, 0);
  let s = 0;
  for (; s + 3 < count; s += 4) {
    const s0 = v128.load64_splat(slope);
    const s1 = v128.load64_splat(slope, 8);
    const s2 = v128.load64_splat(slope, 16);
    const s3 = v128.load64_splat(slope, 24);
    for (let k: usize = 0; k < paired; k += 16) {
      const weights = v128.load(a + k);
      let sum = push(s0, weights, k, D, G, H, v128.load(ga + k));
      sum = push(s1, weights, k + end, D, G, H, sum);
      sum = push(s2, weights, k + 2 * end, D, G, H, sum);
      v128.store(ga + k, push(s3, weights, k + 3 * end, D, G, H, sum));
    }
    if (m & 1) for (let r: usize = 0; r < 4; r++) lastOutward(load<f64>(slope + 8 * r), a, paired, r * end, H, D, G, ga);
    slope += 32;
    H += 4 * end;
    D += 4 * end;
    G += 4 * end;
  }
  for (; s < count; s++) {
    const slopes = v128.load64_splat(slope);
    for (let k: usize = 0; k < paired; k += 16)
      v128.store(ga + k, push(slopes, v128.load(a + k), k, D, G, H, v128.load(ga + k)));
    if (m & 1) lastOutward(load<f64>(slope), a, paired, 0, H, D, G, ga);
    slope += 8;
    H += end;
    D += end;
    G += end;
  }
}

// @ts-ignore: decorator
@inline
function lastOutward(slope: f64, a: usize, k: usize, row: usize, H: usize, D: usize, G: usize, ga: usize): void {
  store<f64>(G + row + k, slope * load<f64>(a + k) * load<f64>(D + row + k));
  store<f64>(ga + k, load<f64>(ga + k) + slope * load<f64>(H + row + k));
}

/** gW = G' X and gb = the sums of the columns of G, the rows ascending; gW: m x d. */
export function inward(G: usize, X: usize, count: i32, d: i32, m: i32, gW: usize, gb: usize): void {
  const across = <usize>m << 3;
  const bytes = <usize>d << 3;
  let end = G + <usize>count * across;
  for (let k = 0; k < m; k += 4) {
    const here = min(4, m - k);
    sums(G, end, across, gb, here);
    let j: usize = 0;
    for (; j + 24 < bytes; j += 32) tile(G, end, across, X + j, bytes, gW + j, here);
    for (; j < bytes; j += 8) thin(G, end, across, X + j, bytes, gW + j, here);
    G += 32;
    end += 32;
    gW += 4 * bytes;
    gb += 32;
  }
}

/** The sums of up to four columns. */
function sums(g: usize, end: usize, across: usize, out: usize, here: i32): void {
  let left = f64x2.splat(0);
  let right = f64x2.splat(0);
  for (; g < end; g += across) {
    left = f64x2.add(left, v128.load(g));
    right = f64x2.add(right, v128.load(g, 16));
  }
  store<f64>(out, f64x2.extract_lane(left, 0));
  if (here > 1) store<f64>(out, f64x2.extract_lane(left, 1), 8);
  if (here > 2) store<f64>(out, f64x2.extract_lane(right, 0), 16);
  if (here > 3) store<f64>(out, f64x2.extract_lane(right, 1), 24);
}

/** Up to four columns of G by one of X. */
function thin(g: usize, end: usize, across: usize, x: usize, bytes: usize, out: usize, here: i32): void {
  let left = f64x2.splat(0);
  let right = f64x2.splat(0);
  for (; g < end; g += across) {
    const entry = v128.load64_splat(x);
    left = madd(left, entry, v128.load(g));
    right = madd(right, entry, v128.load(g, 16));
    x += bytes;
  }
  store<f64>(out, f64x2.extract_lane(left, 0));
  if (here > 1) store<f64>(out + bytes, f64x2.extract_lane(left, 1));
  if (here > 2) store<f64>(out + 2 * bytes, f64x2.extract_lane(right, 0));
  if (here > 3) store<f64>(out + 3 * bytes, f64x2.extract_lane(right, 1));
}

/** Up to four columns of G by four of X. */
function tile(g: usize, end: usize, across: usize, x: usize, bytes: usize, out: usize, here: i32): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0);
  let s31 = f64x2.splat(0);
  for (; g < end; g += across) {
    const left = v128.load(g);
    const right = v128.load(g, 16);
    const x0 = v128.load64_splat(x);
    s00 = madd(s00, x0, left);
    s01 = madd(s01, x0, right);
    const x1 = v128.load64_splat(x, 8);
    s10 = madd(s10, x1, left);
    s11 = madd(s11, x1, right);
    const x2 = v128.load64_splat(x, 16);
    s20 = madd(s20, x2, left);
    s21 = madd(s21, x2, right);
    const x3 = v128.load64_splat(x, 24);
    s30 = madd(s30, x3, left);
    s31 = madd(s31, x3, right);
    x += bytes;
  }
  v128.store(out, v128.shuffle<f64>(s00, s10, 0, 2));
  v128.store(out, v128.shuffle<f64>(s20, s30, 0, 2), 16);
  if (here > 1) {
    v128.store(out + bytes, v128.shuffle<f64>(s00, s10, 1, 3));
    v128.store(out + bytes, v128.shuffle<f64>(s20, s30, 1, 3), 16);
  }
  if (here > 2) {
    v128.store(out + 2 * bytes, v128.shuffle<f64>(s01, s11, 0, 2));
    v128.store(out + 2 * bytes, v128.shuffle<f64>(s21, s31, 0, 2), 16);
  }
  if (here > 3) {
    v128.store(out + 3 * bytes, v128.shuffle<f64>(s01, s11, 1, 3));
    v128.store(out + 3 * bytes, v128.shuffle<f64>(s21, s31, 1, 3), 16);
  }
}
