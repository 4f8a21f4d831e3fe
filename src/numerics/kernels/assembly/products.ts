/**
 * Twins of multiply, gram and gramTransposed (src/numerics/matrix.ts), blocked in registers: 4 rows by 4 columns in row
 * order, 4 rows by 2 in lane order. Every entry is still its own accumulator over ascending k. Strides in bytes.
 */
import { madd } from './quads';
import { dots } from './lanes';

/** Up to 4 numbers of a tile's row. */
// @ts-ignore: decorator
@inline
export function put(at: usize, left: v128, right: v128, cols: i32): void {
  if (cols >= 4) {
    v128.store(at, left);
    v128.store(at, right, 16);
    return;
  }
  store<f64>(at, f64x2.extract_lane(left, 0));
  if (cols > 1) store<f64>(at, f64x2.extract_lane(left, 1), 8);
  if (cols > 2) store<f64>(at, f64x2.extract_lane(right, 0), 16);
}

/** Columns j .. j + 3 of B (zeros beyond the last) as k rows of 4. */
export function pack(b: usize, bStride: usize, k: i32, cols: i32, into: usize): void {
  if (cols >= 4) {
    for (let i = 0; i < k; i++) {
      v128.store(into, v128.load(b));
      v128.store(into, v128.load(b, 16), 16);
      b += bStride;
      into += 32;
    }
    return;
  }
  for (let i = 0; i < k; i++) {
    store<f64>(into, load<f64>(b));
    store<f64>(into, cols > 1 ? load<f64>(b, 8) : 0, 8);
    store<f64>(into, cols > 2 ? load<f64>(b, 16) : 0, 16);
    store<f64>(into, 0, 24);
    b += bStride;
    into += 32;
  }
}

/** Four rows of A, `aRow` apart with entries `aCol` apart, times a packed strip. */
export function tile4(a: usize, aRow: usize, aCol: usize, strip: usize, k: i32, c: usize, cStride: usize, cols: i32): void {
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0);
  let s31 = f64x2.splat(0);
  let p1 = a + aRow;
  let p2 = p1 + aRow;
  let p3 = p2 + aRow;
  const end = strip + (<usize>k << 5);
  for (; strip < end; strip += 32) {
    const left = v128.load(strip);
    const right = v128.load(strip, 16);
    const x0 = v128.load64_splat(a);
    s00 = madd(s00, x0, left);
    s01 = madd(s01, x0, right);
    const x1 = v128.load64_splat(p1);
    s10 = madd(s10, x1, left);
    s11 = madd(s11, x1, right);
    const x2 = v128.load64_splat(p2);
    s20 = madd(s20, x2, left);
    s21 = madd(s21, x2, right);
    const x3 = v128.load64_splat(p3);
    s30 = madd(s30, x3, left);
    s31 = madd(s31, x3, right);
    a += aCol;
    p1 += aCol;
    p2 += aCol;
    p3 += aCol;
  }
  put(c, s00, s01, cols);
  put(c + cStride, s10, s11, cols);
  put(c + 2 * cStride, s20, s21, cols);
  put(c + 3 * cStride, s30, s31, cols);
}

export function tile1(a: usize, aCol: usize, strip: usize, k: i32, c: usize, cols: i32): void {
  let left = f64x2.splat(0);
  let right = f64x2.splat(0);
  const end = strip + (<usize>k << 5);
  for (; strip < end; strip += 32) {
    const x = v128.load64_splat(a);
    left = madd(left, x, v128.load(strip));
    right = madd(right, x, v128.load(strip, 16));
    a += aCol;
  }
  put(c, left, right, cols);
}

/** All rows of A (m x k) times a packed strip. */
export function tiles(a: usize, aRow: usize, aCol: usize, m: i32, strip: usize, k: i32, c: usize, cStride: usize, cols: i32): void {
  let i = 0;
  for (; i + 3 < m; i += 4) tile4(a + <usize>i * aRow, aRow, aCol, strip, k, c + <usize>i * cStride, cStride, cols);
  for (; i < m; i++) tile1(a + <usize>i * aRow, aCol, strip, k, c + <usize>i * cStride, cols);
}

/**
 * C = A B in row order. A: m x k with strides aRow and aCol, B: k x n, C: m x n, strip: room for 4 k numbers.
 * `upper`: only tiles that reach the diagonal are computed.
 */
