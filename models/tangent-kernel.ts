/**
 * Kernel ridge regression with the tangent kernel of a wide two-layer ReLU network with bias: the limit of training such a
 * network with the penalty |weights - initial weights|^2. X: m x d, y: m; inputs get a last coordinate 1.
 *
 *   k(x, x') = |x| |x'| (sin t + (pi - t) cos t) / (2 pi) + x.x' (pi - t) / (2 pi),   t the angle of x and x',
 *
 * of the second and of the first layer. alpha = (K + penalty I)^-1 y, f(x) = sum alpha_i k(x, x_i).
 * Sources: chizat2019lazy (the limit); the arc-cosine kernels are classical.
 */
import { model, runs, type Trained } from 'claimcheck';
import { ofRule } from 'claimcheck/faults';
import { cholesky, choleskySolve } from 'claimcheck/numerics/cholesky';
import { acos } from 'claimcheck/numerics/elementary';
import { normInf, subtract, times } from 'claimcheck/numerics/matrix';
import { amount, fields, must, type RuleOf } from 'claimcheck/rule';
import { kernelBetween, type Entry } from './kernel/between.js';
import type { Sample } from 'claimcheck/tasks/sample';

const RULE = {
  penalty: must(amount),
};
export type KernelRule = RuleOf<typeof RULE>;

/** What the kernel is composed of. */
interface Parts {
  /** The square of the last coordinate. */
  readonly bias: number;
  readonly entry: Entry;
}

const PI = 3.141592653589793;

/** Both layers, each as many times. */
const layers =
  (first: number, second: number): Entry =>
  (product, size) => {
    const c = Math.max(-1, Math.min(1, product / size));
    const left = PI - acos(c);
    return (second * size * (Math.sqrt(1 - c * c) + left * c) + first * product * left) / (2 * PI);
  };

const PARTS: Parts = { bias: 1, entry: layers(1, 1) };

const composed =
  ({ bias, entry }: Parts) =>
  ({ X, y }: Sample, { penalty }: KernelRule): Trained => {
    const K = kernelBetween(X, X, entry, bias);
    const shifted = K.data.slice();
    for (let i = 0; i < K.rows; i++) shifted[i * (K.rows + 1)]! += penalty;
    const alpha = choleskySolve(cholesky({ ...K, data: shifted }), y);
    return {
      parameters: { alpha },
      predict: (at) => times(kernelBetween(at, X, entry, bias), alpha),
      steps: 0,
      stopped: 'exact',
      facts: { residual: normInf(subtract(times(K, alpha), y)) },
    };
  };

const train = composed(PARTS);

const tangentKernelModel = model({
  name: 'tangent-kernel',
  capabilities: ['tangent-kernel', 'float64', 'parameters'],
  rule: fields(RULE),
  shapes: ({ X }: Sample) => ({ alpha: X.rows }),
  predicts: { rows: ({ X }: Sample) => X },
  facts: { residual: '|K alpha - y|_inf' },
  train,
  faults: {
    'linear kernel': {
      what: "the kernel is x.x' + 1",
      by: ofRule(composed({ ...PARTS, entry: (product) => product }))({ penalty: 1e-3 }),
    },
    'penalty 1': { what: 'the penalty is 1', by: ofRule(train)({ penalty: 1 }) },
    'penalty 10': { what: 'the penalty is 10', by: ofRule(train)({ penalty: 10 }) },
    'no bias': { what: 'inputs get no constant coordinate', by: composed({ ...PARTS, bias: 0 }) },
    'bias 10 times': {
      what: 'the constant coordinate is sqrt(10)',
      survives:
        'a larger bias shows more of the radius: from 1 to 100 the error on fresh inputs falls from .20 to .15, and the ' +
        'mirrored sample stays wrong',
      by: composed({ ...PARTS, bias: 10 }),
    },
    'second layer only': { what: 'the first layer is not trained', by: composed({ ...PARTS, entry: layers(0, 1) }) },
    'second layer off by 10%': {
      what: 'the kernel of the second layer is 10% too large',
      grade: 0.1,
      survives: 'the two kernels together decide as much',
      by: composed({ ...PARTS, entry: layers(1, 1.1) }),
    },
  },
  harmless: {
    'kernel halved': {
      what: 'both kernels are halved; at a penalty near 0 the predictor is the same',
      by: composed({ ...PARTS, entry: layers(0.5, 0.5) }),
    },
  },
});

export default tangentKernelModel;

export const tangentKernel = runs(tangentKernelModel);
