/** Twin of the loop of models/layered-network.ts, one example after another. */
import { exp } from './elementary/exponential.js';
import { power } from './elementary/power.js';
import { accumulate, axpy, dot, dots } from './lanes';

/** One layer as the binding (../layered.ts) writes it; addresses are bytes. */
@unmanaged
export class Layer {
  /** outputs x inputs: the weights, and where their gradient is summed. */
  weights: usize;
  g: usize;
  /** inputs: what enters. */
  into: usize;
  /** outputs each: pre-activations, derivatives by them, and by how much they are moved. */
  pre: usize;
  back: usize;
  moves: usize;
  inputs: i32;
  outputs: i32;
}

/** What the binding writes before a call, in this order. */
@unmanaged
export class Layered {
  X: usize;
  y: usize;
  layers: usize;
  /** size each */
  theta: usize;
  g: usize;
  first: usize;
  second: usize;
  n: i32;
  d: i32;
  depth: i32;
  size: i32;
  adam: i32;
  ascent: f64;
  decay: f64;
  rate: f64;
}

// @ts-ignore: decorator
@inline
function layer(p: Layered, l: i32): Layer {
  return changetype<Layer>(p.layers + (<usize>l << 5));
}

/** Steps `from` + 1 .. `to`. */
export function layeredSteps(run: usize, from: i32, to: i32): void {
  const p = changetype<Layered>(run);
  for (let step = from + 1; step <= to; step++) {
    memory.fill(p.g, 0, <usize>p.size << 3);
    for (let i = 0; i < p.n; i++) example(p, i);
    if (p.decay != 0) axpy(p.decay, p.theta, p.size, p.g);
    if (p.adam) adam(p, <f64>step);
    else axpy(-p.rate, p.g, p.size, p.theta);
  }
}

/** Adds the gradient of example i, divided by n. */
export function example(p: Layered, i: i32): void {
  const x = p.X + ((<usize>i * <usize>p.d) << 3);
  const y = load<f64>(p.y + (<usize>i << 3));
  pushBack(p, slopeOf(pushForward(p, x, false), y));
  if (p.ascent != 0) {
    for (let l = 0; l < p.depth; l++) {
      const at = layer(p, l);
      const by = p.ascent * dot(at.into, at.into, at.inputs);
      for (let k: usize = 0; k < <usize>at.outputs << 3; k += 8) store<f64>(at.moves + k, by * load<f64>(at.back + k));
    }
    pushBack(p, slopeOf(pushForward(p, x, true), y));
  }
  const weight = 1 / <f64>p.n;
  for (let l = 0; l < p.depth; l++) {
    const at = layer(p, l);
    for (let k: usize = 0; k < <usize>at.outputs; k++) {
      const push = weight * load<f64>(at.back + (k << 3));
      if (push != 0) axpy(push, at.into, at.inputs, at.g + ((k * <usize>at.inputs) << 3));
    }
  }
}

export function pushForward(p: Layered, x: usize, moved: bool): f64 {
  let before: usize = 0;
  let out: f64 = 0;
  for (let l = 0; l < p.depth; l++) {
    const at = layer(p, l);
    const bytes = <usize>at.inputs << 3;
    if (l == 0) memory.copy(at.into, x, bytes);
    else
      for (let j: usize = 0; j < bytes; j += 8) {
        const z = load<f64>(before + j);
        store<f64>(at.into + j, z > 0 ? z : 0);
      }
    dots(at.weights, bytes, at.outputs, at.inputs, at.into, at.pre);
    if (moved)
      for (let k: usize = 0; k < <usize>at.outputs << 3; k += 8)
        store<f64>(at.pre + k, load<f64>(at.pre + k) + load<f64>(at.moves + k));
    before = at.pre;
    out = load<f64>(before);
  }
  return out;
}

export function pushBack(p: Layered, slope: f64): void {
  store<f64>(layer(p, p.depth - 1).back, slope);
  for (let l = p.depth - 1; l > 0; l--) {
    const at = layer(p, l);
    const below = layer(p, l - 1);
    const bytes = <usize>at.inputs << 3;
    memory.fill(below.back, 0, bytes);
    accumulate(at.weights, bytes, at.outputs, at.inputs, at.back, 8, below.back);
    for (let j: usize = 0; j < bytes; j += 8) if (!(load<f64>(below.pre + j) > 0)) store<f64>(below.back + j, 0);
  }
}

function slopeOf(f: f64, y: f64): f64 {
  const small = exp(-Math.abs(f));
  return -y * (y * f > 0 ? small / (1 + small) : 1 / (1 + small));
}

function adam(p: Layered, step: f64): void {
  const one = 1 - power(0.9, step);
  const two = 1 - power(0.999, step);
  for (let k: usize = 0; k < <usize>p.size << 3; k += 8) {
    const g = load<f64>(p.g + k);
    const v = 0.9 * load<f64>(p.first + k) + 0.1 * g;
    const q = 0.999 * load<f64>(p.second + k) + 0.001 * g * g;
    store<f64>(p.first + k, v);
    store<f64>(p.second + k, q);
    store<f64>(p.theta + k, load<f64>(p.theta + k) - (p.rate * v) / one / (Math.sqrt(q / two) + 1e-8));
  }
}
