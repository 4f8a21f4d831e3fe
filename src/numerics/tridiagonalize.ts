/**
 * A symmetric matrix to tridiagonal form by Householder reflections, and their product. About n^3 multiplications each
 * way: the whole square is kept, so that the products run along memory and stay exactly symmetric.
 * Source: golubvanloan2013, 8.3.1.
 */
import { accumulateAt, dotAt, dotsAt } from './lanes.js';
import { identity, norm2, normInf, type Matrix } from './matrix.js';

/** What is below this fraction of |A| counts as zero: its square would underflow. */
const TINY = 1e-140;

/**
 * Q' A Q = T for Q = H_0 H_1 ... H_(n-3), H_k = I - v_k v_k' / h_k, which leaves the first k + 1 coordinates alone.
 * Overwrites `a`: row k keeps v_k behind its diagonal; h_k = 0 stands for H_k = I.
 */
export function tridiagonalize(a: Float64Array, n: number): Record<'diagonal' | 'off' | 'h', Float64Array> {
  const diagonal = new Float64Array(n);
  const off = new Float64Array(n);
  const h = new Float64Array(n);
  const w = new Float64Array(n);
  const tiny = TINY * normInf(a);
  for (let k = 0; k < n; k++) {
    diagonal[k] = a[k * n + k]!;
    if (k + 1 >= n) break;
    const at = k * n + k + 1;
    const m = n - k - 1;
    const tail = a.subarray(at, at + m);
    off[k] = tail[0]!;
    if (!(normInf(tail.subarray(1)) > tiny)) continue;
    const norm = norm2(tail);
    for (let j = 0; j < m; j++) tail[j] = tail[j]! / norm;
    const sign = tail[0]! < 0 ? -1 : 1;
    const hk = 1 + Math.abs(tail[0]!);
    tail[0] = tail[0]! + sign;
    h[k] = hk;
    off[k] = -sign * norm;
    // A - v w' - w v' is H_k A H_k for w = p - (v'p / 2h) v, p = A v / h.
    const corner = at + n;
    dotsAt(a, corner, n, m, m, a, at, w, 0);
    for (let j = 0; j < m; j++) w[j] = w[j]! / hk;
    const half = dotAt(a, at, w, 0, m) / (2 * hk);
    for (let j = 0; j < m; j++) w[j] = w[j]! - half * tail[j]!;
    subtractBoth(a, corner, n, m, at, w);
  }
  return { diagonal, off, h };
}

/** a_ij -= v_i w_j + w_i v_j on the m x m block at `corner`, v at `at` in a; exactly symmetric if the block is. */
function subtractBoth(a: Float64Array, corner: number, n: number, m: number, at: number, w: Float64Array): void {
  let i = 0;
  for (; i + 1 < m; i += 2) {
    const p = corner + i * n;
    const q = p + n;
    const vp = a[at + i]!;
    const vq = a[at + i + 1]!;
    const wp = w[i]!;
    const wq = w[i + 1]!;
    for (let j = 0; j < m; j++) {
      const vj = a[at + j]!;
      const wj = w[j]!;
      a[p + j] = a[p + j]! - (vp * wj + wp * vj);
      a[q + j] = a[q + j]! - (vq * wj + wq * vj);
    }
  }
  for (; i < m; i++) {
    const p = corner + i * n;
    for (let j = 0; j < m; j++) a[p + j] = a[p + j]! - (a[at + i]! * w[j]! + w[i]! * a[at + j]!);
  }
}

/** H_0 H_1 ... from the last factor to the first, so that each touches only the block it changes. */
export function reflectionsProduct(a: Float64Array, h: Float64Array, n: number): Matrix {
  const Q = identity(n);
  const q = Q.data;
  const row = new Float64Array(n);
  for (let k = n - 3; k >= 0; k--) {
    if (h[k] === 0) continue;
    const m = n - k - 1;
    const at = k * n + k + 1;
    const corner = at + n;
    row.fill(0, 0, m);
    accumulateAt(q, corner, n, m, m, a, at, 1, row, 0);
    for (let j = 0; j < m; j++) row[j] = row[j]! / h[k]!;
    subtractOuter(q, corner, n, m, a, at, row);
  }
  return Q;
}

/** q_ij -= v_i u_j on the m x m block at `corner`, v at `at` in a. */
function subtractOuter(
  q: Float64Array,
  corner: number,
  n: number,
  m: number,
  a: Float64Array,
  at: number,
  u: Float64Array,
): void {
  let i = 0;
  for (; i + 1 < m; i += 2) {
    const p = corner + i * n;
    const r = p + n;
    const v0 = a[at + i]!;
    const v1 = a[at + i + 1]!;
    for (let j = 0; j < m; j++) {
      const uj = u[j]!;
      q[p + j] = q[p + j]! - v0 * uj;
      q[r + j] = q[r + j]! - v1 * uj;
    }
  }
  for (; i < m; i++) for (let j = 0; j < m; j++) q[corner + i * n + j] = q[corner + i * n + j]! - a[at + i]! * u[j]!;
}
