/**
 * A linear model trained from 0 by steps whose size is not that of the gradient g: b <- (1 - h_t decay) b - h_t u_t.
 *
 * - `sign`: u = sign(g)
 * - `lion`: u = sign(first m + (1 - first) g) with m <- second m + (1 - second) g (Lion)
 * - `adam`: u = m / (sqrt(v) + epsilon), m and v the running means of g and g^2 with memories `first` and `second`, their start
 *   from 0 corrected (AdamW, and with a decay of 0 Adam)
 * Losses: `squared`, |X b - y|^2 / 2, or `logistic`, the mean of log(1 + exp(-y_i x_i.b)). X: n x d, y: n, b: d.
 * Source: xie2024implicit, Algorithm 1.
 */
import { model, runs, type Ending } from 'claimcheck';
import { graded, ofRule, ofTask, relabelled, withoutLastRow } from 'claimcheck/faults';
import { doubted } from 'claimcheck/numerics/entries';
import { axpy, normInf, times, timesInto, timesTransposedInto } from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { amount, fields, flag, must, oneOf, positive, share, whole, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  method: must(oneOf('sign', 'lion', 'adam')),
  loss: must(oneOf('squared', 'logistic')),
  /** The first step h_1. */
  rate: must(positive),
  /** How step t falls: not at all, as 1 / sqrt(t), or as 2 / (t + 1). */
  falls: oneOf('not', 'root', 'harmonic'),
  /** Weight decay, decoupled from the gradient; default 0. */
  decay: amount,
  /** decay b is added to the gradient instead. */
  coupled: flag,
  /** How much of the running mean of g a step keeps. */
  first: must(share),
  /** How much of the second running mean a step keeps. */
  second: must(share),
  /** Added to the root of v; default 0. */
  epsilon: amount,
  steps: must(whole),
};
export type AdaptiveRule = RuleOf<typeof RULE>;

interface State {
  readonly rule: AdaptiveRule;
  readonly g: Float64Array;
  readonly m: Float64Array;
  readonly v: Float64Array;
  readonly u: Float64Array;
  /** first^t and second^t. */
  readonly forgotten: Float64Array;
}

const signOf = (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : 0);

/** What a step is composed of. */
interface Parts {
  /** u, where v is the mean square of the gradient: adam's. */
  readonly root: (v: number, epsilon: number) => number;
  /** What is left of a start from 0. */
  readonly corrected: (forgotten: number) => number;
}
const PARTS: Parts = {
  root: (v, epsilon) => Math.sqrt(v) + epsilon,
  corrected: (forgotten) => 1 - forgotten,
};

const WAYS: Readonly<Record<AdaptiveRule['method'], (state: State, parts: Parts) => void>> = {
  sign: ({ g, u }) => {
    for (let j = 0; j < u.length; j++) u[j] = signOf(g[j]!);
  },
  lion: ({ rule: { first, second }, g, m, u }) => {
    for (let j = 0; j < u.length; j++) {
      u[j] = signOf(first * m[j]! + (1 - first) * g[j]!);
      m[j] = second * m[j]! + (1 - second) * g[j]!;
    }
  },
  adam: ({ rule: { first, second, epsilon = 0 }, g, m, v, u, forgotten }, { root, corrected }) => {
    forgotten[0]! *= first;
    forgotten[1]! *= second;
    const [ofM, ofV] = [corrected(forgotten[0]!), corrected(forgotten[1]!)];
    for (let j = 0; j < u.length; j++) {
      m[j] = first * m[j]! + (1 - first) * g[j]!;
      v[j] = second * v[j]! + (1 - second) * g[j]! * g[j]!;
      u[j] = m[j] === 0 ? 0 : m[j]! / ofM / root(v[j]! / ofV, epsilon);
    }
  },
};

const FALLS = {
  not: () => 1,
  root: (t: number) => 1 / Math.sqrt(t),
  harmonic: (t: number) => 2 / (t + 1),
} as const;

const composed =
  (parts: Parts) =>
  ({ X, y }: Sample, rule: AdaptiveRule): Ending => {
    const { rate, steps, decay = 0, coupled = false, falls = 'not' } = rule;
    const [n, d] = [X.rows, X.cols];
    const [A, labels] = [resident(X), vector(y)];
    const [b, g, u, a] = [vector(d), vector(d), vector(d), vector(n)];
    const state: State = { rule, g, m: vector(d), v: vector(d), u, forgotten: vector([1, 1]) };
    const way = WAYS[rule.method];
    const size = FALLS[falls];
    for (let t = 1; t <= steps; t++) {
      timesInto(A, b, a);
      if (rule.loss === 'logistic') doubted(a, labels);
      else axpy(-1, labels, a);
      timesTransposedInto(A, a, g);
      if (coupled) axpy(decay, b, g);
      way(state, parts);
      const h = rate * size(t);
      const kept = coupled ? 1 : 1 - h * decay;
      for (let j = 0; j < d; j++) b[j] = kept * b[j]! - h * u[j]!;
    }
    return { parameters: { b }, steps, stopped: normInf(b) < Infinity ? 'steps' : 'diverged' };
  };

const train = composed(PARTS);
const by = ofRule(train);
const wrapped = (change: Partial<Parts>) => composed({ ...PARTS, ...change });

const adaptiveSteps = model({
  name: 'adaptive-steps',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ b: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ b }, X) => times(X, b!) },
  train,
  faults: {
    'decay coupled': { what: 'decay b is added to the gradient', by: by({ coupled: true }) },
    'decay forgotten': { what: 'nothing decays', by: by({ decay: 0 }) },
    ...graded('decay', 'the decay is {grade} too large', (grade) => by({ decay: (decay = 0) => decay * (1 + grade) })),
    ...graded('epsilon', 'epsilon is {grade} too large', (grade) =>
      by({ epsilon: (epsilon = 0) => epsilon * (1 + grade) }),
    ),
    'epsilon inside of the root': {
      what: 'sqrt(v + epsilon^2) in the place of sqrt(v) + epsilon',
      by: wrapped({ root: (v, epsilon) => Math.sqrt(v + epsilon * epsilon) }),
    },
    'root forgotten': {
      what: 'v in the place of sqrt(v)',
      by: wrapped({ root: (v, epsilon) => v + epsilon }),
    },
    'start not corrected': {
      what: 'the running means are not corrected for their start from 0',
      by: wrapped({ corrected: () => 1 }),
    },
    'label forgotten': {
      what: 'the first label has the wrong sign',
      by: ofTask(train)(relabelled((y, i) => (i === 0 ? -y : y))),
    },
    'point dropped': { what: 'the last example is never seen', by: ofTask(train)(withoutLastRow) },
    'early stop': { what: 'a tenth of the steps', by: by({ steps: (steps) => Math.ceil(steps / 10) }) },
  },
});

export default adaptiveSteps;

/** The memories of the published methods, and their epsilon. */
const USUAL = {
  sign: { first: 0, second: 0 },
  lion: { first: 0.9, second: 0.99 },
  adam: { first: 0.9, second: 0.999, epsilon: 1e-8 },
} as const;

/** A method with its usual memories. */
export const adaptive = runs(
  adaptiveSteps,
  (rule: Partial<AdaptiveRule> & Pick<AdaptiveRule, 'method' | 'loss' | 'rate' | 'steps'>): AdaptiveRule => ({
    ...USUAL[rule.method],
    ...rule,
  }),
);
