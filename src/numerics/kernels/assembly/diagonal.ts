/**
 * Twin of the phase loop of models/diagonal-network.ts, with the moves of models/diagonal/moves.ts. X: n x d with rows
 * `d` entries apart; d is even (an odd task is padded by a column of zeros and entries 0, which stay 0).
 * Where a step needs no draws, the pass over X that gives the residual also gives the next gradient: eight rows at a time
 * are in the cache for both, and the order of every sum stays.
 */
import { pow, power } from './elementary/power.js';
import { expPair } from './expPair';
import { cholesky } from './cholesky';
import { accumulate, axpy, dot, dots, norm2, normInf } from './lanes';
import { laneOrder, mirrorUp } from './products';
import { bits, integer, normal } from './stream';

const EXPLODED: f64 = 1e12;

export const MIRROR = 0;
export const GRADIENT = 1;
export const MOMENTUM = 2;
export const ADAM = 3;

/** What the binding (../diagonal.ts) writes before a call, in this order; addresses are bytes. */
@unmanaged
export class Phase {
  X: usize;
  y: usize;
  u: usize;
  v: usize;
  origin: usize;
  beta: usize;
  r: usize;
  product: usize;
  train: usize;
  noiseStream: usize;
  /** d each, overwritten: gradient, two moments for u and for v, the point before a penalized step. */
  g: usize;
  mu: usize;
  mv: usize;
  su: usize;
  sv: usize;
  /** n each: the residual that the step sees, the label noise. */
  seen: usize;
  noise: usize;
  /** d; 0 for none. */
  costs: usize;
  /** Gauss-Newton: the Jacobian of the image (n x d), J J' and its Cholesky factor (n x n), and room for n. */
  J: usize;
  K: usize;
  L: usize;
  sums: usize;
  n: i32;
  d: i32;
  /** What d was before padding. */
  real: i32;
  depth: i32;
  optimizer: i32;
  weighted: i32;
  single: i32;
  falling: i32;
  /** Label noise: 0 none, 1 drawn at every step, 2 as it stands in `noise`. */
  labels: i32;
  ofSigns: i32;
  hasTarget: i32;
  hasRate: i32;
  hasGradientNoise: i32;
  gaussNewton: i32;
  norm: f64;
  target: f64;
  limit: f64;
  rate: f64;
  lossScale: f64;
  within: f64;
  stable: f64;
  momentum: f64;
  sigma: f64;
  gradientNoise: f64;
}

const RESIDUAL = 1;
const DIVERGED = 2;
/** The plain loop is to go on from here. */
const REFUSED = 3;

/** Steps `from` .. `to` - 1 of the phase. Returns 4 times the number of steps made, plus why it ended (0: not yet). */
export function diagonal(phase: usize, from: i32, to: i32): i32 {
  const p = changetype<Phase>(phase);
  const fused = p.labels != 1 && !p.single && !p.gaussNewton;
  let widest = p.depth == 2 ? image(p.u, p.v, p.origin, p.beta, p.d) : 0;
  if (fused) slope(p);
  for (let step = from; step < to; step++) {
    const size = norm2(p.r, p.n);
    if (p.hasTarget && size <= p.target) return ((step - from) << 2) | RESIDUAL;
    if (!(size < EXPLODED)) return ((step - from) << 2) | DIVERGED;
    if (!fused) {
      if (p.labels == 1) relabel(p);
      if (!slope(p)) return ((step - from) << 2) | REFUSED;
    }
    widest = move(p, step, widest);
    if (fused) residualAndSlope(p);
    else residual(p);
  }
  return (to - from) << 2;
}

