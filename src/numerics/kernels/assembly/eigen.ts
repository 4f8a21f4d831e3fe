/** Twins of tridiagonalize, reflectionsProduct and implicitQL (src/numerics). a, q, z: n x n. */
import { accumulate, dot, dots, norm2, normInf } from './lanes';

const TINY: f64 = 1e-140;
const EPS: f64 = 1.0 / 4503599627370496;

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

export function tridiagonalize(a: usize, n: i32, diagonal: usize, off: usize, h: usize, w: usize): void {
  const stride = <usize>n << 3;
  const tiny = TINY * normInf(a, n * n);
  for (let k = 0; k < n; k++) {
    store<f64>(at(diagonal, k), load<f64>(a + <usize>k * (stride + 8)));
    if (k + 1 >= n) break;
    const m = n - k - 1;
    const tail = a + <usize>k * (stride + 8) + 8;
    store<f64>(at(off, k), load<f64>(tail));
    if (!(normInf(tail + 8, m - 1) > tiny)) continue;
    const norm = norm2(tail, m);
    for (let j = 0; j < m; j++) store<f64>(at(tail, j), load<f64>(at(tail, j)) / norm);
    const first = load<f64>(tail);
    const sign: f64 = first < 0 ? -1 : 1;
    const hk = 1 + Math.abs(first);
    store<f64>(tail, first + sign);
    store<f64>(at(h, k), hk);
    store<f64>(at(off, k), -sign * norm);
    const corner = tail + stride;
    dots(corner, stride, m, m, tail, w);
    for (let j = 0; j < m; j++) store<f64>(at(w, j), load<f64>(at(w, j)) / hk);
    const half = dot(tail, w, m) / (2 * hk);
    for (let j = 0; j < m; j++) store<f64>(at(w, j), load<f64>(at(w, j)) - half * load<f64>(at(tail, j)));
    subtractBoth(corner, stride, m, tail, w);
  }
}

/** a_ij -= v_i w_j + w_i v_j */
export function subtractBoth(a: usize, stride: usize, m: i32, v: usize, w: usize): void {
  const paired = <usize>(m & ~1) << 3;
  let i = 0;
  for (; i + 3 < m; i += 4) {
    const v0 = v128.load64_splat(at(v, i));
    const v1 = v128.load64_splat(at(v, i), 8);
    const v2 = v128.load64_splat(at(v, i), 16);
    const v3 = v128.load64_splat(at(v, i), 24);
    const w0 = v128.load64_splat(at(w, i));
    const w1 = v128.load64_splat(at(w, i), 8);
    const w2 = v128.load64_splat(at(w, i), 16);
    const w3 = v128.load64_splat(at(w, i), 24);
    const a1 = a + stride;
    const a2 = a1 + stride;
    const a3 = a2 + stride;
    for (let j: usize = 0; j < paired; j += 16) {
      const x = v128.load(v + j);
      const y = v128.load(w + j);
      v128.store(a + j, f64x2.sub(v128.load(a + j), f64x2.add(f64x2.mul(v0, y), f64x2.mul(w0, x))));
      v128.store(a1 + j, f64x2.sub(v128.load(a1 + j), f64x2.add(f64x2.mul(v1, y), f64x2.mul(w1, x))));
      v128.store(a2 + j, f64x2.sub(v128.load(a2 + j), f64x2.add(f64x2.mul(v2, y), f64x2.mul(w2, x))));
      v128.store(a3 + j, f64x2.sub(v128.load(a3 + j), f64x2.add(f64x2.mul(v3, y), f64x2.mul(w3, x))));
    }
    if (m & 1) for (let r = 0; r < 4; r++) subtractAt(a + <usize>r * stride, i + r, m - 1, v, w);
    a = a3 + stride;
  }
  for (; i < m; i++) {
    for (let j = 0; j < m; j++) subtractAt(a, i, j, v, w);
    a += stride;
  }
}

