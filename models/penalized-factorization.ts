/**
 * A matrix with missing entries under a penalty, in two forms. W: d x d, minimizing
 *
 *   `proximal`   (1/2) sum_seen (W - observed)^2 + penalty |W|_*, by accelerated proximal steps (singular values shrunk);
 *   `factors`    (1/2) sum_seen (U V' - observed)^2 + (penalty / 2) (|U|^2 + |V|^2), U, V: d x width, by L-BFGS from
 *                `start` N(0, 1), drawn from the stream `train`.
 * Source: the textbook forms; that they have one optimal value from width d on is derived in the claim that uses it.
 */
import { model, runs, type Streams, type Trained } from 'claimcheck';
import { graded, ofRule, ofTask } from 'claimcheck/faults';
import { productAcrossInto, productInto, productOfTransposeInto } from 'claimcheck/numerics/dense';
import { missing } from 'claimcheck/numerics/entries';
import { axpy, dot, matrix, multiply, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { part, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, must, oneOf, type RuleOf } from 'claimcheck/rule';
import { lbfgs, type Objective } from './penalized/lbfgs.js';
import { nuclearSteps } from './penalized/nuclear.js';

const RULE = {
  optimizer: must(oneOf('proximal', 'factors')),
  penalty: must(amount),
  width: count,
  start: amount,
};
export type FactorizationRule = RuleOf<typeof RULE>;

interface Data {
  readonly seen: Float64Array;
  readonly observed: Matrix;
}

/** The penalty of V. */
type OnV = (penalty: number) => number;

/** The objective of the factors, U and then V in one vector. */
function ofFactors({ seen, observed }: Data, width: number, onU: number, onV: number): Objective {
  const d = observed.rows;
  const [present, values, r] = [vector(seen), vector(observed.data), vector(d * d)];
  const strip = vector(4 * Math.max(d, width));
  const halves = (of: Float64Array) => [part(of, 0, d * width), part(of, d * width, 2 * d * width)] as const;
  let [at, by]: (readonly [Float64Array, Float64Array] | undefined)[] = [];
  return (x, slope) => {
    const [U, V] = (at ??= halves(x));
    const [ofU, ofV] = (by ??= halves(slope));
    productAcrossInto(U, V, r, d, width, strip);
    missing(present, r, values, r);
    productInto(r, V, ofU, d, d, width, strip);
    productOfTransposeInto(r, U, ofV, d, d, width, strip);
    axpy(onU, U, ofU);
    axpy(onV, V, ofV);
    return dot(r, r) / 2 + (onU * dot(U, U) + onV * dot(V, V)) / 2;
  };
}

const composed =
  (lighter: OnV) =>
  (task: Data, rule: FactorizationRule, streams: Streams): Trained => {
    const { penalty } = rule;
    const d = task.observed.rows;
    const done = (W: Float64Array, steps: number, ended: boolean): Trained => ({
      parameters: { W },
      predict: () => W,
      steps,
      stopped: ended ? 'gradient' : 'budget',
    });
    if (rule.optimizer === 'proximal') {
      const { W, steps, ended } = nuclearSteps(task, matrix(d, d), { penalty, tolerance: 1e-8, limit: 5000 });
      return done(W.data, steps, ended);
    }
    const { width = d } = rule;
    const x = normals(streams.train(), 2 * d * width).map((entry) => (rule.start ?? 1) * entry);
    const objective = ofFactors(task, width, penalty, lighter(penalty));
    const { steps, gradient } = lbfgs(objective, x, 1e-7, 5000);
    const [U, V] = [0, 1].map((k) => matrix(d, width, x.slice(k * d * width, (k + 1) * d * width))) as [Matrix, Matrix];
    return done(multiply(U, transpose(V)).data, steps, gradient <= 1e-5);
  };

const train = composed((penalty) => penalty);
const penalized = (factor: number) => ofRule(train)({ penalty: (penalty) => factor * penalty });

const penalizedFactorization = model({
  name: 'penalized-factorization',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ observed }: Data) => ({ W: observed.data.length }),
  train,
  faults: {
    'penalty halved': { what: 'the penalty is halved', by: penalized(0.5) },
    'half penalty on V': { what: 'the penalty of V is halved', by: composed((penalty) => 0.5 * penalty) },
    'missing as zeros': {
      what: 'missing entries count as zeros',
      by: ofTask(train)({ seen: (seen) => seen.map(() => 1) }),
    },
    'width 1': { what: 'the factors have one column', by: ofRule(train)({ width: 1 }) },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => penalized(1 + grade)),
  },
  harmless: {
    'wider factors': {
      what: 'the factors have two columns more',
      by: ofRule(train)({ width: (width, { observed }) => (width ?? observed.rows) + 2 }),
    },
  },
});

export default penalizedFactorization;

export const factorization = runs(penalizedFactorization);
