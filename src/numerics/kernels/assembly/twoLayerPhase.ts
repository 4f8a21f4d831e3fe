/**
 * Twin of the phase loop of models/two-layer-network.ts, with models/two-layer/dropout.ts. theta = [W | b | a | c],
 * W: m x d. X: n x d; H, D, G: n x m, one row per example of the batch.
 */
import { exp } from './elementary/exponential.js';
import { log1p } from './elementary/logarithm.js';
import { tanh } from './elementary/hyperbolic.js';
import { power } from './elementary/power.js';
import { accumulate, axpy, dot, dots } from './lanes';
import { tanhPair } from './tanhPair';
import { laneOrder, rowOrder } from './products';
import { bits, integer, normals } from './stream';

const EXPLODED: f64 = 1e12;

const RELU = 0;
const TANH = 1;
const SOFTPLUS = 2;

const ADAM = 1;
const MOMENTUM = 2;

/** What the binding (../twoLayerPhase.ts) writes before a call, in this order; addresses are bytes. */
@unmanaged
class Phase {
  X: usize;
  y: usize;
  theta: usize;
  g: usize;
  free: usize;
  origin: usize;
  H: usize;
  D: usize;
  G: usize;
  f: usize;
  e: usize;
  /** n integers of 32 bits. */
  rows: usize;
  /** The examples of a batch: n x d. */
  seen: usize;
  velocity: usize;
  square: usize;
  labels: usize;
  strip: usize;
  /** d x m */
  turned: usize;
  train: usize;
  noise: usize;
  /** Masks of two copies side by side, all bits set where a unit is kept: 2 (m + 3) numbers. */
  kept: usize;
  /** n: the mean of the outputs after the last `averaged` steps. */
  mean: usize;
  n: i32;
  d: i32;
  m: i32;
  size: i32;
  activation: i32;
  optimizer: i32;
  logistic: i32;
  /** 0: all examples. */
  batch: i32;
  /** 0 none, 1 drawn at every step, 2 as they stand. */
  labelNoise: i32;
  hasTarget: i32;
  hasClip: i32;
  hasWeightNoise: i32;
  decayFrom: i32;
  decayTo: i32;
  limit: i32;
  /** Copies of every example with units dropped; 0 for no dropout. */
  masks: i32;
  hasExplicit: i32;
  averaged: i32;
  scale: f64;
  alpha: f64;
  base: f64;
  momentum: f64;
  warmUp: f64;
  /** The step from which on the rate is a tenth. */
  fallsFrom: f64;
  clip: f64;
  noiseOfLabels: f64;
  weightNoise: f64;
  decay: f64;
  target: f64;
  dropped: f64;
  explicit: f64;
  /** Written: the loss at the end. */
  loss: f64;
}

const RESIDUAL = 1;
const DIVERGED = 2;
const LIMIT = 3;

// @ts-ignore: decorator
@inline
function at(base: usize, index: i32): usize {
  return base + (<usize>index << 3);
}

/** Steps from `from` on, before `to` or to the end. Returns 4 times the number of steps made, plus why it ended (0: not yet). */
export function twoLayerPhase(phase: usize, from: i32, to: i32): i32 {
  const p = changetype<Phase>(phase);
  const count = p.batch ? p.batch : p.n;
  for (let step = from; ; step++) {
    if (step == to && to < p.limit) return (step - from) << 2;
    if (p.batch) choose(p);
    if (p.labelNoise == 1) relabel(p);
    values(p, count);
    const loss = judge(p, count);
    p.loss = loss;
    if (p.averaged && step > p.limit - p.averaged) average(p);
    if (!(loss < EXPLODED)) return ((step - from) << 2) | DIVERGED;
    if (p.hasTarget && loss <= p.target) return ((step - from) << 2) | RESIDUAL;
    if (step >= p.limit) return ((step - from) << 2) | LIMIT;
    gradient(p, count);
    update(p, step);
  }
  return 0;
}

