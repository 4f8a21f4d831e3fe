/**
 * The two-layer network of models/two-layer-network.ts once more, on tfjs: the same rules, written from their definition, with
 * every gradient taken by automatic differentiation in float32. Starts, mini-batches, label noise and masks are drawn from the
 * streams in the same order, so that both implementations of one trial differ by rounding alone until rounding is amplified.
 */
import type { Model, Stream, Streams, Trained } from 'claimcheck';
import type { Phase, TwoLayerRule } from 'claimcheck/models/two-layer-network';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import type { Matrix } from 'claimcheck/numerics/matrix';
import { tangentGram, type Activation } from 'claimcheck/oracles/two-layer';
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs';
import { adapt } from '../descent/adam.js';
import { inTurn } from '../descent/in-turn.js';
import { initial } from '../two-layer/network.js';
import { averaged, joined } from './averaged.js';
import { computedBy, tf } from './backend.js';
import { refuseOthers } from './refuse.js';
import type { Sample } from 'claimcheck/tasks/sample';

const EXPLODED = 1e12;

const START = 'width activation scale spread signs antisymmetric knotsWithin theta trained centred alpha then';
const PHASE =
  'loss optimizer momentum rate ofCurvature warmUp fallsAt clip batch labelNoise frozen weightNoise decay decayOf ' +
  'dropout explicit averaged residual steps budget';

const GROUPS = ['W', 'b', 'a', 'c'] as const;
type Group = (typeof GROUPS)[number];
type Weights = Record<Group, Tensor>;

const ACT: Readonly<Record<Activation, (z: Tensor) => Tensor>> = {
  relu: (z) => tf.relu(z),
  tanh: (z) => tf.tanh(z),
  softplus: (z) => tf.softplus(z),
  linear: (z) => z,
};

/** Where each group lies in theta = [W | b | a | c], and its shape: W: m x d, b: m, a: m x 1, c: scalar. */
const layout = (m: number, d: number) =>
  ({
    W: { from: 0, size: m * d, shape: [m, d] },
    b: { from: m * d, size: m, shape: [m] },
    a: { from: m * d + m, size: m, shape: [m, 1] },
    c: { from: m * d + 2 * m, size: 1, shape: [] },
  }) satisfies Record<Group, { from: number; size: number; shape: number[] }>;

function weights(theta: Float32Array, m: number, d: number): Weights {
  const places = layout(m, d);
  const tensor = (group: Group) => {
    const { from, size, shape } = places[group];
    return tf.tensor(theta.slice(from, from + size), shape, 'float32');
  };
  return { W: tensor('W'), b: tensor('b'), a: tensor('a'), c: tensor('c') };
}

/** Activations of the hidden units: n x m. */
const hidden = (rule: TwoLayerRule, X: Tensor2D, { W, b }: Weights): Tensor2D =>
  ACT[rule.activation](tf.matMul(X, W as Tensor2D, false, true).add(b)) as Tensor2D;

/** s sum_k a_k h_k + c: n. */
const output = ({ scale = 1 }: TwoLayerRule, H: Tensor2D, { a, c }: Weights): Tensor1D =>
  tf
    .matMul(H, a as Tensor2D)
    .reshape<Tensor>([-1])
    .mul(scale)
    .add(c) as Tensor1D;

/** f at the rows of X, without scale alpha and origin. */
function values(rule: TwoLayerRule, theta: Float32Array, X: Matrix): Float32Array {
  return tf.tidy(() => {
    const rows = tf.tensor2d(Float32Array.from(X.data), [X.rows, X.cols]);
    const present = weights(theta, rule.width, X.cols);
    return output(rule, hidden(rule, rows, present), present).dataSync<'float32'>();
  });
}

/** What one step sees; tensors of `count` rows. */
interface Seen {
  readonly X: Tensor2D;
  readonly y: Tensor1D;
  /** f at the start where centred, else 0. */
  readonly origin: Tensor1D;
  readonly labelNoise?: Tensor1D;
  /** count x masks x m: 1 where a unit is kept. */
  readonly masks?: Tensor3D;
}

/** The mean squared residual, or the mean logistic loss. */
function judged({ loss }: Phase, f: Tensor1D, { y }: Seen): Scalar {
  return loss === 'logistic' ? tf.mean(tf.softplus(f.mul(y).neg())) : tf.mean(tf.squaredDifference(f, y));
}

