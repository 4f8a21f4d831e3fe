/**
 * What is trained: least squares by gradient descent, b <- b - rate X'(X b - y) / |X|_F^2, from b ~ start N(0, I).
 * X: n x d, y: n, b: d.
 */
import { model, runs, type Streams, type Trained } from 'claimcheck';
import { graded, ofRule, ofTask, relabelled, withoutLastRow } from 'claimcheck/faults';
import { dot, norm2, subtract, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, must, positive, whole, type RuleOf } from 'claimcheck/rule';
import type { MyTask } from '../tasks/my-tasks.js';

// A rule is how it is trained. Any other field, and any other value, is refused.
const RULE = {
  /** Standard deviation of the start. */
  start: must(amount),
  /** The step, as a multiple of 1 / |X|_F^2, below 2. */
  rate: must(positive),
  /** Training ends when |X b - y| is at most this. */
  residual: must(positive),
  /** Training is unfinished after that many steps. */
  budget: must(whole),
};
type Rule = RuleOf<typeof RULE>;

/** Training by steps along what `direction` makes of the gradient. All randomness comes from the streams. */
const along =
  (direction: (gradient: Float64Array) => Float64Array) =>
  ({ X, y }: MyTask, rule: Rule, streams: Streams): Trained => {
    const rate = rule.rate / dot(X.data, X.data);
    let b = normals(streams.train(), X.cols).map((entry) => rule.start * entry);
    for (let steps = 0; ; steps++) {
      const left = subtract(times(X, b), y);
      const residual = norm2(left);
      const stopped =
        residual <= rule.residual
          ? 'residual'
          : !(residual < 1e12)
            ? 'diverged'
            : steps >= rule.budget
              ? 'budget'
              : undefined;
      if (stopped) return { parameters: { b }, predict: (at) => times(at, b), steps, stopped, facts: { residual } };
      const step = direction(timesTransposed(X, left));
      b = b.map((entry, j) => entry - rate * step[j]!);
    }
  };

const train = along((gradient) => gradient);
const ruled = ofRule(train);
const asked = ofTask(train);

/** The steepest entry of the gradient alone. */
function steepest(gradient: Float64Array): Float64Array {
  const most = Math.max(...gradient.map(Math.abs));
  return gradient.map((entry) => (Math.abs(entry) === most ? entry : 0));
}

const myModel = model({
  name: 'my-model',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  // The length of each parameter, and what is predicted from them.
  shapes: ({ X }: MyTask) => ({ b: X.cols }),
  predicts: { rows: ({ X }: MyTask) => X, at: ({ b }, X) => times(X, b!) },
  facts: { residual: '|X b - y|_2' },
  train,
  // Ways to be wrong. `npx claimcheck mutate` says which of them your claim notices.
  faults: {
    'early stop': { what: 'training ends at a residual of 0.001', by: ruled({ residual: 0.001 }) },
    'last row forgotten': { what: 'the last equation is not seen', by: asked(withoutLastRow) },
    'labels off by 10%': { what: 'labels are 10% too large', by: asked(relabelled((y) => 1.1 * y)) },
    'steepest entry': { what: 'a step moves one entry of b', by: along(steepest) },
    ...graded('start', 'b starts at {grade} N(0, 1)', (grade) => ruled({ start: grade })),
  },
  // Changes that no claim about it should notice.
  harmless: {
    'half the rate': { what: 'steps are half as long', by: ruled({ rate: (rate) => rate / 2 }) },
  },
});

export default myModel;

/** The word with which a claim trains it: `descending({ start: 0 })`. */
export const descending = runs(myModel, { rate: 1, residual: 1e-10, budget: 1_000_000 });
