/**
 * The eigenvalues of a symmetric tridiagonal matrix, and the product of the rotations that reveal them, by implicit QL
 * with Wilkinson's shift; converges cubically, a few sweeps per eigenvalue. Couplings below eps |T| are dropped, so the
 * error is at most a modest multiple of eps |T|, absolute. Source: parlett1998, 8.
 */
import { normInf } from './matrix.js';

const EPS = 1 / 4503599627370496;

/**
 * Diagonalizes the tridiagonal matrix (d; off) in place by implicit QL: e = off[i] couples i and i + 1. Each sweep is a
 * chain of rotations in the planes (i, i + 1), i = m - 1 .. l, which chases the bulge made by the shift upwards.
 * `z` (n x n) is multiplied by the rotations from the right.
 */
export function implicitQL(d: Float64Array, off: Float64Array, z?: Float64Array): void {
  const n = d.length;
  // Relative to the matrix, not to the neighbours: beside large entries, rounding keeps small ones from vanishing.
  const negligible = EPS * Math.max(normInf(d), normInf(off));
  const cosines = new Float64Array(n);
  const sines = new Float64Array(n);
  for (let l = 0; l < n; l++) {
    for (let sweep = 0; ; sweep++) {
      let m = l;
      while (m + 1 < n && Math.abs(off[m]!) > negligible) m++;
      if (m === l) break;
      if (sweep === 100) throw new RangeError(`eigen: eigenvalue ${l} of ${n} not found in 100 sweeps`);
      const delta = (d[l + 1]! - d[l]!) / 2;
      const e = off[l]!;
      const root = Math.sqrt(delta * delta + e * e);
      const shift = d[l]! - (e / (delta < 0 ? delta - root : delta + root)) * e;
      let x = d[m]! - shift;
      let bulge = off[m - 1]!;
      for (let i = m - 1; i >= l; i--) {
        const r = Math.sqrt(x * x + bulge * bulge);
        const c = r > 0 ? x / r : 1;
        const s = r > 0 ? bulge / r : 0;
        if (i + 1 < m) off[i + 1] = r;
        const u = s * (d[i]! - d[i + 1]!) + 2 * c * off[i]!;
        d[i + 1] = d[i + 1]! + s * u;
        d[i] = d[i]! - s * u;
        x = c * u - off[i]!;
        off[i] = x;
        if (i > l) {
          bulge = s * off[i - 1]!;
          off[i - 1] = c * off[i - 1]!;
        }
        cosines[i] = c;
        sines[i] = s;
      }
      off[m] = 0;
      if (z) rotate(z, n, l, m, cosines, sines);
    }
  }
}

/** Applies the rotations i = m - 1 .. l to columns (i, i + 1) of z; four rows share the loads. */
function rotate(z: Float64Array, n: number, l: number, m: number, cosines: Float64Array, sines: Float64Array): void {
  let row = 0;
  for (; row + 3 < n; row += 4) {
    const p = row * n;
    const q = p + n;
    const r = q + n;
    const t = r + n;
    let fp = z[p + m]!;
    let fq = z[q + m]!;
    let fr = z[r + m]!;
    let ft = z[t + m]!;
    for (let i = m - 1; i >= l; i--) {
      const c = cosines[i]!;
      const s = sines[i]!;
      const gp = z[p + i]!;
      const gq = z[q + i]!;
      const gr = z[r + i]!;
      const gt = z[t + i]!;
      z[p + i + 1] = c * fp + s * gp;
      z[q + i + 1] = c * fq + s * gq;
      z[r + i + 1] = c * fr + s * gr;
      z[t + i + 1] = c * ft + s * gt;
      fp = c * gp - s * fp;
      fq = c * gq - s * fq;
      fr = c * gr - s * fr;
      ft = c * gt - s * ft;
    }
    z[p + l] = fp;
    z[q + l] = fq;
    z[r + l] = fr;
    z[t + l] = ft;
  }
  for (; row < n; row++) {
    const p = row * n;
    let f = z[p + m]!;
    for (let i = m - 1; i >= l; i--) {
      const g = z[p + i]!;
      z[p + i + 1] = cosines[i]! * f + sines[i]! * g;
      f = cosines[i]! * g - sines[i]! * f;
    }
    z[p + l] = f;
  }
}
