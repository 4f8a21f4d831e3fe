/**
 * Twins of tridiagonalize, reflectionsProduct and implicitQL (src/numerics), with their orders of sums and other layouts.
 *
 * Quads: the matrix in panels of four rows, in which entries 2 q and 2 q + 1 of the four lie side by side (64 bytes); only
 * panels from their diagonal block on. Vectors keep the indices of the whole matrix, with zeros before the block at work
 * and behind n: a sum that began at +0 is never -0, so zeros more or less change no bit, and
 * neither does which lane is called even.
 * Strips: eight columns, row after row. Panels: four rows, column after column.
 */
import { madd } from './quads';
import { at, dot, norm2, normInf, sum } from './lanes';

const TINY: f64 = 1e-140;
const EPS: f64 = 1.0 / 4503599627370496;
/** Bytes of rotations that wait for one pass over the vectors: a panel stays in the cache for all of them. */
const BATCH: usize = 65536;
/** Panels that take each rotation at once, while the next is computed: that takes as long. */
const AHEAD: usize = 8;

// @ts-ignore: decorator
@inline
function less(s: v128, a: v128, b: v128): v128 {
  return f64x2.sub(s, f64x2.mul(a, b));
}
// @ts-ignore: decorator
@inline
function beside(low: usize, high: usize): v128 {
  return v128.load64_lane(high, v128.load64_zero(low), 1);
}
/** The next multiple of four. */
// @ts-ignore: decorator
@inline
function fours(n: i32): i32 {
  return (n + 3) & ~3;
}

/**
 * The eigenvalues of a (n x n, destroyed), ascending, and, unless `vectors` is 0, their vectors as its columns (n x n).
 * `room` is for m (2 m + 34) + 8192 numbers, m = 4 ceil(n / 4). Returns the eigenvalue that 100 sweeps did not find, or -1.
 */
export function eigen(a: usize, n: i32, values: usize, vectors: usize, room: usize): i32 {
  const row = <usize>fours(n) << 3;
  const d = room;
  const off = d + row;
  const h = off + row;
  const z = h + row;
  const work = z + <usize>n * row;
  memory.fill(off, 0, 2 * row);
  tridiagonalize(a, n, d, off, h, work);
  if (vectors) reflections(a, h, n, z, work);
  const lost = implicitQL(d, off, n, vectors ? z : 0, work);
  if (lost >= 0) return lost;
  const order = off;
  ordered(d, n, 1, order);
  for (let k = 0; k < n; k++) store<f64>(at(values, k), load<f64>(at(d, load<i32>(at(order, k)))));
  if (vectors) arranged(z, n, order, vectors, work);
  return -1;
}

/** `room` is for m (m + 4) numbers. */
export function tridiagonalize(a: usize, n: i32, diagonal: usize, off: usize, h: usize, room: usize): void {
  const row = <usize>fours(n) << 3;
  const v = room;
  const w = v + row;
  const sums = w + row;
  const quads = sums + 2 * row;
  const tiny = TINY * normInf(a, n * n);
  memory.fill(v, 0, 2 * row);
  toQuads(a, n, quads);
  for (let k = 0; k < n; k++) {
    const from = quads + <usize>(k >> 2) * 4 * row + (<usize>(k & 3) << 4);
    for (let j = k & ~1; j < n; j += 2) v128.store(at(v, j), v128.load(from + (<usize>j << 5)));
    store<f64>(at(diagonal, k), load<f64>(at(v, k)));
    if (k + 1 >= n) break;
    const m = n - k - 1;
    const tail = at(v, k + 1);
    store<f64>(at(off, k), load<f64>(tail));
    if (!(normInf(tail + 8, m - 1) > tiny)) continue;
    const norm = norm2(tail, m);
    const begin = (<usize>(k + 1) & ~3) << 3;
    for (let j = begin; j < <usize>(k + 1) << 3; j += 8) store<f64>(v + j, 0);
    divide(v, begin, row, norm);
    const first = load<f64>(tail);
    const sign: f64 = first < 0 ? -1 : 1;
    const hk = 1 + Math.abs(first);
    store<f64>(tail, first + sign);
    store<f64>(at(h, k), hk);
    store<f64>(at(off, k), -sign * norm);
    memory.copy(a + <usize>(k * n + k + 1) * 8, tail, <usize>m << 3);
    symmetricDots(quads, begin, row, v, sums, w);
    for (let j = begin; j < <usize>(k + 1) << 3; j += 8) store<f64>(w + j, 0);
    divide(w, begin, row, hk);
    const half = f64x2.splat(dot(tail, at(w, k + 1), m) / (2 * hk));
    for (let j = begin; j < row; j += 16) v128.store(w + j, less(v128.load(w + j), half, v128.load(v + j)));
    subtractBoth(quads, begin, row, v, w);
  }
}