function average(p: Phase): void {
  for (let i = 0; i < p.n; i++)
    store<f64>(at(p.mean, i), load<f64>(at(p.mean, i)) + load<f64>(at(p.f, i)) / <f64>p.averaged);
}

export function choose(p: Phase): void {
  const bytes = <usize>p.d << 3;
  for (let s = 0; s < p.batch; s++) {
    const row = integer(p.train, p.n);
    store<i32>(p.rows + (<usize>s << 2), row);
    memory.copy(p.seen + <usize>s * bytes, p.X + <usize>row * bytes, bytes);
  }
}

function relabel(p: Phase): void {
  for (let i = 0; i < p.n; i++)
    store<f64>(at(p.labels, i), bits(p.noise) < 0x80000000 ? -p.noiseOfLabels : p.noiseOfLabels);
}

/** Activations, slopes, outputs. */
export function values(p: Phase, count: i32): void {
  const m = p.m;
  const d = p.d;
  const stride = <usize>m << 3;
  const b = at(p.theta, m * d);
  const bytes = <usize>d << 3;
  laneOrder(p.batch ? p.seen : p.X, bytes, p.theta, bytes, p.H, stride, count, d, m, false);
  for (let s = 0; s < count; s++) {
    const row = <usize>s * stride;
    activate(p.activation, p.H + row, p.D + row, b, m);
  }
  dots(p.H, stride, count, m, b + stride, p.f);
  const c = load<f64>(at(p.theta, p.size - 1));
  for (let s = 0; s < count; s++) {
    const i = load<i32>(p.rows + (<usize>s << 2));
    const f = at(p.f, s);
    store<f64>(f, p.alpha * (p.scale * load<f64>(f) + c - load<f64>(at(p.origin, i))));
  }
}

/** One example: h holds w.x and becomes phi(w.x + b), s becomes the slope. */
export function activate(kind: i32, h: usize, s: usize, b: usize, m: i32): void {
  const end = <usize>m << 3;
  let k: usize = 0;
  if (kind == RELU) {
    const zero = f64x2.splat(0);
    const one = f64x2.splat(1);
    for (; k + 8 < end; k += 16) {
      const z = f64x2.add(v128.load(h + k), v128.load(b + k));
      const on = f64x2.gt(z, zero);
      v128.store(h + k, v128.and(z, on));
      v128.store(s + k, v128.and(one, on));
    }
  }
  if (kind == TANH) {
    for (; k + 8 < end; k += 16) {
      const t = tanhPair(f64x2.add(v128.load(h + k), v128.load(b + k)));
      v128.store(h + k, t);
      v128.store(s + k, f64x2.sub(f64x2.splat(1), f64x2.mul(t, t)));
    }
  }
  for (; k < end; k += 8) {
    const z = load<f64>(h + k) + load<f64>(b + k);
    if (kind == RELU) {
      store<f64>(h + k, z > 0 ? z : 0);
      store<f64>(s + k, z > 0 ? 1 : 0);
    } else if (kind == TANH) {
      const t = tanh(z);
      store<f64>(h + k, t);
      store<f64>(s + k, 1 - t * t);
    } else if (kind == SOFTPLUS) {
      const e = exp(-Math.abs(z));
      store<f64>(h + k, (z > 0 ? z : 0) + log1p(e));
      store<f64>(s + k, (z > 0 ? 1 : e) / (1 + e));
    } else {
      store<f64>(h + k, z);
      store<f64>(s + k, 1);
    }
  }
}