// @ts-ignore: decorator
@inline
function subtractAt(row: usize, i: i32, j: i32, v: usize, w: usize): void {
  const both = load<f64>(at(v, i)) * load<f64>(at(w, j)) + load<f64>(at(w, i)) * load<f64>(at(v, j));
  store<f64>(at(row, j), load<f64>(at(row, j)) - both);
}

/** The product of the reflections that `tridiagonalize` left in a; `row` is room for n numbers. */
export function reflections(a: usize, h: usize, n: i32, q: usize, row: usize): void {
  const stride = <usize>n << 3;
  memory.fill(q, 0, <usize>n * stride);
  for (let i = 0; i < n; i++) store<f64>(q + <usize>i * (stride + 8), 1);
  for (let k = n - 3; k >= 0; k--) {
    const hk = load<f64>(at(h, k));
    if (hk == 0) continue;
    const m = n - k - 1;
    const tail = a + <usize>k * (stride + 8) + 8;
    const corner = q + <usize>(k + 1) * (stride + 8);
    memory.fill(row, 0, <usize>m << 3);
    accumulate(corner, stride, m, m, tail, 8, row);
    for (let j = 0; j < m; j++) store<f64>(at(row, j), load<f64>(at(row, j)) / hk);
    subtractOuter(corner, stride, m, tail, row);
  }
}

/** q_ij -= v_i u_j */
export function subtractOuter(q: usize, stride: usize, m: i32, v: usize, u: usize): void {
  const paired = <usize>(m & ~1) << 3;
  let i = 0;
  for (; i + 3 < m; i += 4) {
    const v0 = v128.load64_splat(at(v, i));
    const v1 = v128.load64_splat(at(v, i), 8);
    const v2 = v128.load64_splat(at(v, i), 16);
    const v3 = v128.load64_splat(at(v, i), 24);
    const q1 = q + stride;
    const q2 = q1 + stride;
    const q3 = q2 + stride;
    for (let j: usize = 0; j < paired; j += 16) {
      const x = v128.load(u + j);
      v128.store(q + j, f64x2.sub(v128.load(q + j), f64x2.mul(v0, x)));
      v128.store(q1 + j, f64x2.sub(v128.load(q1 + j), f64x2.mul(v1, x)));
      v128.store(q2 + j, f64x2.sub(v128.load(q2 + j), f64x2.mul(v2, x)));
      v128.store(q3 + j, f64x2.sub(v128.load(q3 + j), f64x2.mul(v3, x)));
    }
    if (m & 1) for (let r = 0; r < 4; r++) outerAt(q + <usize>r * stride, load<f64>(at(v, i + r)), m - 1, u);
    q = q3 + stride;
  }
  for (; i < m; i++) {
    for (let j = 0; j < m; j++) outerAt(q, load<f64>(at(v, i)), j, u);
    q += stride;
  }
}

// @ts-ignore: decorator
@inline
function outerAt(row: usize, v: f64, j: i32, u: usize): void {
  store<f64>(at(row, j), load<f64>(at(row, j)) - v * load<f64>(at(u, j)));
}

/**
 * Implicit QL on (d; off). `z`, unless 0, holds the matrix that the rotations multiply from the right, in panels: rows
 * 8 p .. 8 p + 7 of it as n groups of 8, one group per column (see `toPanels`). Returns the eigenvalue that 100 sweeps
 * did not find, or -1.
 */
export function implicitQL(d: usize, off: usize, n: i32, z: usize, cosines: usize, sines: usize): i32 {
  const negligible = EPS * Math.max(normInf(d, n), normInf(off, n));
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m + 1 < n && Math.abs(load<f64>(at(off, m))) > negligible) m++;
      if (m == l) break;
      if (sweep == 100) return l;
      chase(d, off, l, m, cosines, sines);
      if (z) {
        const panels = (n + 7) >> 3;
        for (let p = 0; p < panels; p++) rotate(z + <usize>(p * n) * 64, l, m, cosines, sines);
      }
    }
  }
  return -1;
}

