/**
 * A linear model trained with dropout on its inputs, one mask D a step: w <- w - rate D X'(X D w - y) / n, the entries of D
 * independent, 1 / (1 - q) with probability 1 - q and else 0. X: n x d.
 *
 * It starts at 0, or, `centred`, where the mean over all masks has no gradient. Training gives back the last iterate `w`, and of the steps after the first `burn` the mean iterate and the mean of w w'
 * (`second`, d x d). `masks` of them are averaged in a step; 0 is the mean over all, which has no noise.
 * Source: clara2024dropout, section 3 (the iterates; their masks are not divided by 1 - q).
 */
import { model, runs, type Ending, type Stream, type Streams } from 'claimcheck';
import { graded, ofRule } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { gramTransposed, matrix, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { count, fields, flag, must, positive, share, whole, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  q: must(share),
  rate: must(positive),
  steps: must(count),
  /** Steps that are not counted; default 0. */
  burn: whole,
  /** How many masks a step averages; default 1. */
  masks: whole,
  centred: flag,
};
export type DropoutDescentRule = RuleOf<typeof RULE>;

/** The entries of a mask. */
const drawn = (stream: Stream, q: number, mask: Float64Array): void => {
  const kept = 1 / (1 - q);
  for (let j = 0; j < mask.length; j++) mask[j] = stream.uniform() < q ? 0 : kept;
};

const composed =
  (draw: typeof drawn) =>
  ({ X, y }: Sample, rule: DropoutDescentRule, streams: Streams): Ending => {
    const [n, d] = [X.rows, X.cols];
    const { q, rate, steps, burn = 0, masks = 1 } = rule;
    const stream = streams.noise();
    const S = gramTransposed(X).data.map((entry) => entry / n);
    const target = timesTransposed(X, y).map((entry) => entry / n);
    const expected = S.map((entry, k) => (k % (d + 1) === 0 ? entry / (1 - q) : entry));
    const w = rule.centred ? choleskySolve(cholesky(matrix(d, d, expected)), target) : new Float64Array(d);
    const [g, mask] = [new Float64Array(d), new Float64Array(d)];
    const [mean, second] = [new Float64Array(d), new Float64Array(d * d)];
    for (let step = 0; step < steps; step++) {
      if (masks === 0)
        for (let j = 0; j < d; j++) {
          let sum = -target[j]!;
          for (let k = 0; k < d; k++) sum += expected[j * d + k]! * w[k]!;
          g[j] = sum;
        }
      else g.fill(0);
      for (let copy = 0; copy < masks; copy++) {
        draw(stream, q, mask);
        for (let j = 0; j < d; j++) {
          if (mask[j] === 0) continue;
          let sum = -target[j]!;
          for (let k = 0; k < d; k++) sum += S[j * d + k]! * mask[k]! * w[k]!;
          g[j]! += (mask[j]! * sum) / masks;
        }
      }
      for (let j = 0; j < d; j++) w[j]! -= rate * g[j]!;
      if (step < burn) continue;
      for (let j = 0; j < d; j++) {
        mean[j]! += w[j]!;
        for (let k = 0; k <= j; k++) second[j * d + k]! += w[j]! * w[k]!;
      }
    }
    for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) second[k * d + j] = second[j * d + k]!;
    const counted = Math.max(1, steps - burn);
    const parameters = { w, mean: mean.map((sum) => sum / counted), second: second.map((sum) => sum / counted) };
    return { parameters, steps, stopped: 'steps' };
  };

const train = composed(drawn);
const ruled = ofRule(train);

const dropoutDescent = model({
  name: 'dropout-descent',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ w: X.cols, mean: X.cols, second: X.cols * X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w }, X) => times(X, w!) },
  train,
  faults: {
    unscaled: {
      what: 'kept inputs are not divided by 1 - q',
      by: composed((stream, q, mask) => {
        drawn(stream, q, mask);
        for (let j = 0; j < mask.length; j++) mask[j]! *= 1 - q;
      }),
    },
    'all or none': {
      what: 'the inputs are dropped all or none',
      by: composed((stream, q, mask) => void mask.fill(stream.uniform() < q ? 0 : 1 / (1 - q))),
    },
    'kept with probability q': { what: 'q is the probability to keep', by: ruled({ q: (q) => 1 - q }) },
    'two masks a step': { what: 'a step averages two masks', by: ruled({ masks: (masks = 1) => 2 * masks }) },
    'steps are halved': { what: 'steps are half as large', by: ruled({ rate: (rate) => rate / 2 }) },
    ...graded('rate', 'steps are {grade} too large', (grade) => ruled({ rate: (rate) => rate * (1 + grade) })),
  },
});

export default dropoutDescent;

export const dropoutDescends = runs(dropoutDescent);
