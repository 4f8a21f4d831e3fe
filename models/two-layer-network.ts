/**
 * The two-layer network f(x) = s sum_k a_k act(w_k.x + b_k) + c with all four groups trained (or some held fixed), on
 * L = (1/2n) sum (f - y)^2 or (1/n) sum log(1 + exp(-y f)). Its parameters are one flat vector theta = [W | b | a | c].
 * A rule is a start and phases of training. With `alpha` the network is alpha (f - f_0 where `centred`) and the loss is divided
 * by alpha^2 (lazy training: chizat2019lazy, section 2). Noise on labels, weights and units (dropout, inverted: a unit is kept with
 * 1 - q and then divided by it) comes from the stream `noise`, starts and mini-batches from `train`.
 */
import { model, runs, type Model, type Stream, type Streams, type Trained } from 'claimcheck';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { exp, log1p, power } from 'claimcheck/numerics/elementary';
import { twoLayerPhase } from 'claimcheck/numerics/kernels';
import { dotAt, dotsAt } from 'claimcheck/numerics/lanes';
import type { Matrix } from 'claimcheck/numerics/matrix';
import { childSeed, seededStream } from 'claimcheck/numerics/stream';
import { outputs, tangentGram, type Activation } from 'claimcheck/oracles/two-layer';
import {
  amount,
  count,
  either,
  fields,
  flag,
  listOf,
  must,
  number,
  numbers,
  oneOf,
  positive,
  share,
  whole,
} from 'claimcheck/rule';
import { activateInto } from './two-layer/activate.js';
import { dropped, weighed, type Dropout, type WrongMasks } from './two-layer/dropout.js';

export interface Start {
  readonly width: number;
  readonly activation: Activation;
  /** s; default 1. */
  readonly scale?: number;
  /** Standard deviations of the start; a group without one starts at 0. Biases are trained where named here or in theta. */
  readonly spread?: { readonly W: number; readonly a: number; readonly b?: number };
  /** Output weights start at random signs times spread.a. */
  readonly signs?: boolean;
  /** Neurons come in pairs (w, a), (w, -a), so that the network starts at 0. */
  readonly antisymmetric?: boolean;
  /** Hidden biases b_k = -w_k t_k with t_k uniform within this distance of 0 (d = 1). */
  readonly knotsWithin?: number;
  /** The start itself. */
  readonly theta?: Float64Array;
  /** Which groups are trained; default W and a. */
  readonly trained?: { readonly W?: boolean; readonly b?: boolean; readonly a?: boolean; readonly c?: boolean };
  readonly centred?: boolean;
  readonly alpha?: number;
  /** The streams are replaced by their k-th children. */
  readonly replicate?: number;
}

export interface Phase {
  readonly loss?: 'squared' | 'logistic';
  readonly optimizer?: 'gradient' | 'adam';
  readonly momentum?: number;
  readonly rate?: number;
  /** The rate in units of 1 / lambda_max(J J' / n) where the phase begins. */
  readonly ofCurvature?: number;
  /** The rate rises linearly over the first steps. */
  readonly warmUp?: number;
  /** The rate falls to a tenth after this share of `steps`. */
  readonly fallsAt?: number;
  /** The gradient by what is trained is shortened to this length where it is longer. */
  readonly clip?: number;
  /** Every step sees that many examples, drawn with replacement. */
  readonly batch?: number;
  /** Size of the random signs added to every label at every step. */
  readonly labelNoise?: number;
  /** The label noise is drawn once and kept. */
  readonly frozen?: boolean;
  /** Standard deviation of the Gaussian noise added to every trained weight after every step. */
  readonly weightNoise?: number;
  /** lambda in the penalty (lambda/2) |theta|^2, of one group where named. */
  readonly decay?: number;
  readonly decayOf?: 'hidden' | 'output';
  /** Units are dropped with probability q (a multiple of 1/256 where masks are drawn), independently in every mask. */
  readonly dropout?: Dropout;
  /** c in the penalty (c/n) sum_ik (s a_k h_ik)^2. */
  readonly explicit?: number;
  /** The outputs at the examples are averaged over that many last steps: parameters.averages, n for each such phase. */
  readonly averaged?: number;
  /** Ends when the mean squared residual is at most this. */
  readonly residual?: number;
  /** Ends after that many steps; a declared end. */
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

export interface TwoLayerRule extends Start, Phase {
  readonly then?: readonly Phase[];
}

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  /** The step is multiplied by this. */
  readonly stretch?: number;
  /** The slope of the activation is left out of the gradient. */
  readonly noSlope?: boolean;
  /** The gradient is the sum over examples in place of the mean. */
  readonly summed?: boolean;
  /** The loss is not divided by alpha^2; the step is. */
  readonly steppedByAlpha?: boolean;
  readonly masks?: WrongMasks;
  readonly rule?: (rule: TwoLayerRule) => TwoLayerRule;
}

