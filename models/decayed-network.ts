/**
 * Two-layer ReLU network with weight decay, to the end: f(x) = sum_k a_k relu(w_k.x + b_k), minimizing
 * (1/2n) |f - y|^2 + (penalty / 2) |theta|^2 over theta = [W | b | a] by L-BFGS, from W ~ N(0, 1/d), b = 0, a ~ N(0, 1/width)
 * times `start`, from the stream `train`. Ends where the gradient
 * is 1e-6, or after `steps`: at the kinks of relu the gradient stays away from 0 while the objective hardly falls.
 * W: width x d row-major, b and a: width.
 */
import { model, runs, type Model, type Streams, type Trained } from 'claimcheck';
import type { KnownObjective } from 'claimcheck/numerics/kernels';
import { dot, type Matrix } from 'claimcheck/numerics/matrix';
import { childSeed, normals, seededStream } from 'claimcheck/numerics/stream';
import { amount, count, fields, must, whole } from 'claimcheck/rule';
import { lbfgs } from './penalized/lbfgs.js';

export interface DecayedRule {
  readonly width: number;
  readonly penalty: number;
  readonly steps: number;
  readonly start?: number;
  /** The stream of the start is replaced by its k-th child. */
  readonly replicate: number;
}

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  readonly linear?: boolean;
  readonly oneStart?: boolean;
  readonly start?: number;
  readonly penalty?: number;
  readonly onlyOutput?: boolean;
  readonly labels?: boolean;
}

function train({ X, y }: Data, rule: DecayedRule, streams: Streams, wrong: Wrong = {}): Trained {
  const { width } = rule;
  const [n, d] = [X.rows, X.cols];
  const penalty = rule.penalty * (wrong.penalty ?? 1);
  const stream = seededStream(childSeed(streams.train().bits(), wrong.oneStart ? 0 : rule.replicate));
  const [atB, atA] = [width * d, width * d + width];
  const scale = (rule.start ?? 1) * (wrong.start ?? 1);
  const theta = normals(stream, atA + width).map((entry, k) =>
    k < atB ? (scale * entry) / Math.sqrt(d) : k < atA ? 0 : (scale * entry) / Math.sqrt(width),
  );
  const H = new Float64Array(width);
  const output = (at: Float64Array, row: Float64Array): number => {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      let z = at[atB + k]!;
      for (let j = 0; j < d; j++) z += at[k * d + j]! * row[j]!;
      H[k] = wrong.linear ? z : Math.max(0, z);
      sum += at[atA + k]! * H[k]!;
    }
    return sum;
  };
  const objective = (at: Float64Array, slope: Float64Array): number => {
    slope.fill(0);
    let loss = 0;
    for (let i = 0; i < n; i++) {
      const row = X.data.subarray(i * d, (i + 1) * d);
      const e = (output(at, row) - (wrong.labels && i % 2 === 0 ? 0 : y[i]!)) / n;
      loss += (n * e * e) / 2;
      for (let k = 0; k < width; k++) {
        slope[atA + k]! += e * H[k]!;
        if (!wrong.linear && H[k] === 0) continue;
        const back = e * at[atA + k]!;
        slope[atB + k]! += back;
        for (let j = 0; j < d; j++) slope[k * d + j]! += back * row[j]!;
      }
    }
    const from = wrong.onlyOutput ? atA : 0;
    for (let k = from; k < at.length; k++) slope[k]! += penalty * at[k]!;
    const sizes = at.subarray(from);
    return loss + (penalty * dot(sizes, sizes)) / 2;
  };
  const known: KnownObjective | undefined =
    wrong.linear || wrong.labels || wrong.onlyOutput ? undefined : { kind: 'decayed network', X, y, penalty };
  const { steps, converged, gradient } = lbfgs(objective, theta, 1e-6, rule.steps, known);
  return {
    parameters: { theta },
    predict: (at) => new Float64Array(at.rows).map((_, i) => output(theta, at.data.subarray(i * d, (i + 1) * d))),
    steps,
    stopped: converged ? 'gradient' : 'steps',
    facts: { gradient },
  };
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule as DecayedRule, streams, wrong);

const decayedNetworkModel = model({
  name: 'decayed-network',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields({
    width: must(count),
    penalty: must(amount),
    steps: must(whole),
    start: amount,
    replicate: must(whole),
  }),
  shapes: ({ X }: Data, { width }: DecayedRule) => ({ theta: width * (X.cols + 2) }),
  predicts: { rows: ({ X }: Data) => X },
  facts: { gradient: 'the norm of the gradient at the end' },
  train: (task: Data, rule: DecayedRule, streams) => train(task, rule, streams),
  faults: {
    'linear units': { what: 'the units are linear', by: wrongly({ linear: true }) },
    'one start': { what: 'every run starts at the same point', by: wrongly({ oneStart: true }) },
    'start at 0': { what: 'all weights start at 0, where the gradient vanishes', by: wrongly({ start: 0 }) },
    'penalty 10000 times': { what: 'the penalty is 10000 times too large', by: wrongly({ penalty: 1e4 }) },
    'penalty 1000 times': { what: 'the penalty is 1000 times too large', by: wrongly({ penalty: 1000 }) },
    'penalty of the output layer alone': {
      what: 'the hidden layer has no penalty',
      survives: 'without a penalty the starts differ even more: the claim is a lower bound',
      by: wrongly({ onlyOutput: true }),
    },
    'every other label 0': {
      what: 'every other label is seen as 0',
      survives: 'the claim says that starts differ, not what they learn',
      by: wrongly({ labels: true }),
    },
  },
  harmless: {
    'a larger start': { what: 'the start is 10% larger', by: wrongly({ start: 1.1 }) },
  },
});

export default decayedNetworkModel;

export const decayedNetwork = runs(decayedNetworkModel);
