/**
 * The diagonal linear network: beta = u^D - v^D entry by entry (D = 2 unless said), trained on the squared loss
 * L = (1/2) |X beta - y|^2 from u = v = alpha. X: n x d, y: n, u, v, beta: d. A rule is a start and one phase of training,
 * and possibly further phases after it.
 *
 * - `mirror`: the exact dual step. At depth 2 it is multiplicative, u <- u exp(-2 h g), v <- v exp(2 h g) with
 *   g = X'(X beta - y); at depth D >= 3 it is additive in u^(2-D). It keeps what gradient flow conserves (u v at depth 2)
 *   at any step size, so its limit is the limit of the flow without discretization bias.
 * - `gradient`: plain gradient descent. Its step is `rate`, or min(within / (2 max|g|), 2 stable / K),
 *   K = 4 max(u^2 + v^2) |X|^2 bounding the curvature. Its bias is of first order in h and known in closed form:
 *   u v <- u v (1 - 4 h^2 g^2), g with the noise and the mini-batch of that step.
 * Sources: woodworth2020kernel, sections 2 to 4 (depth D: section 5); label noise: blanc2020implicit, damian2021label;
 * the closed form of the bias is derived in the claims that use it.
 */
import { model, runs, type Model, type Stream, type Streams, type Trained } from 'claimcheck';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { gram, matrix, norm2, normInf, times, timesInto, timesTransposedInto } from 'claimcheck/numerics/matrix';
import type { Matrix } from 'claimcheck/numerics/matrix';
import { diagonalPhase } from 'claimcheck/numerics/kernels';
import { childSeed, seededStream } from 'claimcheck/numerics/stream';
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
  whole,
} from 'claimcheck/rule';
import { adapted, mirrored, moved, raised, reach, rolled, width } from './diagonal/moves.js';

export interface Start {
  /** Scale of initialization: u = v = alpha. */
  readonly alpha: number;
  readonly depth?: number;
  /** Initial v as a multiple of u (1: balanced; 0: v stays 0, the quadratic network beta = u^2). */
  readonly balance?: number;
  /** Initial entries are multiplied by |N(0, 1)|, drawn from the stream `train`. */
  readonly gaussian?: boolean;
  /** Initial entries of random signs. */
  readonly signs?: boolean;
  /** The network predicts with beta less its initial value. */
  readonly centred?: boolean;
  /** The streams are replaced by their k-th children: independent runs of one trial. */
  readonly replicate?: number;
}

export interface Phase {
  readonly optimizer: 'mirror' | 'gradient' | 'momentum' | 'adam';
  /** The loss is multiplied by this. */
  readonly lossScale?: number;
  /** Equation i of n (from 0) is weighted by 1 / (1 + i/n). */
  readonly weighted?: boolean;
  /** The residual is measured in the metric of its own speed, (J J')^-1, J the Jacobian: it falls in all directions alike. */
  readonly gaussNewton?: boolean;
  /** Every step sees one equation, drawn from the stream `train`. */
  readonly single?: boolean;
  /** Largest relative change of a parameter in one plain step, and the fraction of the stable step. */
  readonly within?: number;
  readonly stable?: number;
  /** The fixed step of plain descent; Adam's, decaying linearly to zero over `steps`. */
  readonly rate?: number;
  /** The fixed step in units of 1/K, K = |4 X diag(u^2 + v^2) X'|_2 where the phase begins (depth 2). */
  readonly ofCurvature?: number;
  /** The rate falls to a tenth after a third of `steps`, and again after two thirds. */
  readonly falling?: boolean;
  /** Standard deviation of the noise added to every label at every step, from the stream `noise`. */
  readonly labelNoise?: number;
  /** The label noise has random signs of fixed size in place of Gaussian entries. */
  readonly noiseOfSigns?: boolean;
  /** The label noise is drawn once and kept. */
  readonly frozen?: boolean;
  /** Standard deviation of the Gaussian noise added to the gradient, from the stream `noise`. */
  readonly gradientNoise?: number;
  /** c_j in the explicit penalty sum c_j (u_j^2 + v_j^2); one for all or d. */
  readonly penalty?: number | Float64Array;
  /** Ends when |X beta - y| <= residual. */
  readonly residual?: number;
  /** Ends after that many steps; a declared end. */
  readonly steps?: number;
  /** Unfinished after that many steps. */
  readonly budget?: number;
}

