/**
 * Products with a matrix that stays. It lies in quads: panels of 4 rows; within a panel entries 2q, 2q + 1 of the 4 rows side
 * by side, 64 bytes: one line of the cache, one pointer. The even and odd lanes are those of lanes.ts, so are the bits.
 * What pads a panel or a row is 0 before and after every word. The engine of Node 20 keeps six or seven
 * running sums in registers and the eighth in memory, so that six rows go at a time: a panel and a half.
 */

// @ts-ignore: decorator
@inline
export function madd(s: v128, a: v128, b: v128): v128 {
  return f64x2.add(s, f64x2.mul(a, b));
}

/** a: rows x length, dense. */
export function packQuads(a: usize, rows: i32, length: i32, into: usize): void {
  const stride = <usize>length << 3;
  for (let i = 0; i < rows; i += 4) {
    for (let k = 0; k < length; k += 2) {
      for (let r = 0; r < 4; r++) {
        const p = a + <usize>(i + r) * stride + (<usize>k << 3);
        store<f64>(into, i + r < rows ? load<f64>(p) : 0);
        store<f64>(into, i + r < rows && k + 1 < length ? load<f64>(p, 8) : 0, 8);
        into += 16;
      }
    }
  }
}

/** The two sums of lanes, less y where there is one. */
// @ts-ignore: decorator
@inline
function put(out: usize, y: usize, s: v128, t: v128): void {
  const total = f64x2.add(v128.shuffle<f64>(s, t, 0, 2), v128.shuffle<f64>(s, t, 1, 3));
  v128.store(out, y ? f64x2.sub(total, v128.load(y)) : total);
}

// @ts-ignore: decorator
@inline
function beyond(y: usize, bytes: usize): usize {
  return y ? y + bytes : 0;
}

/** Rows 0 .. 3 of the panel at p and 0 .. 1 of the next, or, `lower`, 2 .. 3 and 0 .. 3. */
// @ts-ignore: decorator
@inline
function six(lower: bool, p: usize, x: usize, end: usize, far: usize, y: usize, out: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let s4 = f64x2.splat(0);
  let s5 = f64x2.splat(0);
  for (; x < end; x += 16) {
    const v = v128.load(x);
    const o = p + far;
    s0 = madd(s0, lower ? v128.load(p, 32) : v128.load(p), v);
    s1 = madd(s1, lower ? v128.load(p, 48) : v128.load(p, 16), v);
    s2 = madd(s2, lower ? v128.load(o) : v128.load(p, 32), v);
    s3 = madd(s3, lower ? v128.load(o, 16) : v128.load(p, 48), v);
    s4 = madd(s4, lower ? v128.load(o, 32) : v128.load(o), v);
    s5 = madd(s5, lower ? v128.load(o, 48) : v128.load(o, 16), v);
    p += 64;
  }
  put(out, y, s0, s1);
  put(out + 16, beyond(y, 16), s2, s3);
  put(out + 32, beyond(y, 32), s4, s5);
}

function upperSix(p: usize, x: usize, end: usize, far: usize, y: usize, out: usize): void {
  six(false, p, x, end, far, y, out);
}

function lowerSix(p: usize, x: usize, end: usize, far: usize, y: usize, out: usize): void {
  six(true, p, x, end, far, y, out);
}

/** out = A x, less y where that is not 0; from the last panel to the first: `quadAccumulate` then finds these in the cache. */
export function quadDots(p: usize, rows: i32, length: i32, x: usize, y: usize, out: usize): void {
  const far = <usize>((length + 1) >> 1) << 6;
  const end = x + (far >> 2);
  const last = out + (<usize>rows << 3);
  let i = (rows + 3) >> 2;
  p += <usize>i * far;
  out += <usize>i << 5;
  y = beyond(y, <usize>i << 5);
  while (i % 3) {
    i--;
    p -= far;
    out -= 32;
    y = beyond(y, -32);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    let a = p;
    for (let q = x; q < end; q += 16) {
      const v = v128.load(q);
      s0 = madd(s0, v128.load(a), v);
      s1 = madd(s1, v128.load(a, 16), v);
      s2 = madd(s2, v128.load(a, 32), v);
      s3 = madd(s3, v128.load(a, 48), v);
      a += 64;
    }
    put(out, y, s0, s1);
    put(out + 16, beyond(y, 16), s2, s3);
  }
  while (i) {
    i -= 3;
    p -= 3 * far;
    out -= 96;
    y = beyond(y, -96);
    lowerSix(p + far, x, end, far, beyond(y, 48), out + 48);
    upperSix(p, x, end, far, y, out);
  }
  clear(last, (4 - (rows & 3)) & 3);
}

/** Zeros, count of them. */
// @ts-ignore: decorator
@inline
function clear(at: usize, count: i32): void {
  for (; count > 0; count--, at += 8) store<f64>(at, 0);
}

/** out = A' w, rows ascending. */
export function quadAccumulate(p: usize, rows: i32, length: i32, w: usize, out: usize): void {
  const end = out + (<usize>((length + 1) >> 1) << 4);
  for (let i = 0; i < rows; i += 4) {
    const w0 = v128.load64_splat(w);
    const w1 = v128.load64_splat(w, 8);
    const w2 = v128.load64_splat(w, 16);
    const w3 = v128.load64_splat(w, 24);
    w += 32;
    if (i == 0) {
      for (let q = out; q < end; q += 16) {
        let s = madd(f64x2.splat(0), v128.load(p), w0);
        s = madd(s, v128.load(p, 16), w1);
        s = madd(s, v128.load(p, 32), w2);
        v128.store(q, madd(s, v128.load(p, 48), w3));
        p += 64;
      }
      continue;
    }
    for (let q = out; q < end; q += 16) {
      let s = madd(v128.load(q), v128.load(p), w0);
      s = madd(s, v128.load(p, 16), w1);
      s = madd(s, v128.load(p, 32), w2);
      v128.store(q, madd(s, v128.load(p, 48), w3));
      p += 64;
    }
  }
  clear(out + (<usize>length << 3), length & 1);
}
