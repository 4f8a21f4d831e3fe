/**
 * Two-layer ReLU networks in the limit in which noise outweighs what the weights learn: noise alone decides which units are on, and
 * the signal decides what they say. One network for each block of inputs, their sum
 * f(x) = sum_blocks m^(-1/2) sum_k a_k 1[v_k.x > 0] w_k.x, a_k random signs,
 * with v_k a stationary Ornstein-Uhlenbeck process and the signal w_k trained from 0 by w <- (1 - eta lambda) w - eta grad on the
 * mean logistic loss. While the noise stands still f moves by its tangent kernel at the examples, so that the steps are taken there,
 * exactly, and the signal is brought up to date when the noise moves. X: n x (sum of blocks). Source: li2019towards, the split into noise and signal.
 */
import type { Model, Stopped, Stream, Streams, Trained } from 'claimcheck';
import { exp, log1p, power } from 'claimcheck/numerics/elementary';
import { dotAt } from 'claimcheck/numerics/lanes';
import type { Matrix } from 'claimcheck/numerics/matrix';

export interface IdealizedPhase {
  readonly rate: number;
  /** lambda of the signal, and the rate of the noise where it moves; default 0. */
  readonly decay?: number;
  /** The noise moves every so many steps; it stands still where absent. */
  readonly refresh?: number;
  /** Ends when the mean loss is at most this. */
  readonly loss?: number;
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

export interface IdealizedRule {
  readonly width: number;
  /** How many inputs each network sees. */
  readonly blocks: readonly number[];
  readonly phases: readonly IdealizedPhase[];
}

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

interface Wrong {
  /** Every unit is on. */
  readonly linear?: boolean;
  readonly summed?: boolean;
  readonly phase?: (phase: IdealizedPhase) => IdealizedPhase;
}

/** The network of the inputs from `from` on: a: m; v, w: m x d. */
interface Block {
  readonly from: number;
  readonly d: number;
  readonly a: Float64Array;
  readonly v: Float64Array;
  readonly w: Float64Array;
}

function begin({ width: m, blocks }: IdealizedRule, train: Stream): Block[] {
  let from = 0;
  return blocks.map((d) => {
    const a = Float64Array.from({ length: m }, () => (train.bits() < 0x80000000 ? -1 : 1) / Math.sqrt(m));
    const v = Float64Array.from({ length: m * d }, () => train.normal());
    const block = { from, d, a, v, w: new Float64Array(m * d) };
    from += d;
    return block;
  });
}

/** Which units are on: n x m of 0 and 1. */
function on({ from, d, a, v }: Block, X: Matrix, wrong: Wrong): Uint8Array {
  const m = a.length;
  const units = new Uint8Array(X.rows * m);
  for (let i = 0; i < X.rows; i++)
    for (let k = 0; k < m; k++)
      units[i * m + k] = wrong.linear || dotAt(v, k * d, X.data, i * X.cols + from, d) > 0 ? 1 : 0;
  return units;
}

/** Adds the network's outputs to f: n. */
function add({ from, d, a, w }: Block, units: Uint8Array, X: Matrix, f: Float64Array): void {
  const m = a.length;
  const sum = new Float64Array(d);
  for (let i = 0; i < X.rows; i++) {
    sum.fill(0);
    for (let k = 0; k < m; k++)
      if (units[i * m + k] === 1) for (let j = 0; j < d; j++) sum[j]! += a[k]! * w[k * d + j]!;
    f[i]! += dotAt(sum, 0, X.data, i * X.cols + from, d);
  }
}

/** Adds the tangent kernel at the examples, (x_i.x_j) times the share of units that are on at both, to K: n x n. */
function kernel({ from, d, a }: Block, units: Uint8Array, X: Matrix, K: Float64Array): void {
  const [n, m] = [X.rows, a.length];
  const words = (m + 31) >>> 5;
  const packed = new Int32Array(n * words);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < m; k++) packed[i * words + (k >>> 5)]! |= units[i * m + k]! << (k & 31);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let both = 0;
      for (let k = 0; k < words; k++) {
        let b = packed[i * words + k]! & packed[j * words + k]!;
        b -= (b >>> 1) & 0x55555555;
        b = (b & 0x33333333) + ((b >>> 2) & 0x33333333);
        both += Math.imul((b + (b >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
      }
      const value = (dotAt(X.data, i * X.cols + from, X.data, j * X.cols + from, d) * both) / m;
      K[i * n + j]! += value;
      if (j < i) K[j * n + i]! += value;
    }
}

/** One Ornstein-Uhlenbeck move of v that keeps a share `keep` of it. */
function move({ v }: Block, keep: number, noise: Stream): void {
  const fresh = Math.sqrt(1 - keep * keep);
  for (let k = 0; k < v.length; k++) v[k] = keep * v[k]! + fresh * noise.normal();
}

/** Brings the signal from c, the sum over steps of minus the rate times the derivative of the loss by f. */
function learn({ from, d, a, w }: Block, units: Uint8Array, X: Matrix, c: Float64Array, keep: number): void {
  const m = a.length;
  for (let k = 0; k < w.length; k++) w[k]! *= keep;
  for (let i = 0; i < X.rows; i++)
    for (let k = 0; k < m; k++)
      if (units[i * m + k] === 1)
        for (let j = 0; j < d; j++) w[k * d + j]! += c[i]! * a[k]! * X.data[i * X.cols + from + j]!;
}

function run(
  blocks: readonly Block[],
  { X, y }: Data,
  phase: IdealizedPhase,
  noise: Stream,
  wrong: Wrong,
): { steps: number; stopped: Stopped; loss: number } {
  const n = X.rows;
  const { rate, decay = 0, refresh } = phase;
  const limit = phase.steps ?? phase.budget ?? 0;
  const keep = 1 - rate * decay;
  let loss = Infinity;
  let step = 0;
  let met = false;
  do {
    const hold = Math.min(refresh ?? limit, limit - step);
    if (refresh !== undefined) for (const block of blocks) move(block, power(keep, hold), noise);
    const units = blocks.map((block) => on(block, X, wrong));
    const [f, K, c, e] = [n, n * n, n, n].map((size) => new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    blocks.forEach((block, b) => {
      add(block, units[b]!, X, f);
      kernel(block, units[b]!, X, K);
    });
    let kept = 1;
    for (let made = 0; made < hold; made++, step++) {
      loss = 0;
      for (let i = 0; i < n; i++) {
        const margin = y[i]! * f[i]!;
        const small = exp(-Math.abs(margin));
        loss += (log1p(small) + Math.max(0, -margin)) / n;
        e[i] = (-rate * y[i]! * (margin > 0 ? small / (1 + small) : 1 / (1 + small))) / (wrong.summed ? 1 : n);
      }
      if (!(loss < 1e12)) return { steps: step, stopped: 'diverged', loss };
      met = phase.loss !== undefined && loss <= phase.loss;
      if (met) break;
      for (let i = 0; i < n; i++) {
        f[i] = keep * f[i]! - dotAt(K, i * n, e, 0, n);
        c[i] = keep * c[i]! - e[i]!;
      }
      kept *= keep;
    }
    blocks.forEach((block, b) => learn(block, units[b]!, X, c, kept));
  } while (step < limit && !met);
  return { steps: step, stopped: met ? 'residual' : phase.steps === undefined ? 'budget' : 'steps', loss };
}

function train(task: Data, rule: IdealizedRule, streams: Streams, wrong: Wrong = {}): Trained {
  const blocks = begin(rule, streams.train());
  const noise = streams.noise();
  let [steps, stopped, loss] = [0, 'steps' as Stopped, Infinity];
  for (const phase of rule.phases) {
    const after = run(blocks, task, wrong.phase ? wrong.phase(phase) : phase, noise, wrong);
    steps += after.steps;
    ({ stopped, loss } = after);
    if (stopped === 'budget' || stopped === 'diverged') break;
  }
  const join = (of: 'v' | 'w' | 'a') => Float64Array.from(blocks.flatMap((block) => Array.from(block[of])));
  return {
    parameters: { v: join('v'), w: join('w'), a: join('a') },
    predict: (at) => {
      const f = new Float64Array(at.rows);
      for (const block of blocks) add(block, on(block, at, wrong), at, f);
      return f;
    },
    steps,
    stopped,
    facts: { loss },
  };
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule as IdealizedRule, streams, wrong);

const model: Model<Data> = {
  name: 'idealized-noise-network',
  capabilities: ['float64', 'parameters'],
  train: (task, rule: IdealizedRule, streams) => train(task, rule, streams),
  faults: {
    'no refresh': {
      what: 'the noise never moves',
      by: wrongly({ phase: (phase) => ({ ...phase, refresh: undefined }) }),
    },
    'every unit on': { what: 'the networks are linear', by: wrongly({ linear: true }) },
    'summed gradient': { what: 'the gradient is a sum over examples', by: wrongly({ summed: true }) },
    'noise always moves': {
      what: 'the noise moves and the signal decays in every phase',
      by: wrongly({
        phase: (phase) => (phase.refresh === undefined ? { ...phase, refresh: 4, decay: 0.015 } : phase),
      }),
    },
    'stopped at four times the loss': {
      what: 'training ends at four times the declared loss',
      by: wrongly({ phase: (phase) => (phase.loss === undefined ? phase : { ...phase, loss: 4 * phase.loss }) }),
    },
    'first phase ten times shorter': {
      what: 'phases of a declared number of steps end after a tenth of it',
      by: wrongly({
        phase: (phase) => (phase.steps === undefined ? phase : { ...phase, steps: Math.floor(phase.steps / 10) }),
      }),
    },
  },
  harmless: {
    'noise moves twice as often': {
      what: 'the noise moves after half as many steps, with the same law at those times',
      by: wrongly({
        phase: (phase) => (phase.refresh === undefined ? phase : { ...phase, refresh: phase.refresh / 2 }),
      }),
    },
  },
};

export default model;
