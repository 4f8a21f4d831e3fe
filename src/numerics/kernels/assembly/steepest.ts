/**
 * Twin of the loop of models/linear-classifier.ts: normalized steepest descent on the exponential loss. Z: n x d, the rows
 * times their labels, d entries apart; every vector has room for an even number of entries, as in penalized.ts.
 */
import { expPair } from './expPair';
import { accumulate, dots, norm2 } from './lanes';

const L1 = 0;
const L2 = 1;

/** What the binding (../steepest.ts) writes before a call, in this order; addresses are bytes. */
@unmanaged
class Descent {
  Z: usize;
  w: usize;
  /** d each: minus the gradient, the step. */
  g: usize;
  step: usize;
  /** n each: the margins, what a step adds to them, the weights of the points. */
  margins: usize;
  moved: usize;
  p: usize;
  n: i32;
  d: i32;
  /** Points from here on have weight 0. */
  seen: i32;
  norm: i32;
  squared: i32;
  equal: i32;
  weighted: i32;
  constant: i32;
  rate: f64;
  sharp: f64;
}

// @ts-ignore: decorator
@inline
const WIDTH: usize = 16;

// @ts-ignore: decorator
@inline
function bytes(count: i32): usize {
  return <usize>count << 3;
}

/** Steps `from` + 1 .. `to`. */
export function steepestSteps(descent: usize, from: i32, to: i32): void {
  const p = changetype<Descent>(descent);
  for (let t = from + 1; t <= to; t++) steepestStep(p, t);
}

export function steepestStep(p: Descent, t: i32): void {
  weigh(p);
  memory.fill(p.g, 0, bytes(p.d));
  accumulate(p.Z, bytes(p.d), p.n, p.d, p.p, 8, p.g);
  const h = p.constant ? p.rate : p.rate / Math.sqrt(<f64>t);
  if (p.norm == L1) {
    moveOne(p, h);
    return;
  }
  const length: f64 = p.norm == L2 ? norm2(p.g, p.d) : 0;
  const positive = f64x2.splat(h);
  const negative = f64x2.splat(-h);
  const lengths = f64x2.splat(length);
  const still = p.norm == L2 && !(length > 0);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const g = v128.load(p.g + j);
    let step: v128;
    if (p.norm != L2) step = v128.bitselect(negative, positive, f64x2.lt(g, f64x2.splat(0)));
    else if (still) step = f64x2.splat(0);
    else step = f64x2.div(f64x2.mul(positive, g), lengths);
    v128.store(p.step + j, step);
    v128.store(p.w + j, f64x2.add(v128.load(p.w + j), step));
  }
  dots(p.Z, bytes(p.d), p.n, p.d, p.step, p.moved);
  for (let i: usize = 0; i < bytes(p.n); i += WIDTH)
    v128.store(p.margins + i, f64x2.add(v128.load(p.margins + i), v128.load(p.moved + i)));
}

/** The weights of the points at the present margins, up to a factor. */
export function weigh(p: Descent): void {
  let least = Infinity;
  for (let i: usize = 0; i < bytes(p.seen); i += 8) {
    const margin = load<f64>(p.margins + i);
    if (margin < least) least = margin;
  }
  const base = f64x2.splat(least);
  const sharp = f64x2.splat(p.sharp);
  for (let i: usize = 0; i < bytes(p.n); i += WIDTH) {
    const margins = v128.load(p.margins + i);
    let weights: v128;
    if (p.squared) weights = f64x2.sub(f64x2.splat(1), margins);
    else if (p.equal) weights = f64x2.splat(1);
    else weights = expPair(f64x2.mul(sharp, f64x2.sub(base, margins)));
    v128.store(p.p + i, weights);
  }
  if (p.weighted) {
    for (let i = 0; i < p.n; i++) {
      const at = p.p + bytes(i);
      store<f64>(at, load<f64>(at) / (1 + <f64>i / <f64>p.n));
    }
  }
  for (let i = p.seen; i < p.n; i++) store<f64>(p.p + bytes(i), 0);
}

/** The coordinate of the largest gradient moves. */
export function moveOne(p: Descent, h: f64): void {
  let best: usize = 0;
  let most = Math.abs(load<f64>(p.g));
  for (let j: usize = 8; j < bytes(p.d); j += 8) {
    const size = Math.abs(load<f64>(p.g + j));
    if (size > most) {
      most = size;
      best = j;
    }
  }
  const change = load<f64>(p.g + best) < 0 ? -h : h;
  store<f64>(p.w + best, load<f64>(p.w + best) + change);
  let z = p.Z + best;
  for (let i: usize = 0; i < bytes(p.n); i += 8) {
    store<f64>(p.margins + i, load<f64>(p.margins + i) + change * load<f64>(z));
    z += bytes(p.d);
  }
}