// @ts-ignore: decorator
@inline
function divide(x: usize, begin: usize, end: usize, by: f64): void {
  for (let j = begin; j < end; j += 16) v128.store(x + j, f64x2.div(v128.load(x + j), f64x2.splat(by)));
}

/** The symmetric a (n x n) in quads. */
export function toQuads(a: usize, n: i32, quads: usize): void {
  const wide = fours(n);
  for (let i = 0; i < wide; i++) {
    const to = quads + <usize>(i >> 2) * <usize>wide * 32 + (<usize>(i & 3) << 4);
    for (let j = i & ~3; j < wide; j++) {
      const entry: f64 = i < n && j < n ? load<f64>(at(a, i * n + j)) : 0;
      store<f64>(to + (<usize>(j >> 1) << 6) + (<usize>(j & 1) << 3), entry);
    }
  }
}

/**
 * out = A x from `begin` on (bytes, of a panel). Entry i takes its terms in ascending order, even and odd ones apart: what
 * rows above give waits in `sums`, two vectors, and the sum along row i begins from there.
 */
export function symmetricDots(quads: usize, begin: usize, row: usize, x: usize, sums: usize, out: usize): void {
  const even = sums;
  const odd = sums + row;
  for (let j = begin; j < row; j += 16) {
    v128.store(even + j, f64x2.splat(0));
    v128.store(odd + j, f64x2.splat(0));
  }
  for (let to = begin; to < row; to += 32) {
    let q = quads + (to >> 3) * row + (to << 2);
    const v01 = v128.load(x + to);
    const v23 = v128.load(x + to, 16);
    let s0 = madd(madd(beside(even + to, odd + to), v128.load(q), v01), v128.load(q, 64), v23);
    let s1 = madd(madd(beside(even + to + 8, odd + to + 8), v128.load(q, 16), v01), v128.load(q, 80), v23);
    let s2 = madd(madd(beside(even + to + 16, odd + to + 16), v128.load(q, 32), v01), v128.load(q, 96), v23);
    let s3 = madd(madd(beside(even + to + 24, odd + to + 24), v128.load(q, 48), v01), v128.load(q, 112), v23);
    const x0 = v128.load64_splat(x + to);
    const x1 = v128.load64_splat(x + to, 8);
    const x2 = v128.load64_splat(x + to, 16);
    const x3 = v128.load64_splat(x + to, 24);
    for (let j = to + 32; j < row; j += 16) {
      q += 64;
      const v = v128.load(x + j);
      const a0 = v128.load(q, 64);
      s0 = madd(s0, a0, v);
      const a2 = v128.load(q, 96);
      s2 = madd(s2, a2, v);
      v128.store(even + j, madd(madd(v128.load(even + j), a0, x0), a2, x2));
      const a1 = v128.load(q, 80);
      s1 = madd(s1, a1, v);
      const a3 = v128.load(q, 112);
      s3 = madd(s3, a3, v);
      v128.store(odd + j, madd(madd(v128.load(odd + j), a1, x1), a3, x3));
    }
    store<f64>(out + to, sum(s0));
    store<f64>(out + to, sum(s1), 8);
    store<f64>(out + to, sum(s2), 16);
    store<f64>(out + to, sum(s3), 24);
  }
}

/** a_ij -= v_i w_j + w_i v_j from `begin` on. */
export function subtractBoth(quads: usize, begin: usize, row: usize, v: usize, w: usize): void {
  for (let to = begin; to < row; to += 32) {
    let q = quads + (to >> 3) * row + (to << 2);
    const v0 = v128.load64_splat(v + to);
    const v1 = v128.load64_splat(v + to, 8);
    const v2 = v128.load64_splat(v + to, 16);
    const v3 = v128.load64_splat(v + to, 24);
    const w0 = v128.load64_splat(w + to);
    const w1 = v128.load64_splat(w + to, 8);
    const w2 = v128.load64_splat(w + to, 16);
    const w3 = v128.load64_splat(w + to, 24);
    for (let j = to; j < row; j += 16) {
      const x = v128.load(v + j);
      const y = v128.load(w + j);
      v128.store(q, f64x2.sub(v128.load(q), f64x2.add(f64x2.mul(v0, y), f64x2.mul(w0, x))));
      v128.store(q, f64x2.sub(v128.load(q, 16), f64x2.add(f64x2.mul(v1, y), f64x2.mul(w1, x))), 16);
      v128.store(q, f64x2.sub(v128.load(q, 32), f64x2.add(f64x2.mul(v2, y), f64x2.mul(w2, x))), 32);
      v128.store(q, f64x2.sub(v128.load(q, 48), f64x2.add(f64x2.mul(v3, y), f64x2.mul(w3, x))), 48);
      q += 64;
    }
  }
}

