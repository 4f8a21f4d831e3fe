/**
 * Twin of the phase loop of models/idealized-noise-network.ts. Arrays over the examples have room for an even number, n'. What
 * the model keeps as n x m is m x n' here, so that both lanes of a vector are examples.
 */
import { expPair } from './expPair';
import { power } from './elementary/power.js';
import { dots } from './lanes';
import { log1pPair } from './logPair';
import { mirrorUp, rowOrder } from './products';
import { normals } from './stream';

/** The network of some of the inputs, as the binding (../idealized.ts) writes it; addresses are bytes. */
@unmanaged
export class Block {
  /** n x d, d x n', n x n: the inputs, their transpose and their products. */
  Z: usize;
  Zt: usize;
  G: usize;
  a: usize;
  /** d x m */
  v: usize;
  w: usize;
  /** m x n': all bits set where a unit is on. */
  on: usize;
  d: i32;
}

/** What the binding writes before a call, in this order. */
@unmanaged
export class Idealized {
  blocks: usize;
  noise: usize;
  /** n x n */
  K: usize;
  y: usize;
  f: usize;
  c: usize;
  e: usize;
  Ke: usize;
  sums: usize;
  /** m x n' */
  said: usize;
  /** Which units are on, 64 to a number: n' numbers for the first 64, and so on. */
  packed: usize;
  /** m x d, for the largest d. */
  by: usize;
  /** 4 max(n, d) */
  strip: usize;
  n: i32;
  m: i32;
  count: i32;
  /** 0: the noise stands still. */
  refresh: i32;
  limit: i32;
  hasTarget: i32;
  /** Steps while the noise stands still, and how many of them are made; the next begins where `holding` is 0. */
  hold: i32;
  made: i32;
  holding: i32;
  step: i32;
  unused: i32;
  rate: f64;
  keep: f64;
  target: f64;
  kept: f64;
  loss: f64;
}

const MET = 1;
const DIVERGED = 2;
const LIMIT = 3;

// @ts-ignore: decorator
@inline
function even(n: i32): i32 {
  return (n + 1) & ~1;
}

// @ts-ignore: decorator
@inline
function blockOf(p: Idealized, b: i32): Block {
  return changetype<Block>(p.blocks + (<usize>b << 5));
}

/** At most that many steps; returns why it ended, 0 where it goes on. */
export function idealizedSteps(run: usize, most: i32): i32 {
  const p = changetype<Idealized>(run);
  let done = 0;
  for (;;) {
    if (!p.holding) open(p);
    let met = false;
    for (; p.made < p.hold; p.made++, p.step++, done++) {
      if (done == most) return 0;
      p.loss = judged(p);
      if (!(p.loss < 1e12)) return DIVERGED;
      met = p.hasTarget != 0 && p.loss <= p.target;
      if (met) break;
      kernelStep(p);
    }
    for (let b = 0; b < p.count; b++) learn(p, blockOf(p, b));
    p.holding = 0;
    if (met) return MET;
    if (p.step >= p.limit) return LIMIT;
  }
  return 0;
}

/** Moves the noise and looks where the network is. */
function open(p: Idealized): void {
  const left = p.limit - p.step;
  p.hold = p.refresh ? min(p.refresh, left) : left;
  p.made = 0;
  p.holding = 1;
  p.kept = 1;
  if (p.refresh) {
    const keep = power(p.keep, <f64>p.hold);
    for (let b = 0; b < p.count; b++) stir(p, blockOf(p, b), keep);
  }
  const size = <usize>even(p.n) << 3;
  memory.fill(p.f, 0, size);
  memory.fill(p.c, 0, size);
  memory.fill(p.K, 0, (<usize>p.n * <usize>p.n) << 3);
  for (let b = 0; b < p.count; b++) {
    const block = blockOf(p, b);
    switchOn(p, block);
    say(p, block);
    pack(p, block);
    overlap(p, block);
  }
  mirrorUp(p.K, p.n);
}

export function stir(p: Idealized, block: Block, keep: f64): void {
  const fresh = Math.sqrt(1 - keep * keep);
  const entries = block.d * p.m;
  normals(p.noise, p.by, entries);
  for (let at: usize = 0; at < <usize>entries << 3; at += 8)
    store<f64>(block.v + at, keep * load<f64>(block.v + at) + fresh * load<f64>(p.by + at));
}

/** out = weights' Z', for weights d x m. */
function scores(p: Idealized, block: Block, weights: usize, out: usize): void {
  const stride = <usize>even(p.n) << 3;
  rowOrder(weights, 8, <usize>p.m << 3, block.Zt, stride, out, stride, p.m, block.d, even(p.n), p.strip, false);
}

export function switchOn(p: Idealized, block: Block): void {
  scores(p, block, block.v, block.on);
  const end = block.on + ((<usize>p.m * <usize>even(p.n)) << 3);
  for (let at = block.on; at < end; at += 16) v128.store(at, f64x2.gt(v128.load(at), f64x2.splat(0)));
}