export function judge(p: Phase, count: i32): f64 {
  let total: f64 = 0;
  const weight = <f64>count * p.alpha * p.alpha;
  for (let s = 0; s < count; s++) {
    const i = load<i32>(p.rows + (<usize>s << 2));
    const y = load<f64>(at(p.y, i));
    const f = load<f64>(at(p.f, s));
    if (p.logistic) {
      const margin = y * f;
      const small = exp(-Math.abs(margin));
      store<f64>(at(p.e, s), (-y * (margin > 0 ? small / (1 + small) : 1 / (1 + small))) / <f64>count);
      total += log1p(small) + Math.max(0, -margin);
    } else {
      const r = f - y;
      total += r * r;
      store<f64>(at(p.e, s), (p.labelNoise ? r - load<f64>(at(p.labels, i)) : r) / weight);
    }
  }
  return total / <f64>count;
}

export function gradient(p: Phase, count: i32): void {
  const m = p.m;
  const d = p.d;
  const stride = <usize>m << 3;
  const bytes = <usize>d << 3;
  if (p.masks) {
    memory.fill(at(p.g, m * d), 0, 2 * stride + 8);
    for (let s = 0; s < count; s++) drop(p, s, <f64>count);
  } else backward(p, count);
  if (p.hasExplicit) weigh(p, count);
  addRows(p.G, count, m, at(p.g, m * d));
  // Along the neurons first, which are many, and then turned.
  rowOrder(p.batch ? p.seen : p.X, 8, bytes, p.G, stride, p.turned, stride, d, count, m, p.strip, false);
  turn(p.turned, p.g, d, m);
}

function backward(p: Phase, count: i32): void {
  const m = p.m;
  const d = p.d;
  const stride = <usize>m << 3;
  const a = at(p.theta, m * d + m);
  let sum: f64 = 0;
  for (let s = 0; s < count; s++) {
    const e = at(p.e, s);
    const slope = p.alpha * p.scale * load<f64>(e);
    sum += p.alpha * load<f64>(e);
    store<f64>(e, slope);
    const row = <usize>s * stride;
    push(slope, a, p.D + row, p.G + row, m);
  }
  memory.fill(at(p.g, m * d), 0, 2 * stride + 8);
  accumulate(p.H, stride, count, m, p.e, 8, at(p.g, m * d + m));
  store<f64>(at(p.g, p.size - 1), load<f64>(at(p.g, p.size - 1)) + sum);
}

// @ts-ignore: decorator
@inline
function keep(at: usize, byte: u32, threshold: f64): void {
  store<u64>(at, <f64>byte >= threshold ? 0xffffffffffffffff : 0);
}

/** One mask, every second number from `to` on. */
function mask(noise: usize, m: i32, threshold: f64, to: usize): void {
  for (let k = 0; k < m; k += 4) {
    const word = bits(noise);
    keep(to, word & 255, threshold);
    keep(to + 16, (word >> 8) & 255, threshold);
    keep(to + 32, (word >> 16) & 255, threshold);
    keep(to + 48, word >> 24, threshold);
    to += 64;
  }
}

/**
 * One example under all of its masks, two at a time in the lanes of a vector: a unit that is dropped adds +0, which changes
 * no sum that began at +0.
 */
