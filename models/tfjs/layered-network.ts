/**
 * The layered network of models/layered-network.ts once more, on tfjs: h_1 = W_1 x, h_i = W_i relu(h_{i-1}), f = h_r, the mean
 * logistic loss, every derivative by automatic differentiation in float32. Ascent on the all-layer margin takes the derivative
 * by every h_i (by offsets added to them), moves each by ascent |input_i|^2 times it, and descends at the moved network with
 * the moves held. Draws come in the same order as there.
 */
import type { Model, Streams, Trained } from 'claimcheck';
import type { LayeredRule } from 'claimcheck/models/layered-network';
import { power } from 'claimcheck/numerics/elementary';
import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs';
import { computedBy, tf } from './backend.js';
import { refuseOthers } from './refuse.js';
import type { Sample } from 'claimcheck/tasks/sample';

interface Pass {
  /** n x 1 */
  readonly f: Tensor2D;
  /** What enters every layer: n x its inputs. */
  readonly inputs: readonly Tensor2D[];
}

/** @param offsets added to h_1 .. h_r, n x outputs each */
function forward(X: Tensor2D, layers: readonly Tensor[], offsets?: readonly Tensor[]): Pass {
  const inputs: Tensor2D[] = [];
  let enters = X;
  layers.forEach((W, i) => {
    inputs.push(enters);
    const h: Tensor2D = tf.matMul(enters, W as Tensor2D, false, true);
    const moved: Tensor2D = offsets ? h.add(offsets[i]!) : h;
    enters = i + 1 < layers.length ? tf.relu<Tensor2D>(moved) : moved;
  });
  return { f: enters, inputs };
}

const losses = (f: Tensor, y: Tensor): Tensor => tf.softplus(f.mul(y).neg());

/** Weights by layer, outputs x inputs each, one after the other in theta. */
function tensors(theta: Float32Array, widths: readonly number[]): Tensor2D[] {
  let from = 0;
  return widths.slice(1).map((outputs, i) => {
    const size = outputs * widths[i]!;
    from += size;
    return tf.tensor2d(theta.slice(from - size, from), [outputs, widths[i]!]);
  });
}

/** The gradient of the mean loss over the rows, at the moved network where `ascent` is not 0, like theta. */
function gradient(
  theta: Float32Array,
  widths: readonly number[],
  X: Tensor2D,
  y: Tensor2D,
  ascent: number,
): Float32Array {
  const slopes = tf.tidy(() => {
    const layers = tensors(theta, widths);
    let moves: Tensor[] | undefined;
    if (ascent !== 0) {
      const still = widths.slice(1).map((outputs) => tf.zeros([X.shape[0], outputs]));
      // Examples do not see one another: the derivative of the sum by a row is that of the row's own loss.
      const each = tf.grads((...offsets: Tensor[]) => tf.sum(losses(forward(X, layers, offsets).f, y)) as Scalar)(
        still,
      );
      const { inputs } = forward(X, layers);
      moves = each.map((slope, i) => slope.mul(tf.sum(tf.square(inputs[i]!), 1, true)).mul(ascent));
    }
    const by = tf.grads((...W: Tensor[]) => tf.mean(losses(forward(X, W, moves).f, y)) as Scalar)(layers);
    return by.map((slope) => slope.dataSync<'float32'>());
  });
  const g = new Float32Array(theta.length);
  let from = 0;
  for (const slope of slopes) {
    g.set(slope, from);
    from += slope.length;
  }
  return g;
}

const FIELDS = 'hidden gain optimizer rate steps ascent decay then';

/** @throws Error for a field of a rule that is not implemented here */
function train({ X, y }: Sample, rule: LayeredRule, streams: Streams): Trained {
  refuseOthers('layered-network', rule, FIELDS);
  const { gain = 1, ascent = 0, decay = 0, optimizer = 'gradient', then } = rule;
  const widths = [X.cols, ...rule.hidden, 1];
  const stream = streams.train();
  const theta = Float32Array.from(
    widths
      .slice(1)
      .flatMap((outputs, i) =>
        Array.from({ length: outputs * widths[i]! }, () => (gain / Math.sqrt(widths[i]!)) * stream.normal()),
      ),
  );
  const [first, second] = [new Float32Array(theta.length), new Float32Array(theta.length)];
  const rows = tf.tensor2d(Float32Array.from(X.data), [X.rows, X.cols]);
  const labels = tf.tensor2d(Float32Array.from(y), [X.rows, 1]);
  try {
    for (let step = 1; step <= rule.steps; step++) {
      const g = gradient(theta, widths, rows, labels, ascent);
      const [one, two] = [1 - power(0.9, step), 1 - power(0.999, step)];
      for (let k = 0; k < theta.length; k++) {
        const slope = g[k]! + decay * theta[k]!;
        if (optimizer === 'adam') {
          first[k] = 0.9 * first[k]! + 0.1 * slope;
          second[k] = 0.999 * second[k]! + 0.001 * slope * slope;
          theta[k]! -= (rule.rate * first[k]!) / one / (Math.sqrt(second[k]! / two) + 1e-8);
        } else theta[k]! -= rule.rate * slope;
      }
    }
    if (then) {
      const g = tf.tidy(() =>
        gradient(theta, widths, rows.slice([then.only, 0], [1, X.cols]), labels.slice([then.only, 0], [1, 1]), ascent),
      );
      for (let k = 0; k < theta.length; k++) theta[k]! -= then.rate * g[k]!;
    }
  } finally {
    tf.dispose([rows, labels]);
  }
  return {
    parameters: { theta: Float64Array.from(theta) },
    predict: (at) =>
      Float64Array.from(
        tf.tidy(() =>
          forward(
            tf.tensor2d(Float32Array.from(at.data), [at.rows, at.cols]),
            tensors(theta, widths),
          ).f.dataSync<'float32'>(),
        ),
      ),
    steps: rule.steps + (then ? 1 : 0),
    stopped: theta.every((weight) => Math.abs(weight) < 1e12) ? 'steps' : 'diverged',
  };
}

const model: Model<Sample> = {
  name: 'layered-network',
  capabilities: ['differentiable', 'parameters'],
  reproducible: 'statistically',
  computedBy,
  train,
};

export default model;
