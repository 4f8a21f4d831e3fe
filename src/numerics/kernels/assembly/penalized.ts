/**
 * Twins of the passes of models/penalized/passes.ts, one example or coordinate after another. X: n x d, its rows d entries
 * apart (for coordinates its transpose); sizes |x|^2 of what is visited; nothing beyond the last entries is touched.
 */
import { shrunk } from './entries';
import { at, axpy, dot } from './lanes';
import { integer } from './stream';

/** Steps `from` .. `to` - 1 along one example each, at the rate 1 / (penalty (k / 2 + shift)); `sum` gathers those of the second half. */
export function stochasticSteps(
  stream: usize,
  X: usize,
  y: usize,
  n: i32,
  d: i32,
  w: usize,
  sum: usize,
  from: f64,
  to: f64,
  limit: f64,
  penalty: f64,
  shift: f64,
): void {
  const decay = f64x2.splat(penalty);
  const paired = <usize>(d & ~1) << 3;
  for (let k = from; k < to; k++) {
    const i = integer(stream, n);
    const x = at(X, i * d);
    const rate = 1 / (penalty * (k / 2 + shift));
    const off = dot(x, w, d) - load<f64>(at(y, i));
    const eta = f64x2.splat(rate);
    const r = f64x2.splat(off);
    for (let j: usize = 0; j < paired; j += 16) {
      const entry = v128.load(w + j);
      const slope = f64x2.add(f64x2.mul(r, v128.load(x + j)), f64x2.mul(decay, entry));
      v128.store(w + j, f64x2.sub(entry, f64x2.mul(eta, slope)));
    }
    if (d & 1) {
      const entry = load<f64>(w + paired);
      store<f64>(w + paired, entry - rate * (off * load<f64>(x + paired) + penalty * entry));
    }
    if (2 * k >= limit) axpy(1, w, d, sum);
  }
}

/** n steps of dual ascent, each on one example; returns the largest change. `scale` is n penalty. */
export function dualPass(
  stream: usize,
  X: usize,
  y: usize,
  n: i32,
  d: i32,
  sizes: usize,
  a: usize,
  w: usize,
  scale: f64,
): f64 {
  const scales = f64x2.splat(scale);
  const paired = <usize>(d & ~1) << 3;
  let moved: f64 = 0;
  for (let k = 0; k < n; k++) {
    const i = integer(stream, n);
    const x = at(X, i * d);
    const dual = load<f64>(at(a, i));
    const change = (load<f64>(at(y, i)) - dot(x, w, d) - dual) / (1 + load<f64>(at(sizes, i)) / scale);
    store<f64>(at(a, i), dual + change);
    const changes = f64x2.splat(change);
    for (let j: usize = 0; j < paired; j += 16) {
      const move = f64x2.div(f64x2.mul(changes, v128.load(x + j)), scales);
      v128.store(w + j, f64x2.add(v128.load(w + j), move));
    }
    if (d & 1) store<f64>(w + paired, load<f64>(w + paired) + (change * load<f64>(x + paired)) / scale);
    moved = Math.max(moved, Math.abs(change));
  }
  return moved;
}

/** Every coordinate once; r is y - X w, X' its columns; returns the largest change. */
export function coordinatePass(
  columns: usize,
  n: i32,
  d: i32,
  sizes: usize,
  r: usize,
  w: usize,
  penalty: f64,
): f64 {
  let moved: f64 = 0;
  for (let j = 0; j < d; j++) {
    const x = at(columns, j * n);
    const size = load<f64>(at(sizes, j));
    const old = load<f64>(at(w, j));
    const next = shrunk(dot(x, r, n) / <f64>n + size * old, penalty) / size;
    const change = next - old;
    axpy(-change, x, n, r);
    store<f64>(at(w, j), next);
    moved = Math.max(moved, Math.abs(change));
  }
  return moved;
}
