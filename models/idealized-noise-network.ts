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
import { blended } from 'claimcheck/numerics/entries';
import { matrix, timesInto } from 'claimcheck/numerics/matrix';
import { at, inRoom, resident, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, listOf, must, positive, type RuleOf } from 'claimcheck/rule';
import { words } from 'claimcheck/numerics/words';
import type { Ended } from './descent/descend.js';
import { atLimit, EXPLODED, LIMITS, limitOf } from './descent/ends.js';
import { inTurn } from './descent/in-turn.js';
import { learn, outputs, overlap, say, sight, stir, switchOn, type Block, type Sight } from './idealized/block.js';
import type { Sample } from 'claimcheck/tasks/sample';

const PHASE = {
  rate: must(positive),
  /** lambda of the signal, and the rate of the noise where it moves; default 0. */
  decay: amount,
  /** The noise moves every so many steps; it stands still where absent. */
  refresh: count,
  /** Ends when the mean loss is at most this. */
  loss: amount,
  ...LIMITS,
};
const RULE = {
  width: must(count),
  /** How many inputs each network sees. */
  blocks: must(listOf(count)),
  phases: must(listOf(fields(PHASE))),
};
export type IdealizedPhase = RuleOf<typeof PHASE>;
export type IdealizedRule = RuleOf<typeof RULE>;

function start({ width: m, blocks }: IdealizedRule, train: Stream): Block[] {
  let from = 0;
  return blocks.map((d) => {
    const a = Float64Array.from({ length: m }, () => (train.bits() < 0x80000000 ? -1 : 1) / Math.sqrt(m));
    const block = { from, d, a: vector(a), v: vector(normals(train, d * m)), w: vector(d * m) };
    from += d;
    return block;
  });
}

/** e, minus the rate times the derivative of the loss divided by `each`; n' each, n' the next even number. @returns the mean loss */
function judged(y: Float64Array, f: Float64Array, n: number, rate: number, each: number, e: Float64Array): number {
  if (inRoom(y, f, e)) return words().judged(at(y), at(f), rate, each, n, at(e));
  let loss = 0;
  for (let i = 0; i < n; i++) {
    const margin = y[i]! * f[i]!;
    const small = exp(-Math.abs(margin));
    loss += (log1p(small) + Math.max(0, -margin)) / n;
    e[i] = (-rate * y[i]! * (margin > 0 ? small / (1 + small) : 1 / (1 + small))) / each;
  }
  return loss;
}

/** What a phase is made of. */
interface Parts {
  readonly on: (sight: Sight) => void;
  /** Whether units that nothing enters speak at other inputs, too. */
  readonly everyUnit: boolean;
  /** What the derivative by each of n outputs is divided by. */
  readonly share: (n: number) => number;
}

function run(
  parts: Parts,
  blocks: readonly Block[],
  { X, y: labels }: Sample,
  phase: IdealizedPhase,
  noise: Stream,
): Ended & { readonly loss: number } {
  const n = X.rows;
  const { rate, decay = 0, refresh, loss: target } = phase;
  const limit = limitOf(phase, 0);
  const keep = 1 - rate * decay;
  const sights = blocks.map((block) => sight(block, X));
  const [y, f, c, e, Ke] = [vector(labels), vector(n), vector(n), vector(n), vector(n)];
  const K = matrix(n, n, vector(n * n));
  const tangent = resident(K);
  const each = parts.share(n);
  let loss = Infinity;
  let step = 0;
  let met = false;
  // In a round the noise stands still.
  do {
    const hold = Math.min(refresh ?? limit, limit - step);
    f.fill(0);
    c.fill(0);
    K.data.fill(0);
    for (const sight of sights) {
      if (refresh !== undefined) stir(sight, power(keep, hold), noise);
      parts.on(sight);
      say(sight, f);
      overlap(sight, K.data);
    }
    if (inRoom(K.data, tangent)) words().packQuads(at(K.data), n, n, at(tangent));
    let kept = 1;
    for (let made = 0; made < hold; made++, step++) {
      loss = judged(y, f, n, rate, each, e);
      if (!(loss < EXPLODED)) return { steps: step, stopped: 'diverged', loss };
      met = target !== undefined && loss <= target;
      if (met) break;
      timesInto(tangent, e, Ke);
      blended(-1, Ke, keep, f);
      blended(-1, e, keep, c);
      kept *= keep;
    }
    for (const sight of sights) learn(sight, c, kept);
  } while (step < limit && !met);
  return { steps: step, stopped: met ? 'residual' : atLimit(phase), loss };
}

const trained =
  (parts: Parts) =>
  (task: Sample, rule: IdealizedRule, streams: Streams): Trained => {
    const blocks = start(rule, streams.train());
    const noise = streams.noise();
    const { steps, stopped, loss } = inTurn(rule.phases, (phase) => run(parts, blocks, task, phase, noise));
    const join = (of: (block: Block) => Float64Array) => Float64Array.from(blocks.flatMap((block) => [...of(block)]));
    const made = blocks.map(({ from, d, a, v, w }) => ({ from, d, a: a.slice(), v: v.slice(), w: w.slice() }));
    return {
      parameters: { a: join(({ a }) => a), v: join(({ v }) => v), w: join(({ w }) => w) },
      predict: (at) => {
        const f = new Float64Array(at.rows);
        for (const block of made) outputs(block, at, parts.everyUnit, f);
        return f;
      },
      steps,
      stopped,
      facts: { loss },
    };
  };

const PARTS: Parts = { on: switchOn, everyUnit: false, share: (n) => n };
const train = trained(PARTS);
const wrapped = (changed: Partial<Parts>) => trained({ ...PARTS, ...changed });
const ruled = ofRule(train);
const phased = (change: (phase: IdealizedPhase) => IdealizedPhase) => ruled({ phases: (phases) => phases.map(change) });

const idealizedNoiseNetwork = model({
  name: 'idealized-noise-network',
  capabilities: ['float64', 'parameters'],
  rule: fields(RULE),
  shapes: (_: Sample, { width, blocks }: IdealizedRule) => {
    const inputs = width * blocks.reduce((sum, d) => sum + d, 0);
    return { a: width * blocks.length, v: inputs, w: inputs };
  },
  predicts: { rows: ({ X }: Sample) => X },
  facts: { loss: 'the loss at the end' },
  train,
  faults: {
    'no refresh': { what: 'the noise never moves', by: phased((phase) => ({ ...phase, refresh: undefined })) },
    'every unit on': {
      what: 'the networks are linear',
      by: wrapped({ on: ({ on }) => void on.fill(1), everyUnit: true }),
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
