/** Twin of src/numerics/lanes.ts: pointers and strides in bytes, eight rows at a time where the twin takes four. */

// @ts-ignore: decorator
@inline
function mul(p: usize, x: v128): v128 {
  return f64x2.mul(v128.load(p), x);
}

// @ts-ignore: decorator
@inline
function sum(v: v128): f64 {
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

/** out_i = row i of a (rows x length, `stride` apart) times x, in lane order. */
export function dots(a: usize, stride: usize, rows: i32, length: i32, x: usize, out: usize): void {
  const paired = <usize>(length & ~1) << 3;
  let i = 0;
  let p0 = a;
  for (; i + 7 < rows; i += 8) {
    const p1 = p0 + stride;
    const p2 = p1 + stride;
    const p3 = p2 + stride;
    const p4 = p3 + stride;
    const p5 = p4 + stride;
    const p6 = p5 + stride;
    const p7 = p6 + stride;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    let s4 = f64x2.splat(0);
    let s5 = f64x2.splat(0);
    let s6 = f64x2.splat(0);
    let s7 = f64x2.splat(0);
    for (let k: usize = 0; k < paired; k += 16) {
      const v = v128.load(x + k);
      s0 = f64x2.add(s0, mul(p0 + k, v));
      s1 = f64x2.add(s1, mul(p1 + k, v));
      s2 = f64x2.add(s2, mul(p2 + k, v));
      s3 = f64x2.add(s3, mul(p3 + k, v));
      s4 = f64x2.add(s4, mul(p4 + k, v));
      s5 = f64x2.add(s5, mul(p5 + k, v));
      s6 = f64x2.add(s6, mul(p6 + k, v));
      s7 = f64x2.add(s7, mul(p7 + k, v));
    }
    if (length & 1) {
      const v = load<f64>(x + paired);
      s0 = last(s0, p0 + paired, v);
      s1 = last(s1, p1 + paired, v);
      s2 = last(s2, p2 + paired, v);
      s3 = last(s3, p3 + paired, v);
      s4 = last(s4, p4 + paired, v);
      s5 = last(s5, p5 + paired, v);
      s6 = last(s6, p6 + paired, v);
      s7 = last(s7, p7 + paired, v);
    }
    store<f64>(out, sum(s0));
    store<f64>(out, sum(s1), 8);
    store<f64>(out, sum(s2), 16);
    store<f64>(out, sum(s3), 24);
    store<f64>(out, sum(s4), 32);
    store<f64>(out, sum(s5), 40);
    store<f64>(out, sum(s6), 48);
    store<f64>(out, sum(s7), 56);
    out += 64;
    p0 = p7 + stride;
  }
  for (; i + 3 < rows; i += 4) {
    const p1 = p0 + stride;
    const p2 = p1 + stride;
    const p3 = p2 + stride;
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    for (let k: usize = 0; k < paired; k += 16) {
      const v = v128.load(x + k);
      s0 = f64x2.add(s0, mul(p0 + k, v));
      s1 = f64x2.add(s1, mul(p1 + k, v));
      s2 = f64x2.add(s2, mul(p2 + k, v));
      s3 = f64x2.add(s3, mul(p3 + k, v));
    }
    if (length & 1) {
      const v = load<f64>(x + paired);
      s0 = last(s0, p0 + paired, v);
      s1 = last(s1, p1 + paired, v);
      s2 = last(s2, p2 + paired, v);
      s3 = last(s3, p3 + paired, v);
    }
    store<f64>(out, sum(s0));
    store<f64>(out, sum(s1), 8);
    store<f64>(out, sum(s2), 16);
    store<f64>(out, sum(s3), 24);
    out += 32;
    p0 = p3 + stride;
  }
  for (; i < rows; i++) {
    store<f64>(out, dot(p0, x, length));
    out += 8;
    p0 += stride;
  }
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
  for (; i + 7 < rows; i += 8) {
    const p1 = p0 + stride;
    const p2 = p1 + stride;
    const p3 = p2 + stride;
    const p4 = p3 + stride;
    const p5 = p4 + stride;
    const p6 = p5 + stride;
    const p7 = p6 + stride;
    const w0 = v128.load64_splat(w);
    const w1 = v128.load64_splat(w + wStride);
    const w2 = v128.load64_splat(w + 2 * wStride);
    const w3 = v128.load64_splat(w + 3 * wStride);
    const w4 = v128.load64_splat(w + 4 * wStride);
    const w5 = v128.load64_splat(w + 5 * wStride);
    const w6 = v128.load64_splat(w + 6 * wStride);
    const w7 = v128.load64_splat(w + 7 * wStride);
    for (let j: usize = 0; j < paired; j += 16) {
      let s = f64x2.add(v128.load(out + j), mul(p0 + j, w0));
      s = f64x2.add(s, mul(p1 + j, w1));
      s = f64x2.add(s, mul(p2 + j, w2));
      s = f64x2.add(s, mul(p3 + j, w3));
      s = f64x2.add(s, mul(p4 + j, w4));
      s = f64x2.add(s, mul(p5 + j, w5));
      s = f64x2.add(s, mul(p6 + j, w6));
      v128.store(out + j, f64x2.add(s, mul(p7 + j, w7)));
    }
    if (length & 1) {
      let s = load<f64>(out + paired) + load<f64>(p0 + paired) * f64x2.extract_lane(w0, 0);
      s += load<f64>(p1 + paired) * f64x2.extract_lane(w1, 0);
      s += load<f64>(p2 + paired) * f64x2.extract_lane(w2, 0);
      s += load<f64>(p3 + paired) * f64x2.extract_lane(w3, 0);
      s += load<f64>(p4 + paired) * f64x2.extract_lane(w4, 0);
      s += load<f64>(p5 + paired) * f64x2.extract_lane(w5, 0);
      s += load<f64>(p6 + paired) * f64x2.extract_lane(w6, 0);
      s += load<f64>(p7 + paired) * f64x2.extract_lane(w7, 0);
      store<f64>(out + paired, s);
    }
    p0 = p7 + stride;
    w += 8 * wStride;
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

/** The largest |x_k|; 0 for none, NaN where there is one. */
export function normInf(x: usize, length: i32): f64 {
  const paired = <usize>(length & ~1) << 3;
  let m = f64x2.splat(0);
  for (let k: usize = 0; k < paired; k += 16) m = f64x2.max(m, f64x2.abs(v128.load(x + k)));
  let largest = Math.max(f64x2.extract_lane(m, 0), f64x2.extract_lane(m, 1));
  if (length & 1) largest = Math.max(largest, Math.abs(load<f64>(x + paired)));
  return largest;
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