/** One step of u and v, and beta after it; returns the largest u^2 + v^2 (depth 2). */
export function move(p: Phase, step: i32, widest: f64): f64 {
  const depth = p.depth;
  if (p.optimizer == ADAM) {
    const eased = p.rate * (1 - <f64>step / p.limit);
    const t = <f64>(step + 1);
    const unbias1 = 1 - power(0.9, t);
    const unbias2 = 1 - power(0.999, t);
    adapted(depth, p.u, p.g, eased, 1, p.mu, p.su, unbias1, unbias2, p.d);
    adapted(depth, p.v, p.g, eased, -1, p.mv, p.sv, unbias1, unbias2, p.d);
    return imageOf(p);
  }
  let base: f64;
  if (p.hasRate) {
    const third: f64 = p.falling ? (<f64>(3 * step) < p.limit ? 1 : <f64>(3 * step) < 2 * p.limit ? 0.1 : 0.01) : 1;
    base = p.rate * third;
  } else if (p.gaussNewton) base = Math.min(reach(p), 0.9);
  else {
    const width: f64 = <f64>(depth * depth) * (depth == 2 ? widest : widestAny(p));
    if (p.optimizer == MIRROR) base = Math.min(reach(p), (2 * 0.9) / (width * p.norm));
    else base = Math.min(p.within / (2 * normInf(p.g, p.d)), (2 * p.stable) / (width * p.norm));
  }
  const h = p.lossScale * base;
  const forU = <f64>depth * h;
  let after: f64 = 0;
  if (p.optimizer == MOMENTUM) {
    rolled(depth, p.u, p.g, forU, p.momentum, p.mu, p.d);
    rolled(depth, p.v, p.g, -forU, p.momentum, p.mv, p.d);
    after = imageOf(p);
  } else {
    if (p.costs) {
      memory.copy(p.mu, p.u, <usize>p.d << 3);
      memory.copy(p.mv, p.v, <usize>p.d << 3);
    }
    if (depth == 2) {
      if (p.optimizer == MIRROR) after = mirrored(p.u, p.v, p.g, p.origin, p.beta, forU, p.d);
      else after = moved(p.u, p.v, p.g, p.origin, p.beta, forU, p.d);
    } else {
      movedAny(p, p.u, forU);
      movedAny(p, p.v, -forU);
    }
    if (p.costs) {
      charge(p.u, p.mu, p.costs, 2 * h, p.d);
      charge(p.v, p.mv, p.costs, 2 * h, p.d);
    }
    if (p.costs || depth != 2) after = imageOf(p);
  }
  if (p.optimizer != MIRROR) drift(p.product, p.g, 4 * h * h, p.d);
  if (p.hasGradientNoise) {
    shake(p, h * p.gradientNoise);
    after = imageOf(p);
  }
  return after;
}

function imageOf(p: Phase): f64 {
  if (p.depth == 2) return image(p.u, p.v, p.origin, p.beta, p.d);
  for (let j: usize = 0; j < <usize>p.d << 3; j += 8) {
    const entry = raised(load<f64>(p.u + j), p.depth) - raised(load<f64>(p.v + j), p.depth);
    store<f64>(p.beta + j, entry - load<f64>(p.origin + j));
  }
  return 0;
}

/** beta = u^2 - v^2 - origin; returns the largest u^2 + v^2. */
export function image(u: usize, v: usize, origin: usize, beta: usize, d: i32): f64 {
  let widest = f64x2.splat(0);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const a = v128.load(u + j);
    const b = v128.load(v + j);
    const aa = f64x2.mul(a, a);
    const bb = f64x2.mul(b, b);
    v128.store(beta + j, f64x2.sub(f64x2.sub(aa, bb), v128.load(origin + j)));
    widest = f64x2.max(widest, f64x2.add(aa, bb));
  }
  return Math.max(f64x2.extract_lane(widest, 0), f64x2.extract_lane(widest, 1));
}

/** The multiplicative step of both factors, and `image` after it. */
export function mirrored(u: usize, v: usize, g: usize, origin: usize, beta: usize, rate: f64, d: i32): f64 {
  const plus = f64x2.splat(rate);
  const minus = f64x2.splat(-rate);
  let widest = f64x2.splat(0);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const slopes = v128.load(g + j);
    const a = f64x2.mul(v128.load(u + j), expPair(f64x2.mul(minus, slopes)));
    const b = f64x2.mul(v128.load(v + j), expPair(f64x2.mul(plus, slopes)));
    v128.store(u + j, a);
    v128.store(v + j, b);
    const aa = f64x2.mul(a, a);
    const bb = f64x2.mul(b, b);
    v128.store(beta + j, f64x2.sub(f64x2.sub(aa, bb), v128.load(origin + j)));
    widest = f64x2.max(widest, f64x2.add(aa, bb));
  }
  return Math.max(f64x2.extract_lane(widest, 0), f64x2.extract_lane(widest, 1));
}

/** The gradient step of both factors, and `image` after it. */
export function moved(u: usize, v: usize, g: usize, origin: usize, beta: usize, rate: f64, d: i32): f64 {
  const plus = f64x2.splat(rate);
  const minus = f64x2.splat(-rate);
  let widest = f64x2.splat(0);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const slopes = v128.load(g + j);
    let a = v128.load(u + j);
    let b = v128.load(v + j);
    a = f64x2.sub(a, f64x2.mul(f64x2.mul(plus, a), slopes));
    b = f64x2.sub(b, f64x2.mul(f64x2.mul(minus, b), slopes));
    v128.store(u + j, a);
    v128.store(v + j, b);
    const aa = f64x2.mul(a, a);
    const bb = f64x2.mul(b, b);
    v128.store(beta + j, f64x2.sub(f64x2.sub(aa, bb), v128.load(origin + j)));
    widest = f64x2.max(widest, f64x2.add(aa, bb));
  }
  return Math.max(f64x2.extract_lane(widest, 0), f64x2.extract_lane(widest, 1));
}

