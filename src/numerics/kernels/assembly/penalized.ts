/**
 * Twins of the loops of models/penalized-linear.ts. X: n x d, its rows d entries apart; every vector has room for an even
 * number of entries, and what steps leave in the last one of an odd vector is never read.
 */
import { expPair } from './expPair';
import { accumulate, dot, dots, norm2 } from './lanes';
import { integer } from './stream';

const NESTEROV = 1;
const HEAVY_BALL = 2;
const ADAM = 3;

/** What the binding (../penalized.ts) writes before a call, in this order; addresses are bytes. */
@unmanaged
class Loop {
  /** Transposed for coordinate descent: d x n. */
  X: usize;
  y: usize;
  w: usize;
  g: usize;
  /** n: what is left of the residual, the dual variables, or room for it. */
  a: usize;
  /** d each: the extrapolated point, the point before, two moments; of stochastic steps the sum of the points. */
  at: usize;
  before: usize;
  mean: usize;
  square: usize;
  /** |x_i|^2 of the rows (dual), |x_j|^2 / n of the columns (coordinate descent). */
  sizes: usize;
  stream: usize;
  n: i32;
  d: i32;
  optimizer: i32;
  logistic: i32;
  restarts: i32;
  /** In the gradient. */
  penalty: f64;
  /** Outside of it: of a proximal step, of coordinates, of the decay of Adam. */
  shrinks: f64;
  goal: f64;
  limit: f64;
  rate: f64;
  momentum: f64;
  /** State of Adam and of restarted momentum between calls. */
  decay1: f64;
  decay2: f64;
  t: f64;
}

// @ts-ignore: decorator
@inline
const WIDTH: usize = 16;

// @ts-ignore: decorator
@inline
function bytes(count: i32): usize {
  return <usize>count << 3;
}

/** g = X' (slopes of the losses at x) / n + penalty x. */
export function penalizedSlope(p: Loop, x: usize): void {
  const a = p.a;
  dots(p.X, bytes(p.d), p.n, p.d, x, a);
  const n = f64x2.splat(<f64>p.n);
  const end = bytes(p.n);
  if (p.logistic) {
    for (let i: usize = 0; i < end; i += WIDTH) {
      const label = v128.load(p.y + i);
      const odds = expPair(f64x2.mul(label, v128.load(a + i)));
      v128.store(a + i, f64x2.div(f64x2.div(f64x2.neg(label), f64x2.add(f64x2.splat(1), odds)), n));
    }
  } else {
    for (let i: usize = 0; i < end; i += WIDTH)
      v128.store(a + i, f64x2.div(f64x2.sub(v128.load(a + i), v128.load(p.y + i)), n));
  }
  memory.fill(p.g, 0, bytes(p.d));
  accumulate(p.X, bytes(p.d), p.n, p.d, a, 8, p.g);
  const penalty = f64x2.splat(p.penalty);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH)
    v128.store(p.g + j, f64x2.add(v128.load(p.g + j), f64x2.mul(penalty, v128.load(x + j))));
}

/** Steps `from` .. `to` - 1. Returns twice the number of steps made, plus 1 where the gradient is at its goal. */
export function smoothSteps(loop: usize, from: i32, to: i32): i32 {
  const p = changetype<Loop>(loop);
  for (let step = from; step < to; step++) {
    if (smoothStep(p, step)) return ((step - from) << 1) | 1;
  }
  return (to - from) << 1;
}

export function smoothStep(p: Loop, step: i32): bool {
  penalizedSlope(p, p.optimizer == NESTEROV ? p.at : p.w);
  if (norm2(p.g, p.d) <= p.goal) {
    if (p.optimizer == NESTEROV) memory.copy(p.w, p.at, bytes(p.d));
    return true;
  }
  if (p.optimizer == ADAM) adamStep(p, step);
  else if (p.optimizer == NESTEROV) nesterovStep(p);
  else heavyStep(p);
  return false;
}

