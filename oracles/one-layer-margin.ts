/**
 * The all-layer margin of a linear classifier, the least |delta| with y (w.x + delta |x|) <= 0: |w.x| / |x| where x is classified
 * rightly, else 0. By definition 3.1 of wei2020improved for one layer with a scalar output; `error` bounds its rounding.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded } from 'claimcheck/faults';
import { dot, norm2 } from 'claimcheck/numerics/matrix';
import { rescaled } from 'claimcheck/numerics/rescaled';
import { certified, expectFinite, expectLength } from './certified.js';
import type { Sample } from 'claimcheck/tasks/sample';

export interface Classified extends Sample {
  readonly w: Float64Array;
}

type Length = (x: Float64Array, w: Float64Array) => number;

/** At x = 0 the margin is 0. @throws RangeError where shapes do not fit or a label is not +-1 */
function answer({ w, X, y }: Classified, length: Length = norm2, zero = true, factor = 1): Certified<Float64Array> {
  expectLength('oneLayerMargin', 'w', w.length, X.cols);
  expectLength('oneLayerMargin', 'y', y.length, X.rows);
  expectFinite('oneLayerMargin', { w, X: X.data });
  const label = y.find((entry) => Math.abs(entry) !== 1);
  if (label !== undefined) throw new RangeError(`oneLayerMargin: a label is ${label}; expected 1 or -1`);
  // Powers of two: only sizes at the ends of float64's range are moved by them, and no digit.
  const weights = rescaled(w);
  const margins = Float64Array.from({ length: X.rows }, (_, i) => {
    const x = rescaled(X.data.subarray(i * X.cols, (i + 1) * X.cols)).data;
    const score = y[i]! * dot(weights.data, x);
    const size = length(x, weights.data);
    return size > 0 ? (factor * (zero ? Math.max(0, score) : Math.abs(score))) / size / weights.factor : 0;
  });
  const error = 1e-15 * X.cols * norm2(w) + 2 * Number.MIN_VALUE;
  return certified('oneLayerMargin', { value: margins, error, certificate: { kind: 'closed form' } });
}

export const oneLayerMargin: Oracle<Classified, Float64Array> = {
  name: 'one-layer-margin',
  answer: (question) => answer(question),
  faults: {
    'unscaled perturbation': { what: 'the perturbation is not multiplied by |x|', by: (q) => answer(q, () => 1) },
    'divided by |w|': { what: 'the distance to the hyperplane', by: (q) => answer(q, (_, w) => norm2(w)) },
    'wrong points counted': { what: '|w.x| / |x| for misclassified points too', by: (q) => answer(q, norm2, false) },
    'squared length': { what: 'divided by |x|^2', by: (q) => answer(q, (x) => dot(x, x)) },
    ...graded('', '{grade} too large', (grade) => (q) => answer(q, norm2, true, 1 + grade), [0.01, 0.1]),
  },
};
