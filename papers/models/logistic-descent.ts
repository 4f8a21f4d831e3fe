/**
 * The linear classifier w by descent from 0 on F(w) = (1/n) sum log(1 + exp(-y_i x_i.w)) + (penalty / 2) |w|^2, looked at on
 * its way: w <- w - rate grad F(w). X: n x d, y: n of +-1, w: d for each mark, one after the other.
 *
 * From 0 every iterate is Z'c, Z the examples times their labels, and c <- c + rate (p / n - penalty c) with p_i = 1 / (1 +
 * exp(m_i)), m = Z Z'c: the same steps in n numbers. Source: wu2025benefits, its (GD).
 */
import { model, runs, type Ending } from 'claimcheck';
import { exp } from 'claimcheck/numerics/elementary';
import { gram, matrix, norm2, times, timesInto, timesTransposed } from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { amount, fields, must, numbers, positive, type Field, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  rate: must(positive),
  /** Numbers of steps after which w is looked at, in order; it ends at the last. */
  marks: must(numbers as Field<readonly number[]>),
  penalty: amount,
};
export type LogisticRule = RuleOf<typeof RULE>;

function train({ X, y }: Sample, { rate, marks, penalty = 0 }: LogisticRule): Ending {
  const [n, d] = [X.rows, X.cols];
  const Z = matrix(
    n,
    d,
    X.data.map((x, k) => x * y[Math.floor(k / d)]!),
  );
  const K = resident(gram(Z));
  const [c, margins] = [vector(n), vector(n)];
  const w = new Float64Array(marks.length * d);
  let made = 0;
  marks.forEach((mark, k) => {
    for (; made < mark; made++) {
      timesInto(K, c, margins);
      for (let i = 0; i < n; i++) c[i]! += rate * (1 / (1 + exp(margins[i]!)) / n - penalty * c[i]!);
    }
    w.set(timesTransposed(Z, c), k * d);
  });
  return { parameters: { w }, steps: made, stopped: norm2(w) < Infinity ? 'steps' : 'diverged' };
}

const logisticDescent = model({
  name: 'logistic-descent',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample, { marks }: LogisticRule) => ({ w: marks.length * X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w }, X) => times(X, w!.subarray(w!.length - X.cols)) },
  train,
});

export default logisticDescent;

export const logistic = runs(logisticDescent);