export interface DiagonalRule extends Start, Phase {
  /** Phases after the first; a phase that does not reach its declared end is the last. */
  readonly then?: readonly Phase[];
}

type Rule = Partial<DiagonalRule> & { readonly alpha: number };

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  readonly alpha?: (alpha: number) => number;
  /** The step of v lacks its factor D. */
  readonly halfStepOfV?: boolean;
  /** v is moved with the gradient at the already moved u. */
  readonly stale?: boolean;
  /** u is moved by v's value and v by u's. */
  readonly swapped?: boolean;
  /** Heavy ball with this momentum. */
  readonly momentum?: number;
  /** The exact dual step carries this momentum in the dual variable (depth 2). */
  readonly dualMomentum?: number;
  /** Steps that many times too large. */
  readonly stretch?: number;
  /** The label noise is multiplied by this. */
  readonly noise?: (sigma: number, n: number) => number;
}

const EXPLODED = 1e12;

/** u and v, the residual at them, and room for one step; everything is overwritten in place. */
interface Network {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly depth: number;
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** d; the initial u^D - v^D where the network is centred, else 0. */
  readonly origin: Float64Array;
  readonly beta: Float64Array;
  /** n; X beta - y, up to date after every step. */
  readonly r: Float64Array;
  /** n; what the step sees of r, with weights, mini-batch and noise. */
  readonly seen: Float64Array;
  readonly g: Float64Array;
  /** d; u v by its closed form under plain descent. */
  readonly product: Float64Array;
  /** |X|_2^2 */
  readonly norm: number;
  readonly train: Stream;
  readonly noise: Stream;
}

function begin({ X, y }: Data, rule: Start, streams: Streams, wrong: Wrong): Network {
  const { depth = 2, replicate } = rule;
  const child = (stream: Stream) =>
    replicate === undefined ? stream : seededStream(childSeed(stream.bits(), replicate));
  const train = child(streams.train());
  const alpha = wrong.alpha ? wrong.alpha(rule.alpha) : rule.alpha;
  const initial = (scale: number) => () => {
    const size = scale * (rule.gaussian ? Math.abs(train.normal()) : 1);
    return rule.signs && train.uniform() < 0.5 ? -size : size;
  };
  const d = X.cols;
  const u = Float64Array.from({ length: d }, initial(alpha));
  const v = Float64Array.from({ length: d }, initial(alpha * (rule.balance ?? 1)));
  const origin = rule.centred ? u.map((x, j) => raised(x, depth) - raised(v[j]!, depth)) : new Float64Array(d);
  const spectrum = eigenvaluesSymmetric(gram(X));
  const network: Network = {
    X,
    y,
    depth,
    u,
    v,
    origin,
    beta: new Float64Array(d),
    r: new Float64Array(X.rows),
    seen: new Float64Array(X.rows),
    g: new Float64Array(d),
    product: u.map((x, j) => x * v[j]!),
    norm: spectrum[X.rows - 1]!,
    train,
    noise: child(streams.noise()),
  };
  look(network);
  return network;
}

/** beta and the residual at the present u and v. */
function look({ X, y, depth, u, v, origin, beta, r }: Network): void {
  const d = beta.length;
  if (depth === 2) for (let j = 0; j < d; j++) beta[j] = u[j]! * u[j]! - v[j]! * v[j]! - origin[j]!;
  else for (let j = 0; j < d; j++) beta[j] = raised(u[j]!, depth) - raised(v[j]!, depth) - origin[j]!;
  timesInto(X, beta, r);
  for (let i = 0; i < y.length; i++) r[i]! -= y[i]!;
}