/** What the phase descends, and the number by which it ends. */
function objective(rule: TwoLayerRule, phase: Phase, seen: Seen, present: Weights): { descends: Scalar; ends: Scalar } {
  const { scale = 1, alpha = 1 } = rule;
  const { decay = 0, decayOf, dropout, explicit } = phase;
  const H = hidden(rule, seen.X, present);
  const f = output(rule, H, present).sub(seen.origin).mul<Tensor1D>(alpha);
  const ends = judged(phase, f, seen);
  let descends: Scalar;
  if (dropout && seen.masks) {
    const each = H.mul(present.a.reshape([1, -1])).expandDims<Tensor3D>(2);
    const dropped = tf
      .matMul(seen.masks, each)
      .squeeze<Tensor2D>([2])
      .mul(scale / (1 - dropout.q))
      .add(present.c);
    descends = tf.mean(tf.squaredDifference(dropped, seen.y.expandDims(1))).mul(0.5);
  } else if (phase.loss === 'logistic') descends = ends;
  else {
    const labels = seen.labelNoise ? seen.y.add<Tensor1D>(seen.labelNoise) : seen.y;
    descends = tf.mean(tf.squaredDifference(f, labels)).mul(0.5 / (alpha * alpha));
  }
  if (explicit !== undefined) {
    const parts = tf.matMul(tf.square(H), tf.square(present.a) as Tensor2D);
    descends = descends.add(tf.sum(parts).mul((explicit * scale * scale) / seen.X.shape[0]));
  }
  if (decay !== 0)
    for (const group of decayOf === 'hidden'
      ? (['W', 'b'] as const)
      : decayOf === 'output'
        ? (['a', 'c'] as const)
        : GROUPS)
      descends = descends.add(tf.sum(tf.square(present[group])).mul(decay / 2));
  return { descends, ends };
}

/** Everything is overwritten in place. */
interface Network extends Sample {
  readonly rule: TwoLayerRule;
  readonly theta: Float32Array;
  readonly g: Float32Array;
  readonly trained: readonly Group[];
  readonly origin: Float32Array;
  readonly train: Stream;
  readonly noise: Stream;
}

/** Writes the gradient by the trained groups to g. @returns the number by which the phase ends */
function differentiate({ rule, X, theta, g, trained }: Network, phase: Phase, seen: Seen): number {
  const places = layout(rule.width, X.cols);
  return tf.tidy(() => {
    const present = weights(theta, rule.width, X.cols);
    let ends: Tensor | undefined;
    const slopes = tf.grads((...moving: Tensor[]) => {
      const moved = { ...present, ...Object.fromEntries(trained.map((group, i) => [group, moving[i]!])) };
      const both = objective(rule, phase, seen, moved);
      ends = tf.keep(both.ends);
      return both.descends;
    })(trained.map((group) => present[group]));
    trained.forEach((group, i) => g.set(slopes[i]!.dataSync<'float32'>(), places[group].from));
    const [value] = ends!.dataSync<'float32'>();
    ends!.dispose();
    return value!;
  });
}

/** Masks by bytes, four units to a draw: 1 where the unit is kept. */
function maskOf(noise: Stream, q: number, masks: number, count: number, m: number): Float32Array {
  const kept = new Float32Array(count * masks * m);
  for (let row = 0; row < count * masks; row++)
    for (let k = 0; k < m; k += 4) {
      const word = noise.bits();
      for (let byte = 0; byte < 4 && k + byte < m; byte++)
        kept[row * m + k + byte] = ((word >>> (8 * byte)) & 255) >= 256 * q ? 1 : 0;
    }
  return kept;
}

