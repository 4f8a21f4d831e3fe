/**
 * A linear model trained with dropout on its inputs, exactly: every mask of every sample is seen with its probability.
 * w = argmin E |y - (M * X) w|^2, entries of M independent, 1 / (1 - q) with probability 1 - q and else 0. X: n x d, d small:
 * 2^d masks a sample. `copies` masks a sample are averaged; `noise` is the trace of the covariance of the gradient
 * sum_i (m_i * x_i)((m_i * x_i).w - y_i) at w = v, the vector of ones, over the masks of all samples and copies.
 * `sharedCopies` uses one mask for all copies of a sample, `sharedBatch` one mask for all samples.
 * Source: wei2020implicit, section 3 (explicit and implicit effect); exact enumeration.
 */
import { model, runs, type Ending } from 'claimcheck';
import { graded, ofEnd, ofRule } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { matrix, times } from 'claimcheck/numerics/matrix';
import { fields, flag, must, oneOf, share, type RuleOf } from 'claimcheck/rule';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  q: must(share),
  copies: oneOf(1, 2),
  sharedCopies: flag,
  sharedBatch: flag,
};
export type DropoutRule = RuleOf<typeof RULE>;

/** A mask and its probability. */
interface Mask {
  readonly chance: number;
  readonly at: Float64Array;
}

/** All masks of d inputs. */
function every(q: number, d: number): Mask[] {
  return Array.from({ length: 1 << d }, (_, code) => {
    let chance = 1;
    const at = new Float64Array(d).map((_, j) => {
      const kept = ((code >> j) & 1) === 1;
      chance *= kept ? 1 - q : q;
      return kept ? 1 / (1 - q) : 0;
    });
    return { chance, at };
  });
}

const composed =
  (masked: typeof every) =>
  ({ X, y }: Sample, rule: DropoutRule): Ending => {
    const [n, d] = [X.rows, X.cols];
    const masks = masked(rule.q, d);
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
    return { parameters: { w }, steps: 0, stopped: 'exact', facts: { noise } };
  };

const sumOf = (vectors: readonly Float64Array[]): Float64Array => {
  const sum = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) for (let j = 0; j < sum.length; j++) sum[j]! += vector[j]!;
  return sum;
};

/** The trace of the covariance of the mean of the copies' gradients, by enumeration of all pairs of masks. */
function spread(
  values: readonly Float64Array[],
  masks: readonly Mask[],
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

const train = composed(every);
const ofMasks = (change: (masks: Mask[], q: number, d: number) => Mask[]) => composed(ofEnd(every)(change));
const ruled = ofRule(train);

const dropoutLinear = model({
  name: 'dropout-linear',
  capabilities: ['linear', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ w: X.cols }),
  predicts: { rows: ({ X }: Sample) => X, at: ({ w }, X) => times(X, w!) },
  facts: { noise: 'the noise that dropout adds to the loss' },
  train,
  faults: {
    unscaled: {
      what: 'kept inputs are not divided by 1 - q',
      by: ofMasks((masks) => masks.map(({ chance, at }) => ({ chance, at: at.map(Math.sign) }))),
    },
    'dropped together': {
      what: 'the inputs of a sample are dropped all or none',
      by: ofMasks((masks, q) => [
        { ...masks[0]!, chance: q },
        { ...masks.at(-1)!, chance: 1 - q },
      ]),
    },
    'full mask forgotten': { what: 'the mask that keeps all is not seen', by: ofMasks((masks) => masks.slice(0, -1)) },
    'mask shared by the batch': { what: 'all samples are dropped alike', by: ruled({ sharedBatch: true }) },
    'kept with probability q': { what: 'q is the probability to keep', by: ruled({ q: (q) => 1 - q }) },
    ...graded('odds', 'q / (1 - q) is {grade} too large', (grade) =>
      ruled({
        q: (q) => {
          const odds = ((1 + grade) * q) / (1 - q);
          return odds / (1 + odds);
        },
      }),
    ),
  },
});

export default dropoutLinear;

export const dropout = runs(dropoutLinear);
