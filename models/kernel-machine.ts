/**
 * Kernel machines f(z) = sum_i beta_i K(z, c_i): kernel ridge regression where the centres are the examples, else least squares
 * of the labels of X in the span of the given centres. X: n x d, y: n, centres: k x d.
 *
 * - `tangent`: the ReLU tangent kernel of both layers, infinitely wide: |x||z| k1(c) + x.z k0(c), c the cosine,
 *   k0 = (pi - t) / (2 pi), k1 = (sqrt(1 - c^2) + (pi - t) c) / (2 pi), t = acos c;  - `linear`: x.z.
 * The ridge is `ridge` times the mean of the diagonal. Source: wei2019regularization, section 2 (the kernel at n of order d).
 */
import { model, runs, type Model, type Trained } from 'claimcheck';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { acos } from 'claimcheck/numerics/elementary';
import { dotAt } from 'claimcheck/numerics/lanes';
import { gramTransposed, matrix, times, timesTransposed, type Matrix } from 'claimcheck/numerics/matrix';
import { amount, fields, must, oneOf } from 'claimcheck/rule';

export interface KernelRule {
  readonly kernel: 'tangent' | 'linear';
  readonly ridge: number;
}

interface Data {
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly centres?: Matrix;
}

interface Wrong {
  readonly kernel?: 'linear' | 'first layer';
  readonly ridge?: number;
  readonly labels?: boolean;
}

const PI = 3.141592653589793;

function kernel(A: Matrix, B: Matrix, kind: KernelRule['kernel'], wrong: Wrong): Matrix {
  const K = matrix(A.rows, B.rows);
  const d = A.cols;
  const length = (M: Matrix) =>
    Float64Array.from({ length: M.rows }, (_, i) => Math.sqrt(dotAt(M.data, i * d, M.data, i * d, d)));
  const [a, b] = [length(A), length(B)];
  const same = A === B;
  for (let i = 0; i < A.rows; i++)
    for (let j = same ? i : 0; j < B.rows; j++) {
      const inner = dotAt(A.data, i * d, B.data, j * d, d);
      if (kind === 'linear' || wrong.kernel === 'linear') {
        K.data[i * B.rows + j] = inner;
        continue;
      }
      const size = a[i]! * b[j]!;
      const c = size === 0 ? 0 : Math.max(-1, Math.min(1, inner / size));
      const turn = PI - acos(c);
      const hidden = (inner * turn) / (2 * PI);
      const output = (size * (Math.sqrt(1 - c * c) + turn * c)) / (2 * PI);
      K.data[i * B.rows + j] = hidden + (wrong.kernel === 'first layer' ? 0 : output);
    }
  if (same)
    for (let i = 0; i < A.rows; i++) for (let j = 0; j < i; j++) K.data[i * B.rows + j] = K.data[j * B.rows + i]!;
  return K;
}

function train({ X, y, centres }: Data, rule: KernelRule, wrong: Wrong = {}): Trained {
  const at = centres ?? X;
  const K = kernel(X, at, rule.kernel, wrong);
  const labels = wrong.labels ? y.map(() => 1) : y;
  const G = centres ? gramTransposed(K) : K;
  const k = at.rows;
  let trace = 0;
  for (let i = 0; i < k; i++) trace += G.data[i * k + i]!;
  const added = ((wrong.ridge ?? rule.ridge) * trace) / k;
  for (let i = 0; i < k; i++) G.data[i * k + i]! += added;
  const beta = choleskySolve(cholesky(G), centres ? timesTransposed(K, labels) : labels);
  return {
    parameters: { beta },
    predict: (points) => times(kernel(points, at, rule.kernel, wrong), beta),
    steps: 0,
    stopped: 'exact',
  };
}

const wrongly =
  (wrong: Wrong): Model<Data>['train'] =>
  (task, rule) =>
    train(task, rule as KernelRule, wrong);

const kernelMachineModel = model({
  name: 'kernel-machine',
  capabilities: ['float64', 'parameters'],
  rule: fields({ kernel: must(oneOf('tangent', 'linear')), ridge: must(amount) }),
  shapes: ({ X, centres }: Data) => ({ beta: (centres ?? X).rows }),
  predicts: { rows: ({ X }: Data) => X },
  train: (task: Data, rule: KernelRule) => train(task, rule),
  faults: {
    'linear kernel': { what: 'x.z in the place of the kernel', by: wrongly({ kernel: 'linear' }) },
    'labels forgotten': { what: 'every label is taken as 1', by: wrongly({ labels: true }) },
    'ridge of 100': { what: 'the ridge is a hundred times the diagonal', by: wrongly({ ridge: 100 }) },
    'hidden layer alone': {
      what: 'the kernel of the hidden weights alone',
      survives: 'it is a kernel of the same class, with the same sample sizes',
      by: wrongly({ kernel: 'first layer' }),
    },
  },
});

export default kernelMachineModel;

export const kernelMachine = runs(kernelMachineModel);