const EXPLODED = 1e12;

/** Everything is overwritten in place. */
interface Network extends Data {
  readonly rule: TwoLayerRule;
  readonly theta: Float64Array;
  readonly g: Float64Array;
  /** 1 for trained parameters, 0 for others. */
  readonly free: Float64Array;
  /** f at the start where centred, else 0: n. */
  readonly origin: Float64Array;
  readonly train: Stream;
  readonly noise: Stream;
  /** n x m: activations, slopes, and what is accumulated for the hidden layer. */
  readonly H: Float64Array;
  readonly D: Float64Array;
  readonly G: Float64Array;
  /** n: network outputs alpha (f - f_0), and the derivative of the loss by them. */
  readonly f: Float64Array;
  readonly e: Float64Array;
  readonly rows: Int32Array;
}

const child = (stream: Stream, k: number | undefined) =>
  k === undefined ? stream : seededStream(childSeed(stream.bits(), k));

function begin({ X, y }: Data, rule: TwoLayerRule, streams: Streams): Network {
  const { width: m, spread, replicate } = rule;
  const [n, d] = [X.rows, X.cols];
  const train = child(streams.train(), replicate);
  const theta = new Float64Array(m * d + 2 * m + 1);
  if (rule.theta) theta.set(rule.theta);
  else if (spread) {
    const half = rule.antisymmetric ? m / 2 : m;
    for (let k = 0; k < half * d; k++) theta[k] = spread.W * train.normal();
    for (let k = 0; k < half; k++)
      theta[m * d + m + k] = rule.signs
        ? train.bits() < 0x80000000
          ? -spread.a
          : spread.a
        : spread.a * train.normal();
    for (let k = 0; k < half; k++) {
      if (rule.knotsWithin !== undefined) theta[m * d + k] = -theta[k]! * rule.knotsWithin * (2 * train.uniform() - 1);
      else if (spread.b !== undefined) theta[m * d + k] = spread.b * train.normal();
    }
    if (rule.antisymmetric) {
      theta.copyWithin(half * d, 0, half * d);
      theta.copyWithin(m * d + half, m * d, m * d + half);
      for (let k = 0; k < half; k++) theta[m * d + m + half + k] = -theta[m * d + m + k]!;
    }
  }
  const { W = true, b = false, a = true, c = false } = rule.trained ?? {};
  const free = new Float64Array(theta.length);
  free.fill(W ? 1 : 0, 0, m * d);
  free.fill(b ? 1 : 0, m * d, m * d + m);
  free.fill(a ? 1 : 0, m * d + m, m * d + 2 * m);
  free[m * d + 2 * m] = c ? 1 : 0;
  return {
    X,
    y,
    rule,
    theta,
    g: new Float64Array(theta.length),
    free,
    origin: rule.centred ? outputs({ ...rule, theta }, X) : new Float64Array(n),
    train,
    noise: child(streams.noise(), replicate),
    H: new Float64Array(n * m),
    D: new Float64Array(n * m),
    G: new Float64Array(n * m),
    f: new Float64Array(n),
    e: new Float64Array(n),
    rows: Int32Array.from({ length: n }, (_, i) => i),
  };
}

/** Activations, slopes and outputs of the first `count` rows of the batch. */
function forward({ X, rule, theta, origin, H, D, f, rows }: Network, count: number): void {
  const { width: m, activation, scale = 1, alpha = 1 } = rule;
  const d = X.cols;
  for (let s = 0; s < count; s++) {
    const i = rows[s]!;
    dotsAt(theta, 0, d, m, d, X.data, i * d, H, s * m);
  }
  activateInto(activation, theta, m * d, count, m, H, D);
  for (let s = 0; s < count; s++)
    f[s] = alpha * (scale * dotAt(H, s * m, theta, m * d + m, m) + theta[m * d + 2 * m]! - origin[rows[s]!]!);
}

