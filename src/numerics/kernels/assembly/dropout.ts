/** Words on units that are dropped at random, and on the penalty that dropout is: models/two-layer/dropout.ts. */
import { bits } from './stream';

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
 * Every example under masks of its own, two at a time in the lanes of a vector: a unit that is dropped adds +0, which changes
 * no sum that began at +0. a: the m output weights and c; ga: their gradient; y: count; kept: 2 (m + 3) numbers.
 */
export function drop(
  noise: usize,
  kept: usize,
  masks: i32,
  q: f64,
  scale: f64,
  count: i32,
  m: i32,
  H: usize,
  D: usize,
  G: usize,
  a: usize,
  y: usize,
  ga: usize,
): void {
  const end = <usize>m << 3;
  for (let k: usize = 0; k <= end; k += 8) store<f64>(ga + k, 0);
  for (let s = 0; s < count; s++) {
    masked(noise, kept, masks, q, scale / (1 - q), <f64>count * <f64>masks, m, H, D, G, a, load<f64>(y), ga);
    H += end;
    D += end;
    G += end;
    y += 8;
  }
}

function masked(
  noise: usize,
  kept: usize,
  masks: i32,
  q: f64,
  unit: f64,
  weight: f64,
  m: i32,
  h: usize,
  D: usize,
  G: usize,
  a: usize,
  y: f64,
  ga: usize,
): void {
  const end = <usize>m << 3;
  const pairs = <usize>(m & ~1) << 3;
  const gc = ga + end;
  const c = load<f64>(a + end);
  const threshold = 256 * q;
  memory.fill(G, 0, end);
  for (let copy = 0; copy < masks; copy += 2) {
    const both = copy + 1 < masks;
    mask(noise, m, threshold, kept);
    if (both) mask(noise, m, threshold, kept + 8);
    else for (let k: usize = 0; k < end; k += 8) store<u64>(kept + 2 * k + 8, 0);
    let f = f64x2.splat(0);
    for (let k: usize = 0; k < end; k += 8)
      f = f64x2.add(f, v128.and(f64x2.splat(load<f64>(a + k) * load<f64>(h + k)), v128.load(kept + 2 * k)));
    const e0 = (unit * (unit * f64x2.extract_lane(f, 0) + c - y)) / weight;
    const e1 = (unit * (unit * f64x2.extract_lane(f, 1) + c - y)) / weight;
    store<f64>(gc, load<f64>(gc) + e0 / unit);
    if (both) store<f64>(gc, load<f64>(gc) + e1 / unit);
    const first = f64x2.splat(e0);
    const second = f64x2.splat(e1);
    let k: usize = 0;
    for (; k < pairs; k += 16) {
      const left = v128.load(kept + 2 * k);
      const right = v128.load(kept + 2 * k, 16);
      const on0 = v128.shuffle<f64>(left, right, 0, 2);
      const on1 = v128.shuffle<f64>(left, right, 1, 3);
      add(ga + k, v128.load(h + k), first, on0, second, on1);
      add(G + k, v128.load(a + k), first, on0, second, on1);
    }
    for (; k < end; k += 8) {
      if (load<u64>(kept + 2 * k)) {
        store<f64>(ga + k, load<f64>(ga + k) + e0 * load<f64>(h + k));
        store<f64>(G + k, load<f64>(G + k) + e0 * load<f64>(a + k));
      }
      if (load<u64>(kept + 2 * k, 8)) {
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

/** ga += factor sum_s a h^2 and G += factor a^2 h D. */
export function weigh(factor: f64, count: i32, m: i32, H: usize, D: usize, G: usize, a: usize, ga: usize): void {
  const end = <usize>m << 3;
  for (let s = 0; s < count; s++) {
    for (let k: usize = 0; k < end; k += 8) {
      const weight = load<f64>(a + k);
      const h = load<f64>(H + k);
      store<f64>(ga + k, load<f64>(ga + k) + factor * weight * h * h);
      store<f64>(G + k, load<f64>(G + k) + factor * weight * weight * h * load<f64>(D + k));
    }
    H += end;
    D += end;
    G += end;
  }
}
