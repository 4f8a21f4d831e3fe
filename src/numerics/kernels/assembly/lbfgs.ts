/** Twin of models/penalized/lbfgs.ts, with the objectives of the models that call it. All sizes in numbers, addresses in bytes. */
import { axpy, dot, norm2 } from './lanes';
import { rowOrder } from './products';

const MEMORY = 10;
/** One more than are remembered: where the next pair is made. */
const SLOTS = MEMORY + 1;

/** What the binding (../lbfgs.ts) writes before a call, in this order. */
@unmanaged
export class Minimization {
  /** size each; an accepted step exchanges the addresses of the gradients. */
  x: usize;
  g: usize;
  next: usize;
  trial: usize;
  direction: usize;
  /** SLOTS times size each: steps, and changes of the gradient. */
  s: usize;
  t: usize;
  /** SLOTS each: 1 / s.t, and room for as many numbers. */
  rho: usize;
  alphas: usize;
  /** One of the records below. */
  data: usize;
  kind: i32;
  size: i32;
  limit: i32;
  steps: i32;
  begun: i32;
  /** The slot of the oldest pair, and how many there are. */
  first: i32;
  count: i32;
  unused: i32;
  tolerance: f64;
  value: f64;
  gradient: f64;
}

/** At most that many steps; returns 1 at the end, else 0. */
export function lbfgs(run: usize, most: i32): i32 {
  const p = changetype<Minimization>(run);
  if (!p.begun) {
    p.value = objective(p, p.x, p.g);
    p.begun = 1;
  }
  for (let made = 0; ; made++) {
    p.gradient = norm2(p.g, p.size);
    if (p.gradient <= p.tolerance || p.steps >= p.limit || !(p.gradient < Infinity)) return 1;
    if (made == most) return 0;
    point(p);
    if (!descended(p)) return 1;
    p.steps++;
  }
  return 1;
}

// @ts-ignore: decorator
@inline
function slot(base: usize, k: i32, size: i32): usize {
  return base + (<usize>(k % SLOTS) * <usize>size << 3);
}

/** The direction: the gradient times what the pairs tell of the inverse curvature. */
export function point(p: Minimization): void {
  const d = p.size;
  memory.copy(p.direction, p.g, <usize>d << 3);
  const end = p.first + p.count;
  for (let k = end - 1; k >= p.first; k--) {
    const alpha = load<f64>(slot(p.rho, k, 1)) * dot(slot(p.s, k, d), p.direction, d);
    store<f64>(slot(p.alphas, k, 1), alpha);
    axpy(-alpha, slot(p.t, k, d), d, p.direction);
  }
  let scale = 1 / Math.max(1, p.gradient);
  if (p.count) {
    const t = slot(p.t, end - 1, d);
    scale = 1 / (load<f64>(slot(p.rho, end - 1, 1)) * dot(t, t, d));
  }
  for (let at = p.direction; at < p.direction + (<usize>d << 3); at += 8) store<f64>(at, load<f64>(at) * scale);
  for (let k = p.first; k < end; k++) {
    const beta = load<f64>(slot(p.rho, k, 1)) * dot(slot(p.t, k, d), p.direction, d);
    axpy(load<f64>(slot(p.alphas, k, 1)) - beta, slot(p.s, k, d), d, p.direction);
  }
}

/** A step along the direction, by bisection; false where none lowers the value. */
function descended(p: Minimization): bool {
  const d = p.size;
  const slope = -dot(p.g, p.direction, d);
  const value = p.value;
  let low: f64 = 0;
  let high: f64 = Infinity;
  let step: f64 = 1;
  let found: f64 = NaN;
  for (let tries = 0; tries < 60; tries++) {
    subtract(p.x, step, p.direction, p.trial, d);
    found = objective(p, p.trial, p.next);
    if (!(found <= value + 1e-4 * step * slope + 1e-15 * Math.abs(value))) high = step;
    else if (-dot(p.next, p.direction, d) < 0.9 * slope) low = step;
    else break;
    step = high < Infinity ? (low + high) / 2 : 2 * low;
  }
  if (!(found <= value + 1e-14 * Math.abs(value))) return false;
  const k = p.first + p.count;
  const s = slot(p.s, k, d);
  const t = slot(p.t, k, d);
  subtract(p.trial, 1, p.x, s, d);
  subtract(p.next, 1, p.g, t, d);
  const curvature = dot(s, t, d);
  if (curvature > 0) {
    store<f64>(slot(p.rho, k, 1), 1 / curvature);
    if (p.count < MEMORY) p.count++;
    else p.first = (p.first + 1) % SLOTS;
  }
  memory.copy(p.x, p.trial, <usize>d << 3);
  const g = p.g;
  p.g = p.next;
  p.next = g;
  p.value = found;
  return true;
}

