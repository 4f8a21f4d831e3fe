/** Twin of the loop of models/layered-network.ts, one example after another. */
import { exp } from './elementary/exponential.js';
import { accumulate, axpy, dot, dots } from './lanes';

/** One layer as the model writes it, eight words of 32 bits; addresses are bytes. */
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

// @ts-ignore: decorator
@inline
function layer(layers: usize, l: i32): Layer {
  return changetype<Layer>(layers + (<usize>l << 5));
}

/**
 * Adds `weight` times the gradient of the loss at every example to g, X: n x d; what comes back passes through all units where
 * `everyUnit`, else through those that are on.
 */
export function examples(
  layers: usize,
  depth: i32,
  X: usize,
  y: usize,
  n: i32,
  d: i32,
  weight: f64,
  ascent: f64,
  everyUnit: bool,
): void {
  for (let i = 0; i < n; i++) {
    example(layers, depth, X, load<f64>(y), weight, ascent, everyUnit);
    X += <usize>d << 3;
    y += 8;
  }
}

function example(
  layers: usize,
  depth: i32,
  x: usize,
  y: f64,
  weight: f64,
  ascent: f64,
  everyUnit: bool,
): void {
  pushBack(layers, depth, slopeOf(pushForward(layers, depth, x, false), y), everyUnit);
  if (ascent != 0) {
    for (let l = 0; l < depth; l++) {
      const at = layer(layers, l);
      const by = ascent * dot(at.into, at.into, at.inputs);
      for (let k: usize = 0; k < <usize>at.outputs << 3; k += 8) store<f64>(at.moves + k, by * load<f64>(at.back + k));
    }
    pushBack(layers, depth, slopeOf(pushForward(layers, depth, x, true), y), everyUnit);
  }
  for (let l = 0; l < depth; l++) {
    const at = layer(layers, l);
    for (let k: usize = 0; k < <usize>at.outputs; k++) {
      const push = weight * load<f64>(at.back + (k << 3));
      if (push != 0) axpy(push, at.into, at.inputs, at.g + ((k * <usize>at.inputs) << 3));
    }
  }
}

export function pushForward(layers: usize, depth: i32, x: usize, moved: bool): f64 {
  let before: usize = 0;
  let out: f64 = 0;
  for (let l = 0; l < depth; l++) {
    const at = layer(layers, l);
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

export function pushBack(layers: usize, depth: i32, slope: f64, everyUnit: bool): void {
  store<f64>(layer(layers, depth - 1).back, slope);
  for (let l = depth - 1; l > 0; l--) {
    const at = layer(layers, l);
    const below = layer(layers, l - 1);
    const bytes = <usize>at.inputs << 3;
    memory.fill(below.back, 0, bytes);
    accumulate(at.weights, bytes, at.outputs, at.inputs, at.back, 8, below.back);
    if (!everyUnit)
      for (let j: usize = 0; j < bytes; j += 8) if (!(load<f64>(below.pre + j) > 0)) store<f64>(below.back + j, 0);
  }
}

function slopeOf(f: f64, y: f64): f64 {
  const small = exp(-Math.abs(f));
  return -y * (y * f > 0 ? small / (1 + small) : 1 / (1 + small));
}