/** From e, the derivative of the loss by the outputs, to the gradient by theta. */
function backward({ X, rule, theta, g, H, D, G, e }: Network, count: number, wrong: Wrong): void {
  const { width: m, scale = 1, alpha = 1 } = rule;
  const from = X.cols * m + m;
  let sum = 0;
  for (let s = 0; s < count; s++) {
    const slope = alpha * scale * e[s]!;
    sum += alpha * e[s]!;
    for (let k = 0; k < m; k++) {
      g[from + k]! += slope * H[s * m + k]!;
      G[s * m + k] = slope * theta[from + k]! * (wrong.noSlope ? 1 : D[s * m + k]!);
    }
  }
  g[from + m]! += sum;
}

/** The gradient of the first layer from G, the derivative of the loss by the sums that enter the units. */
function hidden({ g, G, X, rows }: Pick<Network, 'g' | 'G' | 'X' | 'rows'>, count: number, m: number, d: number): void {
  for (let s = 0; s < count; s++) {
    const at = rows[s]! * d;
    for (let k = 0; k < m; k++) {
      const push = G[s * m + k]!;
      if (push === 0) continue;
      g[m * d + k]! += push;
      for (let j = 0; j < d; j++) g[k * d + j]! += push * X.data[at + j]!;
    }
  }
}

/** e and the loss's end criterion, the mean squared residual (squared loss) or the mean loss. */
function judge(
  { y, f, e, rows, rule }: Network,
  phase: Phase,
  noise: Float64Array | undefined,
  count: number,
  wrong: Wrong,
): number {
  const alpha = wrong.steppedByAlpha ? 1 : (rule.alpha ?? 1);
  let total = 0;
  for (let s = 0; s < count; s++) {
    const i = rows[s]!;
    if (phase.loss === 'logistic') {
      const margin = y[i]! * f[s]!;
      const small = exp(-Math.abs(margin));
      e[s] = (-y[i]! * (margin > 0 ? small / (1 + small) : 1 / (1 + small))) / count;
      total += log1p(small) + Math.max(0, -margin);
    } else {
      const r = f[s]! - y[i]!;
      total += r * r;
      e[s] = (noise ? r - noise[i]! : r) / (count * alpha * alpha);
    }
  }
  return total / count;
}