export function drop(p: Phase, s: i32, count: f64): void {
  const m = p.m;
  const end = <usize>m << 3;
  const pairs = <usize>(m & ~1) << 3;
  const a = at(p.theta, m * p.d + m);
  const h = p.H + <usize>s * end;
  const D = p.D + <usize>s * end;
  const G = p.G + <usize>s * end;
  const ga = at(p.g, m * p.d + m);
  const gc = at(p.g, p.size - 1);
  const c = load<f64>(at(p.theta, p.size - 1));
  const y = load<f64>(at(p.y, load<i32>(p.rows + (<usize>s << 2))));
  const unit = p.scale / (1 - p.dropped);
  const threshold = 256 * p.dropped;
  const weight = count * <f64>p.masks;
  memory.fill(G, 0, end);
  for (let copy = 0; copy < p.masks; copy += 2) {
    const both = copy + 1 < p.masks;
    mask(p.noise, m, threshold, p.kept);
    if (both) mask(p.noise, m, threshold, p.kept + 8);
    else for (let k: usize = 0; k < end; k += 8) store<u64>(p.kept + 2 * k + 8, 0);
    let f = f64x2.splat(0);
    for (let k: usize = 0; k < end; k += 8)
      f = f64x2.add(f, v128.and(f64x2.splat(load<f64>(a + k) * load<f64>(h + k)), v128.load(p.kept + 2 * k)));
    const e0 = (unit * (unit * f64x2.extract_lane(f, 0) + c - y)) / weight;
    const e1 = (unit * (unit * f64x2.extract_lane(f, 1) + c - y)) / weight;
    store<f64>(gc, load<f64>(gc) + e0 / unit);
    if (both) store<f64>(gc, load<f64>(gc) + e1 / unit);
    const first = f64x2.splat(e0);
    const second = f64x2.splat(e1);
    let k: usize = 0;
    for (; k < pairs; k += 16) {
      const left = v128.load(p.kept + 2 * k);
      const right = v128.load(p.kept + 2 * k, 16);
      const on0 = v128.shuffle<f64>(left, right, 0, 2);
      const on1 = v128.shuffle<f64>(left, right, 1, 3);
      add(ga + k, v128.load(h + k), first, on0, second, on1);
      add(G + k, v128.load(a + k), first, on0, second, on1);
    }
    for (; k < end; k += 8) {
      if (load<u64>(p.kept + 2 * k)) {
        store<f64>(ga + k, load<f64>(ga + k) + e0 * load<f64>(h + k));
        store<f64>(G + k, load<f64>(G + k) + e0 * load<f64>(a + k));
      }
      if (load<u64>(p.kept + 2 * k, 8)) {
        store<f64>(ga + k, load<f64>(ga + k) + e1 * load<f64>(h + k));
        store<f64>(G + k, load<f64>(G + k) + e1 * load<f64>(a + k));
      }
    }
  }
  for (let k: usize = 0; k < end; k += 8) store<f64>(G + k, load<f64>(G + k) * load<f64>(D + k));
}

// @ts-ignore: decorator
@inline
function add(to: usize, x: v128, first: v128, on0: v128, second: v128, on1: v128): void {
  const once = f64x2.add(v128.load(to), v128.and(f64x2.mul(first, x), on0));
  v128.store(to, f64x2.add(once, v128.and(f64x2.mul(second, x), on1)));
}

/** The explicit penalty of dropout. */
export function weigh(p: Phase, count: i32): void {
  const m = p.m;
  const end = <usize>m << 3;
  const a = at(p.theta, m * p.d + m);
  const ga = at(p.g, m * p.d + m);
  const factor = (2 * p.explicit * p.scale * p.scale) / <f64>count;
  for (let s = 0; s < count; s++) {
    const row = <usize>s * end;
    for (let k: usize = 0; k < end; k += 8) {
      const weight = load<f64>(a + k);
      const h = load<f64>(p.H + row + k);
      store<f64>(ga + k, load<f64>(ga + k) + factor * weight * h * h);
      const G = p.G + row + k;
      store<f64>(G, load<f64>(G) + factor * weight * weight * h * load<f64>(p.D + row + k));
    }
  }
}

/** to (m x d) = from' */
export function turn(from: usize, to: usize, d: i32, m: i32): void {
  for (let j = 0; j < d; j++) {
    let q = at(to, j);
    for (let k = 0; k < m; k++) {
      store<f64>(q, load<f64>(from));
      from += 8;
      q += <usize>d << 3;
    }
  }
}

/** G_k = slope a_k D_k */
export function push(slope: f64, a: usize, D: usize, G: usize, m: i32): void {
  const end = <usize>m << 3;
  const slopes = f64x2.splat(slope);
  let k: usize = 0;
  for (; k + 8 < end; k += 16)
    v128.store(G + k, f64x2.mul(f64x2.mul(slopes, v128.load(a + k)), v128.load(D + k)));
  for (; k < end; k += 8) store<f64>(G + k, slope * load<f64>(a + k) * load<f64>(D + k));
}

