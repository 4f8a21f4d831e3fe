/**
 * Two-layer ReLU networks in the limit in which noise outweighs what the weights learn: noise alone decides which units are on, and
 * the signal decides what they say. One network for each block of inputs, their sum
 * f(x) = sum_blocks m^(-1/2) sum_k a_k 1[v_k.x > 0] w_k.x, a_k random signs,
 * with v_k a stationary Ornstein-Uhlenbeck process and the signal w_k trained from 0 by w <- (1 - eta lambda) w - eta grad on the
 * mean logistic loss. While the noise stands still f moves by its tangent kernel at the examples, so that the steps are taken there,
 * exactly, and the signal is brought up to date when the noise moves. X: n x (sum of blocks). Source: li2019towards, the split into noise and signal.
 */
import { model, runs, type Stream, type Streams, type Trained } from 'claimcheck';
import { ofRule } from 'claimcheck/faults';
import { exp, log1p, power } from 'claimcheck/numerics/elementary';
import { idealizedPhase } from 'claimcheck/numerics/kernels';
import { gram, matrix, multiply, timesInto, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, listOf, must, positive, whole, type RuleOf } from 'claimcheck/rule';
import type { Ended } from './descent/descend.js';
import { atLimit, EXPLODED, limitOf } from './descent/ends.js';
import { inTurn } from './descent/in-turn.js';

const PHASE = {
  rate: must(positive),
  /** lambda of the signal, and the rate of the noise where it moves; default 0. */
  decay: amount,
  /** The noise moves every so many steps; it stands still where absent. */
  refresh: count,
  /** Ends when the mean loss is at most this. */
  loss: amount,
  steps: whole,
  /** Unfinished after that many steps. */
  budget: whole,
};
const RULE = {
  width: must(count),
  /** How many inputs each network sees. */
  blocks: must(listOf(count)),
  phases: must(listOf(fields(PHASE))),
};
export type IdealizedPhase = RuleOf<typeof PHASE>;
export type IdealizedRule = RuleOf<typeof RULE>;

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** The network of the inputs from `from` on: a: m; v, w: d x m. */
interface Block {
  readonly from: number;
  readonly a: Float64Array;
  readonly v: Matrix;
  readonly w: Matrix;
}

function start({ width: m, blocks }: IdealizedRule, train: Stream): Block[] {
  let from = 0;
  return blocks.map((d) => {
    const a = Float64Array.from({ length: m }, () => (train.bits() < 0x80000000 ? -1 : 1) / Math.sqrt(m));
    const block = { from, a, v: matrix(d, m, normals(train, d * m)), w: matrix(d, m) };
    from += d;
    return block;
  });
}

/** The inputs that a block sees: n x d. */
function seen({ from, v: { rows: d } }: Block, { rows, cols, data }: Matrix): Matrix {
  const Z = matrix(rows, d);
  for (let i = 0; i < rows; i++) Z.data.set(data.subarray(i * cols + from, i * cols + from + d), i * d);
  return Z;
}

/** Which units are on: n x m of 0 and 1. */
function on({ v }: Block, Z: Matrix): Uint8Array {
  const scores = multiply(Z, v).data;
  const units = new Uint8Array(scores.length);
  for (let at = 0; at < units.length; at++) units[at] = scores[at]! > 0 ? 1 : 0;
  return units;
}

/** Adds the network's outputs to f: n. */
function add({ a, w }: Block, units: Uint8Array, Z: Matrix, f: Float64Array): void {
  const m = a.length;
  const said = multiply(Z, w).data;
  for (let i = 0; i < Z.rows; i++) {
    let sum = 0;
    for (let k = 0; k < m; k++) if (units[i * m + k] === 1) sum += a[k]! * said[i * m + k]!;
    f[i]! += sum;
  }
}

/** Adds the tangent kernel at the examples, (z_i.z_j) times the share of units that are on at both, to K: n x n. */
function kernel(m: number, units: Uint8Array, { rows: n, data: G }: Matrix, K: Float64Array): void {
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
      const value = (G[i * n + j]! * both) / m;
      K[i * n + j]! += value;
      if (j < i) K[j * n + i]! += value;
    }
}

/** One Ornstein-Uhlenbeck move of v that keeps a share `keep` of it. */
function move({ v: { data } }: Block, keep: number, noise: Stream): void {
  const fresh = Math.sqrt(1 - keep * keep);
  for (let k = 0; k < data.length; k++) data[k] = keep * data[k]! + fresh * noise.normal();
}

/** Brings the signal from c, the sum over steps of minus the rate times the derivative of the loss by f; Zt: d x n. */
function learn({ a, w: { data: w } }: Block, units: Uint8Array, Zt: Matrix, c: Float64Array, keep: number): void {
  const m = a.length;
  const pull = matrix(c.length, m);
  for (let i = 0; i < c.length; i++)
    for (let k = 0; k < m; k++) if (units[i * m + k] === 1) pull.data[i * m + k] = c[i]! * a[k]!;
  const by = multiply(Zt, pull).data;
  for (let k = 0; k < w.length; k++) w[k] = keep * w[k]! + by[k]!;
}

/** What a phase is made of. */
interface Parts {
  readonly on: typeof on;
  /** What the derivative by each of n outputs is divided by. */
  readonly share: (n: number) => number;
  /** The same steps compiled (src/numerics/kernels/assembly/idealized.ts, kept equal bit for bit). */
  readonly compiled?: typeof idealizedPhase;
}