/** Adds the mean of the outputs after the last `averaged` steps to `mean`: n. */
function run(
  network: Network,
  phase: Phase,
  mean: Float64Array,
  wrong: Wrong,
): Pick<Trained, 'steps' | 'stopped'> & { loss: number } {
  const { X, rule, theta, g, free, train, noise, rows } = network;
  const { width: m } = rule;
  const [n, d] = [X.rows, X.cols];
  const p = theta.length;
  const { optimizer = 'gradient', momentum = 0, batch, decay = 0, dropout, explicit, warmUp = 0, averaged } = phase;
  const limit = phase.steps ?? phase.budget ?? 0;
  const atLimit = phase.steps === undefined && limit > 0 ? 'budget' : 'steps';
  if (averaged !== undefined && !(phase.steps !== undefined && averaged >= 1 && averaged <= limit))
    throw new Error(`invalid averaged; must be in 1 .. steps: ${averaged}`);
  if (averaged !== undefined && batch !== undefined) throw new Error('outputs are averaged in full-batch phases alone');
  let base = phase.rate ?? 0;
  if (phase.ofCurvature !== undefined) {
    const K = tangentGram({ ...rule, theta }, X, { W: true, b: false, a: true, c: false, ...rule.trained });
    base = (phase.ofCurvature * n) / eigenvaluesSymmetric(K)[n - 1]!;
  }
  const labels = phase.labelNoise === undefined ? undefined : new Float64Array(n);
  const relabel = () => {
    for (let i = 0; i < n; i++) labels![i] = noise.bits() < 0x80000000 ? -phase.labelNoise! : phase.labelNoise!;
  };
  if (labels && phase.frozen) relabel();
  for (let i = 0; i < n; i++) rows[i] = i;
  const count = batch ?? n;
  const velocity = new Float64Array(p);
  const square = new Float64Array(p);
  const [decayFrom, decayTo] = [phase.decayOf === 'output' ? m * d + m : 0, phase.decayOf === 'hidden' ? m * d + m : p];
  const { alpha = 1 } = rule;
  if (wrong.steppedByAlpha) base /= alpha * alpha;
  const masks = dropout?.masks;
  // The same steps compiled (src/numerics/kernels/assembly/twoLayerPhase.ts, kept equal bit for bit); a fault and the
  // enumeration of masks run the loop below.
  const done =
    Object.keys(wrong).length === 0 && masks !== 'all'
      ? twoLayerPhase(
          { ...network, ...rule, scale: rule.scale ?? 1, alpha, theta },
          {
            logistic: phase.loss === 'logistic',
            adam: optimizer === 'adam',
            momentum,
            base,
            warmUp,
            batch,
            decay,
            decayFrom,
            decayTo,
            limit,
            fallsFrom: phase.fallsAt === undefined ? Infinity : phase.fallsAt * limit,
            clip: phase.clip,
            labelNoise: phase.labelNoise,
            frozen: phase.frozen ? labels : undefined,
            weightNoise: phase.weightNoise,
            dropout: dropout && masks !== undefined ? { q: dropout.q, masks } : undefined,
            explicit,
            averaged,
            mean,
            target: phase.residual,
          },
        )
      : undefined;
  if (done) return { ...done, stopped: done.stopped === 'limit' ? atLimit : done.stopped };
  let loss = Infinity;
  for (let step = 0; ; step++) {
    if (batch !== undefined) for (let s = 0; s < batch; s++) rows[s] = train.integer(n);
    if (labels && !phase.frozen) relabel();
    g.fill(0);
    forward(network, count);
    loss = judge(network, phase, labels, count, wrong);
    if (averaged !== undefined && step > limit - averaged)
      for (let i = 0; i < n; i++) mean[i]! += network.f[i]! / averaged;
    if (!(loss < EXPLODED)) return { steps: step, stopped: 'diverged', loss };
    if (phase.residual !== undefined && loss <= phase.residual) return { steps: step, stopped: 'residual', loss };
    if (step >= limit) break;
    if (dropout) dropped(network, dropout, count, wrong.masks);
    else backward(network, count, wrong);
    if (explicit !== undefined) weighed(network, explicit, count);
    hidden(network, count, m, d);
    if (decay !== 0) for (let k = decayFrom; k < decayTo; k++) g[k]! += decay * theta[k]!;
    if (phase.clip !== undefined) {
      for (let k = 0; k < p; k++) g[k]! *= free[k]!;
      const length = Math.sqrt(dotAt(g, 0, g, 0, p));
      if (length > phase.clip) for (let k = 0; k < p; k++) g[k]! *= phase.clip / length;
    }
    const rate =
      base *
      (wrong.stretch ?? 1) *
      (wrong.summed ? count : 1) *
      (step < warmUp ? (step + 1) / warmUp : 1) *
      (phase.fallsAt !== undefined && step >= phase.fallsAt * limit ? 0.1 : 1);
    if (optimizer === 'adam') {
      const [first, second] = [1 - power(0.9, step + 1), 1 - power(0.999, step + 1)];
      for (let k = 0; k < p; k++) {
        velocity[k] = 0.9 * velocity[k]! + 0.1 * g[k]!;
        square[k] = 0.999 * square[k]! + 0.001 * g[k]! * g[k]!;
        theta[k]! -= (free[k]! * rate * velocity[k]!) / first / (Math.sqrt(square[k]! / second) + 1e-8);
      }
    } else if (momentum !== 0)
      for (let k = 0; k < p; k++) {
        velocity[k] = momentum * velocity[k]! + g[k]!;
        theta[k]! -= free[k]! * rate * velocity[k]!;
      }
    else for (let k = 0; k < p; k++) theta[k]! -= free[k]! * rate * g[k]!;
    if (phase.weightNoise !== undefined)
      for (let k = 0; k < p; k++) if (free[k] !== 0) theta[k]! += phase.weightNoise * noise.normal();
  }
  return { steps: limit, stopped: atLimit, loss };
}

