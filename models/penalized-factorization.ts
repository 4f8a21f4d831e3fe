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
import { dot, matrix, multiply, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { amount, count, fields, must, oneOf, type RuleOf } from 'claimcheck/rule';
import { lbfgs } from './penalized/lbfgs.js';
import { nuclearSteps, residual } from './penalized/nuclear.js';

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

const composed =
  (lighter: OnV) =>
  (task: Data, rule: FactorizationRule, streams: Streams): Trained => {
    const { penalty } = rule;
    const d = task.observed.rows;
    const done = (W: Matrix, steps: number, ended: boolean): Trained => ({
      parameters: { W: W.data },
      predict: () => W.data,
      steps,
      stopped: ended ? 'gradient' : 'budget',
    });
    if (rule.optimizer === 'proximal') {
      const { W, steps, ended } = nuclearSteps(task, matrix(d, d), { penalty, tolerance: 1e-8, limit: 5000 });
      return done(W, steps, ended);
    }
    const { width = d } = rule;
    const x = normals(streams.train(), 2 * d * width).map((entry) => (rule.start ?? 1) * entry);
    const factors = (): [Matrix, Matrix] => [
      matrix(d, width, x.slice(0, d * width)),
      matrix(d, width, x.slice(d * width)),
    ];
    const onV = lighter(penalty);
    const { steps, gradient } = lbfgs(
      (at, slope) => {
        const U = matrix(d, width, at.subarray(0, d * width));
        const V = matrix(d, width, at.subarray(d * width));
        const r = residual(task, multiply(U, transpose(V)));
        slope.set(multiply(r, V).data);
        slope.set(multiply(transpose(r), U).data, d * width);
        for (let k = 0; k < at.length; k++) slope[k]! += (k < d * width ? penalty : onV) * at[k]!;
        const size = (penalty * dot(U.data, U.data) + onV * dot(V.data, V.data)) / 2;
        return dot(r.data, r.data) / 2 + size;
      },
      x,
      1e-7,
      5000,
      { kind: 'two factors', ...task, onU: penalty, onV },
    );
    const [U, V] = factors();
    return done(multiply(U, transpose(V)), steps, gradient <= 1e-5);
  };

const train = composed((penalty) => penalty);
const penalized = (factor: number) => ofRule(train)((rule) => ({ ...rule, penalty: factor * rule.penalty }));

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
      by: ofTask(train)((task) => ({ ...task, seen: task.seen.map(() => 1) })),
    },
    'width 1': { what: 'the factors have one column', by: ofRule(train)({ width: 1 }) },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => penalized(1 + grade)),
  },
  harmless: {
    'wider factors': {
      what: 'the factors have two columns more',
      by: ofRule(train)((rule, { observed }) => ({ ...rule, width: (rule.width ?? observed.rows) + 2 })),
    },
  },
});

export default penalizedFactorization;

export const factorization = runs(penalizedFactorization);
