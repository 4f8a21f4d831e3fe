/**
 * A product of two vectors, beta = u v entry by entry, on L = (1/2n) |X beta - y|^2. With w = (u, v) a step is
 * w <- w - rate grad L(w), or, where the rule has a radius, sharpness-aware: w <- w - rate grad L(w + radius g / |g|) with
 * g = grad L(w). X: n x d, y: n, u, v, beta: d. Source: foret2021sharpness, the step.
 */
import { model, runs, type Streams, type Trained } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { lessened, multiplied, quotients, scaled } from 'claimcheck/numerics/entries';
import { dot, gram, norm2, times, timesTransposedInto, missInto, type Matrix } from 'claimcheck/numerics/matrix';
import { part, resident, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { sharpnessOf } from 'claimcheck/oracles/product-curvature';
import { amount, count, fields, flag, must, numbers, positive, type RuleOf } from 'claimcheck/rule';
import { descend } from './descent/descend.js';
import { ends, LIMITS } from './descent/ends.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  rate: must(positive),
  /** The rate is in units of 2 / sharpness, the sharpness that of the interpolant to which small steps lead. */
  ofFlow: flag,
  /** How far from w the gradient is taken, up the loss; default 0. */
  radius: amount,
  /** Every step sees one equation, drawn afresh. */
  single: flag,
  /** The start itself; d numbers each. */
  u: numbers,
  v: numbers,
  /** Standard deviation of a start from the stream `train`; default 1. */
  spread: amount,
  /** Where plain descent is to go before the rule begins: to this residual, in small steps. */
  first: positive,
  /** Every so many steps the sharpness is kept: parameters.sharpness, the start included. */
  watch: count,
  /** How many last losses are averaged in the fact `late`. */
  late: count,
  /** Ends when |X beta - y| is at most this. */
  residual: amount,
  ...LIMITS,
};
export type AwareRule = RuleOf<typeof RULE>;

/** u and v, the residual and room for the gradient; all is overwritten in place. */
function begin({ X, y }: Sample, rule: AwareRule, streams: Streams) {
  const d = X.cols;
  const train = streams.train();
  const drawn = () => normals(train, d).map((entry) => (rule.spread ?? 1) * entry);
  const pair = () => [vector(d), vector(d)] as const;
  const [u, v] = [vector(rule.u ?? drawn()), vector(rule.v ?? drawn())];
  const [at, g, back, beta, r] = [pair(), pair(), vector(d), vector(d), vector(X.rows)];
  const rows = vector(X.data);
  const equations = Array.from(y, (_, i) => part(rows, i * d, (i + 1) * d));
  return { X: resident(X), y: vector(y), equations, rule, train, u, v, at, g, back, beta, r };
}
type State = ReturnType<typeof begin>;

/** beta and the residual of what is in (u, v). */
function look({ X, y, beta, r }: State, u: Float64Array, v: Float64Array): void {
  multiplied(u, v, beta);
  missInto(X, beta, y, r);
}

/** The gradient of the mean over the equations at (u, v), whose residual is in `r` and is lost: into `g`. */
function whole({ X, r, back, g: [gu, gv] }: State, u: Float64Array, v: Float64Array): void {
  quotients(1, r, X.rows, r);
  timesTransposedInto(X, r, back);
  multiplied(back, v, gu);
  multiplied(back, u, gv);
}

/** The gradient of the mean over the equations, or of equation i, at (u, v): into `g`. */
function slope(state: State, u: Float64Array, v: Float64Array, i?: number): void {
  if (i === undefined) {
    look(state, u, v);
    return whole(state, u, v);
  }
  const { y, back, g } = state;
  const x = state.equations[i]!;
  let miss = -y[i]!;
  for (let j = 0; j < x.length; j++) miss += x[j]! * u[j]! * v[j]!;
  scaled(miss, x, back);
  multiplied(back, v, g[0]);
  multiplied(back, u, g[1]);
}

/** (u, v) <- (u, v) - rate g, the place in `to`. */
function move({ u, v, g: [gu, gv] }: State, rate: number, to?: readonly [Float64Array, Float64Array]): void {
  const [a, b] = to ?? [u, v];
  lessened(u, rate, gu, a);
  lessened(v, rate, gv, b);
}

/** How far along g the place is at which the gradient is taken: radius / |g|. */
function reach({ rule: { radius = 0 }, g }: State): number {
  const length = Math.sqrt(dot(g[0], g[0]) + dot(g[1], g[1]));
  return length > 0 ? radius / length : 0;
}

/** Which equation a step sees; undefined: all. */
const pick = ({ rule, train, X }: State): number | undefined => (rule.single ? train.integer(X.rows) : undefined);

/** What a step is made of. */
const PARTS = { pick, slope, reach, move };

/** Down to the residual, in steps of half of what is stable everywhere. */
function flow(state: State, residual: number, budget: number): void {
  const { X, u, v, r } = state;
  const norm = eigenvaluesSymmetric(gram(X)).at(-1)! / X.rows;
  look(state, u, v);
  for (let k = 0; k < budget && norm2(r) > residual; k++) {
    let widest = 0;
    for (let j = 0; j < u.length; j++) widest = Math.max(widest, u[j]! * u[j]! + v[j]! * v[j]!);
    whole(state, u, v);
    move(state, 0.5 / (norm * widest));
    look(state, u, v);
  }
}