function train(task: Data, given: TwoLayerRule, streams: Streams, wrong: Wrong = {}): Trained {
  const rule = wrong.rule ? wrong.rule(given) : given;
  const network = begin(task, rule, streams);
  const { theta, X } = network;
  const start = theta.slice();
  const means: number[] = [];
  const pass = (phase: Phase) => {
    const mean = new Float64Array(X.rows);
    const ended = run(network, phase, mean, wrong);
    if (phase.averaged !== undefined) means.push(...mean);
    return ended;
  };
  let { steps, stopped, loss } = pass(rule);
  for (const phase of rule.then ?? []) {
    if (stopped === 'budget' || stopped === 'diverged') break;
    const after = pass(phase);
    steps += after.steps;
    ({ stopped, loss } = after);
  }
  const { width: m, centred, alpha = 1 } = rule;
  const d = X.cols;
  return {
    // `start` is theta before training.
    parameters: { theta, start, ...(means.length > 0 && { averages: Float64Array.from(means) }) },
    predict: (at) => {
      const f = outputs({ ...rule, theta }, at);
      const origin = centred ? outputs({ ...rule, theta: start }, at) : undefined;
      return f.map((value, i) => alpha * (value - (origin ? origin[i]! : 0)));
    },
    steps,
    stopped,
    facts: { loss, units: m, inputs: d },
  };
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule as TwoLayerRule, streams, wrong);
/** Rules with one field of every phase changed. */
const phased = (change: (phase: Phase) => Phase): Model<Data>['train'] =>
  wrongly({
    rule: (rule) => ({ ...rule, ...change(rule), ...(rule.then && { then: rule.then.map(change) }) }),
  });

const START = {
  width: must(count),
  activation: must(oneOf('relu', 'tanh', 'softplus', 'linear')),
  scale: number,
  spread: fields({ W: must(amount), a: must(amount), b: amount }),
  signs: flag,
  antisymmetric: flag,
  knotsWithin: amount,
  theta: numbers,
  trained: fields({ W: flag, b: flag, a: flag, c: flag }),
  centred: flag,
  alpha: positive,
  replicate: whole,
};
const PHASE = {
  loss: oneOf('squared', 'logistic'),
  optimizer: oneOf('gradient', 'adam'),
  momentum: amount,
  rate: positive,
  ofCurvature: positive,
  warmUp: whole,
  fallsAt: share,
  clip: positive,
  batch: count,
  labelNoise: amount,
  frozen: flag,
  weightNoise: amount,
  decay: amount,
  decayOf: oneOf('hidden', 'output'),
  dropout: fields({ q: must(share), masks: must(either(count, oneOf('all'))) }),
  explicit: amount,
  averaged: count,
  residual: amount,
  steps: whole,
  budget: whole,
};

/** alpha f; centred networks are a difference, whose rounding the size of its terms does not bound. */
const predicted = ({ theta }: Trained['parameters'], X: Matrix, rule: TwoLayerRule) =>
  rule.centred ? undefined : outputs({ ...rule, theta: theta! }, X).map((f) => (rule.alpha ?? 1) * f);