/** g = X' of the residual that this step sees; `noise` is that of the labels. */
function slope(network: Network, phase: Phase, noise: Float64Array | undefined): void {
  const { X, r, seen, g, train } = network;
  const n = r.length;
  for (let i = 0; i < n; i++) seen[i] = noise ? r[i]! - noise[i]! : r[i]!;
  if (phase.weighted) for (let i = 0; i < n; i++) seen[i]! /= 1 + i / n;
  if (phase.single) {
    const kept = train.integer(n);
    for (let i = 0; i < n; i++) if (i !== kept) seen[i] = 0;
  }
  if (phase.gaussNewton) seen.set(choleskySolve(tangent(network), seen));
  timesTransposedInto(X, seen, g);
}

/** The Cholesky factor of J J' = X diag(D^2 (u^(2D-2) + v^(2D-2))) X', with as much added as makes it definite. */
function tangent({ X, depth, u, v }: Network): Matrix {
  const [n, d] = [X.rows, X.cols];
  const J = matrix(n, d);
  for (let j = 0; j < d; j++) {
    const speed = depth * Math.sqrt(raised(u[j]!, 2 * depth - 2) + raised(v[j]!, 2 * depth - 2));
    for (let k = j; k < n * d; k += d) J.data[k] = X.data[k]! * speed;
  }
  const K = gram(J);
  let most = 0;
  for (let i = 0; i < K.rows; i++) most = Math.max(most, K.data[i * K.rows + i]!);
  for (let i = 0; i < K.rows; i++) K.data[i * K.rows + i]! += 1e-13 * most;
  return cholesky(K);
}

function relabel({ noise: stream }: Network, sigma: number, ofSigns: boolean, noise: Float64Array): void {
  for (let i = 0; i < noise.length; i++)
    noise[i] = sigma * (ofSigns ? (stream.bits() < 0x80000000 ? -1 : 1) : stream.normal());
}

/** |4 X diag(u^2 + v^2) X'|_2, the curvature of the loss at an interpolant (depth 2). */
function curvature({ X, u, v }: Network): number {
  const rooted = X.data.map((x, k) => 2 * x * Math.sqrt(raised(u[k % X.cols]!, 2) + raised(v[k % X.cols]!, 2)));
  return eigenvaluesSymmetric(gram({ ...X, data: rooted }))[X.rows - 1]!;
}