export function rowOrder(
  a: usize,
  aRow: usize,
  aCol: usize,
  b: usize,
  bStride: usize,
  c: usize,
  cStride: usize,
  m: i32,
  k: i32,
  n: i32,
  strip: usize,
  upper: bool,
): void {
  for (let j = 0; j < n; j += 4) {
    const at = <usize>j << 3;
    const cols = n - j;
    pack(b + at, bStride, k, cols, strip);
    tiles(a, aRow, aCol, upper ? min(m, j + 4) : m, strip, k, c + at, cStride, cols);
  }
}

/** The dot products, in lane order, of four rows of A and two of B: C (4 x 2). */
export function laneTile(a: usize, aRow: usize, b: usize, bRow: usize, k: i32, c: usize, cStride: usize): void {
  const paired = <usize>(k & ~1) << 3;
  const a1 = a + aRow;
  const a2 = a1 + aRow;
  const a3 = a2 + aRow;
  const b1 = b + bRow;
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s20 = f64x2.splat(0);
  let s21 = f64x2.splat(0);
  let s30 = f64x2.splat(0);
  let s31 = f64x2.splat(0);
  for (let p: usize = 0; p < paired; p += 16) {
    const y0 = v128.load(b + p);
    const y1 = v128.load(b1 + p);
    const x0 = v128.load(a + p);
    s00 = madd(s00, x0, y0);
    s01 = madd(s01, x0, y1);
    const x1 = v128.load(a1 + p);
    s10 = madd(s10, x1, y0);
    s11 = madd(s11, x1, y1);
    const x2 = v128.load(a2 + p);
    s20 = madd(s20, x2, y0);
    s21 = madd(s21, x2, y1);
    const x3 = v128.load(a3 + p);
    s30 = madd(s30, x3, y0);
    s31 = madd(s31, x3, y1);
  }
  const odd = (k & 1) != 0;
  finish(s00, s01, odd, a + paired, b + paired, b1 + paired, c);
  finish(s10, s11, odd, a1 + paired, b + paired, b1 + paired, c + cStride);
  finish(s20, s21, odd, a2 + paired, b + paired, b1 + paired, c + 2 * cStride);
  finish(s30, s31, odd, a3 + paired, b + paired, b1 + paired, c + 3 * cStride);
}

// @ts-ignore: decorator
@inline
function finish(s0: v128, s1: v128, odd: bool, a: usize, b0: usize, b1: usize, c: usize): void {
  let even0 = f64x2.extract_lane(s0, 0);
  let even1 = f64x2.extract_lane(s1, 0);
  if (odd) {
    const x = load<f64>(a);
    even0 += x * load<f64>(b0);
    even1 += x * load<f64>(b1);
  }
  store<f64>(c, even0 + f64x2.extract_lane(s0, 1));
  store<f64>(c, even1 + f64x2.extract_lane(s1, 1), 8);
}

/** C = A B' in lane order. A: m x k, B: n x k, C: m x n. `upper`: only tiles that reach the diagonal. */
export function laneOrder(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  c: usize,
  cStride: usize,
  m: i32,
  k: i32,
  n: i32,
  upper: bool,
): void {
  let i = 0;
  for (; i + 3 < m; i += 4) {
    const rows = a + <usize>i * aRow;
    const out = c + <usize>i * cStride;
    let j = upper ? i : 0;
    for (; j + 1 < n; j += 2) laneTile(rows, aRow, b + <usize>j * bRow, bRow, k, out + (<usize>j << 3), cStride);
    if (j < n) {
      for (let r = 0; r < 4; r++)
        dots(b + <usize>j * bRow, bRow, 1, k, rows + <usize>r * aRow, out + <usize>r * cStride + (<usize>j << 3));
    }
  }
  for (; i < m; i++) {
    const j = upper ? i : 0;
    dots(b + <usize>j * bRow, bRow, n - j, k, a + <usize>i * aRow, c + <usize>i * cStride + (<usize>j << 3));
  }
}

/** The lower triangle of the n x n matrix from the upper. */
export function mirrorUp(c: usize, n: i32): void {
  const stride = <usize>n << 3;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++)
      store<f64>(c + <usize>j * stride + (<usize>i << 3), load<f64>(c + <usize>i * stride + (<usize>j << 3)));
}