const twoLayerNetwork = model({
  name: 'two-layer-network',
  capabilities: ['differentiable', 'float64', 'tangent-kernel', 'parameters'],
  rule: fields({ ...START, ...PHASE, then: listOf(fields(PHASE)) }),
  shapes: ({ X }: Data, { width }: TwoLayerRule) => {
    const theta = width * (X.cols + 2) + 1;
    return { theta, start: theta };
  },
  predicts: { rows: ({ X }: Data) => X, at: predicted },
  facts: { loss: 'the loss at the end', units: 'the number of hidden units', inputs: 'the number of inputs' },
  train: (task: Data, rule: TwoLayerRule, streams) => train(task, rule, streams),
  faults: {
    'slope forgotten': {
      what: 'the slope of the activation is left out of the gradient',
      by: wrongly({ noSlope: true }),
    },
    'output weights fixed': {
      what: 'only the first layer is trained',
      by: wrongly({ rule: (rule) => ({ ...rule, trained: { ...rule.trained, a: false } }) }),
    },
    'hidden weights fixed': {
      what: 'only the output layer is trained',
      by: wrongly({ rule: (rule) => ({ ...rule, trained: { ...rule.trained, W: false, b: false } }) }),
    },
    'start not subtracted': {
      what: 'the network is not centred',
      by: wrongly({ rule: (rule) => ({ ...rule, centred: false }) }),
    },
    'summed gradient': { what: 'the gradient is a sum over examples', by: wrongly({ summed: true }) },
    'label noise kept': {
      what: 'the label noise is drawn once',
      by: phased((phase) => (phase.labelNoise ? { ...phase, frozen: true } : phase)),
    },
    'no label noise': {
      what: 'the label noise is left out',
      by: phased((phase) => (phase.labelNoise ? { ...phase, labelNoise: 0 } : phase)),
    },
    'weight noise not scaled': {
      what: 'the weight noise of the first phase is kept at every step size',
      by: wrongly({
        rule: (rule) => ({
          ...rule,
          ...(rule.then && {
            then: rule.then.map((phase) =>
              phase.weightNoise === undefined ? phase : { ...phase, weightNoise: rule.weightNoise },
            ),
          }),
        }),
      }),
    },
    'no weight noise': {
      what: 'weight noise is left out',
      by: phased((phase) => ({ ...phase, weightNoise: undefined })),
    },
    'output weights trained': {
      what: 'the second layer is trained too',
      by: wrongly({ rule: (rule) => ({ ...rule, trained: { ...rule.trained, a: true } }) }),
    },
    'no time average': {
      what: 'the last outputs take the place of their average',
      survives: 'the last step bends as much on average, and about as many tasks fail as the claim allows',
      by: phased((phase) => (phase.averaged ? { ...phase, averaged: 1 } : phase)),
    },
    'no decay': { what: 'weight decay is left out', by: phased((phase) => ({ ...phase, decay: 0 })) },
    'decay of the output weights alone': {
      what: 'weight decay misses the hidden layer',
      by: phased((phase) => (phase.decay ? { ...phase, decayOf: 'output' } : phase)),
    },
    'decay of the hidden weights alone': {
      what: 'weight decay misses the output layer',
      by: phased((phase) => (phase.decay ? { ...phase, decayOf: 'hidden' } : phase)),
    },
    'masks not inverted': {
      what: 'units that dropout keeps are not divided by 1 - q',
      by: wrongly({ masks: { plain: true } }),
    },
    'mask shared by the batch': {
      what: 'dropout keeps the same units for all examples',
      survives: 'the mean gradient is the same, and 8 masks average its noise; the linear model shows its covariance',
      by: wrongly({ masks: { shared: true } }),
    },
    'penalty off by 30%': {
      what: 'the explicit penalty is 30% too large',
      grade: 0.3,
      by: phased((phase) => (phase.explicit === undefined ? phase : { ...phase, explicit: 1.3 * phase.explicit })),
    },
    'twice the penalty': {
      what: 'the explicit penalty is doubled',
      by: phased((phase) => (phase.explicit === undefined ? phase : { ...phase, explicit: 2 * phase.explicit })),
    },
  },
  harmless: {
    'smaller steps': {
      what: 'steps 10% smaller where training ends at a residual',
      by: (task, rule: TwoLayerRule, streams) =>
        train(task, rule, streams, rule.residual !== undefined && rule.then === undefined ? { stretch: 0.9 } : {}),
    },
    'alpha in the step': {
      what: 'the step is divided by alpha^2 in the place of the loss',
      by: wrongly({ steppedByAlpha: true }),
    },
  },
});

export default twoLayerNetwork;

export const twoLayer = runs(twoLayerNetwork);
/** Trained lazily: tanh units divided by the root of their number, weights N(0, 1), steps of the inverse curvature. */
export const lazy = runs(twoLayerNetwork, (rule: Partial<TwoLayerRule> & Pick<Start, 'width'>): TwoLayerRule => ({
  activation: 'tanh',
  scale: 1 / Math.sqrt(rule.width),
  spread: { W: 1, a: 1 },
  ofCurvature: 1,
  budget: 20_000,
  ...rule,
}));