/** Runs one phase; the network is left at its end. */
function run(network: Network, phase: Phase, wrong: Wrong): Pick<Trained, 'steps' | 'stopped'> & { rate: number } {
  const { depth, u, v, g, product, norm, r } = network;
  const [n, d] = [r.length, u.length];
  const { optimizer, residual: target, lossScale = 1, penalty, ofCurvature } = phase;
  const rate = ofCurvature === undefined ? phase.rate : ofCurvature / curvature(network);
  const mirrors = optimizer === 'mirror';
  const momentum = wrong.momentum ?? (optimizer === 'momentum' ? 0.9 : 0);
  const dualMomentum = mirrors && depth === 2 ? (wrong.dualMomentum ?? 0) : 0;
  const [mu, mv, su, sv] = [new Float64Array(d), new Float64Array(d), new Float64Array(d), new Float64Array(d)];
  const old = new Float64Array(d);
  const sigma = phase.labelNoise === undefined || !wrong.noise ? phase.labelNoise : wrong.noise(phase.labelNoise, n);
  const noise = sigma === undefined ? undefined : new Float64Array(n);
  const costs = typeof penalty === 'number' ? new Float64Array(d).fill(penalty) : penalty;
  if (noise && phase.frozen) relabel(network, sigma!, phase.noiseOfSigns === true, noise);

  const limit = phase.steps ?? phase.budget ?? 200_000;
  const fixed = rate === undefined ? 0 : rate;
  // The same steps compiled (src/numerics/kernels/assembly/diagonal.ts, kept equal bit for bit); a fault runs the loop below.
  const done =
    Object.keys(wrong).length === 0
      ? diagonalPhase(network, {
          optimizer,
          limit,
          target,
          rate,
          lossScale,
          momentum,
          sigma,
          costs,
          within: phase.within,
          stable: phase.stable,
          falling: phase.falling === true,
          weighted: phase.weighted === true,
          single: phase.single === true,
          gaussNewton: phase.gaussNewton === true,
          ofSigns: phase.noiseOfSigns === true,
          frozen: phase.frozen ? noise : undefined,
          gradientNoise: phase.gradientNoise,
        })
      : undefined;
  if (done && done.stopped !== 'steps') return { ...done, rate: fixed };
  for (let steps = done?.steps ?? 0; steps < limit; steps++) {
    const size = norm2(r);
    if (target !== undefined && size <= target) return { steps, stopped: 'residual', rate: fixed };
    if (!(size < EXPLODED)) return { steps, stopped: 'diverged', rate: fixed };
    if (noise && !phase.frozen) relabel(network, sigma!, phase.noiseOfSigns === true, noise);
    slope(network, phase, noise);
    if (optimizer === 'adam') {
      const eased = fixed * (1 - steps / limit);
      adapted(depth, u, g, eased, 1, mu, su, steps + 1);
      adapted(depth, v, g, eased, -1, mv, sv, steps + 1);
      look(network);
      continue;
    }
    const third = phase.falling ? (3 * steps < limit ? 1 : 3 * steps < 2 * limit ? 0.1 : 0.01) : 1;
    const h =
      lossScale *
      (wrong.stretch ?? 1) *
      (rate !== undefined
        ? rate * third
        : phase.gaussNewton
          ? Math.min(reach(depth, u, v, g), 0.9)
          : mirrors
            ? Math.min(reach(depth, u, v, g), (2 * 0.9) / (width(depth, u, v) * norm))
            : Math.min(phase.within! / (2 * normInf(g)), (2 * phase.stable!) / (width(depth, u, v) * norm)));
    const forU = depth * h;
    const forV = wrong.halfStepOfV ? -h : -forU;
    if (wrong.swapped) {
      old.set(u);
      moved(depth, u, v, g, forU);
      moved(depth, v, old, g, forV);
    } else if (dualMomentum !== 0) {
      for (let j = 0; j < d; j++) mu[j] = dualMomentum * mu[j]! + (1 - dualMomentum) * g[j]!;
      mirrored(depth, u, mu, forU);
      mirrored(depth, v, mu, forV);
    } else if (momentum !== 0) {
      rolled(depth, u, g, forU, momentum, mu);
      rolled(depth, v, g, forV, momentum, mv);
    } else {
      if (costs) old.set(u);
      if (mirrors) mirrored(depth, u, g, forU);
      else moved(depth, u, u, g, forU);
      if (wrong.stale) {
        look(network);
        slope(network, phase, noise);
      }
      if (costs) {
        // The penalty's own gradient, 2 c_j u_j and 2 c_j v_j at the present point.
        for (let j = 0; j < d; j++) {
          u[j]! -= 2 * h * costs[j]! * old[j]!;
          old[j] = v[j]!;
        }
      }
      if (mirrors) mirrored(depth, v, g, forV);
      else moved(depth, v, v, g, forV);
      if (costs) for (let j = 0; j < d; j++) v[j]! -= 2 * h * costs[j]! * old[j]!;
    }
    if (!mirrors) for (let j = 0; j < d; j++) product[j]! *= 1 - 4 * h * h * g[j]! * g[j]!;
    if (phase.gradientNoise !== undefined) {
      const spread = h * phase.gradientNoise;
      for (let j = 0; j < d; j++) u[j]! += spread * network.noise.normal();
      // The quadratic network has no v.
      for (let j = 0; j < d; j++) if (v[j] !== 0) v[j]! += spread * network.noise.normal();
    }
    look(network);
  }
  const size = norm2(r);
  if (!(size < EXPLODED)) return { steps: limit, stopped: 'diverged', rate: fixed };
  if (target !== undefined && size <= target) return { steps: limit, stopped: 'residual', rate: fixed };
  return { steps: limit, stopped: phase.steps === undefined ? 'budget' : 'steps', rate: fixed };
}

