/**
 * The linear classifier w by descent from 0 on F(w) = (1/n) sum log(1 + exp(-y_i x_i.w)) + (penalty / 2) |w|^2, looked at on
 * its way: w <- w - rate grad F(w). X: n x d, y: n of +-1, w: d for each mark, one after the other.
 *
 * From 0 every iterate is Z'c, Z the examples times their labels, and c <- c + rate (p / n - penalty c) with p_i = 1 / (1 +
 * exp(m_i)), m = Z Z'c: the same steps in n numbers. Source: wu2025benefits, its (GD).
 */
import { model, runs, type Ending } from 'claimcheck';
import { ofRule, ofTask, relabelled, withoutLastRow } from 'claimcheck/faults';
import { doubted } from 'claimcheck/numerics/entries';
import { axpy, gram, matrix, norm2, times, timesInto, timesTransposed } from 'claimcheck/numerics/matrix';
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

/** What a step is composed of. */
interface Parts {
  /** Margins become the slopes of the mean loss: -1 / (1 + exp(m)) / n. */
  readonly slopes: (margins: Float64Array, ones: Float64Array) => void;
}
const PARTS: Parts = { slopes: doubted };

const composed =
  ({ slopes }: Parts) =>
  ({ X, y }: Sample, { rate, marks, penalty = 0 }: LogisticRule): Ending => {
    const [n, d] = [X.rows, X.cols];
    const Z = matrix(
      n,
      d,
      X.data.map((x, k) => x * y[Math.floor(k / d)]!),
    );
    const K = resident(gram(Z));
    const [c, at, ones] = [vector(n), vector(n), vector(new Float64Array(n).fill(1))];
    const w = new Float64Array(marks.length * d);
    let made = 0;
    marks.forEach((mark, k) => {
      for (; made < mark; made++) {
        timesInto(K, c, at);
        slopes(at, ones);
        axpy(penalty, c, at);
        axpy(-rate, at, c);
      }
      w.set(timesTransposed(Z, c), k * d);
    });
    return { parameters: { w }, steps: made, stopped: norm2(w) < Infinity ? 'steps' : 'diverged' };
  };

const train = composed(PARTS);
const by = ofRule(train);

/** The slopes of another loss. */
const replaced = (slope: (margin: number) => number) => (at: Float64Array) => {
  for (let i = 0; i < at.length; i++) at[i] = slope(at[i]!) / at.length;
};
function summed(at: Float64Array, ones: Float64Array): void {
  doubted(at, ones);
  for (let i = 0; i < at.length; i++) at[i]! *= at.length;
}

const logisticDescent = model({
  name: 'logistic-descent',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample, { marks }: LogisticRule) => ({ w: marks.length * X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w }, X) => times(X, w!.subarray(w!.length - X.cols)) },
  train,
  faults: {
    'label forgotten': {
      what: 'the first label has the wrong sign',
      by: ofTask(train)(relabelled((y, i) => (i === 0 ? -y : y))),
    },
    'point dropped': { what: 'the last point is never seen', by: ofTask(train)(withoutLastRow) },
    'squared loss': {
      what: 'the slope is that of (1 - margin)^2 / 2',
      by: composed({ slopes: replaced((margin) => margin - 1) }),
    },
    'steady pull': {
      what: 'every example pulls with 1/2, as at 0, whatever its margin',
      by: composed({ slopes: replaced(() => -1 / 2) }),
    },
    'summed gradient': { what: 'the gradient is not divided by n', by: composed({ slopes: summed }) },
    'early stop': {
      what: 'a tenth of the steps',
      by: by({ marks: (marks) => marks.map((mark) => Math.ceil(mark / 10)) }),
    },
    'a penalty': { what: 'the penalty is .003 larger', by: by({ penalty: (penalty = 0) => penalty + 0.003 }) },
    'short steps': { what: 'steps are a fifth as long', by: by({ rate: (rate) => rate / 5 }) },
  },
  harmless: {
    'half steps': {
      what: 'twice as many steps of half the length',
      by: by(({ rate, marks, ...rule }) => ({ ...rule, rate: rate / 2, marks: marks.map((mark) => 2 * mark) })),
    },
  },
});

export default logisticDescent;

export const logistic = runs(logisticDescent);