export function chase(d: usize, off: usize, l: i32, m: i32, cosines: usize, sines: usize): void {
  const delta = (load<f64>(at(d, l + 1)) - load<f64>(at(d, l))) / 2;
  const e = load<f64>(at(off, l));
  const root = Math.sqrt(delta * delta + e * e);
  const shift = load<f64>(at(d, l)) - (e / (delta < 0 ? delta - root : delta + root)) * e;
  let x = load<f64>(at(d, m)) - shift;
  let bulge = load<f64>(at(off, m - 1));
  for (let i = m - 1; i >= l; i--) {
    const r = Math.sqrt(x * x + bulge * bulge);
    const c: f64 = r > 0 ? x / r : 1;
    const s: f64 = r > 0 ? bulge / r : 0;
    if (i + 1 < m) store<f64>(at(off, i + 1), r);
    const di = load<f64>(at(d, i));
    const dj = load<f64>(at(d, i + 1));
    const oi = load<f64>(at(off, i));
    const u = s * (di - dj) + 2 * c * oi;
    store<f64>(at(d, i + 1), dj + s * u);
    store<f64>(at(d, i), di - s * u);
    x = c * u - oi;
    store<f64>(at(off, i), x);
    if (i > l) {
      const before = load<f64>(at(off, i - 1));
      bulge = s * before;
      store<f64>(at(off, i - 1), c * before);
    }
    store<f64>(at(cosines, i), c);
    store<f64>(at(sines, i), s);
  }
  store<f64>(at(off, m), 0);
}

/** The rotations i = m - 1 .. l of columns (i, i + 1), on one panel of eight rows. */
export function rotate(panel: usize, l: i32, m: i32, cosines: usize, sines: usize): void {
  let p = panel + (<usize>m << 6);
  let f0 = v128.load(p);
  let f1 = v128.load(p, 16);
  let f2 = v128.load(p, 32);
  let f3 = v128.load(p, 48);
  for (let i = m - 1; i >= l; i--) {
    const c = v128.load64_splat(at(cosines, i));
    const s = v128.load64_splat(at(sines, i));
    const g0 = v128.load(p - 64);
    const g1 = v128.load(p - 48);
    const g2 = v128.load(p - 32);
    const g3 = v128.load(p - 16);
    v128.store(p, f64x2.add(f64x2.mul(c, f0), f64x2.mul(s, g0)));
    v128.store(p, f64x2.add(f64x2.mul(c, f1), f64x2.mul(s, g1)), 16);
    v128.store(p, f64x2.add(f64x2.mul(c, f2), f64x2.mul(s, g2)), 32);
    v128.store(p, f64x2.add(f64x2.mul(c, f3), f64x2.mul(s, g3)), 48);
    f0 = f64x2.sub(f64x2.mul(c, g0), f64x2.mul(s, f0));
    f1 = f64x2.sub(f64x2.mul(c, g1), f64x2.mul(s, f1));
    f2 = f64x2.sub(f64x2.mul(c, g2), f64x2.mul(s, f2));
    f3 = f64x2.sub(f64x2.mul(c, g3), f64x2.mul(s, f3));
    p -= 64;
  }
  v128.store(p, f0);
  v128.store(p, f1, 16);
  v128.store(p, f2, 32);
  v128.store(p, f3, 48);
}

/** q (n x n) in panels of eight rows, the last filled with zeros. */
export function toPanels(q: usize, n: i32, z: usize): void {
  const panels = (n + 7) >> 3;
  for (let p = 0; p < panels; p++) {
    for (let j = 0; j < n; j++) {
      const group = z + (<usize>(p * n + j) << 6);
      for (let r = 0; r < 8; r++) {
        const row = 8 * p + r;
        store<f64>(at(group, r), row < n ? load<f64>(at(q, row * n + j)) : 0);
      }
    }
  }
}
