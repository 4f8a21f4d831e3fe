/**
 * The diagonal linear network of models/diagonal-network.ts once more, on tfjs: beta = u^D - v^D trained on
 * L = (1/2) |X beta - y|^2, every gradient taken by automatic differentiation in float32. Derivatives by u and v serve plain
 * descent, momentum and Adam; the derivative by beta (by an offset added to it) serves the exact dual step and step sizes.
 * The start, the sizes of steps and what a step does with a gradient are those of models/diagonal. Steps in the metric of the residual's own speed are not implemented.
 */
import type { Model, Stream, Streams, Trained } from 'claimcheck';
import type { DiagonalRule, Phase } from 'claimcheck/models/diagonal-network';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, norm2, normInf } from 'claimcheck/numerics/matrix';
import type { Scalar, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs';
import { adapt } from '../descent/adam.js';
import { inTurn } from '../descent/in-turn.js';
import { mirrored, reach, width } from '../diagonal/moves.js';
import { curvature, initial } from '../diagonal/network.js';
import { computedBy, tf } from './backend.js';
import { refuseOthers } from './refuse.js';
import type { Sample } from 'claimcheck/tasks/sample';

const EXPLODED = 1e12;
/** The least residual that float32 can be asked for, by |y|. */
const FINEST = 1e-6;

const START = 'alpha depth balance gaussian signs centred then';
const PHASE =
  'optimizer lossScale weighted single within stable rate ofCurvature falling labelNoise noiseOfSigns frozen ' +
  'gradientNoise penalty residual steps budget';

/** Everything is overwritten in place. */
interface Network extends Sample {
  readonly depth: number;
  readonly u: Float32Array;
  readonly v: Float32Array;
  /** Initial u^D - v^D where centred, else 0. */
  readonly origin: Float32Array;
  /** u v by its closed form under plain descent. */
  readonly product: Float64Array;
  /** |X|_2^2 */
  readonly norm: number;
  readonly train: Stream;
  readonly noise: Stream;
  readonly inputs: Tensor2D;
}

/** beta: d. Powers by whole numbers, as products. */
function coefficients(depth: number, u: Tensor1D, v: Tensor1D): Tensor1D {
  const raised = (x: Tensor1D) => {
    let out = x;
    for (let k = 1; k < depth; k++) out = out.mul<Tensor1D>(x);
    return out;
  };
  return raised(u).sub<Tensor1D>(raised(v));
}

const betaOf = (depth: number, u: Float32Array, v: Float32Array): Float32Array =>
  tf.tidy(() => coefficients(depth, tf.tensor1d(u), tf.tensor1d(v)).dataSync<'float32'>());

interface Slopes {
  /** |X beta - y|_2 */
  readonly residual: number;
  readonly u: Float32Array;
  readonly v: Float32Array;
  readonly beta: Float32Array;
}

/** @param weights of the equations in L, 0 for those not seen; n. @param costs d, in the penalty sum c_j (u_j^2 + v_j^2) */
function differentiate(
  net: Network,
  noise: Float32Array | undefined,
  weights: Float32Array,
  costs?: Float32Array,
): Slopes {
  const { depth, u, v, origin, inputs } = net;
  return tf.tidy(() => {
    const labels = tf.tensor1d(Float32Array.from(net.y));
    let size: Tensor | undefined;
    const loss = (x: Tensor, z: Tensor, offset: Tensor): Scalar => {
      const beta = coefficients(depth, x as Tensor1D, z as Tensor1D)
        .sub(tf.tensor1d(origin))
        .add(offset);
      const residual = tf
        .matMul(inputs, beta.reshape([-1, 1]))
        .reshape([-1])
        .sub(labels);
      size = tf.keep(tf.norm(residual));
      const seen = noise ? residual.sub(tf.tensor1d(noise)) : residual;
      const fit = tf.sum(tf.square(seen).mul(tf.tensor1d(weights))).mul(0.5);
      if (!costs) return fit as Scalar;
      return fit.add(tf.sum(tf.square(x).add(tf.square(z)).mul(tf.tensor1d(costs)))) as Scalar;
    };
    const [du, dv, dbeta] = tf.grads(loss)([tf.tensor1d(u), tf.tensor1d(v), tf.zeros([u.length])]);
    const [residual] = size!.dataSync<'float32'>();
    size!.dispose();
    return {
      residual: residual!,
      u: du!.dataSync<'float32'>(),
      v: dv!.dataSync<'float32'>(),
      beta: dbeta!.dataSync<'float32'>(),
    };
  });
}

type Ended = Pick<Trained, 'steps' | 'stopped'> & { readonly rate: number; readonly residual: number };

function run(net: Network, phase: Phase): Ended {
  const { depth, u, v, product, norm, noise: random } = net;
  const [n, d] = [net.X.rows, u.length];
  const { optimizer, lossScale = 1, penalty, labelNoise: sigma, gradientNoise } = phase;
  if (penalty !== undefined && (optimizer === 'momentum' || optimizer === 'adam'))
    throw new Error(`diagonal-network on tfjs does not implement "penalty" with ${optimizer}`);
  const rate = phase.ofCurvature === undefined ? phase.rate : phase.ofCurvature / curvature(net);
  const fixed = rate ?? 0;
  const costs =
    penalty === undefined
      ? undefined
      : typeof penalty === 'number'
        ? new Float32Array(d).fill(penalty)
        : Float32Array.from(penalty);
  const perturbed = () =>
    Float32Array.from({ length: n }, () =>
      phase.noiseOfSigns ? (random.bits() < 0x80000000 ? -sigma! : sigma!) : sigma! * random.normal(),
    );
  const kept = sigma !== undefined && phase.frozen ? perturbed() : undefined;
  const weighted = Float32Array.from({ length: n }, (_, i) => (phase.weighted ? 1 / (1 + i / n) : 1));
  const limit = phase.steps ?? phase.budget ?? 200_000;
  const target = phase.residual;
  const reached = FINEST * norm2(net.y);
  if (target !== undefined && target < reached && phase.steps === undefined)
    throw new Error(
      `diagonal-network on tfjs computes in float32: a residual of ${target} is below its rounding; expected at least ` +
        `${reached.toExponential(1)}, one millionth of |y|`,
    );
  const [mu, mv, su, sv] = [new Float32Array(d), new Float32Array(d), new Float32Array(d), new Float32Array(d)];
  for (let step = 0; ; step++) {
    const last = step >= limit;
    const labels = last || sigma === undefined ? undefined : (kept ?? perturbed());
    const only = phase.single && !last ? net.train.integer(n) : undefined;
    const weights = only === undefined ? weighted : weighted.map((weight, i) => (i === only ? weight : 0));
    const slopes = differentiate(net, labels, weights, optimizer === 'mirror' ? undefined : costs);
    const { residual, beta: g } = slopes;
    if (target !== undefined && residual <= target) return { steps: step, stopped: 'residual', rate: fixed, residual };
    if (!(residual < EXPLODED)) return { steps: step, stopped: 'diverged', rate: fixed, residual };
    if (last) return { steps: step, stopped: phase.steps === undefined ? 'budget' : 'steps', rate: fixed, residual };
    if (optimizer === 'adam') {
      const eased = fixed * (1 - step / limit);
      adapt(u, slopes.u, eased, mu, su, step + 1);
      adapt(v, slopes.v, eased, mv, sv, step + 1);
      continue;
    }
    const third = phase.falling ? (3 * step < limit ? 1 : 3 * step < 2 * limit ? 0.1 : 0.01) : 1;
    const h =
      lossScale *
      (rate !== undefined
        ? rate * third
        : optimizer === 'mirror'
          ? Math.min(reach(depth, u, v, g), 1.8 / (width(depth, u, v) * norm))
          : Math.min(phase.within! / (2 * normInf(g)), (2 * phase.stable!) / (width(depth, u, v) * norm)));
    if (optimizer === 'mirror') {
      const [oldU, oldV] = [u.slice(), v.slice()];
      mirrored(depth, u, g, depth * h);
      mirrored(depth, v, g, -depth * h);
      if (costs)
        for (let j = 0; j < d; j++) {
          u[j]! -= 2 * h * costs[j]! * oldU[j]!;
          v[j]! -= 2 * h * costs[j]! * oldV[j]!;
        }
    } else {
      const momentum = optimizer === 'momentum' ? 0.9 : 0;
      for (let j = 0; j < d; j++) {
        mu[j] = momentum * mu[j]! + slopes.u[j]!;
        mv[j] = momentum * mv[j]! + slopes.v[j]!;
        u[j]! -= h * mu[j]!;
        v[j]! -= h * mv[j]!;
        product[j]! *= 1 - 4 * h * h * g[j]! * g[j]!;
      }
    }
    if (gradientNoise !== undefined) {
      for (let j = 0; j < d; j++) u[j]! += h * gradientNoise * random.normal();
      for (let j = 0; j < d; j++) if (v[j] !== 0) v[j]! += h * gradientNoise * random.normal();
    }
  }
}

/** @throws Error for a field of a rule that is not implemented here */
function train({ X, y }: Sample, rule: DiagonalRule, streams: Streams): Trained {
  const { depth = 2 } = rule;
  const phases = rule.then ?? [];
  refuseOthers('diagonal-network', rule, `${START} ${PHASE}`);
  for (const phase of phases) refuseOthers('diagonal-network', phase, PHASE);
  const random = streams.train();
  const [u, v] = initial(rule, X.cols, random).map((drawn) => Float32Array.from(drawn)) as [Float32Array, Float32Array];
  const origin = rule.centred ? betaOf(depth, u, v) : new Float32Array(X.cols);
  const inputs = tf.tensor2d(Float32Array.from(X.data), [X.rows, X.cols]);
  const net: Network = {
    X,
    y,
    depth,
    u,
    v,
    origin,
    product: Float64Array.from(u, (x, j) => x * v[j]!),
    norm: eigenvaluesSymmetric(gram(X))[X.rows - 1]!,
    train: random,
    noise: streams.noise(),
    inputs,
  };
  try {
    const ended = inTurn([rule, ...phases], (phase: Phase) => run(net, phase));
    const beta = Float32Array.from(betaOf(depth, u, v), (x, j) => x - origin[j]!);
    const drift = Math.max(...net.product.map((expected, j) => Math.abs((u[j]! * v[j]!) / expected - 1)));
    return {
      parameters: { beta: Float64Array.from(beta), u: Float64Array.from(u), v: Float64Array.from(v) },
      predict: (at) =>
        Float64Array.from(
          tf.tidy(() => {
            const rows = tf.tensor2d(Float32Array.from(at.data), [at.rows, at.cols]);
            return tf.matMul(rows, tf.tensor2d(beta, [beta.length, 1])).dataSync<'float32'>();
          }),
        ),
      steps: ended.steps,
      stopped: ended.stopped,
      facts: { residual: ended.residual, drift, rate: ended.rate },
    };
  } finally {
    inputs.dispose();
  }
}

const diagonalNetwork: Model<Sample> = {
  name: 'diagonal-network',
  capabilities: ['linear', 'differentiable', 'tangent-kernel', 'parameters'],
  reproducible: 'statistically',
  computedBy,
  train,
};

export default diagonalNetwork;
