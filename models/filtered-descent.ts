/**
 * Least squares (1/2n) |X b - y|^2 from b = 0 by gradient flow to a time, by gradient descent for some steps, or with the
 * ridge penalty (penalty / 2) |b|^2. X: n x d. Each is linear in y: b = M y, with M = (1/n) g(X'X/n) X' and the filter
 *
 *   flow (1 - e^(-t s)) / s,   descent (1 - (1 - eta s)^k) / s,   ridge 1 / (s + penalty)   at the eigenvalues s.
 *
 * Training gives back M (d x n), which is what averages over the noise need: E|b - truth|^2 = |(M X - I) truth|^2 +
 * sigma^2 |M|_F^2. Flow uses the eigendecomposition; descent takes its steps. Source: ali2019continuous, section 3.
 */
import { model, runs, type Model, type Trained } from 'claimcheck';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { expm1 } from 'claimcheck/numerics/elementary';
import { gramTransposed, matrix, multiply, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { amount, kinds, must, positive, whole } from 'claimcheck/rule';

export type FilterRule =
  | { readonly kind: 'flow'; readonly time: number }
  /** Steps of size `rate` by the largest eigenvalue. */
  | { readonly kind: 'descent'; readonly rate: number; readonly steps: number }
  | { readonly kind: 'ridge'; readonly penalty: number };

interface Data {
  readonly X: Matrix;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  readonly time?: (time: number, n: number) => number;
  readonly penalty?: (penalty: number, n: number) => number;
  readonly rate?: number;
  readonly oneStepLess?: boolean;
}

function operator({ X }: Data, rule: FilterRule, wrong: Wrong): Matrix {
  const [n, d] = [X.rows, X.cols];
  const S = { ...gramTransposed(X), data: gramTransposed(X).data.map((entry) => entry / n) };
  const { values, vectors } = eigenSymmetric(S);
  if (rule.kind === 'descent') {
    const eta = ((wrong.rate ?? 1) * rule.rate) / values[d - 1]!;
    const target = { ...transpose(X), data: transpose(X).data.map((entry) => entry / n) };
    const M = matrix(d, n);
    for (let k = wrong.oneStepLess ? 1 : 0; k < rule.steps; k++) {
      const forward = multiply(S, M);
      for (let at = 0; at < M.data.length; at++) M.data[at]! += eta * (target.data[at]! - forward.data[at]!);
    }
    return M;
  }
  const filter = values.map((s) => {
    if (rule.kind === 'ridge') return 1 / (s + (wrong.penalty?.(rule.penalty, n) ?? rule.penalty));
    const time = wrong.time?.(rule.time, n) ?? rule.time;
    return s * time > 1e-300 ? -expm1(-time * s) / s : time;
  });
  const rotated = multiply(transpose(vectors), transpose(X));
  const scaled = { ...rotated, data: rotated.data.map((entry, k) => (entry * filter[Math.floor(k / n)]!) / n) };
  return multiply(vectors, scaled);
}

function train(task: Data, rule: FilterRule, wrong: Wrong = {}): Trained {
  const M = operator(task, rule, wrong);
  return {
    parameters: { operator: M.data },
    predict: () => {
      throw new Error('filtered-descent: the model gives back its operator; it has seen no labels');
    },
    steps: rule.kind === 'descent' ? rule.steps : 0,
    stopped: rule.kind === 'descent' ? 'steps' : 'exact',
  };
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule) =>
    train(task, rule as FilterRule, wrong);
const off = (grade: number) => ({
  what: `the penalty is ${grade} too large`,
  grade,
  by: wrongly({ penalty: (penalty) => penalty * (1 + grade) }),
});

const filteredDescent = model({
  name: 'filtered-descent',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: kinds('kind', {
    flow: { time: must(amount) },
    descent: { rate: must(positive), steps: must(whole) },
    ridge: { penalty: must(amount) },
  }),
  shapes: ({ X }: Data) => ({ operator: X.rows * X.cols }),
  train: (task: Data, rule: FilterRule) => train(task, rule),
  faults: {
    'penalty doubled': { what: 'the penalty is doubled', by: wrongly({ penalty: (penalty) => 2 * penalty }) },
    'penalty halved': { what: 'the penalty is halved', by: wrongly({ penalty: (penalty) => penalty / 2 }) },
    'penalty times n': {
      what: 'the penalty is multiplied by n',
      by: wrongly({ penalty: (penalty, n) => penalty * n }),
    },
    'time by n': { what: 'the time is divided by n', by: wrongly({ time: (time, n) => time / n }) },
    'larger steps': { what: 'steps of descent are 1.5 times too large', by: wrongly({ rate: 1.5 }) },
    'one step less': { what: 'descent takes one step less', by: wrongly({ oneStepLess: true }) },
    'penalty off by 1%': off(0.01),
    'penalty off by 3%': off(0.03),
    'penalty off by 10%': off(0.1),
    'penalty off by 30%': off(0.3),
  },
});

export default filteredDescent;

export const filtered = runs(filteredDescent);
export const flow = runs(filteredDescent, (time: number): FilterRule => ({ kind: 'flow', time }));
export const descent = runs(
  filteredDescent,
  (given: { readonly rate: number; readonly steps: number }): FilterRule => ({
    kind: 'descent',
    ...given,
  }),
);
export const ridge = runs(filteredDescent, (penalty: number): FilterRule => ({ kind: 'ridge', penalty }));
