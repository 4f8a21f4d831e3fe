/**
 * Twin of mirror descent in models/linear-model.ts, with the images of src/numerics/geometry.ts. X: n x d, its rows d entries
 * apart; every vector has room for an even number of entries, as in penalized.ts.
 */
import { sinh } from './elementary/hyperbolic.js';
import { pow } from './elementary/power.js';
import { accumulate, dot, dots, norm2, normInf } from './lanes';

const EXPLODED: f64 = 1e12;

const PRECONDITIONED = 1;
const P_NORM = 2;
const HYPENTROPY = 3;

const RESIDUAL = 1;
const LIMIT = 2;
const DIVERGED = 3;

/** What the binding (../mirror.ts) writes before a call, in this order; addresses are bytes. */
@unmanaged
class Descent {
  X: usize;
  y: usize;
  /** d x d, or 0. */
  P: usize;
  theta: usize;
  b: usize;
  /** d each: theta before the step, the direction of the step, the gradient. */
  before: usize;
  velocity: usize;
  g: usize;
  /** n each: the residual, and that of the step before. */
  r: usize;
  last: usize;
  n: i32;
  d: i32;
  geometry: i32;
  weighted: i32;
  hasGoal: i32;
  unused: i32;
  goal: f64;
  limit: f64;
  momentum: f64;
  lossScale: f64;
  /** 1 / (p - 1), or 2 alpha^2. */
  shape: f64;
  /** The step and the size of the residual, carried from call to call. */
  h: f64;
  size: f64;
}

// @ts-ignore: decorator
@inline
const WIDTH: usize = 16;

// @ts-ignore: decorator
@inline
function bytes(count: i32): usize {
  return <usize>count << 3;
}

/** Steps `from` .. `to` - 1. Returns 4 times the number of steps made, plus why it ended (0: not yet). */
export function mirrorSteps(descent: usize, from: i32, to: i32): i32 {
  const p = changetype<Descent>(descent);
  for (let step = from; step < to; step++) {
    const end = mirrorStep(p, step);
    if (end) return ((step - from) << 2) | end;
  }
  return (to - from) << 2;
}

export function mirrorStep(p: Descent, step: i32): i32 {
  const linear = p.geometry < P_NORM;
  mirrorImage(p);
  dots(p.X, bytes(p.d), p.n, p.d, p.b, p.r);
  for (let i: usize = 0; i < bytes(p.n); i += WIDTH)
    v128.store(p.r + i, f64x2.sub(v128.load(p.r + i), v128.load(p.y + i)));
  const next = norm2(p.r, p.n);
  if (p.hasGoal && next <= p.goal) {
    p.size = next;
    return RESIDUAL;
  }
  if (<f64>step >= p.limit) {
    p.size = next;
    return LIMIT;
  }
  if (!linear) {
    if (!(next <= 2 * p.size)) {
      if (step == 0) return DIVERGED;
      memory.copy(p.theta, p.before, bytes(p.d));
      p.h /= 4;
      advance(p, p.h);
      return 0;
    }
    if (step > 0) lengthen(p);
    memory.copy(p.last, p.r, bytes(p.n));
  }
  p.size = next;
  if (!(next < EXPLODED)) return DIVERGED;
  if (p.weighted) {
    for (let i = 0; i < p.n; i++) {
      const at = p.r + bytes(i);
      store<f64>(at, load<f64>(at) / (1 + <f64>i / <f64>p.n));
    }
  }
  memory.fill(p.g, 0, bytes(p.d));
  accumulate(p.X, bytes(p.d), p.n, p.d, p.r, 8, p.g);
  if (!linear) memory.copy(p.before, p.theta, bytes(p.d));
  const momentum = f64x2.splat(p.momentum);
  const lossScale = f64x2.splat(p.lossScale);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const kept = f64x2.mul(momentum, v128.load(p.velocity + j));
    v128.store(p.velocity + j, f64x2.add(kept, f64x2.mul(lossScale, v128.load(p.g + j))));
  }
  if (p.geometry == HYPENTROPY) p.h = Math.min(p.h, 1 / normInf(p.velocity, p.d));
  advance(p, p.h);
  return 0;
}

/** theta -= h velocity */
function advance(p: Descent, h: f64): void {
  const rate = f64x2.splat(h);
  for (let j: usize = 0; j < bytes(p.d); j += WIDTH) {
    const move = f64x2.mul(rate, v128.load(p.velocity + j));
    v128.store(p.theta + j, f64x2.sub(v128.load(p.theta + j), move));
  }
}

/** The step of Barzilai and Borwein from the last two residuals. */
function lengthen(p: Descent): void {
  let along: f64 = 0;
  for (let i: usize = 0; i < bytes(p.n); i += 8) {
    const last = load<f64>(p.last + i);
    along += last * (last - load<f64>(p.r + i));
  }
  const proposed = (p.h * dot(p.last, p.last, p.n)) / along;
  p.h = along > 0 ? Math.min(proposed, 10 * p.h) : 2 * p.h;
}

/** b, the image of theta. */
export function mirrorImage(p: Descent): void {
  if (p.geometry == PRECONDITIONED) dots(p.P, bytes(p.d), p.d, p.d, p.theta, p.b);
  else if (p.geometry == P_NORM) {
    for (let j: usize = 0; j < bytes(p.d); j += 8) {
      const theta = load<f64>(p.theta + j);
      const size = pow(Math.abs(theta), p.shape);
      store<f64>(p.b + j, theta < 0 ? -size : size);
    }
  } else if (p.geometry == HYPENTROPY) {
    for (let j: usize = 0; j < bytes(p.d); j += 8) store<f64>(p.b + j, p.shape * sinh(load<f64>(p.theta + j)));
  } else memory.copy(p.b, p.theta, bytes(p.d));
}
