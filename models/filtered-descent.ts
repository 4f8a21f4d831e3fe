/**
 * Least squares (1/2n) |X b - y|^2 from b = 0 by gradient flow to a time, by gradient descent for some steps, or with the
 * ridge penalty (penalty / 2) |b|^2. X: n x d. Each is linear in y: b = M y, with M = (1/n) g(X'X/n) X' and the filter
 *
 *   flow (1 - e^(-t s)) / s,   descent (1 - (1 - eta s)^k) / s,   ridge 1 / (s + penalty)   at the eigenvalues s.
 *
 * Training gives back M (d x n), which is what averages over the noise need: E|b - truth|^2 = |(M X - I) truth|^2 +
 * sigma^2 |M|_F^2. Flow uses the eigendecomposition; descent takes its steps. Source: ali2019continuous, section 3.
 */
import { model, runs, type Trained } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { eigenSymmetric } from 'claimcheck/numerics/eigen';
import { expm1 } from 'claimcheck/numerics/elementary';
import { gramTransposed, matrix, multiply, transpose, type Matrix } from 'claimcheck/numerics/matrix';
import { amount, kinds, must, positive, whole, type ValueOf } from 'claimcheck/rule';

const RULE = kinds('kind', {
  flow: { time: must(amount) },
  /** Steps of size `rate` by the largest eigenvalue. */
  descent: { rate: must(positive), steps: must(whole) },
  ridge: { penalty: must(amount) },
});
export type FilterRule = ValueOf<typeof RULE>;

interface Data {
  readonly X: Matrix;
}

function operator({ X }: Data, rule: FilterRule): Matrix {
  const [n, d] = [X.rows, X.cols];
  const [G, across] = [gramTransposed(X), transpose(X)];
  const S = { ...G, data: G.data.map((entry) => entry / n) };
  const { values, vectors } = eigenSymmetric(S);
  if (rule.kind === 'descent') {
    const eta = rule.rate / values[d - 1]!;
    const target = across.data.map((entry) => entry / n);
    const M = matrix(d, n);
    for (let k = 0; k < rule.steps; k++) {
      const forward = multiply(S, M);
      for (let at = 0; at < M.data.length; at++) M.data[at]! += eta * (target[at]! - forward.data[at]!);
    }
    return M;
  }
  const filter = values.map((s) => {
    if (rule.kind === 'ridge') return 1 / (s + rule.penalty);
    const { time } = rule;
    return s * time > 1e-300 ? -expm1(-time * s) / s : time;
  });
  const rotated = multiply(transpose(vectors), across);
  for (let j = 0, k = 0; j < d; j++)
    for (let i = 0; i < n; i++, k++) rotated.data[k] = (rotated.data[k]! * filter[j]!) / n;
  return multiply(vectors, rotated);
}

const trained =
  (by: typeof operator) =>
  (task: Data, rule: FilterRule): Trained => ({
    parameters: { operator: by(task, rule).data },
    predict: () => {
      throw new Error('filtered-descent: the model gives back its operator; it has seen no labels');
    },
    steps: rule.kind === 'descent' ? rule.steps : 0,
    stopped: rule.kind === 'descent' ? 'steps' : 'exact',
  });

/** The same by a changed rule of that kind. */
const ruled = <K extends FilterRule['kind']>(
  kind: K,
  change: (rule: FilterRule & { kind: K }, n: number) => FilterRule,
) =>
  trained(
    ofRule(operator)((rule, { X }) => (rule.kind === kind ? change(rule as FilterRule & { kind: K }, X.rows) : rule)),
  );
const penalized = (change: (penalty: number, n: number) => number) =>
  ruled('ridge', (rule, n) => ({ ...rule, penalty: change(rule.penalty, n) }));

const filteredDescent = model({
  name: 'filtered-descent',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: RULE,
  shapes: ({ X }: Data) => ({ operator: X.rows * X.cols }),
  train: trained(operator),
  faults: {
    'penalty doubled': { what: 'the penalty is doubled', by: penalized((penalty) => 2 * penalty) },
    'penalty halved': { what: 'the penalty is halved', by: penalized((penalty) => penalty / 2) },
    'penalty times n': { what: 'the penalty is multiplied by n', by: penalized((penalty, n) => penalty * n) },
    'time by n': {
      what: 'the time is divided by n',
      by: ruled('flow', (rule, n) => ({ ...rule, time: rule.time / n })),
    },
    'larger steps': {
      what: 'steps of descent are 1.5 times too large',
      by: ruled('descent', (rule) => ({ ...rule, rate: 1.5 * rule.rate })),
    },
    'one step less': {
      what: 'descent takes one step less',
      by: ruled('descent', (rule) => ({ ...rule, steps: rule.steps - 1 })),
    },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => penalized((penalty) => penalty * (1 + grade))),
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
