/**
 * Two-layer ReLU network with weight decay, to the end: f(x) = sum_k a_k relu(w_k.x + b_k), minimizing
 * (1/2n) |f - y|^2 + (penalty / 2) |theta|^2 over theta = [W | b | a] by L-BFGS, from W ~ N(0, 1/d), b = 0, a ~ N(0, 1/width)
 * times `start`, from the stream `train`. Ends where the gradient
 * is 1e-6, or after `steps`: at the kinks of relu the gradient stays away from 0 while the objective hardly falls.
 * W: width x d row-major, b and a: width.
 */
import { model, runs, type Streams, type Trained } from 'claimcheck';
import { ofRule, ofTask, relabelled } from 'claimcheck/faults';
import type { KnownObjective } from 'claimcheck/numerics/kernels';
import { axpy, dot, type Matrix } from 'claimcheck/numerics/matrix';
import { normals, seededStream } from 'claimcheck/numerics/stream';
import { amount, count, fields, must, whole, type RuleOf } from 'claimcheck/rule';
import { lbfgs } from './penalized/lbfgs.js';

const RULE = {
  width: must(count),
  penalty: must(amount),
  steps: must(whole),
  start: amount,
};
export type DecayedRule = RuleOf<typeof RULE>;

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** What the objective is made of. */
interface Parts {
  /** What a unit says, and whether what comes back passes where it said h. */
  readonly unit: (z: number) => number;
  readonly passes: (h: number) => boolean;
  /** Where in theta the decay begins; a does at `atA`. */
  readonly decays: (atA: number) => number;
  /** The same steps compiled know these parts alone. */
  readonly compiled?: boolean;
}

const PARTS: Parts = { unit: (z) => Math.max(0, z), passes: (h) => h !== 0, decays: () => 0, compiled: true };

const trained =
  ({ unit, passes, decays, compiled }: Parts) =>
  ({ X, y }: Data, rule: DecayedRule, streams: Streams): Trained => {
    const { width, penalty, start = 1 } = rule;
    const [n, d] = [X.rows, X.cols];
    const [atB, atA] = [width * d, width * d + width];
    const theta = normals(streams.train(), atA + width).map((entry, k) =>
      k < atB ? (start * entry) / Math.sqrt(d) : k < atA ? 0 : (start * entry) / Math.sqrt(width),
    );
    const H = new Float64Array(width);
    const output = (at: Float64Array, row: Float64Array): number => {
      let sum = 0;
      for (let k = 0; k < width; k++) {
        let z = at[atB + k]!;
        for (let j = 0; j < d; j++) z += at[k * d + j]! * row[j]!;
        H[k] = unit(z);
        sum += at[atA + k]! * H[k]!;
      }
      return sum;
    };
    const from = decays(atA);
    const objective = (at: Float64Array, slope: Float64Array): number => {
      slope.fill(0);
      let loss = 0;
      for (let i = 0; i < n; i++) {
        const row = X.data.subarray(i * d, (i + 1) * d);
        const e = (output(at, row) - y[i]!) / n;
        loss += (n * e * e) / 2;
        for (let k = 0; k < width; k++) {
          slope[atA + k]! += e * H[k]!;
          if (!passes(H[k]!)) continue;
          const back = e * at[atA + k]!;
          slope[atB + k]! += back;
          for (let j = 0; j < d; j++) slope[k * d + j]! += back * row[j]!;
        }
      }
      const sizes = at.subarray(from);
      axpy(penalty, sizes, slope.subarray(from));
      return loss + (penalty * dot(sizes, sizes)) / 2;
    };
    const known: KnownObjective | undefined = compiled ? { X, y, penalty } : undefined;
    const { steps, converged, gradient } = lbfgs(objective, theta, 1e-6, rule.steps, known);
    return {
      parameters: { theta },
      predict: (at) => new Float64Array(at.rows).map((_, i) => output(theta, at.data.subarray(i * d, (i + 1) * d))),
      steps,
      stopped: converged ? 'gradient' : 'steps',
      facts: { gradient },
    };
  };

const train = trained(PARTS);
const wrapped = (changed: Partial<Parts>) => trained({ ...PARTS, compiled: false, ...changed });
const ruled = ofRule(train);
const decayedNetworkModel = model({
  name: 'decayed-network',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Data, { width }: DecayedRule) => ({ theta: width * (X.cols + 2) }),
  predicts: { rows: ({ X }: Data) => X },
  facts: { gradient: 'the norm of the gradient at the end' },
  train,
  faults: {
    'linear units': { what: 'the units are linear', by: wrapped({ unit: (z) => z, passes: () => true }) },
    'one start': {
      what: 'every run starts at the same point',
      by: (task, rule, streams) => train(task, rule, { ...streams, train: () => seededStream(1) }),
    },
    'start at 0': { what: 'all weights start at 0, where the gradient vanishes', by: ruled({ start: 0 }) },
    'penalty 10000 times': {
      what: 'the penalty is 10000 times too large',
      by: ruled((rule) => ({ ...rule, penalty: 1e4 * rule.penalty })),
    },
    'penalty 1000 times': {
      what: 'the penalty is 1000 times too large',
      by: ruled((rule) => ({ ...rule, penalty: 1000 * rule.penalty })),
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
    'a larger start': {
      what: 'the start is 10% larger',
      by: ruled((rule) => ({ ...rule, start: 1.1 * (rule.start ?? 1) })),
    },
  },
});

export default decayedNetworkModel;

export const decayedNetwork = runs(decayedNetworkModel);
