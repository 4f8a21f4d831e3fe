/**
 * Linear least squares with an optional penalty, (1/2) |X b - y|^2 + (penalty / 2) |b|^2, by first-order methods from
 * b = 0 or from a random start. X: n x d, y: n, b: d. Steps come from the extreme eigenvalues of the Hessian on the row
 * space, mu and L:
 * - `gradient`: step 2 / (mu + L), the best constant one;
 * - `momentum`: heavy ball with Polyak's parameters;
 * - `nesterov`: accelerated gradient for strongly convex functions, step 1 / L.
 * Without a penalty all stay in start + row space, so they end at the interpolant closest to the start. The part of the
 * start outside the row space decays at rate penalty alone.
 */
import { model, runs, type Ending, type Streams } from 'claimcheck';
import { graded, ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { eigenvaluesSymmetric } from 'claimcheck/numerics/eigen';
import { carried, lessened, scaled } from 'claimcheck/numerics/entries';
import {
  axpy,
  gram,
  gramTransposed,
  missInto,
  norm2,
  scale,
  times,
  timesTransposedInto,
} from 'claimcheck/numerics/matrix';
import { resident, vector } from 'claimcheck/numerics/room';
import { normals } from 'claimcheck/numerics/stream';
import { amount, fields, must, oneOf, whole, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  optimizer: must(oneOf('gradient', 'momentum', 'nesterov')),
  penalty: amount,
  /** The length of the start, in a uniform direction from the stream `train`; 0 if absent. */
  start: amount,
  /** Ends when the gradient is at most this. */
  gradient: must(amount),
  budget: must(whole),
};
export type DescentRule = RuleOf<typeof RULE>;

function train({ X, y }: Sample, rule: DescentRule, streams: Streams): Ending {
  const [n, d] = [X.rows, X.cols];
  const { penalty = 0, start = 0 } = rule;
  const drawn = normals(streams.train(), d);
  const spectrum = eigenvaluesSymmetric(n <= d ? gram(X) : gramTransposed(X));
  const top = spectrum[spectrum.length - 1]! + penalty;
  // A start outside the row space is seen by the penalty alone.
  const least = penalty > 0 && n < d ? penalty : spectrum[0]! + penalty;
  const root = Math.sqrt(least / top);
  const momentum =
    rule.optimizer === 'momentum'
      ? ((1 - root) / (1 + root)) * ((1 - root) / (1 + root))
      : rule.optimizer === 'nesterov'
        ? (1 - root) / (1 + root)
        : 0;
  const step =
    rule.optimizer === 'gradient'
      ? 2 / (least + top)
      : rule.optimizer === 'nesterov'
        ? 1 / top
        : 4 / ((Math.sqrt(least) + Math.sqrt(top)) * (Math.sqrt(least) + Math.sqrt(top)));
  const begun = scale(start / norm2(drawn), drawn);
  // The last point and that before it exchange their places; `at` is where the gradient is taken.
  let [b, before] = [vector(begun), vector(begun)];
  const [at, r, g] = [vector(begun), vector(n), vector(d)];
  const [held, labels] = [resident(X), vector(y)];
  const ahead = rule.optimizer === 'nesterov';

  const gradient = (): number => {
    missInto(held, at, labels, r);
    timesTransposedInto(held, r, g);
    axpy(penalty, at, g);
    return norm2(g);
  };

  let stopped: Ending['stopped'] = 'budget';
  let steps = 0;
  let size = gradient();
  for (; steps < rule.budget; steps++) {
    if (size <= rule.gradient) {
      stopped = 'gradient';
      break;
    }
    if (!(size < 1e12)) {
      stopped = 'diverged';
      break;
    }
    if (ahead) {
      lessened(at, step, g, before);
      carried(before, momentum, before, b, at);
    } else {
      lessened(b, step, g, at);
      carried(at, momentum, b, before, at);
      scaled(1, at, before);
    }
    [b, before] = [before, b];
    size = gradient();
  }
  return {
    parameters: { beta: at },
    steps,
    stopped,
    // `r` is the residual at the end.
    facts: { residual: norm2(r), gradient: size },
  };
}

const by = ofRule(train);

const leastSquares = model({
  name: 'least-squares',
  capabilities: ['linear', 'differentiable', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ beta: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ beta }, X) => times(X, beta!) },
  facts: { residual: '|X b - y|_2', gradient: 'the norm of the gradient at the end' },
  train,
  faults: {
    'penalty forgotten': { what: 'the penalty is 0', by: by({ penalty: 0 }) },
    'penalty by n': { what: 'the penalty is divided by n', by: by({ penalty: (c = 0, { X }) => c / X.rows }) },
    'start forgotten': { what: 'training starts at 0', by: by({ start: 0 }) },
    'always from afar': { what: 'training starts at length 6', by: by({ start: 6 }) },
    'gradient of 1e-2': { what: 'training ends at a gradient of 1e-2', by: by({ gradient: 1e-2 }) },
    'labels off by 10%': {
      what: 'labels are 10% too large',
      grade: 0.1,
      by: ofTask(train)(relabelled((y) => 1.1 * y)),
    },
    ...graded('penalty', 'the penalty is {grade} too large', (grade) => by({ penalty: (c = 0) => c * (1 + grade) })),
  },
  harmless: {
    'gradient of 1e-11': { what: 'training goes on to a gradient of 1e-11', by: by({ gradient: 1e-11 }) },
  },
});

export default leastSquares;

export const descend = runs(leastSquares, { optimizer: 'gradient', gradient: 1e-9, budget: 200_000 });