function train(task: Data, rule: DiagonalRule, streams: Streams, wrong: Wrong = {}): Trained {
  const network = begin(task, rule, streams, wrong);
  let { steps, stopped, rate } = run(network, rule, wrong);
  for (const phase of rule.then ?? []) {
    if (stopped === 'budget' || stopped === 'diverged') break;
    const after = run(network, phase, wrong);
    steps += after.steps;
    stopped = after.stopped;
    rate = after.rate;
  }
  const { u, v, beta, r, product } = network;
  const drifts = product.map((expected, j) => Math.abs((u[j]! * v[j]!) / expected - 1));
  return {
    parameters: { beta, u, v },
    predict: (at) => times(at, beta),
    steps,
    stopped,
    // `drift`: how far u v is from its closed form, relatively; `rate`: the fixed step of the last phase, 0 if none.
    facts: { residual: norm2(r), drift: Math.max(...drifts), rate },
  };
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule, streams, wrong);
const ruled =
  (change: (rule: DiagonalRule) => DiagonalRule): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, change(rule), streams);
/** A change of what a descent to an interpolant does not see; fixed steps, noise and penalties do see it. */
const gently = (change: Partial<DiagonalRule>): Model<Data>['train'] =>
  ruled((rule) => {
    const { labelNoise, gradientNoise, penalty, rate } = rule;
    return [labelNoise, gradientNoise, penalty, rate].every((each) => each === undefined)
      ? { ...rule, ...change }
      : rule;
  });
/**
 * Dual steps on single equations. In the Gauss-Newton metric only near the interpolant: all equations together lead there
 * along multiples of y, single ones around, through places where J J' is singular in double precision.
 */
const sampled = (rule: DiagonalRule): DiagonalRule => {
  if (rule.optimizer !== 'mirror') return rule;
  const single = { ...rule, single: true, budget: 2_000_000 };
  return rule.gaussNewton ? { ...rule, residual: 0.1, then: [single, ...(rule.then ?? [])] } : single;
};
/** A change of every phase with label noise. */
const noised = (change: Partial<Phase>): Model<Data>['train'] =>
  ruled((rule) => {
    const changed = <P extends Phase>(phase: P): P => (phase.labelNoise ? { ...phase, ...change } : phase);
    return { ...changed(rule), ...(rule.then && { then: rule.then.map(changed) }) };
  });
const offBy = (grade: number) => ({
  what: `initialized at (1 + ${grade}) alpha`,
  grade,
  by: wrongly({ alpha: (alpha) => alpha * (1 + grade) }),
});

const START = {
  alpha: must(amount),
  depth: count,
  balance: number,
  gaussian: flag,
  signs: flag,
  centred: flag,
  replicate: whole,
};
const PHASE = {
  optimizer: must(oneOf('mirror', 'gradient', 'momentum', 'adam')),
  lossScale: positive,
  weighted: flag,
  gaussNewton: flag,
  single: flag,
  within: positive,
  stable: positive,
  rate: positive,
  ofCurvature: positive,
  falling: flag,
  labelNoise: amount,
  noiseOfSigns: flag,
  frozen: flag,
  gradientNoise: amount,
  penalty: either(number, numbers),
  residual: amount,
  steps: whole,
  budget: whole,
};

