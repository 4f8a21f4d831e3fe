/**
 * A matrix with missing entries under a penalty, in two forms. W: d x d, minimizing
 *
 *   `proximal`   (1/2) sum_seen (W - observed)^2 + penalty |W|_*, by accelerated proximal steps (singular values shrunk);
 *   `factors`    (1/2) sum_seen (U V' - observed)^2 + (penalty / 2) (|U|^2 + |V|^2), U, V: d x width, by L-BFGS from
 *                `start` N(0, 1), drawn from the stream `train`.
 * Source: the textbook forms; that they have one optimal value from width d on is derived in the claim that uses it.
 */
import { model, runs, type Model, type Streams, type Trained } from 'claimcheck';
import { dot, matrix, multiply, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { childSeed, normals, seededStream } from 'claimcheck/numerics/stream';
import { amount, count, fields, must, oneOf, whole } from 'claimcheck/rule';
import { lbfgs } from './penalized/lbfgs.js';
import { nuclearSteps, residual } from './penalized/nuclear.js';

export interface FactorizationRule {
  readonly optimizer: 'proximal' | 'factors';
  readonly penalty: number;
  readonly width?: number;
  readonly start?: number;
  /** The stream of the start is replaced by its k-th child. */
  readonly replicate?: number;
}

interface Data {
  readonly seen: Float64Array;
  readonly observed: Matrix;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  readonly penalty?: (penalty: number) => number;
  /** The penalty of V is halved. */
  readonly halfV?: boolean;
  /** Missing entries count as observed zeros. */
  readonly zeros?: boolean;
  readonly width?: (width: number) => number;
}

function train(given: Data, rule: FactorizationRule, streams: Streams, wrong: Wrong = {}): Trained {
  const task = wrong.zeros ? { ...given, seen: given.seen.map(() => 1) } : given;
  const penalty = wrong.penalty ? wrong.penalty(rule.penalty) : rule.penalty;
  const d = task.observed.rows;
  const done = (W: Matrix, steps: number, ended: boolean): Trained => ({
    parameters: { W: W.data },
    predict: () => W.data,
    steps,
    stopped: ended ? 'gradient' : 'budget',
  });
  if (rule.optimizer === 'proximal') {
    const rule = { penalty, tolerance: 1e-8, limit: 5000 };
    const { W, steps, ended } = nuclearSteps(task, matrix(d, d), rule);
    return done(W, steps, ended);
  }
  const width = (wrong.width ?? ((w: number) => w))(rule.width ?? d);
  const stream =
    rule.replicate === undefined ? streams.train() : seededStream(childSeed(streams.train().bits(), rule.replicate));
  const x = normals(stream, 2 * d * width).map((entry) => (rule.start ?? 1) * entry);
  const factors = (): [Matrix, Matrix] => [
    matrix(d, width, x.slice(0, d * width)),
    matrix(d, width, x.slice(d * width)),
  ];
  const onV = (wrong.halfV ? 0.5 : 1) * penalty;
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
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule, streams) =>
    train(task, rule as FactorizationRule, streams, wrong);
const off = (grade: number) => ({
  what: `the penalty is ${grade} too large`,
  grade,
  by: wrongly({ penalty: (penalty) => penalty * (1 + grade) }),
});

const penalizedFactorization = model({
  name: 'penalized-factorization',
  capabilities: ['differentiable', 'float64', 'parameters'],
  rule: fields({
    optimizer: must(oneOf('proximal', 'factors')),
    penalty: must(amount),
    width: count,
    start: amount,
    replicate: whole,
  }),
  shapes: ({ observed }: Data) => ({ W: observed.data.length }),
  train: (task: Data, rule: FactorizationRule, streams) => train(task, rule, streams),
  faults: {
    'penalty halved': { what: 'the penalty is halved', by: wrongly({ penalty: (penalty) => penalty / 2 }) },
    'half penalty on V': { what: 'the penalty of V is halved', by: wrongly({ halfV: true }) },
    'missing as zeros': { what: 'missing entries count as zeros', by: wrongly({ zeros: true }) },
    'width 1': { what: 'the factors have one column', by: wrongly({ width: () => 1 }) },
    'penalty off by 1%': off(0.01),
    'penalty off by 3%': off(0.03),
    'penalty off by 10%': off(0.1),
    'penalty off by 30%': off(0.3),
  },
  harmless: {
    'wider factors': { what: 'the factors have two columns more', by: wrongly({ width: (width) => width + 2 }) },
  },
});

export default penalizedFactorization;

export const factorization = runs(penalizedFactorization);
