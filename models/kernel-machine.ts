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
import { dotAt } from 'claimcheck/numerics/lanes';
import { gramTransposed, matrix, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { amount, fields, must, oneOf, type RuleOf } from 'claimcheck/rule';

const RULE = {
  kernel: must(oneOf('tangent', 'linear')),
  ridge: must(amount),
};
export type KernelRule = RuleOf<typeof RULE>;

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly centres?: Matrix;
}

const PI = 3.141592653589793;

/** K(z, c) of the tangent kernel from z.c and |z||c|. */
type Entry = (inner: number, size: number) => number;

const turned = (inner: number, size: number) => {
  const c = size === 0 ? 0 : Math.max(-1, Math.min(1, inner / size));
  return { c, turn: PI - acos(c) };
};
const hidden: Entry = (inner, size) => (inner * turned(inner, size).turn) / (2 * PI);
const both: Entry = (inner, size) => {
  const { c, turn } = turned(inner, size);
  return hidden(inner, size) + (size * (Math.sqrt(1 - c * c) + turn * c)) / (2 * PI);
};

function kernel(A: Matrix, B: Matrix, entry: Entry): Matrix {
  const K = matrix(A.rows, B.rows);
  const d = A.cols;
  const length = (M: Matrix) =>
    Float64Array.from({ length: M.rows }, (_, i) => Math.sqrt(dotAt(M.data, i * d, M.data, i * d, d)));
  const [a, b] = [length(A), length(B)];
  const same = A === B;
  for (let i = 0; i < A.rows; i++)
    for (let j = same ? i : 0; j < B.rows; j++) {
      const inner = dotAt(A.data, i * d, B.data, j * d, d);
      K.data[i * B.rows + j] = entry(inner, a[i]! * b[j]!);
    }
  if (same)
    for (let i = 0; i < A.rows; i++) for (let j = 0; j < i; j++) K.data[i * B.rows + j] = K.data[j * B.rows + i]!;
  return K;
}

const composed =
  (tangent: Entry) =>
  ({ X, y, centres }: Data, rule: KernelRule): Trained => {
    const at = centres ?? X;
    const entry: Entry = rule.kernel === 'linear' ? (inner) => inner : tangent;
    const K = kernel(X, at, entry);
    const G = centres ? gramTransposed(K) : K;
    const k = at.rows;
    let trace = 0;
    for (let i = 0; i < k; i++) trace += G.data[i * k + i]!;
    const added = (rule.ridge * trace) / k;
    for (let i = 0; i < k; i++) G.data[i * k + i]! += added;
    const beta = choleskySolve(cholesky(G), centres ? timesTransposed(K, y) : y);
    return {
      parameters: { beta },
      predict: (points) => times(kernel(points, at, entry), beta),
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