/** out = x - a y */
export function subtract(x: usize, a: f64, y: usize, out: usize, length: i32): void {
  const paired = <usize>(length & ~1) << 3;
  const by = f64x2.splat(a);
  for (let k: usize = 0; k < paired; k += 16)
    v128.store(out + k, f64x2.sub(v128.load(x + k), f64x2.mul(by, v128.load(y + k))));
  if (length & 1) store<f64>(out + paired, load<f64>(x + paired) - a * load<f64>(y + paired));
}

function objective(p: Minimization, x: usize, g: usize): f64 {
  return decayedObjective(changetype<Decayed>(p.data), x, g);
}

/** g += a x: the slope of a penalty. */
// @ts-ignore: decorator
@inline
function decay(x: usize, a: f64, g: usize, length: i32): void {
  axpy(a, x, length, g);
}

/** models/decayed-network.ts; examples are the lanes: n' is n or n + 1, even. */
@unmanaged
export class Decayed {
  /** n x (1 + d): ones and X; and its transpose, (1 + d) x n'. */
  X: usize;
  Xt: usize;
  /** n' */
  y: usize;
  e: usize;
  /** m x (1 + d): b and W; and what the loss says of them. */
  weights: usize;
  slopes: usize;
  /** m x n' */
  H: usize;
  G: usize;
  /** 4 max(n, 1 + d, m) */
  strip: usize;
  n: i32;
  d: i32;
  m: i32;
  penalty: f64;
}

export function decayedObjective(p: Decayed, theta: usize, slope: usize): f64 {
  const n = p.n;
  const m = p.m;
  const d = p.d;
  const even = (n + 1) & ~1;
  const size = <usize>even << 3;
  const wide = <usize>(1 + d) << 3;
  const inputs = <usize>d << 3;
  const b = theta + <usize>m * inputs;
  const a = b + (<usize>m << 3);
  for (let k: usize = 0; k < <usize>m; k++) {
    store<f64>(p.weights + k * wide, load<f64>(b + (k << 3)));
    memory.copy(p.weights + k * wide + 8, theta + k * inputs, inputs);
  }
  rowOrder(p.weights, wide, 8, p.Xt, size, p.H, size, m, 1 + d, even, p.strip, false);
  const zero = f64x2.splat(0);
  for (let at = p.H; at < p.H + size * <usize>m; at += 16) v128.store(at, f64x2.max(zero, v128.load(at)));
  rowOrder(a, 0, 8, p.H, size, p.e, 0, 1, m, even, p.strip, false);
  let loss: f64 = 0;
  for (let i: usize = 0; i < <usize>n << 3; i += 8) {
    const e = (load<f64>(p.e + i) - load<f64>(p.y + i)) / <f64>n;
    store<f64>(p.e + i, e);
    loss += (<f64>n * e * e) / 2;
  }
  let from: usize = 0;
  for (let k: usize = 0; k < <usize>m; k++) {
    const weight = v128.load64_splat(a + (k << 3));
    for (let i: usize = 0; i < size; i += 16) {
      const on = f64x2.ne(v128.load(p.H + from), zero);
      v128.store(p.G + from, v128.and(f64x2.mul(v128.load(p.e + i), weight), on));
      from += 16;
    }
  }
  rowOrder(p.G, size, 8, p.X, wide, p.slopes, wide, m, n, 1 + d, p.strip, false);
  for (let k: usize = 0; k < <usize>m; k++) {
    store<f64>(slope + <usize>m * inputs + (k << 3), load<f64>(p.slopes + k * wide));
    memory.copy(slope + k * inputs, p.slopes + k * wide + 8, inputs);
  }
  rowOrder(p.H, size, 8, p.e, 8, slope + (a - theta), 8, m, n, 1, p.strip, false);
  const entries = m * (d + 2);
  decay(theta, p.penalty, slope, entries);
  return loss + (p.penalty * dot(theta, theta, entries)) / 2;
}
