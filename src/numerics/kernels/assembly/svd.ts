/**
 * Twin of svd (src/numerics/svd.ts), for a matrix that need not be rescaled and is of full rank; all others are left to the
 * plain code. A is given by its columns, or by its rows where it has fewer of them: X is k x m, k <= m.
 */
import { eigen, ordered } from './eigen';
import { at, dot, dots, normInf } from './lanes';
import { laneOrder, mirrorUp, rowOrder } from './products';

const EPS: f64 = 1.0 / 4503599627370496;

/**
 * X = turns' diag(values) units: the rows of `units` (k x m) and of `turns` (k x k) are the singular vectors, those of
 * `fixed` (one of both) with the sign that makes the first entry of largest size positive. False where the plain code is
 * to run. `room` is for k (3 k + m + 2) numbers and that of
 * `eigen`.
 */
export function svd(X: usize, k: i32, m: i32, values: usize, units: usize, turns: usize, fixed: usize, room: usize): bool {
  const row = <usize>k << 3;
  const square = row * <usize>k;
  const long = <usize>m << 3;
  const G = room;
  const V = G + square;
  const B = V + square;
  const order = B + long * <usize>k;
  const squares = order + row;
  const vectors = squares + row;
  laneOrder(X, long, X, long, G, row, k, m, k, true);
  mirrorUp(G, k);
  const largest = normInf(G, k * k);
  if (!(largest >= 1e-100 && largest <= 1e100)) return false;
  if (eigen(G, k, squares, vectors, vectors + square) >= 0) return false;
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) store<f64>(at(V, i * k + j), load<f64>(at(vectors, (j + 1) * k - 1 - i)));
  rowOrder(V, row, 8, X, long, B, long, k, k, m, vectors, false);
  if (!orthogonalize(B, V, k, m, squares, vectors)) return false;
  ordered(squares, k, -1, order);
  for (let i = 0; i < k; i++) {
    const from = load<i32>(at(order, i));
    const size = Math.sqrt(load<f64>(at(squares, from)));
    if (size == 0) return false;
    store<f64>(at(values, i), size);
    memory.copy(at(turns, i * k), at(V, from * k), row);
    for (let j = 0; j < m; j++) store<f64>(at(units, i * m + j), load<f64>(at(B, from * m + j)) / size);
    const length = fixed == turns ? k : m;
    if (pointsDown(fixed + (<usize>(i * length) << 3), length)) {
      turnOver(at(units, i * m), m);
      turnOver(at(turns, i * k), k);
    }
  }
  return true;
}

/** The first entry of largest size is negative. */
function pointsDown(row: usize, length: i32): bool {
  let largest: f64 = 0;
  for (let i = 0; i < length; i++) {
    const entry = load<f64>(at(row, i));
    if (Math.abs(entry) > Math.abs(largest)) largest = entry;
  }
  return largest < 0;
}

function turnOver(row: usize, length: i32): void {
  for (let i = 0; i < length; i++) store<f64>(at(row, i), 0 - load<f64>(at(row, i)));
}

/** Rotates the rows of B (n x m), and those of V alike, until all are orthogonal; false after 60 sweeps. room: 2 n. */
export function orthogonalize(B: usize, V: usize, n: i32, m: i32, squares: usize, room: usize): bool {
  const stride = <usize>m << 3;
  const products = room;
  const roots = room + (<usize>n << 3);
  const tolerance = EPS * (4 + Math.sqrt(<f64>m));
  for (let p = 0; p < n; p++) measure(B, m, p, squares, roots);
  let nothing: f64 = 0;
  let turned = true;
  for (let sweep = 0; turned; sweep++) {
    if (sweep == 60) return false;
    turned = false;
    let largest: f64 = 0;
    for (let p = 0; p < n; p++) largest = Math.max(largest, load<f64>(at(squares, p)));
    nothing = tolerance * tolerance * largest;
    for (let p = 0; p < n; p++) {
      if (!(load<f64>(at(squares, p)) > nothing)) continue;
      const b = B + <usize>p * stride;
      dots(b + stride, stride, n - p - 1, m, b, at(products, p + 1));
      let current = true;
      for (let q = p + 1; q < n; q++) {
        const other = load<f64>(at(squares, q));
        if (!(other > nothing)) continue;
        const c = B + <usize>q * stride;
        const product = current ? load<f64>(at(products, q)) : dot(b, c, m);
        if (!(Math.abs(product) > tolerance * load<f64>(at(roots, p)) * load<f64>(at(roots, q)))) continue;
        const zeta = (other - load<f64>(at(squares, p))) / (2 * product);
        const size = Math.abs(zeta);
        const tangent = (zeta < 0 ? -1.0 : 1.0) / (size + Math.sqrt(1 + size * size));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        rotateRows(b, c, m, cosine, tangent * cosine);
        rotateRows(at(V, p * n), at(V, q * n), n, cosine, tangent * cosine);
        measure(B, m, p, squares, roots);
        measure(B, m, q, squares, roots);
        current = false;
        turned = true;
      }
    }
  }
  for (let p = 0; p < n; p++) if (!(load<f64>(at(squares, p)) > nothing)) store<f64>(at(squares, p), 0);
  return true;
}

// @ts-ignore: decorator
@inline
function measure(B: usize, m: i32, p: i32, squares: usize, roots: usize): void {
  const row = B + (<usize>(p * m) << 3);
  const square = dot(row, row, m);
  store<f64>(at(squares, p), square);
  store<f64>(at(roots, p), Math.sqrt(square));
}

/** The rows at p and q become c p - s q and s p + c q. */
export function rotateRows(p: usize, q: usize, length: i32, c: f64, s: f64): void {
  const paired = <usize>(length & ~1) << 3;
  const cosine = f64x2.splat(c);
  const sine = f64x2.splat(s);
  for (let k: usize = 0; k < paired; k += 16) {
    const x = v128.load(p + k);
    const y = v128.load(q + k);
    v128.store(p + k, f64x2.sub(f64x2.mul(cosine, x), f64x2.mul(sine, y)));
    v128.store(q + k, f64x2.add(f64x2.mul(sine, x), f64x2.mul(cosine, y)));
  }
  if (length & 1) {
    const x = load<f64>(p + paired);
    const y = load<f64>(q + paired);
    store<f64>(p + paired, c * x - s * y);
    store<f64>(q + paired, s * x + c * y);
  }
}
