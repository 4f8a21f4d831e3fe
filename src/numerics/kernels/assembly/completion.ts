/**
 * Twins of the loops of matrices with missing entries: descent on two factors (models/completion-methods.ts) and proximal
 * steps of the nuclear norm (models/penalized/nuclear.ts). `seen` is 1 or 0 an entry; matrices are d x d where nothing is said.
 */
import { across } from './factorization';
import { dot, norm2 } from './lanes';
import { rowOrder, tiles } from './products';
import { svd } from './svd';

/** What the binding (../completion.ts) writes before a call, in this order; addresses are bytes. */
@unmanaged
export class FactorDescent {
  observed: usize;
  seen: usize;
  /** d x width, as V and the slopes. */
  U: usize;
  V: usize;
  onU: usize;
  onV: usize;
  r: usize;
  /** 4 max(d, width). */
  strip: usize;
  d: i32;
  width: i32;
  /** V is trained, too. */
  both: i32;
  /** Keeps the numbers at multiples of 8. */
  unused: i32;
  /** The time so far, where it ends, and from where on it counts as ended. */
  spent: f64;
  until: f64;
  enough: f64;
  /** The curvature that a step is fit for is at most this. */
  most: f64;
}

/** At most that many steps; returns how many: fewer where the time is over. */
export function factorDescent(descent: usize, most: i32): i32 {
  const p = changetype<FactorDescent>(descent);
  for (let step = 0; step < most; step++) {
    if (!(p.spent < p.enough)) return step;
    factorStep(p);
  }
  return most;
}

export function factorStep(p: FactorDescent): void {
  const d = p.d;
  const width = p.width;
  const U = p.U;
  const V = p.V;
  const r = p.r;
  const row = <usize>d << 3;
  const narrow = <usize>width << 3;
  timesAcross(U, V, d, width, r, p.strip);
  missed(p.seen, p.observed, r, r, <usize>(d * d) << 3);
  rowOrder(r, row, 8, V, narrow, p.onU, narrow, d, d, width, p.strip, false);
  rowOrder(r, 8, row, U, narrow, p.onV, narrow, d, d, width, p.strip, false);
  const entries = d * width;
  const size = Math.max(dot(U, U, entries), dot(V, V, entries));
  const h = Math.min(p.until - p.spent, 0.5 / Math.min(size, p.most));
  descend(U, h, p.onU, entries);
  if (p.both) descend(V, h, p.onV, entries);
  p.spent += h;
}

/** out = U V' in row order; U, V: d x width. */
export function timesAcross(U: usize, V: usize, d: i32, width: i32, out: usize, strip: usize): void {
  const row = <usize>d << 3;
  const narrow = <usize>width << 3;
  for (let j = 0; j < d; j += 4) {
    across(V + <usize>j * narrow, narrow, d - j, strip);
    tiles(U, narrow, 8, d, strip, width, out + (<usize>j << 3), row, d - j);
  }
}

/** r = W - observed where seen, 0 elsewhere. */
export function missed(seen: usize, observed: usize, W: usize, r: usize, size: usize): void {
  const none = f64x2.splat(0);
  const paired = size & ~15;
  for (let k: usize = 0; k < paired; k += 16) {
    const off = f64x2.sub(v128.load(W + k), v128.load(observed + k));
    v128.store(r + k, v128.bitselect(off, none, f64x2.ne(v128.load(seen + k), none)));
  }
  if (paired < size)
    store<f64>(r + paired, load<f64>(seen + paired) != 0 ? load<f64>(W + paired) - load<f64>(observed + paired) : 0);
}

/** x -= h slope */
export function descend(x: usize, h: f64, slope: usize, length: i32): void {
  const paired = <usize>(length & ~1) << 3;
  const by = f64x2.splat(h);
  for (let k: usize = 0; k < paired; k += 16)
    v128.store(x + k, f64x2.sub(v128.load(x + k), f64x2.mul(by, v128.load(slope + k))));
  if (length & 1) store<f64>(x + paired, load<f64>(x + paired) - h * load<f64>(slope + paired));
}

/** As above. */
@unmanaged
export class NuclearDescent {
  observed: usize;
  seen: usize;
  W: usize;
  /** The point extrapolated to. */
  at: usize;
  /** Where the next W is made; a step exchanges the addresses. */
  next: usize;
  r: usize;
  /** The transpose of what is decomposed, and its decomposition. */
  X: usize;
  left: usize;
  right: usize;
  values: usize;
  room: usize;
  d: i32;
  penalty: f64;
  tolerance: f64;
  t: f64;
}

const CONVERGED = 1;
const REFUSED = 2;

/** At most that many steps; returns 4 times how many, plus 1 at the end, plus 2 where the plain code has to run. */
export function nuclearDescent(descent: usize, most: i32): i32 {
  const p = changetype<NuclearDescent>(descent);
  for (let step = 0; step < most; step++) {
    const moved = nuclearStep(p);
    if (moved < 0) return (step << 2) + REFUSED;
    if (moved <= p.tolerance) return ((step + 1) << 2) + CONVERGED;
  }
  return most << 2;
}

/** By how much the step moved; -1 where it cannot be made. */
export function nuclearStep(p: NuclearDescent): f64 {
  const d = p.d;
  const row = <usize>d << 3;
  const size = row * <usize>d;
  const at = p.at;
  const W = p.W;
  const next = p.next;
  const r = p.r;
  const left = p.left;
  missed(p.seen, p.observed, at, r, size);
  for (let i: usize = 0; i < row; i += 8) {
    let to = p.X + i;
    const end = (i + 8) * <usize>d;
    for (let k = i * <usize>d; k < end; k += 8) {
      store<f64>(to, load<f64>(at + k) - load<f64>(r + k));
      to += row;
    }
  }
  if (!svd(p.X, d, d, p.values, left, p.right, p.right, p.room)) return -1;
  // The singular values that become 0 add nothing.
  let rank = 0;
  for (; rank < d; rank++) {
    const shrunk = load<f64>(p.values + (<usize>rank << 3)) - p.penalty;
    if (!(shrunk > 0)) break;
    const vector = left + <usize>rank * row;
    for (let k: usize = 0; k < row; k += 8) store<f64>(vector + k, load<f64>(vector + k) * shrunk);
  }
  rowOrder(left, 8, row, p.right, row, next, row, d, rank, d, p.room, false);
  let uphill: f64 = 0;
  for (let k: usize = 0; k < size; k += 8) {
    const entry = load<f64>(next + k);
    const before = load<f64>(at + k);
    store<f64>(r + k, entry - before);
    uphill += (before - entry) * (entry - load<f64>(W + k));
  }
  const moved = norm2(r, d * d);
  const restarts = uphill > 0;
  const grown: f64 = restarts ? 1 : (1 + Math.sqrt(1 + 4 * p.t * p.t)) / 2;
  const momentum: f64 = restarts ? 0 : (p.t - 1) / grown;
  p.t = grown;
  for (let k: usize = 0; k < size; k += 8) {
    const entry = load<f64>(next + k);
    store<f64>(at + k, entry + momentum * (entry - load<f64>(W + k)));
  }
  p.W = next;
  p.next = W;
  return moved;
}