function adamStep(p: Loop, step: i32): void {
  p.decay1 *= 0.9;
  p.decay2 *= 0.999;
  const rate = 0.05 * (1 - <f64>step / p.limit);
  const eta = f64x2.splat(rate);
  const unbias1 = f64x2.splat(1 - p.decay1);
  const unbias2 = f64x2.splat(1 - p.decay2);
  const kept = f64x2.splat(1 - rate * p.shrinks);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const g = v128.load(p.g + j);
    const mean = f64x2.add(f64x2.mul(f64x2.splat(0.9), v128.load(p.mean + j)), f64x2.mul(f64x2.splat(0.1), g));
    const slope = f64x2.mul(f64x2.mul(f64x2.splat(0.001), g), g);
    const square = f64x2.add(f64x2.mul(f64x2.splat(0.999), v128.load(p.square + j)), slope);
    v128.store(p.mean + j, mean);
    v128.store(p.square + j, square);
    const root = f64x2.add(f64x2.sqrt(f64x2.div(square, unbias2)), f64x2.splat(1e-8));
    const move = f64x2.div(f64x2.mul(eta, f64x2.div(mean, unbias1)), root);
    // Times 1 where nothing decays.
    v128.store(p.w + j, f64x2.mul(f64x2.sub(v128.load(p.w + j), move), kept));
  }
}

function nesterovStep(p: Loop): void {
  const rate = f64x2.splat(p.rate);
  const momentum = f64x2.splat(p.momentum);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const old = v128.load(p.w + j);
    const next = f64x2.sub(v128.load(p.at + j), f64x2.mul(rate, v128.load(p.g + j)));
    v128.store(p.w + j, next);
    v128.store(p.at + j, f64x2.add(next, f64x2.mul(momentum, f64x2.sub(next, old))));
  }
}

/** Descent is its case of no momentum. */
function heavyStep(p: Loop): void {
  const rate = f64x2.splat(-p.rate);
  const momentum = f64x2.splat(p.momentum);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const old = v128.load(p.w + j);
    const rolls = f64x2.mul(momentum, f64x2.sub(old, v128.load(p.before + j)));
    v128.store(p.w + j, f64x2.add(old, f64x2.add(f64x2.mul(rate, v128.load(p.g + j)), rolls)));
    v128.store(p.before + j, old);
  }
}

/** Steps `from` .. `to` - 1, one sample each. */
export function stochasticSteps(loop: usize, from: i32, to: i32): i32 {
  const p = changetype<Loop>(loop);
  for (let k = from; k < to; k++) stochasticStep(p, k);
  return (to - from) << 1;
}

/** `rate` is the shift of the falling rate 1 / (penalty (k / 2 + shift)). */
export function stochasticStep(p: Loop, k: i32): void {
  const i = integer(p.stream, p.n);
  const x = p.X + bytes(i) * p.d;
  const eta = f64x2.splat(1 / (p.penalty * (<f64>k / 2 + p.rate)));
  const r = f64x2.splat(dot(x, p.w, p.d) - load<f64>(p.y + bytes(i)));
  const penalty = f64x2.splat(p.penalty);
  const late = 2 * <f64>k >= p.limit;
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const w = v128.load(p.w + j);
    const slope = f64x2.add(f64x2.mul(r, v128.load(x + j)), f64x2.mul(penalty, w));
    const next = f64x2.sub(w, f64x2.mul(eta, slope));
    v128.store(p.w + j, next);
    if (late) v128.store(p.at + j, f64x2.add(v128.load(p.at + j), next));
  }
}

// @ts-ignore: decorator
@inline
function shrunk(z: f64, by: f64): f64 {
  const sign = z > 0 ? 1 : z < 0 ? -1 : z;
  return sign * Math.max(0, Math.abs(z) - by);
}