/** The product of the reflections that `tridiagonalize` left in a, in panels at z; strip: room for 8 n numbers. */
export function reflections(a: usize, h: usize, n: i32, z: usize, strip: usize): void {
  for (let from = 0; from < n; from += 8) {
    reflect(a, h, n, from, strip);
    for (let i = 0; i < fours(n); i++) {
      const panel = z + <usize>((i >> 2) * n) * 32 + (<usize>(i & 3) << 3);
      for (let c = 0; c < min(8, n - from); c++) {
        store<f64>(panel + (<usize>(from + c) << 5), i < n ? load<f64>(at(strip, 8 * i + c)) : 0);
      }
    }
  }
}

/**
 * Eight columns of the product: each reflection subtracts v u', u = v' q / h, and the sums of the next are taken on the
 * way. Columns of the identity that a reflection does not reach stay what they are: their u is 0.
 */
export function reflect(a: usize, h: usize, n: i32, from: i32, strip: usize): void {
  memory.fill(strip, 0, <usize>n << 6);
  for (let c = 0; c < min(8, n - from); c++) store<f64>(at(strip, 8 * (from + c) + c), 1);
  const end = strip + (<usize>n << 6);
  let u0 = f64x2.splat(0);
  let u1 = u0;
  let u2 = u0;
  let u3 = u0;
  let lower = end;
  let before: usize = 0;
  for (let k = min(n - 3, from + 6); k >= -1; k--) {
    // At the very end what is left to subtract is subtracted, and the sums are not used.
    const hk: f64 = k < 0 ? 1 : load<f64>(at(h, k));
    if (hk == 0) continue;
    let v = k < 0 ? before : at(a, k * n + k + 1);
    const tail = v;
    let q = k < 0 ? lower : strip + (<usize>(k + 1) << 6);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    const top = q;
    for (; q < lower; q += 64) {
      const x = v128.load64_splat(v);
      s0 = madd(s0, v128.load(q), x);
      s1 = madd(s1, v128.load(q, 16), x);
      s2 = madd(s2, v128.load(q, 32), x);
      s3 = madd(s3, v128.load(q, 48), x);
      v += 8;
    }
    for (; q < end; q += 64) {
      const b = v128.load64_splat(before);
      const x = v128.load64_splat(v);
      const q0 = less(v128.load(q), b, u0);
      v128.store(q, q0);
      s0 = madd(s0, q0, x);
      const q1 = less(v128.load(q, 16), b, u1);
      v128.store(q, q1, 16);
      s1 = madd(s1, q1, x);
      const q2 = less(v128.load(q, 32), b, u2);
      v128.store(q, q2, 32);
      s2 = madd(s2, q2, x);
      const q3 = less(v128.load(q, 48), b, u3);
      v128.store(q, q3, 48);
      s3 = madd(s3, q3, x);
      before += 8;
      v += 8;
    }
    const by = f64x2.splat(hk);
    u0 = f64x2.div(s0, by);
    u1 = f64x2.div(s1, by);
    u2 = f64x2.div(s2, by);
    u3 = f64x2.div(s3, by);
    lower = top;
    before = tail;
  }
}

/**
 * Implicit QL on (d; off). `z`, unless 0, holds the matrix that the rotations multiply from the right, in panels. The
 * rotations of a sweep are kept as l and m, in 16 bytes, and the cosines and sines from l to m - 1, at `room`.
 */
export function implicitQL(d: usize, off: usize, n: i32, z: usize, room: usize): i32 {
  const negligible = EPS * Math.max(normInf(d, n), normInf(off, n));
  const full = room + BATCH;
  const panel = <usize>n << 5;
  const all = z ? z + <usize>((n + 3) >> 2) * panel : 0;
  const waiting = min(all, z + AHEAD * panel);
  let end = room;
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m + 1 < n && Math.abs(load<f64>(at(off, m))) > negligible) m++;
      if (m == l) break;
      if (sweep == 100) return l;
      store<i32>(end, l);
      store<i32>(end, m, 4);
      chase(d, off, l, m, end + 16, z, waiting, panel);
      if (waiting == all) continue;
      end += <usize>(m - l + 1) << 4;
      if (end < full) continue;
      rotations(waiting, all, n, room, end);
      end = room;
    }
  }
  rotations(waiting, all, n, room, end);
  return -1;
}