/** x -= 2 h c old */
function charge(x: usize, old: usize, costs: usize, twice: f64, d: i32): void {
  const scale = f64x2.splat(twice);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const cost = f64x2.mul(f64x2.mul(scale, v128.load(costs + j)), v128.load(old + j));
    v128.store(x + j, f64x2.sub(v128.load(x + j), cost));
  }
}

/** u v by its closed form: times 1 - 4 h^2 g^2. */
export function drift(product: usize, g: usize, scale: f64, d: i32): void {
  const scales = f64x2.splat(scale);
  for (let j: usize = 0; j < <usize>d << 3; j += 16) {
    const slopes = v128.load(g + j);
    const factor = f64x2.sub(f64x2.splat(1), f64x2.mul(f64x2.mul(scales, slopes), slopes));
    v128.store(product + j, f64x2.mul(v128.load(product + j), factor));
  }
}

function shake(p: Phase, spread: f64): void {
  for (let j = 0; j < p.real; j++) {
    const at = p.u + (<usize>j << 3);
    store<f64>(at, load<f64>(at) + spread * normal(p.noiseStream));
  }
  for (let j = 0; j < p.real; j++) {
    const at = p.v + (<usize>j << 3);
    if (load<f64>(at) != 0) store<f64>(at, load<f64>(at) + spread * normal(p.noiseStream));
  }
}

// ------------------------------------------------------------------------------------------------- any depth, one by one

// @ts-ignore: decorator
@inline
function raised(x: f64, k: i32): f64 {
  if (k == 1) return x;
  const square = x * x;
  return k == 2 ? square : k == 3 ? square * x : k == 4 ? square * square : power(x, <f64>k);
}

function movedAny(p: Phase, x: usize, rate: f64): void {
  const depth = p.depth;
  const end = x + (<usize>p.d << 3);
  const step = <f64>(depth - 2) * rate;
  for (let g = p.g; x < end; x += 8, g += 8) {
    const entry = load<f64>(x);
    const slope = load<f64>(g);
    if (p.optimizer == GRADIENT) store<f64>(x, entry - rate * raised(entry, depth - 1) * slope);
    else if (depth == 3) store<f64>(x, entry / (1 + entry * rate * slope));
    else store<f64>(x, entry / pow(1 + raised(entry, depth - 2) * step * slope, 1 / <f64>(depth - 2)));
  }
}

export function rolled(depth: i32, x: usize, g: usize, rate: f64, momentum: f64, m: usize, d: i32): void {
  const end = x + (<usize>d << 3);
  if (depth == 2) {
    const rates = f64x2.splat(rate);
    const keep = f64x2.splat(momentum);
    for (; x < end; x += 16, g += 16, m += 16) {
      const at = v128.load(x);
      const next = f64x2.add(f64x2.mul(keep, v128.load(m)), f64x2.mul(at, v128.load(g)));
      v128.store(m, next);
      v128.store(x, f64x2.sub(at, f64x2.mul(rates, next)));
    }
    return;
  }
  for (; x < end; x += 8, g += 8, m += 8) {
    const entry = load<f64>(x);
    const next = momentum * load<f64>(m) + raised(entry, depth - 1) * load<f64>(g);
    store<f64>(m, next);
    store<f64>(x, entry - rate * next);
  }
}

export function adapted(
  depth: i32,
  x: usize,
  g: usize,
  rate: f64,
  sign: f64,
  m: usize,
  s: usize,
  unbias1: f64,
  unbias2: f64,
  d: i32,
): void {
  const end = x + (<usize>d << 3);
  const front = sign * <f64>depth;
  for (; x < end; x += 8, g += 8, m += 8, s += 8) {
    const entry = load<f64>(x);
    const slope = front * raised(entry, depth - 1) * load<f64>(g);
    const first = 0.9 * load<f64>(m) + 0.1 * slope;
    const second = 0.999 * load<f64>(s) + 0.001 * slope * slope;
    store<f64>(m, first);
    store<f64>(s, second);
    store<f64>(x, entry - (rate * (first / unbias1)) / (Math.sqrt(second / unbias2) + 1e-8));
  }
}

function widestAny(p: Phase): f64 {
  let widest: f64 = 0;
  const k = 2 * p.depth - 2;
  for (let j: usize = 0; j < <usize>p.d << 3; j += 8)
    widest = Math.max(widest, raised(load<f64>(p.u + j), k) + raised(load<f64>(p.v + j), k));
  return widest;
}

