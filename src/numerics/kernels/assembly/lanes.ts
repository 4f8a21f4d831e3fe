/** Twin of src/numerics/lanes.ts: pointers and strides in bytes. */

/** Where entry `index` of what begins at `base` is. */
// @ts-ignore: decorator
@inline
export function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

// @ts-ignore: decorator
@inline
function mul(p: usize, x: v128): v128 {
  return f64x2.mul(v128.load(p), x);
}

/** As `mul`, 16 bytes on. */
// @ts-ignore: decorator
@inline
function next(p: usize, x: v128): v128 {
  return f64x2.mul(v128.load(p, 16), x);
}

// @ts-ignore: decorator
@inline
export function sum(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Adds a product to the even lane alone. */
// @ts-ignore: decorator
@inline
function last(v: v128, p: usize, x: f64): v128 {
  return f64x2.replace_lane(v, 0, f64x2.extract_lane(v, 0) + load<f64>(p) * x);
}

export function dot(a: usize, b: usize, length: i32): f64 {
  const paired = <usize>(length & ~1) << 3;
  let s = f64x2.splat(0);
  for (let k: usize = 0; k < paired; k += 16) s = f64x2.add(s, mul(a + k, v128.load(b + k)));
  if (length & 1) s = last(s, a + paired, load<f64>(b + paired));
  return sum(s);
}

/**
 * out_i = row i of a (rows x length, `stride` apart) times x, in lane order. Four rows at a time: more sums than six or
 * seven spill. The last four begin earlier and give some of the entries again; a lone row is a dot product.
 */
export function dots(a: usize, stride: usize, rows: i32, length: i32, x: usize, out: usize): void {
  const paired = <usize>(length & ~1) << 3;
  const even = paired & ~16;
  let i = 0;
  for (; i + 1 < rows; i += 4) {
    const first = max(0, min(i, rows - 4));
    const p0 = a + <usize>first * stride;
    const p1 = p0 + stride;
    const p2 = rows > 2 ? p1 + stride : p1;
    const p3 = rows > 3 ? p2 + stride : p2;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    for (let k: usize = 0; k < even; k += 32) {
      const v = v128.load(x + k);
      s0 = f64x2.add(s0, mul(p0 + k, v));
      s1 = f64x2.add(s1, mul(p1 + k, v));
      s2 = f64x2.add(s2, mul(p2 + k, v));
      s3 = f64x2.add(s3, mul(p3 + k, v));
      const w = v128.load(x + k, 16);
      s0 = f64x2.add(s0, next(p0 + k, w));
      s1 = f64x2.add(s1, next(p1 + k, w));
      s2 = f64x2.add(s2, next(p2 + k, w));
      s3 = f64x2.add(s3, next(p3 + k, w));
    }
    if (even < paired) {
      const v = v128.load(x + even);
      s0 = f64x2.add(s0, mul(p0 + even, v));
      s1 = f64x2.add(s1, mul(p1 + even, v));
      s2 = f64x2.add(s2, mul(p2 + even, v));
      s3 = f64x2.add(s3, mul(p3 + even, v));
    }
    if (length & 1) {
      const v = load<f64>(x + paired);
      s0 = last(s0, p0 + paired, v);
      s1 = last(s1, p1 + paired, v);
      s2 = last(s2, p2 + paired, v);
      s3 = last(s3, p3 + paired, v);
    }
    const to = out + (<usize>first << 3);
    store<f64>(to, sum(s0));
    store<f64>(to, sum(s1), 8);
    if (rows > 2) store<f64>(to, sum(s2), 16);
    if (rows > 3) store<f64>(to, sum(s3), 24);
  }
  if (i < rows) store<f64>(out + (<usize>i << 3), dot(a + <usize>i * stride, x, length));
}

/** out_j += sum over i of weights_i a_ij, the rows in ascending order; the weights are `wStride` bytes apart. */
export function accumulate(
  a: usize,
  stride: usize,
  rows: i32,
  length: i32,
  weights: usize,
  wStride: usize,
  out: usize,
): void {
  const paired = <usize>(length & ~1) << 3;
  let i = 0;
  let p0 = a;
  let w = weights;
  for (; i + 3 < rows; i += 4) {
    const p1 = p0 + stride;
    const p2 = p1 + stride;
    const p3 = p2 + stride;
    const w0 = v128.load64_splat(w);
    const w1 = v128.load64_splat(w + wStride);
    const w2 = v128.load64_splat(w + 2 * wStride);
    const w3 = v128.load64_splat(w + 3 * wStride);
    for (let j: usize = 0; j < paired; j += 16) {
      let s = f64x2.add(v128.load(out + j), mul(p0 + j, w0));
      s = f64x2.add(s, mul(p1 + j, w1));
      s = f64x2.add(s, mul(p2 + j, w2));
      v128.store(out + j, f64x2.add(s, mul(p3 + j, w3)));
    }
    if (length & 1) {
      let s = load<f64>(out + paired) + load<f64>(p0 + paired) * f64x2.extract_lane(w0, 0);
      s += load<f64>(p1 + paired) * f64x2.extract_lane(w1, 0);
      s += load<f64>(p2 + paired) * f64x2.extract_lane(w2, 0);
      s += load<f64>(p3 + paired) * f64x2.extract_lane(w3, 0);
      store<f64>(out + paired, s);
    }
    p0 = p3 + stride;
    w += 4 * wStride;
  }
  for (; i < rows; i++) {
    axpy(load<f64>(w), p0, length, out);
    p0 += stride;
    w += wStride;
  }
}

/** y += a x. */
export function axpy(a: f64, x: usize, length: i32, y: usize): void {
  const paired = <usize>(length & ~1) << 3;
  const v = f64x2.splat(a);
  for (let k: usize = 0; k < paired; k += 16) v128.store(y + k, f64x2.add(v128.load(y + k), mul(x + k, v)));
  if (length & 1) store<f64>(y + paired, load<f64>(y + paired) + a * load<f64>(x + paired));
}

/** The largest |x_k|; 0 for none, NaN where there is one. `max` is nine instructions, `pmax` one, but it drops NaN. */
export function normInf(x: usize, length: i32): f64 {
  const paired = <usize>(length & ~1) << 3;
  let m = f64x2.splat(0);
  let bad = m;
  for (let k: usize = 0; k < paired; k += 16) {
    const v = f64x2.abs(v128.load(x + k));
    m = f64x2.pmax(m, v);
    bad = v128.or(bad, f64x2.ne(v, v));
  }
  if (v128.any_true(bad)) return NaN;
  const largest = Math.max(f64x2.extract_lane(m, 0), f64x2.extract_lane(m, 1));
  return length & 1 ? Math.max(largest, Math.abs(load<f64>(x + paired))) : largest;
}

/** sqrt(x'x), rescaled by the largest entry where x'x would overflow or underflow. */
export function norm2(x: usize, length: i32): f64 {
  const square = dot(x, x, length);
  if (square > 1e-280 && square < Infinity) return Math.sqrt(square);
  const largest = normInf(x, length);
  if (!(largest > 0 && largest < Infinity)) return largest;
  let even: f64 = 0;
  let odd: f64 = 0;
  for (let k = 0; k < length; k++) {
    const entry = load<f64>(x + (<usize>k << 3)) / largest;
    if (k & 1) odd += entry * entry;
    else even += entry * entry;
  }
  return largest * Math.sqrt(even + odd);
}