function run(network: Network, phase: Phase): Pick<Trained, 'steps' | 'stopped'> & { loss: number } {
  const { X, y, rule, theta, g, trained, origin, train, noise } = network;
  const { width: m } = rule;
  const [n, d] = [X.rows, X.cols];
  const { optimizer = 'gradient', momentum = 0, batch, dropout, warmUp = 0, labelNoise, weightNoise } = phase;
  const masks = dropout?.masks ?? 0;
  if (masks === 'all') throw new Error('two-layer-network on tfjs does not implement all masks of dropout');
  const limit = phase.steps ?? phase.budget ?? 0;
  const places = layout(m, d);
  const free = trained.map((group) => places[group]);
  let base = phase.rate ?? 0;
  if (phase.ofCurvature !== undefined) {
    const covered = Object.fromEntries(GROUPS.map((group) => [group, trained.includes(group)]));
    const K = tangentGram({ ...rule, theta: Float64Array.from(theta) }, X, covered);
    base = (phase.ofCurvature * n) / eigenvaluesSymmetric(K)[n - 1]!;
  }
  const perturbed = () =>
    Float32Array.from({ length: n }, () => (noise.bits() < 0x80000000 ? -labelNoise! : labelNoise!));
  const kept = labelNoise !== undefined && phase.frozen ? perturbed() : undefined;

  const picked = (rows: readonly number[] | undefined, column: ArrayLike<number>) =>
    tf.tensor1d(rows ? Float32Array.from(rows, (i) => column[i]!) : Float32Array.from(column));
  const inputs = (rows?: readonly number[]) =>
    tf.tensor2d(
      rows
        ? Float32Array.from({ length: rows.length * d }, (_, k) => X.data[rows[Math.floor(k / d)]! * d + (k % d)]!)
        : Float32Array.from(X.data),
      [rows?.length ?? n, d],
    );
  const whole =
    batch === undefined ? { X: inputs(), y: picked(undefined, y), origin: picked(undefined, origin) } : undefined;
  const sight = (last: boolean): Seen => {
    const rows = batch === undefined ? undefined : Array.from({ length: batch }, () => train.integer(n));
    const labels = labelNoise === undefined ? undefined : (kept ?? perturbed());
    const count = batch ?? n;
    return {
      ...(whole ?? { X: inputs(rows), y: picked(rows, y), origin: picked(rows, origin) }),
      ...(labels && { labelNoise: picked(rows, labels) }),
      // After the last step nothing is drawn for another.
      ...(dropout &&
        !last && {
          masks: tf.tensor3d(maskOf(noise, dropout.q, masks, count, m), [count, masks, m]),
        }),
    };
  };

  const [first, second] = [new Float32Array(theta.length), new Float32Array(theta.length)];
  let loss = Infinity;
  try {
    for (let step = 0; ; step++) {
      loss = tf.tidy(() => differentiate(network, phase, sight(step >= limit)));
      if (!(loss < EXPLODED)) return { steps: step, stopped: 'diverged', loss };
      if (phase.residual !== undefined && loss <= phase.residual) return { steps: step, stopped: 'residual', loss };
      if (step >= limit) break;
      if (phase.clip !== undefined) {
        let square = 0;
        for (const { from, size } of free) for (let k = from; k < from + size; k++) square += g[k]! * g[k]!;
        const length = Math.sqrt(square);
        if (length > phase.clip) for (let k = 0; k < g.length; k++) g[k]! *= phase.clip / length;
      }
      const late = phase.fallsAt !== undefined && step >= phase.fallsAt * limit;
      const rate = base * (step < warmUp ? (step + 1) / warmUp : 1) * (late ? 0.1 : 1);
      for (const { from, size } of free) {
        const own = (values: Float32Array) => values.subarray(from, from + size);
        if (optimizer === 'adam') adapt(own(theta), own(g), rate, own(first), own(second), step + 1);
        else
          for (let k = from; k < from + size; k++) {
            first[k] = momentum * first[k]! + g[k]!;
            theta[k]! -= rate * first[k]!;
          }
      }
      if (weightNoise !== undefined)
        for (const { from, size } of free)
          for (let k = from; k < from + size; k++) theta[k]! += weightNoise * noise.normal();
    }
  } finally {
    if (whole) tf.dispose(whole);
  }
  return { steps: limit, stopped: phase.steps === undefined && limit > 0 ? 'budget' : 'steps', loss };
}

/** @throws Error for a field of a rule that is not implemented here */
function train(task: Sample, rule: TwoLayerRule, streams: Streams): Trained {
  const { X } = task;
  const { width: m, alpha = 1, centred } = rule;
  const phases = rule.then ?? [];
  refuseOthers('two-layer-network', rule, `${START} ${PHASE}`);
  for (const phase of phases) refuseOthers('two-layer-network', phase, PHASE);
  const random = streams.train();
  const theta = Float32Array.from(initial(rule, X.cols, random));
  const start = theta.slice();
  const { W = true, b = false, a = true, c = false } = rule.trained ?? {};
  const network: Network = {
    ...task,
    rule,
    theta,
    g: new Float32Array(theta.length),
    trained: GROUPS.filter((group) => ({ W, b, a, c })[group]),
    origin: centred ? values(rule, start, X) : new Float32Array(X.rows),
    train: random,
    noise: streams.noise(),
  };
  const means: Float64Array[] = [];
  const pass = (phase: Phase) =>
    averaged(
      phase,
      (part) => run(network, part),
      () => values(rule, theta, X),
      means,
    );
  const { steps, stopped, loss } = inTurn([rule, ...phases], pass);
  return {
    parameters: {
      theta: Float64Array.from(theta),
      start: Float64Array.from(start),
      ...(means.length > 0 && { averages: joined(means) }),
    },
    predict: (at) => {
      const f = values(rule, theta, at);
      const origin = centred ? values(rule, start, at) : undefined;
      return Float64Array.from(f, (value, i) => alpha * (value - (origin ? origin[i]! : 0)));
    },
    steps,
    stopped,
    facts: { loss, units: m, inputs: X.cols },
  };
}

const model: Model<Sample> = {
  name: 'two-layer-network',
  capabilities: ['differentiable', 'tangent-kernel', 'parameters'],
  reproducible: 'statistically',
  computedBy,
  train,
};

export default model;