function reach(p: Phase): f64 {
  const depth = p.depth;
  if (depth == 2) return 0.5 / (2 * normInf(p.g, p.d));
  let fastest: f64 = 0;
  for (let j: usize = 0; j < <usize>p.d << 3; j += 8) {
    const top = raised(Math.max(load<f64>(p.u + j), load<f64>(p.v + j)), depth - 2);
    fastest = Math.max(fastest, top * Math.abs(load<f64>(p.g + j)));
  }
  return 0.25 / (<f64>(depth * (depth - 2)) * fastest);
}

// ------------------------------------------------------------------------------------------------- residual and gradient

function relabel(p: Phase): void {
  for (let i = 0; i < p.n; i++) {
    const draw: f64 = p.ofSigns ? (bits(p.noiseStream) < 0x80000000 ? -1 : 1) : normal(p.noiseStream);
    store<f64>(p.noise + (<usize>i << 3), p.sigma * draw);
  }
}

export function residual(p: Phase): void {
  dots(p.X, <usize>p.d << 3, p.n, p.d, p.beta, p.r);
  for (let i: usize = 0; i < <usize>p.n << 3; i += 8) store<f64>(p.r + i, load<f64>(p.r + i) - load<f64>(p.y + i));
}

/** What the step sees of the residual at rows from .. to - 1. */
// @ts-ignore: decorator
@inline
function see(p: Phase, from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const at = <usize>i << 3;
    let seen = load<f64>(p.r + at);
    if (p.labels) seen -= load<f64>(p.noise + at);
    if (p.weighted) seen /= 1 + <f64>i / <f64>p.n;
    store<f64>(p.seen + at, seen);
  }
}

/** False where the metric of Gauss-Newton is not definite. */
export function slope(p: Phase): bool {
  see(p, 0, p.n);
  if (p.single) {
    const kept = integer(p.train, p.n);
    for (let i: u32 = 0; i < <u32>p.n; i++) if (i != kept) store<f64>(p.seen + (<usize>i << 3), 0);
  }
  if (p.gaussNewton && !measured(p)) return false;
  memory.fill(p.g, 0, <usize>p.d << 3);
  accumulate(p.X, <usize>p.d << 3, p.n, p.d, p.seen, 8, p.g);
  return true;
}

/** The residual in the metric of its own speed, (J J')^-1. */
export function measured(p: Phase): bool {
  const n = p.n;
  const row = <usize>p.d << 3;
  const wide = <usize>n << 3;
  const k = 2 * p.depth - 2;
  for (let j: usize = 0; j < row; j += 8) {
    const speed = <f64>p.depth * Math.sqrt(raised(load<f64>(p.u + j), k) + raised(load<f64>(p.v + j), k));
    for (let at = j; at < row * <usize>n; at += row) store<f64>(p.J + at, load<f64>(p.X + at) * speed);
  }
  laneOrder(p.J, row, p.J, row, p.K, wide, n, p.d, n, true);
  mirrorUp(p.K, n);
  let most: f64 = 0;
  const end = p.K + wide * <usize>n;
  for (let at = p.K; at < end; at += wide + 8) most = Math.max(most, load<f64>(at));
  for (let at = p.K; at < end; at += wide + 8) store<f64>(at, load<f64>(at) + 1e-13 * most);
  memory.fill(p.L, 0, wide * <usize>n);
  if (cholesky(p.K, n, p.L, p.sums) >= 0) return false;
  for (let i = 0; i < n; i++) {
    const x = p.seen + (<usize>i << 3);
    const l = p.L + <usize>i * wide;
    store<f64>(x, (load<f64>(x) - dot(l, p.seen, i)) / load<f64>(l + (<usize>i << 3)));
  }
  for (let i = n - 1; i >= 0; i--) {
    const x = p.seen + (<usize>i << 3);
    const l = p.L + <usize>i * wide;
    const entry = load<f64>(x) / load<f64>(l + (<usize>i << 3));
    store<f64>(x, entry);
    axpy(-entry, l, i, p.seen);
  }
  return true;
}

export function residualAndSlope(p: Phase): void {
  const stride = <usize>p.d << 3;
  memory.fill(p.g, 0, stride);
  let i = 0;
  while (i < p.n) {
    const left = p.n - i;
    const rows = left >= 8 ? 8 : left;
    const at = <usize>i << 3;
    const X = p.X + <usize>i * stride;
    dots(X, stride, rows, p.d, p.beta, p.r + at);
    for (let k: usize = at; k < at + (<usize>rows << 3); k += 8)
      store<f64>(p.r + k, load<f64>(p.r + k) - load<f64>(p.y + k));
    see(p, i, i + rows);
    accumulate(X, stride, rows, p.d, p.seen + at, 8, p.g);
    i += rows;
  }
}