const diagonalNetwork = model({
  name: 'diagonal-network',
  capabilities: ['linear', 'differentiable', 'float64', 'tangent-kernel', 'parameters'],
  rule: fields({ ...START, ...PHASE, then: listOf(fields(PHASE)) }),
  shapes: ({ X }: Data) => ({ beta: X.cols, u: X.cols, v: X.cols }),
  predicts: { rows: ({ X }: Data) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: {
    residual: '|X beta - y|_2',
    drift: 'how far u v is from its closed form, relatively, at most',
    rate: 'the fixed step of the last phase, 0 if none',
  },
  train: (task: Data, rule: DiagonalRule, streams) => train(task, rule, streams),
  faults: {
    'alpha squared': { what: 'initialized at alpha^2', by: wrongly({ alpha: (alpha) => alpha * alpha }) },
    'half step of v': { what: "the step of v lacks the gradient's factor 2", by: wrongly({ halfStepOfV: true }) },
    'stale gradient': { what: 'v is moved with the gradient at the already moved u', by: wrongly({ stale: true }) },
    'swapped coupling': { what: "u's step uses v and v's step uses u", by: wrongly({ swapped: true }) },
    'unequal start': { what: 'v starts at alpha/2', by: ruled((rule) => ({ ...rule, balance: 0.5 })) },
    momentum: { what: 'heavy ball with momentum 0.9 on u and v', by: wrongly({ momentum: 0.9 }) },
    'step ignored': {
      what: 'plain descent takes the largest step whatever the rule says',
      by: ruled((rule) => (rule.optimizer === 'gradient' ? { ...rule, within: 0.1, stable: 0.25 } : rule)),
    },
    'label noise kept': { what: 'the label noise is drawn once', by: noised({ frozen: true }) },
    'label noise averaged': {
      what: 'the label noise is divided by the number of equations',
      by: wrongly({ noise: (sigma, n) => sigma / n }),
    },
    'label noise off by 10%': { what: 'sigma is 10% too large', grade: 0.1, by: wrongly({ noise: (x) => 1.1 * x }) },
    'alpha off by 1%': offBy(0.01),
    'alpha off by 3%': offBy(0.03),
    'alpha off by 10%': offBy(0.1),
    'alpha off by 30%': offBy(0.3),
  },
  harmless: {
    'loss rescaled': { what: 'the loss is multiplied by 0.5', by: gently({ lossScale: 0.5 }) },
    'equations weighted': {
      what: 'equation i of the loss is weighted by 1 / (1 + i/n)',
      by: gently({ weighted: true }),
    },
    'random signs': {
      what: 'u and v start with random signs, at depth 2',
      by: ruled((rule) => ((rule.depth ?? 2) === 2 ? { ...rule, signs: true } : rule)),
    },
    'single samples': {
      what: 'every exact dual step sees one equation, in the Gauss-Newton metric from a residual of 0.1 on',
      by: ruled(sampled),
    },
    'noise of signs': { what: 'label noise is +-sigma in place of Gaussian', by: noised({ noiseOfSigns: true }) },
    'dual momentum': {
      what: 'the exact dual step carries momentum 0.5 in the dual variable, at depth 2',
      by: wrongly({ dualMomentum: 0.5 }),
    },
  },
});

export default diagonalNetwork;

/** The exact dual step to the given residual. */
export const mirror = runs(diagonalNetwork, (rule: Rule): DiagonalRule => ({
  optimizer: 'mirror',
  residual: 1e-12,
  budget: 200_000,
  ...rule,
}));

/** Plain gradient descent with small steps. */
export const descent = runs(diagonalNetwork, (rule: Rule): DiagonalRule => ({
  optimizer: 'gradient',
  within: 0.1,
  stable: 0.25,
  residual: 1e-10,
  budget: 400_000,
  ...rule,
}));

/** Adam for a fixed number of steps, its rate falling linearly to zero. */
export const adam = runs(diagonalNetwork, (rule: Rule): DiagonalRule => ({
  optimizer: 'adam',
  rate: 1e-2,
  steps: 20_000,
  ...rule,
}));