function run(
  parts: Parts,
  blocks: readonly Block[],
  { X, y }: Data,
  phase: IdealizedPhase,
  noise: Stream,
): Ended & { readonly loss: number } {
  const n = X.rows;
  const { rate, decay = 0, refresh, loss: target } = phase;
  const limit = limitOf(phase, 0);
  const keep = 1 - rate * decay;
  const sights = blocks.map((block) => {
    const Z = seen(block, X);
    return { block, Z, Zt: transpose(Z), G: gram(Z) };
  });
  const done = parts.compiled?.({
    ...{ y, noise, rate, keep, refresh, target, limit },
    blocks: sights.map(({ block: { a, v, w }, Z, G }) => ({ Z, G, a, v: v.data, w: w.data })),
  });
  if (done) return { ...done, stopped: done.stopped === 'limit' ? atLimit(phase) : done.stopped };
  const [f, c, e, Ke] = [new Float64Array(n), new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  const each = parts.share(n);
  let loss = Infinity;
  let step = 0;
  let met = false;
  // In a round the noise stands still.
  do {
    const hold = Math.min(refresh ?? limit, limit - step);
    if (refresh !== undefined) for (const block of blocks) move(block, power(keep, hold), noise);
    const units = sights.map(({ block, Z }) => parts.on(block, Z));
    f.fill(0);
    c.fill(0);
    const K = matrix(n, n);
    sights.forEach(({ block, Z, G }, b) => {
      add(block, units[b]!, Z, f);
      kernel(block.a.length, units[b]!, G, K.data);
    });
    let kept = 1;
    for (let made = 0; made < hold; made++, step++) {
      loss = 0;
      for (let i = 0; i < n; i++) {
        const margin = y[i]! * f[i]!;
        const small = exp(-Math.abs(margin));
        loss += (log1p(small) + Math.max(0, -margin)) / n;
        e[i] = (-rate * y[i]! * (margin > 0 ? small / (1 + small) : 1 / (1 + small))) / each;
      }
      if (!(loss < EXPLODED)) return { steps: step, stopped: 'diverged', loss };
      met = target !== undefined && loss <= target;
      if (met) break;
      timesInto(K, e, Ke);
      for (let i = 0; i < n; i++) {
        f[i] = keep * f[i]! - Ke[i]!;
        c[i] = keep * c[i]! - e[i]!;
      }
      kept *= keep;
    }
    sights.forEach(({ block, Zt }, b) => learn(block, units[b]!, Zt, c, kept));
  } while (step < limit && !met);
  return { steps: step, stopped: met ? 'residual' : atLimit(phase), loss };
}

const trained =
  (parts: Parts) =>
  (task: Data, rule: IdealizedRule, streams: Streams): Trained => {
    const blocks = start(rule, streams.train());
    const noise = streams.noise();
    const { steps, stopped, loss } = inTurn(rule.phases, (phase) => run(parts, blocks, task, phase, noise));
    const join = (of: (block: Block) => Float64Array) => Float64Array.from(blocks.flatMap((block) => [...of(block)]));
    return {
      parameters: { a: join(({ a }) => a), v: join(({ v }) => v.data), w: join(({ w }) => w.data) },
      predict: (at) => {
        const f = new Float64Array(at.rows);
        for (const block of blocks) {
          const Z = seen(block, at);
          add(block, parts.on(block, Z), Z, f);
        }
        return f;
      },
      steps,
      stopped,
      facts: { loss },
    };
  };

const PARTS: Parts = { on, share: (n) => n, compiled: idealizedPhase };
const train = trained(PARTS);
const wrapped = (changed: Partial<Parts>) => trained({ ...PARTS, compiled: undefined, ...changed });
const ruled = ofRule(train);
const phased = (change: (phase: IdealizedPhase) => IdealizedPhase) =>
  ruled((rule) => ({ ...rule, phases: rule.phases.map(change) }));

const idealizedNoiseNetwork = model({
  name: 'idealized-noise-network',
  capabilities: ['float64', 'parameters'],
  rule: fields(RULE),
  shapes: (_: Data, { width, blocks }: IdealizedRule) => {
    const inputs = width * blocks.reduce((sum, d) => sum + d, 0);
    return { a: width * blocks.length, v: inputs, w: inputs };
  },
  predicts: { rows: ({ X }: Data) => X },
  facts: { loss: 'the loss at the end' },
  train,
  faults: {
    'no refresh': { what: 'the noise never moves', by: phased((phase) => ({ ...phase, refresh: undefined })) },
    'every unit on': {
      what: 'the networks are linear',
      by: wrapped({ on: ({ a }, Z) => new Uint8Array(Z.rows * a.length).fill(1) }),
    },
    'summed gradient': { what: 'the gradient is a sum over examples', by: wrapped({ share: () => 1 }) },
    'noise always moves': {
      what: 'the noise moves and the signal decays in every phase',
      by: phased((phase) => (phase.refresh === undefined ? { ...phase, refresh: 4, decay: 0.015 } : phase)),
    },
    'large phase a hundred times shorter': {
      what: 'phases that no loss ends take a hundredth of their steps',
      by: phased((phase) =>
        phase.steps === undefined || phase.loss !== undefined
          ? phase
          : { ...phase, steps: Math.floor(phase.steps / 100) },
      ),
    },
  },
});

export default idealizedNoiseNetwork;

export const idealized = runs(idealizedNoiseNetwork);