/**
 * One sweep: its rotations i = m - 1 .. l, cosine and sine of each at 16 (i - l) bytes from `turns` on. While one waits for
 * its root and quotient, the panels from `first` to `end` take the one before.
 */
export function chase(d: usize, off: usize, l: i32, m: i32, turns: usize, first: usize, end: usize, panel: usize): void {
  const delta = (load<f64>(at(d, l + 1)) - load<f64>(at(d, l))) / 2;
  const e = load<f64>(at(off, l));
  const root = Math.sqrt(delta * delta + e * e);
  const shift = load<f64>(at(d, l)) - (e / (delta < 0 ? delta - root : delta + root)) * e;
  let x = load<f64>(at(d, m)) - shift;
  let bulge = load<f64>(at(off, m - 1));
  let cosine = f64x2.splat(1);
  let sine = f64x2.splat(0);
  for (let i = m - 1; i >= l; i--) {
    const r = Math.sqrt(x * x + bulge * bulge);
    if (i + 1 < m) {
      store<f64>(at(off, i + 1), r);
      turnAll(i + 1, cosine, sine, first, end, panel);
    }
    // Both by one division.
    const both = r > 0 ? f64x2.div(f64x2(x, bulge), f64x2.splat(r)) : f64x2(1, 0);
    v128.store(turns + (<usize>(i - l) << 4), both);
    const c = f64x2.extract_lane(both, 0);
    const s = f64x2.extract_lane(both, 1);
    const di = load<f64>(at(d, i));
    const dj = load<f64>(at(d, i + 1));
    const oi = load<f64>(at(off, i));
    // 2 c o: doubling is exact, and what waits for c is short.
    const u = s * (di - dj) + c * (2 * oi);
    store<f64>(at(d, i + 1), dj + s * u);
    store<f64>(at(d, i), di - s * u);
    x = c * u - oi;
    store<f64>(at(off, i), x);
    if (i > l) {
      const before = load<f64>(at(off, i - 1));
      bulge = s * before;
      store<f64>(at(off, i - 1), c * before);
    }
    cosine = f64x2.splat(c);
    sine = f64x2.splat(s);
  }
  turnAll(l, cosine, sine, first, end, panel);
  store<f64>(at(off, m), 0);
}

/** One rotation, of columns i and i + 1, on the panels from `first` to `end`. */
// @ts-ignore: decorator
@inline
function turnAll(i: i32, c: v128, s: v128, first: usize, end: usize, panel: usize): void {
  for (let p = first + (<usize>i << 5), last = end + (<usize>i << 5); p < last; p += panel) {
    const g0 = v128.load(p);
    const g1 = v128.load(p, 16);
    const f0 = v128.load(p, 32);
    const f1 = v128.load(p, 48);
    v128.store(p, less(f64x2.mul(c, g0), s, f0));
    v128.store(p, less(f64x2.mul(c, g1), s, f1), 16);
    v128.store(p, madd(f64x2.mul(c, f0), s, g0), 32);
    v128.store(p, madd(f64x2.mul(c, f1), s, g1), 48);
  }
}

/** The sweeps from `first` to `end` on the panels from z to `all`: two at a time where they begin alike. */
export function rotations(z: usize, all: usize, n: i32, first: usize, end: usize): void {
  for (let panel = z; panel < all; panel += <usize>n << 5) {
    for (let sweep = first; sweep < end; ) {
      const l = load<i32>(sweep);
      const m = load<i32>(sweep, 4);
      const turns = sweep + 16;
      sweep = turns + (<usize>(m - l) << 4);
      const next = load<i32>(sweep);
      if (sweep >= end || load<i32>(sweep, 4) != m || m - next < 2) {
        rotate(panel, l, m, turns);
        continue;
      }
      const low = max(l, next - 1);
      rotateTwice(panel, low, m, turns, l, sweep + 16, next);
      if (low > l) rotate(panel, l, low, turns);
      sweep += <usize>(m - next + 1) << 4;
    }
  }
}

/** The rotations i = m - 1 .. l of columns (i, i + 1), on one panel; `turns` begins with that of column l. */
export function rotate(panel: usize, l: i32, m: i32, turns: usize): void {
  let p = panel + (<usize>m << 5);
  let turn = turns + (<usize>(m - l) << 4);
  let f0 = v128.load(p);
  let f1 = v128.load(p, 16);
  for (const end = panel + (<usize>l << 5); p > end; ) {
    turn -= 16;
    const c = v128.load64_splat(turn);
    const s = v128.load64_splat(turn, 8);
    p -= 32;
    const g0 = v128.load(p);
    const g1 = v128.load(p, 16);
    v128.store(p, madd(f64x2.mul(c, f0), s, g0), 32);
    v128.store(p, madd(f64x2.mul(c, f1), s, g1), 48);
    f0 = less(f64x2.mul(c, g0), s, f0);
    f1 = less(f64x2.mul(c, g1), s, f1);
  }
  v128.store(p, f0);
  v128.store(p, f1, 16);
}

