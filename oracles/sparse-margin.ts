/**
 * Where the first coordinate alone separates the sample with equal margins (to 1e-12), y_i x_i1 = 2u, and rho = max_{j>1} |sum y x_j|
 * / |sum y x_1| < 1, the first axis is the only direction of largest L1 margin, and the lasso's path is known:
 *
 *   least |X w - y|^2 / 2 + share L |w|_1 is w_1 = (1 - share) / (2u), all others 0,  L = max_j |sum y x_j|.
 *
 * Proof: the residual of that w is share y, whose correlations are share |sum y x_j|: the stationarity conditions hold, and
 * strictly off the first coordinate; for the margin, prices proportional to 1 certify it. No solver is needed.
 */
import type { Certified, Oracle } from 'claimcheck';
import { graded } from 'claimcheck/faults';
import { roundings, UNIT } from 'claimcheck/numerics/ball';
import { magnitudes, timesTransposed } from 'claimcheck/numerics/matrix';
import type { Labelled } from 'claimcheck/tasks/signal-noise';
import { certified, expectFinite, expectLength } from './certified.js';

export interface SparseMargin {
  /** Below 1 the certificate holds. */
  readonly rho: number;
  /** The largest min_i y_i w.x_i over |w|_1 <= 1, for rho <= 1. */
  readonly margin: number;
  /** w_1 of the lasso at share 0: 1 / (2u). */
  readonly start: number;
}

/**
 * X: m x p, y: m. Where the first coordinate's margins differ or are not positive there is no certificate: rho >= 1.
 * `error` bounds the rounding of all three, and what the margins differ by.
 * @throws RangeError where shapes do not fit or the first coordinate is without a signal
 */
function answer({ X, y }: Labelled, factor = 1, means = true): Certified<SparseMargin> {
  expectLength('sparseMargin', 'y', y.length, X.rows);
  expectFinite('sparseMargin', { X: X.data, y });
  if (X.rows < 1 || X.cols < 1)
    throw new RangeError(`sparseMargin: X is ${X.rows} x ${X.cols}; expected a row and a column`);
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < y.length; i++) {
    const margin = y[i]! * X.data[i * X.cols]!;
    least = Math.min(least, margin);
    most = Math.max(most, margin);
  }
  const first = most;
  const equal = least > 0 && most - least <= 1e-12 * most;
  const sums = timesTransposed(X, means ? y : y.map(() => 1));
  let largest = 0;
  for (let j = 1; j < sums.length; j++) largest = Math.max(largest, Math.abs(sums[j]!));
  const ratio = largest / Math.abs(sums[0]!);
  const rho = equal ? ratio : Math.max(1, ratio);
  const value = { rho, margin: first * factor, start: 1 / (first * factor) };
  const usual = 1e-13 * Math.max(1, Math.abs(1 / first));
  const certificate = { kind: 'duality gap', rho, gap: 0 } as const;
  // What a fault that takes other sums believes of itself is not bounded.
  if (!means) return { value, error: usual, certificate };
  if (!(first !== 0 && sums[0] !== 0))
    throw new RangeError(
      `sparseMargin: the first coordinate has the largest margin ${first} and the sum ${sums[0]}; expected neither to be 0`,
    );
  const sizes = timesTransposed(magnitudes(X), y.map(Math.abs));
  const off = sizes.map((sum) => roundings(y.length + 4) * sum + y.length * Number.MIN_VALUE);
  const room = Math.abs(sums[0]!) - off[0]!;
  const others = off.reduce((most, entry, j) => (j > 0 ? Math.max(most, entry) : most), 0);
  const offRho = room > 0 ? ((others + ratio * off[0]!) / room) * 1.01 + 2 * UNIT * ratio : Infinity;
  const apart = (equal ? most - least : 0) + UNIT * Math.abs(first);
  return certified('sparseMargin', {
    value,
    error: Math.max(
      usual,
      offRho,
      1.01 * apart,
      ((1.01 * apart) / first) * (1 / first) + 2 * UNIT * Math.abs(1 / first),
    ),
    certificate,
  });
}

export const sparseMargin: Oracle<Labelled, SparseMargin> = {
  name: 'sparse-margin',
  answer: (question) => answer(question),
  faults: {
    'u for 2u': { what: 'the margin u in place of 2u', by: (q) => answer(q, 0.5) },
    'labels forgotten': { what: 'sums of x in place of y x', by: (q) => answer(q, 1, false) },
    ...graded('', 'the margin is {grade} too large', (grade) => (q) => answer(q, 1 + grade)),
  },
};
