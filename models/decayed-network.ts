/**
 * Two-layer ReLU network with weight decay, to the end: f(x) = sum_k a_k relu(w_k.x + b_k), minimizing
 * (1/2n) |f - y|^2 + (penalty / 2) |theta|^2 over theta = [W | b | a] by L-BFGS, from W ~ N(0, 1/d), b = 0, a ~ N(0, 1/width)
 * times `start`, from the stream `train`. Ends where the gradient
 * is 1e-6, or after `steps`: at the kinks of relu the gradient stays away from 0 while the objective hardly falls.
 * W: width x d row-major, b and a: width.
 */
import { model, runs, type Streams, type Trained } from 'claimcheck';
import { ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { axpy, dot } from 'claimcheck/numerics/matrix';
import { at, inRoom, part, vector } from 'claimcheck/numerics/room';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { words } from 'claimcheck/numerics/words';
import { amount, count, fields, must, whole, type RuleOf } from 'claimcheck/rule';
import { lbfgs, type Objective } from './penalized/lbfgs.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  width: must(count),
  penalty: must(amount),
  steps: must(whole),
  start: amount,
};
export type DecayedRule = RuleOf<typeof RULE>;

/** What the objective is made of. */
interface Parts {
  /** Units are linear, not rectified. */
  readonly linear: boolean;
  /** Where in theta the decay begins; a does at `atA`. */
  readonly decays: (atA: number) => number;
}

/** f(x), and in H what the units say. */
function output(theta: Float64Array, x: Float64Array, linear: boolean, H: Float64Array): number {
  const [m, d] = [H.length, x.length];
  let sum = 0;
  for (let k = 0; k < m; k++) {
    let z = theta[m * d + k]!;
    for (let j = 0; j < d; j++) z += theta[k * d + j]! * x[j]!;
    H[k] = linear ? z : Math.max(0, z);
    sum += theta[m * d + m + k]! * H[k]!;
  }
  return sum;
}

/** The loss without decay, whose slope it writes. */
function losses({ X, y }: Sample, m: number, linear: boolean): Objective {
  const [n, d] = [X.rows, X.cols];
  const [atB, atA] = [m * d, m * d + m];
  const H = new Float64Array(m);
  const plain: Objective = (theta, slope) => {
    slope.fill(0);
    let loss = 0;
    for (let i = 0; i < n; i++) {
      const row = X.data.subarray(i * d, (i + 1) * d);
      const e = (output(theta, row, linear, H) - y[i]!) / n;
      loss += (n * e * e) / 2;
      for (let k = 0; k < m; k++) {
        slope[atA + k]! += e * H[k]!;
        if (!linear && H[k] === 0) continue;
        const back = e * theta[atA + k]!;
        slope[atB + k]! += back;
        for (let j = 0; j < d; j++) slope[k * d + j]! += back * row[j]!;
      }
    }
    return loss;
  };
  // The same in one compiled word, src/numerics/kernels/assembly/decayed.ts, which is told where all of it lies.
  const run = vector(8);
  if (!inRoom(run)) return plain;
  const even = n + (n & 1);
  const [whole, turned] = [vector(n * (1 + d)), vector((1 + d) * even)];
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= d; j++) whole[i * (1 + d) + j] = turned[j * even + i] = j === 0 ? 1 : X.data[i * d + j - 1]!;
  const sizes = [even, m * (1 + d), m * (1 + d), m * even, m * even, 4 * Math.max(n, 1 + d, m)];
  const rooms = [whole, turned, vector(y), ...sizes.map((size) => vector(size))];
  if (!rooms.every((room) => inRoom(room))) return plain;
  new Int32Array(run.buffer, at(run), 13).set([...rooms.map(at), n, d, m, +linear]);
  return (theta, slope) =>
    inRoom(theta, slope) ? words().decayed(at(run), at(theta), at(slope)) : plain(theta, slope);
}

const trained =
  ({ linear, decays }: Parts) =>
  (task: Sample, rule: DecayedRule, streams: Streams): Trained => {
    const { width, penalty, start = 1 } = rule;
    const d = task.X.cols;
    const [atB, atA] = [width * d, width * d + width];
    const theta = normals(streams.train(), atA + width).map((entry, k) =>
      k < atB ? (start * entry) / Math.sqrt(d) : k < atA ? 0 : (start * entry) / Math.sqrt(width),
    );
    const from = decays(atA);
    const loss = losses(task, width, linear);
    const objective: Objective = (theta, slope) => {
      const value = loss(theta, slope);
      const [sizes, slopes] = from === 0 ? [theta, slope] : [theta, slope].map((of) => part(of, from, of.length));
      axpy(penalty, sizes!, slopes!);
      return value + (penalty * dot(sizes!, sizes!)) / 2;
    };
    const { steps, converged, gradient } = lbfgs(objective, theta, 1e-6, rule.steps);
    const H = new Float64Array(width);
    return {
      parameters: { theta },
      predict: (at) =>
        Float64Array.from({ length: at.rows }, (_, i) =>
          output(theta, at.data.subarray(i * d, (i + 1) * d), linear, H),
        ),
      steps,
      stopped: converged ? 'gradient' : 'steps',
      facts: { gradient },
    };
  };

const PARTS: Parts = { linear: false, decays: () => 0 };
const train = trained(PARTS);
const wrapped = (changed: Partial<Parts>) => trained({ ...PARTS, ...changed });
const ruled = ofRule(train);
const decayedNetworkModel = model({
  name: 'decayed-network',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample, { width }: DecayedRule) => ({ theta: width * (X.cols + 2) }),
  predicts: { rows: ({ X }: Sample) => X },
  facts: { gradient: 'the norm of the gradient at the end' },
  train,
  faults: {
    'linear units': { what: 'the units are linear', by: wrapped({ linear: true }) },
    'one start': {
      what: 'every run starts at the same point',
      by: (task, rule, streams) => train(task, rule, { ...streams, train: () => seededStream(1) }),
    },
    'start at 0': { what: 'all weights start at 0, where the gradient vanishes', by: ruled({ start: 0 }) },
    'penalty 10000 times': {
      what: 'the penalty is 10000 times too large',
      by: ruled({ penalty: (penalty) => 1e4 * penalty }),
    },
    'penalty 1000 times': {
      what: 'the penalty is 1000 times too large',
      by: ruled({ penalty: (penalty) => 1000 * penalty }),
    },
    'penalty of the output layer alone': {
      what: 'the hidden layer has no penalty',
      survives: 'without a penalty the starts differ even more: the claim is a lower bound',
      by: wrapped({ decays: (atA) => atA }),
    },
    'every other label 0': {
      what: 'every other label is seen as 0',
      survives: 'the claim says that starts differ, not what they learn',
      by: ofTask(train)(relabelled((y, i) => (i % 2 === 0 ? 0 : y))),
    },
  },
  harmless: {
    'a larger start': { what: 'the start is 10% larger', by: ruled({ start: (start = 1) => 1.1 * start }) },
  },
});

export default decayedNetworkModel;

export const decayedNetwork = runs(decayedNetworkModel);