/**
 * Rotations i = m - 1 .. l of one sweep and, after each but the first, rotation i + 1 of the next: a column is read once.
 * At the end rotation l of the next, where it has one.
 */
export function rotateTwice(panel: usize, l: i32, m: i32, turns: usize, least: i32, next: usize, nextLeast: i32): void {
  let one = turns + (<usize>(m - 1 - least) << 4);
  let two = next + (<usize>(m - nextLeast) << 4);
  let p = panel + (<usize>(m - 1) << 5);
  let c = v128.load64_splat(one);
  let s = v128.load64_splat(one, 8);
  let g0 = v128.load(p);
  let g1 = v128.load(p, 16);
  let f0 = v128.load(p, 32);
  let f1 = v128.load(p, 48);
  // What the next sweep carries.
  let e0 = madd(f64x2.mul(c, f0), s, g0);
  let e1 = madd(f64x2.mul(c, f1), s, g1);
  f0 = less(f64x2.mul(c, g0), s, f0);
  f1 = less(f64x2.mul(c, g1), s, f1);
  for (const end = panel + (<usize>l << 5); p > end; ) {
    one -= 16;
    two -= 16;
    p -= 32;
    c = v128.load64_splat(one);
    s = v128.load64_splat(one, 8);
    g0 = v128.load(p);
    g1 = v128.load(p, 16);
    const h0 = madd(f64x2.mul(c, f0), s, g0);
    const h1 = madd(f64x2.mul(c, f1), s, g1);
    f0 = less(f64x2.mul(c, g0), s, f0);
    f1 = less(f64x2.mul(c, g1), s, f1);
    c = v128.load64_splat(two);
    s = v128.load64_splat(two, 8);
    v128.store(p, madd(f64x2.mul(c, e0), s, h0), 64);
    v128.store(p, madd(f64x2.mul(c, e1), s, h1), 80);
    e0 = less(f64x2.mul(c, h0), s, e0);
    e1 = less(f64x2.mul(c, h1), s, e1);
  }
  if (nextLeast <= l) {
    c = v128.load64_splat(next);
    s = v128.load64_splat(next, 8);
    const h0 = less(f64x2.mul(c, f0), s, e0);
    const h1 = less(f64x2.mul(c, f1), s, e1);
    e0 = madd(f64x2.mul(c, e0), s, f0);
    e1 = madd(f64x2.mul(c, e1), s, f1);
    f0 = h0;
    f1 = h1;
  }
  v128.store(p, f0);
  v128.store(p, f1, 16);
  v128.store(p, e0, 32);
  v128.store(p, e1, 48);
}

/** The order of the numbers times `sign`, ascending; of equal ones the first comes first. */
export function ordered(numbers: usize, n: i32, sign: f64, order: usize): void {
  for (let i = 0; i < n; i++) {
    const entry = sign * load<f64>(at(numbers, i));
    let j = i;
    for (; j > 0; j--) {
      const before = load<i32>(at(order, j - 1));
      if (!(sign * load<f64>(at(numbers, before)) > entry)) break;
      store<i32>(at(order, j), before);
    }
    store<i32>(at(order, j), i);
  }
}

/** Columns from panels in that order, each with the sign that makes its first entry of largest size positive. */
export function arranged(z: usize, n: i32, order: usize, into: usize, largest: usize): void {
  memory.fill(largest, 0, <usize>n << 3);
  const end = z + <usize>(fours(n) * n) * 8;
  for (let p = z; p < end; ) {
    for (let j = 0; j < n; j++, p += 32) {
      let most = load<f64>(at(largest, j));
      for (let r: usize = 0; r < 32; r += 8) {
        const entry = load<f64>(p + r);
        if (Math.abs(entry) > Math.abs(most)) most = entry;
      }
      store<f64>(at(largest, j), most);
    }
  }
  for (let i = 0; i < n; i++) {
    const panel = z + <usize>((i >> 2) * n) * 32 + (<usize>(i & 3) << 3);
    for (let k = 0; k < n; k++, into += 8) {
      const from = load<i32>(at(order, k));
      const entry = load<f64>(panel + (<usize>from << 5));
      store<f64>(into, load<f64>(at(largest, from)) < 0 ? 0 - entry : entry);
    }
  }
}