/** The rate in units of 2 / sharpness at the end of small steps. */
function paced(task: Sample, rule: AwareRule, streams: Streams): number {
  if (!rule.ofFlow) return rule.rate;
  const state = begin(task, rule, streams);
  flow(state, 0.01 * norm2(task.y), FLOW);
  return (rule.rate * 2) / sharpnessOf(state);
}
const FLOW = 20_000;

const trained =
  (parts: typeof PARTS, pace = paced) =>
  (task: Sample, rule: AwareRule, streams: Streams): Trained => {
    const rate = pace(task, rule, streams);
    const state = begin(task, rule, streams);
    const { u, v, r, at } = state;
    const { watch, late = 1, radius = 0, steps: limit = 0 } = rule;
    if (rule.first) flow(state, rule.first, FLOW);
    const kept: number[] = [];
    const losses = new Float64Array(late);
    let peak = 0;
    const ended = descend({
      look: (made) => {
        look(state, u, v);
        const size = norm2(r);
        peak = Math.max(peak, size);
        losses[made % late] = (size * size) / (2 * task.X.rows);
        if (watch && made % watch === 0) kept.push(size < 1e6 ? sharpnessOf(state) : kept.at(-1)!);
      },
      stop: ends(rule, () => norm2(r), rule.residual),
      step: () => {
        const i = parts.pick(state);
        parts.slope(state, u, v, i);
        if (radius > 0) {
          parts.move(state, -parts.reach(state), at);
          parts.slope(state, at[0], at[1], i);
        }
        parts.move(state, rate);
      },
    });
    const beta = u.map((x, j) => x * v[j]!);
    const path = watch && Float64Array.from({ length: lengthOf(limit, watch) }, (_, k) => kept[k] ?? kept.at(-1)!);
    return {
      parameters: { beta, u: u.slice(), v: v.slice(), ...(path && { sharpness: path }) },
      predict: (to) => times(to, beta),
      ...ended,
      facts: { residual: norm2(r), rate, peak, late: losses.reduce((sum, loss) => sum + loss, 0) / late },
    };
  };
const lengthOf = (steps: number, watch: number) => Math.floor(steps / watch) + 1;

const train = trained(PARTS);
const wrapped = (changed: Partial<typeof PARTS>) => trained({ ...PARTS, ...changed });
const ruled = ofRule(train);
const lengthened = (by: (length: number, radius: number) => number) =>
  wrapped({
    reach: (state) => {
      const share = reach(state);
      return share > 0 ? by(share, state.rule.radius!) : 0;
    },
  });

const sharpnessAware = model({
  name: 'sharpness-aware',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: { readonly X: Matrix }, { watch, steps = 0 }: AwareRule) => ({
    ...{ beta: X.cols, u: X.cols, v: X.cols },
    ...(watch !== undefined && { sharpness: lengthOf(steps, watch) }),
  }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: {
    residual: '|X beta - y|_2',
    rate: 'the step',
    peak: 'the largest residual on the way',
    late: 'the mean of the last losses',
  },
  train,
  faults: {
    'one factor alone': {
      what: 'only u is trained',
      by: wrapped({ move: (state, rate, to) => moveU(state, rate, to) }),
    },
    'one after the other': {
      what: 'v is moved with the gradient at the already moved u',
      by: wrapped({
        move: (state, rate, to) => {
          if (to) return move(state, rate, to);
          moveU(state, rate);
          slope(state, state.u, state.v);
          for (let j = 0; j < state.v.length; j++) state.v[j]! -= rate * state.g[1][j]!;
        },
      }),
    },
    'summed gradient': {
      what: 'the gradient is a sum over the equations',
      by: wrapped({
        slope: (state, u, v, i) => {
          slope(state, u, v, i);
          for (const part of state.g) for (let j = 0; j < part.length; j++) part[j]! *= state.X.rows;
        },
      }),
    },
    'radius not normalized': {
      what: 'the gradient is taken at w + radius g',
      by: lengthened((_, radius) => radius),
    },
    'down in place of up': { what: 'the gradient is taken at w - radius g / |g|', by: lengthened((share) => -share) },
    'no radius': { what: 'plain descent', by: ruled({ radius: 0 }) },
    'every equation': { what: 'every step sees all equations', by: ruled({ single: false }) },
    ...graded('radius', 'the radius is {grade} too large', (grade) => lengthened((share) => share * (1 + grade))),
    ...graded('step', 'the step is {grade} too large', (grade) =>
      trained(PARTS, (task, rule, streams) => paced(task, rule, streams) * (1 + grade)),
    ),
  },
  harmless: {
    'factors exchanged': {
      what: 'u starts where v does, and v where u does',
      by: ruled((rule) => ({ ...rule, ...(rule.u && { v: rule.u }), ...(rule.v && { u: rule.v }) })),
    },
  },
});

/** u alone. */
function moveU(state: State, rate: number, to: readonly [Float64Array, Float64Array] = [state.u, state.v]): void {
  const { u, v, g } = state;
  for (let j = 0; j < u.length; j++) to[0][j] = u[j]! - rate * g[0][j]!;
  if (to[1] !== v) to[1].set(v);
}

export default sharpnessAware;

export const aware = runs(sharpnessAware);
