/**
 * The inner loops of all dense linear algebra, on flat arrays with offsets. Their order of summation is the one that
 * `matrix.ts` states; blocking by four rows shares the loads of the common vector and changes no bit of any result.
 * Nothing here checks shapes: the public functions do.
 */

/** sum over k < length of a[aOffset + k] * b[bOffset + k], in lane order. */
export function dotAt(a: Float64Array, aOffset: number, b: Float64Array, bOffset: number, length: number): number {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < length; k += 2) {
    even += a[aOffset + k]! * b[bOffset + k]!;
    odd += a[aOffset + k + 1]! * b[bOffset + k + 1]!;
  }
  if (k < length) even += a[aOffset + k]! * b[bOffset + k]!;
  return even + odd;
}

/**
 * out[outOffset + i] = the dot product, in lane order, of x[xOffset ..] with row i of `a`, which starts at
 * aOffset + i * stride; `rows` rows of `length` entries. `out` must not overlap the inputs.
 */
export function dotsAt(
  a: Float64Array,
  aOffset: number,
  stride: number,
  rows: number,
  length: number,
  x: Float64Array,
  xOffset: number,
  out: Float64Array,
  outOffset: number,
): void {
  const paired = length - (length & 1);
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const p = aOffset + i * stride;
    const q = p + stride;
    const r = q + stride;
    const s = r + stride;
    let p0 = 0;
    let p1 = 0;
    let q0 = 0;
    let q1 = 0;
    let r0 = 0;
    let r1 = 0;
    let s0 = 0;
    let s1 = 0;
    for (let k = 0; k < paired; k += 2) {
      const x0 = x[xOffset + k]!;
      const x1 = x[xOffset + k + 1]!;
      p0 += a[p + k]! * x0;
      p1 += a[p + k + 1]! * x1;
      q0 += a[q + k]! * x0;
      q1 += a[q + k + 1]! * x1;
      r0 += a[r + k]! * x0;
      r1 += a[r + k + 1]! * x1;
      s0 += a[s + k]! * x0;
      s1 += a[s + k + 1]! * x1;
    }
    if (paired < length) {
      const x0 = x[xOffset + paired]!;
      p0 += a[p + paired]! * x0;
      q0 += a[q + paired]! * x0;
      r0 += a[r + paired]! * x0;
      s0 += a[s + paired]! * x0;
    }
    out[outOffset + i] = p0 + p1;
    out[outOffset + i + 1] = q0 + q1;
    out[outOffset + i + 2] = r0 + r1;
    out[outOffset + i + 3] = s0 + s1;
  }
  for (; i < rows; i++) out[outOffset + i] = dotAt(a, aOffset + i * stride, x, xOffset, length);
}

/**
 * out[outOffset + j] += sum over i < rows of weights[wOffset + i * wStride] * a[aOffset + i * stride + j], the rows in
 * ascending order, each product added to the running entry. `out` must not overlap the inputs.
 */
export function accumulateAt(
  a: Float64Array,
  aOffset: number,
  stride: number,
  rows: number,
  length: number,
  weights: Float64Array,
  wOffset: number,
  wStride: number,
  out: Float64Array,
  outOffset: number,
): void {
  let i = 0;
  for (; i + 3 < rows; i += 4) {
    const p = aOffset + i * stride;
    const q = p + stride;
    const r = q + stride;
    const s = r + stride;
    const w = wOffset + i * wStride;
    const w0 = weights[w]!;
    const w1 = weights[w + wStride]!;
    const w2 = weights[w + 2 * wStride]!;
    const w3 = weights[w + 3 * wStride]!;
    for (let j = 0; j < length; j++) {
      out[outOffset + j] = out[outOffset + j]! + w0 * a[p + j]! + w1 * a[q + j]! + w2 * a[r + j]! + w3 * a[s + j]!;
    }
  }
  for (; i < rows; i++) axpyAt(weights[wOffset + i * wStride]!, a, aOffset + i * stride, length, out, outOffset);
}

/** y[yOffset + k] += a * x[xOffset + k] for k < length. */
export function axpyAt(
  a: number,
  x: Float64Array,
  xOffset: number,
  length: number,
  y: Float64Array,
  yOffset: number,
): void {
  for (let k = 0; k < length; k++) y[yOffset + k] = y[yOffset + k]! + a * x[xOffset + k]!;
}
