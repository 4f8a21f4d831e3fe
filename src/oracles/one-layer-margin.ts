/**
 * The all-layer margin of a linear classifier, the least |delta| with y (w.x + delta |x|) <= 0: |w.x| / |x| where x is classified
 * rightly, else 0. By definition 3.1 of wei2020improved for one layer with a scalar output; `error` bounds its rounding.
 */
import type { Certified, Fault, Oracle } from '../claim.js';
import { dot, norm2, type Matrix } from '../numerics/matrix.js';

export interface Classified {
  readonly w: Float64Array;
  readonly X: Matrix;
  readonly y: Float64Array;
}

type Length = (x: Float64Array, w: Float64Array) => number;

function answer({ w, X, y }: Classified, length: Length = norm2, zero = true, factor = 1): Certified<Float64Array> {
  const margins = Float64Array.from({ length: X.rows }, (_, i) => {
    const x = X.data.subarray(i * X.cols, (i + 1) * X.cols);
    const score = y[i]! * dot(w, x);
    return (factor * (zero ? Math.max(0, score) : Math.abs(score))) / length(x, w);
  });
  return { value: margins, error: 1e-15 * X.cols * norm2(w), certificate: { kind: 'closed form' } };
}

const fault = (
  what: string,
  by: (question: Classified) => Certified<Float64Array>,
  grade?: number,
): Fault<typeof by> => ({
  what,
  ...(grade !== undefined && { grade }),
  by,
});
const off = (grade: number) => fault(`${grade} too large`, (q) => answer(q, norm2, true, 1 + grade), grade);

export const oneLayerMargin: Oracle<Classified, Float64Array> = {
  name: 'one-layer-margin',
  version: 1,
  answer: (question) => answer(question),
  faults: {
    'unscaled perturbation': fault('the perturbation is not multiplied by |x|', (q) => answer(q, () => 1)),
    'divided by |w|': fault('the distance to the hyperplane', (q) => answer(q, (_, w) => norm2(w))),
    'wrong points counted': fault('|w.x| / |x| for misclassified points too', (q) => answer(q, norm2, false)),
    'squared length': fault('divided by |x|^2', (q) => answer(q, (x) => dot(x, x))),
    'off by 1%': off(0.01),
    'off by 10%': off(0.1),
  },
};
