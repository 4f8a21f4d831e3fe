/**
 * A linear model trained with dropout on its inputs, exactly: every mask of every sample is seen with its probability.
 * w = argmin E |y - (M * X) w|^2, entries of M independent, 1 / (1 - q) with probability 1 - q and else 0. X: n x d, d small:
 * 2^d masks a sample. `copies` masks a sample are averaged; `noise` is the trace of the covariance of the gradient
 * sum_i (m_i * x_i)((m_i * x_i).w - y_i) at w = v, the vector of ones, over the masks of all samples and copies.
 * `sharedCopies` uses one mask for all copies of a sample, `sharedBatch` one mask for all samples.
 * Source: wei2020implicit, section 3 (explicit and implicit effect); exact enumeration.
 */
import { model, runs, type Model, type Trained } from 'claimcheck';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { matrix, times, type Matrix } from 'claimcheck/numerics/matrix';
import { fields, flag, must, oneOf, share } from 'claimcheck/rule';

export interface DropoutRule {
  readonly q: number;
  readonly copies?: 1 | 2;
  readonly sharedCopies?: boolean;
  readonly sharedBatch?: boolean;
}

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
}

/** One wrong step each; all absent in the model itself. */
interface Wrong {
  /** Kept inputs are not divided by 1 - q. */
  readonly unscaled?: boolean;
  readonly q?: (q: number) => number;
  /** A sample's inputs are dropped all or none. */
  readonly together?: boolean;
  readonly withoutLastMask?: boolean;
  readonly rule?: (rule: DropoutRule) => DropoutRule;
}

function train({ X, y }: Data, given: DropoutRule, wrong: Wrong = {}): Trained {
  const rule = wrong.rule ? wrong.rule(given) : given;
  const [n, d] = [X.rows, X.cols];
  const q = wrong.q ? wrong.q(rule.q) : rule.q;
  const scale = wrong.unscaled ? 1 : 1 / (1 - q);
  const masks: { chance: number; at: Float64Array }[] = [];
  for (let code = 0; code < (wrong.together ? 2 : 1 << d) - (wrong.withoutLastMask ? 1 : 0); code++) {
    let chance = wrong.together ? (code ? 1 - q : q) : 1;
    const at = new Float64Array(d).map((_, j) => {
      const kept = wrong.together ? code === 1 : ((code >> j) & 1) === 1;
      if (!wrong.together) chance *= kept ? 1 - q : q;
      return kept ? scale : 0;
    });
    masks.push({ chance, at });
  }
  const A = matrix(d, d);
  const b = new Float64Array(d);
  const x = new Float64Array(d);
  for (let i = 0; i < n; i++)
    for (const { chance, at } of masks) {
      for (let j = 0; j < d; j++) x[j] = at[j]! * X.data[i * d + j]!;
      for (let j = 0; j < d; j++) {
        b[j]! += chance * x[j]! * y[i]!;
        for (let k = 0; k < d; k++) A.data[j * d + k]! += chance * x[j]! * x[k]!;
      }
    }
  // The gradient at v = (1, ..., 1) of each sample under each mask.
  const gradients = Array.from({ length: n }, (_, i) =>
    masks.map(({ at }) => {
      let off = -y[i]!;
      for (let j = 0; j < d; j++) off += at[j]! * X.data[i * d + j]!;
      return at.map((m, j) => m * X.data[i * d + j]! * off);
    }),
  );
  const batch = masks.map((_, mask) => sumOf(gradients.map((sample) => sample[mask]!)));
  const noise = rule.sharedBatch
    ? spread(batch, masks, rule)
    : gradients.reduce((sum, sample) => sum + spread(sample, masks, rule), 0);
  const w = choleskySolve(cholesky(A), b);
  return {
    parameters: { w },
    predict: (at) => times(at, w),
    steps: 0,
    stopped: 'exact',
    facts: { noise },
  };
}

const sumOf = (vectors: readonly Float64Array[]): Float64Array => {
  const sum = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let j = 0; j < sum.length; j++) sum[j]! += vector[j]!;
  return sum;
};

/** The trace of the covariance of the mean of the copies' gradients, by enumeration of all pairs of masks. */
function spread(
  values: readonly Float64Array[],
  masks: readonly { readonly chance: number }[],
  { copies = 1, sharedCopies = false }: DropoutRule,
): number {
  const d = values[0]!.length;
  const mean = new Float64Array(d);
  values.forEach((value, k) => value.forEach((entry, j) => (mean[j]! += masks[k]!.chance * entry)));
  let sum = 0;
  const add = (chance: number, a: Float64Array, b: Float64Array) => {
    let square = 0;
    for (let j = 0; j < d; j++) {
      const off = (a[j]! + b[j]!) / 2 - mean[j]!;
      square += off * off;
    }
    sum += chance * square;
  };
  values.forEach((a, k) => {
    if (copies === 1 || sharedCopies) add(masks[k]!.chance, a, a);
    else values.forEach((b, l) => add(masks[k]!.chance * masks[l]!.chance, a, b));
  });
  return sum;
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule) =>
    train(task, rule as DropoutRule, wrong);
const off = (grade: number) => ({
  what: `q / (1 - q) is ${grade} too large`,
  grade,
  by: wrongly({
    q: (q) => {
      const odds = ((1 + grade) * q) / (1 - q);
      return odds / (1 + odds);
    },
  }),
});

const dropoutLinear = model({
  name: 'dropout-linear',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields({ q: must(share), copies: oneOf(1, 2), sharedCopies: flag, sharedBatch: flag }),
  shapes: ({ X }: Data) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Data) => X, at: ({ w }, X) => times(X, w!) },
  facts: { noise: 'the noise that dropout adds to the loss' },
  train: (task: Data, rule: DropoutRule) => train(task, rule),
  faults: {
    unscaled: { what: 'kept inputs are not divided by 1 - q', by: wrongly({ unscaled: true }) },
    'dropped together': { what: 'the inputs of a sample are dropped all or none', by: wrongly({ together: true }) },
    'full mask forgotten': { what: 'the mask that keeps all is not seen', by: wrongly({ withoutLastMask: true }) },
    'mask shared by the batch': {
      what: 'all samples are dropped alike',
      by: wrongly({ rule: (rule) => ({ ...rule, sharedBatch: true }) }),
    },
    'kept with probability q': { what: 'q is the probability to keep', by: wrongly({ q: (q) => 1 - q }) },
    'odds off by 1%': off(0.01),
    'odds off by 3%': off(0.03),
    'odds off by 10%': off(0.1),
    'odds off by 30%': off(0.3),
  },
});

export default dropoutLinear;

export const dropout = runs(dropoutLinear);