/** Proximal steps `from` .. `to` - 1, as smoothSteps. `rate` is the curvature L, `shrinks` is penalty / L. */
export function proximalSteps(loop: usize, from: i32, to: i32): i32 {
  const p = changetype<Loop>(loop);
  for (let step = from; step < to; step++) {
    if (proximalStep(p)) return ((step - from) << 1) | 1;
  }
  return (to - from) << 1;
}

export function proximalStep(p: Loop): bool {
  penalizedSlope(p, p.at);
  let moved: f64 = 0;
  let uphill: f64 = 0;
  for (let j: usize = 0; j < bytes(p.d); j += 8) {
    const at = load<f64>(p.at + j);
    const before = load<f64>(p.w + j);
    const next = shrunk(at - load<f64>(p.g + j) / p.rate, p.shrinks);
    store<f64>(p.before + j, before);
    store<f64>(p.w + j, next);
    moved = Math.max(moved, Math.abs(next - at));
    uphill += (at - next) * (next - before);
  }
  if (moved <= p.goal) return true;
  const plain = !p.restarts || uphill > 0;
  const next: f64 = plain ? 1 : (1 + Math.sqrt(1 + 4 * p.t * p.t)) / 2;
  const momentum = f64x2.splat(plain ? 0 : (p.t - 1) / next);
  p.t = next;
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const w = v128.load(p.w + j);
    v128.store(p.at + j, f64x2.add(w, f64x2.mul(momentum, f64x2.sub(w, v128.load(p.before + j)))));
  }
  return false;
}

/** Passes of dual coordinate ascent, as smoothSteps but for the pass that ends, which counts. `rate` is n penalty. */
export function dualPasses(loop: usize, from: i32, to: i32): i32 {
  const p = changetype<Loop>(loop);
  for (let pass = from; pass < to; pass++) {
    let moved: f64 = 0;
    for (let k = 0; k < p.n; k++) moved = Math.max(moved, Math.abs(dualStep(p)));
    if (moved <= p.goal) return ((pass + 1 - from) << 1) | 1;
  }
  return (to - from) << 1;
}

export function dualStep(p: Loop): f64 {
  const i = integer(p.stream, p.n);
  const x = p.X + bytes(i) * p.d;
  const at = p.a + bytes(i);
  const left = load<f64>(p.y + bytes(i)) - dot(x, p.w, p.d) - load<f64>(at);
  const change = left / (1 + load<f64>(p.sizes + bytes(i)) / p.rate);
  store<f64>(at, load<f64>(at) + change);
  const changes = f64x2.splat(change);
  const scale = f64x2.splat(p.rate);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const move = f64x2.div(f64x2.mul(changes, v128.load(x + j)), scale);
    v128.store(p.w + j, f64x2.add(v128.load(p.w + j), move));
  }
  return change;
}

/** Passes over the coordinates, as dualPasses; `a` is y - X w. */
export function coordinatePasses(loop: usize, from: i32, to: i32): i32 {
  const p = changetype<Loop>(loop);
  for (let pass = from; pass < to; pass++) {
    let moved: f64 = 0;
    for (let j = 0; j < p.d; j++) moved = Math.max(moved, Math.abs(coordinateStep(p, j)));
    if (moved <= p.goal) return ((pass + 1 - from) << 1) | 1;
  }
  return (to - from) << 1;
}

export function coordinateStep(p: Loop, j: i32): f64 {
  const x = p.X + bytes(j) * p.n;
  const at = p.w + bytes(j);
  const size = load<f64>(p.sizes + bytes(j));
  const old = load<f64>(at);
  const next = shrunk(dot(x, p.a, p.n) / <f64>p.n + size * old, p.shrinks) / size;
  const change = next - old;
  const changes = f64x2.splat(change);
  for (let i: usize = 0; i < bytes(p.n); i += WIDTH) {
    const move = f64x2.mul(changes, v128.load(x + i));
    v128.store(p.a + i, f64x2.sub(v128.load(p.a + i), move));
  }
  store<f64>(at, next);
  return change;
}