export function addRows(G: usize, count: i32, m: i32, out: usize): void {
  const end = <usize>m << 3;
  for (let s = 0; s < count; s++) {
    let k: usize = 0;
    for (; k + 8 < end; k += 16) v128.store(out + k, f64x2.add(v128.load(out + k), v128.load(G + k)));
    for (; k < end; k += 8) store<f64>(out + k, load<f64>(out + k) + load<f64>(G + k));
    G += end;
  }
}

/** Decay, clipping, and the optimizer's step; arrays over theta have one number more where its size is odd. */
export function update(p: Phase, step: i32): void {
  const end = <usize>((p.size + 1) & ~1) << 3;
  const g = p.g;
  const theta = p.theta;
  if (p.decay != 0) axpy(p.decay, at(theta, p.decayFrom), p.decayTo - p.decayFrom, at(g, p.decayFrom));
  if (p.hasClip) {
    for (let k: usize = 0; k < end; k += 16) v128.store(g + k, f64x2.mul(v128.load(g + k), v128.load(p.free + k)));
    const length = Math.sqrt(dot(g, g, p.size));
    if (length > p.clip) {
      const factor = p.clip / length;
      for (let k = 0; k < p.size; k++) store<f64>(at(g, k), load<f64>(at(g, k)) * factor);
    }
  }
  const rise: f64 = <f64>step < p.warmUp ? <f64>(step + 1) / p.warmUp : 1;
  const rate = p.base * rise * (<f64>step >= p.fallsFrom ? 0.1 : 1);
  const rates = f64x2.splat(rate);
  if (p.optimizer == ADAM) {
    const first = f64x2.splat(1 - power(0.9, <f64>(step + 1)));
    const second = f64x2.splat(1 - power(0.999, <f64>(step + 1)));
    for (let k: usize = 0; k < end; k += 16) {
      const slope = v128.load(g + k);
      const v = f64x2.add(
        f64x2.mul(f64x2.splat(0.9), v128.load(p.velocity + k)),
        f64x2.mul(f64x2.splat(0.1), slope),
      );
      const q = f64x2.add(
        f64x2.mul(f64x2.splat(0.999), v128.load(p.square + k)),
        f64x2.mul(f64x2.mul(f64x2.splat(0.001), slope), slope),
      );
      v128.store(p.velocity + k, v);
      v128.store(p.square + k, q);
      const above = f64x2.div(f64x2.mul(f64x2.mul(v128.load(p.free + k), rates), v), first);
      const below = f64x2.add(f64x2.sqrt(f64x2.div(q, second)), f64x2.splat(1e-8));
      v128.store(theta + k, f64x2.sub(v128.load(theta + k), f64x2.div(above, below)));
    }
  } else if (p.optimizer == MOMENTUM) {
    const keep = f64x2.splat(p.momentum);
    for (let k: usize = 0; k < end; k += 16) {
      const v = f64x2.add(f64x2.mul(keep, v128.load(p.velocity + k)), v128.load(g + k));
      v128.store(p.velocity + k, v);
      const move = f64x2.mul(f64x2.mul(v128.load(p.free + k), rates), v);
      v128.store(theta + k, f64x2.sub(v128.load(theta + k), move));
    }
  } else {
    for (let k: usize = 0; k < end; k += 16) {
      const move = f64x2.mul(f64x2.mul(v128.load(p.free + k), rates), v128.load(g + k));
      v128.store(theta + k, f64x2.sub(v128.load(theta + k), move));
    }
  }
  if (p.hasWeightNoise) {
    for (let k = 0; k < p.size; k++) {
      let to = k;
      while (to < p.size && load<f64>(at(p.free, to)) != 0) to++;
      // The gradient is not needed any more: the draws for a run of trained weights take its place.
      normals(p.noise, at(g, k), to - k);
      axpy(p.weightNoise, at(g, k), to - k, at(theta, k));
      k = to;
    }
  }
}