/** Adds the outputs to f: a unit that is off adds +0, which changes no sum that began at +0. */
export function say(p: Idealized, block: Block): void {
  const size = <usize>even(p.n) << 3;
  scores(p, block, block.w, p.said);
  memory.fill(p.sums, 0, size);
  let from: usize = 0;
  for (let k = 0; k < p.m; k++) {
    const a = v128.load64_splat(block.a + (<usize>k << 3));
    for (let i: usize = 0; i < size; i += 16) {
      const term = v128.and(f64x2.mul(a, v128.load(p.said + from + i)), v128.load(block.on + from + i));
      v128.store(p.sums + i, f64x2.add(v128.load(p.sums + i), term));
    }
    from += size;
  }
  for (let i: usize = 0; i < size; i += 16) v128.store(p.f + i, f64x2.add(v128.load(p.f + i), v128.load(p.sums + i)));
}

export function pack(p: Idealized, block: Block): void {
  const size = <usize>even(p.n) << 3;
  let to = p.packed;
  for (let first = 0; first < p.m; first += 64) {
    const last = min(p.m, first + 64);
    for (let i: usize = 0; i < size; i += 16) {
      let word = i64x2.splat(0);
      let from = block.on + <usize>first * size + i;
      for (let k = first; k < last; k++) {
        word = v128.or(word, v128.and(v128.load(from), i64x2.splat(<i64>1 << (k & 63))));
        from += size;
      }
      v128.store(to + i, word);
    }
    to += size;
  }
}

/** Adds the tangent kernel to the upper triangle of K. */
export function overlap(p: Idealized, block: Block): void {
  const n = p.n;
  const size = <usize>even(n) << 3;
  const words = (p.m + 63) >> 6;
  for (let i = 0; i < n; i++) {
    const one = p.packed + (<usize>i << 3);
    for (let j = i; j < n; j++) {
      const other = p.packed + (<usize>j << 3);
      let both: i64 = 0;
      for (let at: usize = 0; at < <usize>words * size; at += size)
        both += popcnt<i64>(load<i64>(one + at) & load<i64>(other + at));
      const at = <usize>(i * n + j) << 3;
      store<f64>(p.K + at, load<f64>(p.K + at) + (load<f64>(block.G + at) * <f64>both) / <f64>p.m);
    }
  }
}

/** e, and the mean loss. */
export function judged(p: Idealized): f64 {
  const n = p.n;
  const one = f64x2.splat(1);
  const zero = f64x2.splat(0);
  let loss: f64 = 0;
  for (let i = 0; i < n; i += 2) {
    const at = <usize>i << 3;
    const y = v128.load(p.y + at);
    const margin = f64x2.mul(y, v128.load(p.f + at));
    const small = expPair(f64x2.neg(f64x2.abs(margin)));
    const share = f64x2.div(v128.bitselect(small, one, f64x2.gt(margin, zero)), f64x2.add(one, small));
    const slope = f64x2.mul(f64x2.mul(f64x2.splat(-p.rate), y), share);
    v128.store(p.e + at, f64x2.div(slope, f64x2.splat(<f64>n)));
    const miss = f64x2.max(zero, f64x2.neg(margin));
    const losses = f64x2.div(f64x2.add(log1pPair(small), miss), f64x2.splat(<f64>n));
    loss += f64x2.extract_lane(losses, 0);
    if (i + 1 < n) loss += f64x2.extract_lane(losses, 1);
  }
  return loss;
}

export function kernelStep(p: Idealized): void {
  const n = p.n;
  const size = <usize>even(n) << 3;
  const keep = f64x2.splat(p.keep);
  dots(p.K, <usize>n << 3, n, n, p.e, p.Ke);
  for (let i: usize = 0; i < size; i += 16) {
    v128.store(p.f + i, f64x2.sub(f64x2.mul(keep, v128.load(p.f + i)), v128.load(p.Ke + i)));
    v128.store(p.c + i, f64x2.sub(f64x2.mul(keep, v128.load(p.c + i)), v128.load(p.e + i)));
  }
  p.kept *= p.keep;
}

/** Brings the signal of a block up to date. */
export function learn(p: Idealized, block: Block): void {
  const size = <usize>even(p.n) << 3;
  const d = block.d;
  let at: usize = 0;
  for (let k = 0; k < p.m; k++) {
    const a = v128.load64_splat(block.a + (<usize>k << 3));
    for (let i: usize = 0; i < size; i += 16) {
      v128.store(p.said + at, v128.and(f64x2.mul(v128.load(p.c + i), a), v128.load(block.on + at)));
      at += 16;
    }
  }
  rowOrder(p.said, size, 8, block.Z, <usize>d << 3, p.by, <usize>d << 3, p.m, p.n, d, p.strip, false);
  for (let j = 0; j < d; j++)
    for (let k = 0; k < p.m; k++) {
      const w = block.w + (<usize>(j * p.m + k) << 3);
      store<f64>(w, p.kept * load<f64>(w) + load<f64>(p.by + (<usize>(k * d + j) << 3)));
    }
}
