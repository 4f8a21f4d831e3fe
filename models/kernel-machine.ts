/**
 * Kernel machines f(z) = sum_i beta_i K(z, c_i): kernel ridge regression where the centres are the examples, else least squares
 * of the labels of X in the span of the given centres. X: n x d, y: n, centres: k x d.
 *
 * - `tangent`: the ReLU tangent kernel of both layers, infinitely wide: |x||z| k1(c) + x.z k0(c), c the cosine,
 *   k0 = (pi - t) / (2 pi), k1 = (sqrt(1 - c^2) + (pi - t) c) / (2 pi), t = acos c;  - `linear`: x.z.
 * The ridge is `ridge` times the mean of the diagonal. Source: wei2019regularization, section 2 (the kernel at n of order d).
 */
import { model, runs, type Trained } from 'claimcheck';
import { ofRule, ofTask, relabelled } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { acos } from 'claimcheck/numerics/elementary';
import { gramTransposed, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { amount, fields, must, oneOf, type RuleOf } from 'claimcheck/rule';
import { kernelBetween, type Entry } from './kernel/between.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  kernel: must(oneOf('tangent', 'linear')),
  ridge: must(amount),
};
export type KernelRule = RuleOf<typeof RULE>;

interface Data extends Sample {
  readonly centres?: Matrix;
}

const PI = 3.141592653589793;

/** The cosine. */
const cosine: Entry = (inner, size) => (size === 0 ? 0 : Math.max(-1, Math.min(1, inner / size)));
const hidden: Entry = (inner, size) => (inner * (PI - acos(cosine(inner, size)))) / (2 * PI);
const both: Entry = (inner, size) => {
  const c = cosine(inner, size);
  const turn = PI - acos(c);
  return (inner * turn) / (2 * PI) + (size * (Math.sqrt(1 - c * c) + turn * c)) / (2 * PI);
};

const composed =
  (tangent: Entry) =>
  ({ X, y, centres }: Data, rule: KernelRule): Trained => {
    const at = centres ?? X;
    const entry: Entry = rule.kernel === 'linear' ? (inner) => inner : tangent;
    const K = kernelBetween(X, at, entry);
    const G = centres ? gramTransposed(K) : K;
    const k = at.rows;
    let trace = 0;
    for (let i = 0; i < k; i++) trace += G.data[i * k + i]!;
    const added = (rule.ridge * trace) / k;
    for (let i = 0; i < k; i++) G.data[i * k + i]! += added;
    const beta = choleskySolve(cholesky(G), centres ? timesTransposed(K, y) : y);
    return {
      parameters: { beta },
      predict: (points) => times(kernelBetween(points, at, entry), beta),
      steps: 0,
      stopped: 'exact',
    };
  };

const train = composed(both);

const kernelMachineModel = model({
  name: 'kernel-machine',
  capabilities: ['float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X, centres }: Data) => ({ beta: (centres ?? X).rows }),
  predicts: { rows: ({ X }: Data) => X },
  train,
  faults: {
    'linear kernel': { what: 'x.z in the place of the kernel', by: ofRule(train)({ kernel: 'linear' }) },
    'labels forgotten': { what: 'every label is taken as 1', by: ofTask(train)(relabelled(() => 1)) },
    'ridge of 100': { what: 'the ridge is a hundred times the diagonal', by: ofRule(train)({ ridge: 100 }) },
    'hidden layer alone': {
      what: 'the kernel of the hidden weights alone',
      survives: 'it is a kernel of the same class, with the same sample sizes',
      by: composed(hidden),
    },
  },
});

export default kernelMachineModel;

export const kernelMachine = runs(kernelMachineModel);
