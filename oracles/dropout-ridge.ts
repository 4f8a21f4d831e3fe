/**
 * What dropout on the inputs minimizes: E |y - (M * X) w|^2 = |y - X w|^2 + q / (1 - q) w' diag(X'X) w for independent masks
 * with mean 1 and variance q / (1 - q). The minimizer solves (X'X + q / (1 - q) diag(X'X)) w = X'y. X: n x d of nonzero
 * columns; `error` bounds every entry of the answer. Source: wei2020implicit, section 3.1; derived here.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded } from 'claimcheck/faults';
import { solveWithError } from 'claimcheck/numerics/lu';
import { dot, gramTransposed, normInf, times, timesTransposed } from 'claimcheck/numerics/matrix';
import { certified, expectFinite, expectLength } from './certified.js';
import type { Sample } from 'claimcheck/tasks/sample';

export interface Dropout extends Sample {
  readonly q: number;
}

/** The objective above at w. */
export function dropoutObjective({ X, y, q }: Dropout, w: Float64Array): number {
  const r = times(X, w).map((a, i) => a - y[i]!);
  let penalty = 0;
  for (let k = 0; k < X.data.length; k++) {
    const term = X.data[k]! * w[k % X.cols]!;
    penalty += term * term;
  }
  return dot(r, r) + (q / (1 - q)) * penalty;
}

/** The largest error, as a share of the largest entry, that is still an answer. */
const ACCURACY = 1e-3;

/** @throws RangeError where q is not in [0, 1), a column is zero, or X'X and the penalty leave w undetermined */
function answer(
  { X, y, q }: Dropout,
  odds = q / (1 - q),
  weighted: 'by squares' | 'by sizes' | 'not' = 'by squares',
): Certified<Float64Array> {
  if (!(q >= 0 && q < 1)) throw new RangeError(`dropoutRidge: q = ${q}; expected 0 <= q < 1`);
  expectLength('dropoutRidge', 'y', y.length, X.rows);
  expectFinite('dropoutRidge', { X: X.data, y });
  const A = gramTransposed(X);
  const d = X.cols;
  for (let j = 0; j < d; j++)
    if (!(A.data[j * (d + 1)]! >= 1e-280))
      throw new RangeError(
        `dropoutRidge: column ${j} of X (${X.rows} x ${d}) has the squared length ${A.data[j * (d + 1)]}; ` +
          'expected columns that are not zero (its weight would be undetermined): drop it, or bring its scale nearer to 1',
      );
  let trace = 0;
  for (let j = 0; j < d; j++) trace += A.data[j * (d + 1)]!;
  const penalty = Float64Array.from({ length: d }, (_, j) => (weighted === 'not' ? trace / d : A.data[j * (d + 1)]!));
  if (weighted === 'by sizes') {
    penalty.fill(0);
    X.data.forEach((entry, k) => (penalty[k % d]! += Math.abs(entry)));
  }
  for (let j = 0; j < d; j++) A.data[j * (d + 1)]! += odds * penalty[j]!;
  const { x, error, residual } = solveWithError(A, timesTransposed(X, y));
  // The rounding of A and X'y, amplified as much as the residual is.
  const amplified = residual > 0 ? error / residual : 0;
  const rounding = 1e-15 * X.rows * (trace * (1 + odds) + dot(y, y)) * (1 + Math.sqrt(dot(x, x)));
  return certified(
    'dropoutRidge',
    { value: x, error: error + amplified * rounding, certificate: { kind: 'residual bound', residual } },
    Math.max(ACCURACY * normInf(x), 1e-280),
  );
}

export const dropoutRidge: Oracle<Dropout, Float64Array> = {
  name: 'dropout-ridge',
  answer: (question) => answer(question),
  faults: {
    'q for q / (1 - q)': { what: 'the coefficient q', by: (t) => answer(t, t.q) },
    'q (1 - q)': { what: 'the coefficient q (1 - q)', by: (t) => answer(t, t.q * (1 - t.q)) },
    unweighted: { what: "the mean of diag(X'X) for all inputs", by: (t) => answer(t, t.q / (1 - t.q), 'not') },
    'x for x^2': {
      what: 'inputs are penalized by |x| in place of x^2',
      by: (t) => answer(t, t.q / (1 - t.q), 'by sizes'),
    },
    ...graded('', 'the coefficient is {grade} too large', (grade) => (t) => answer(t, ((1 + grade) * t.q) / (1 - t.q))),
  },
};
