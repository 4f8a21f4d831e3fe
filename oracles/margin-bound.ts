/**
 * The generalization bound of class margins, sum_j 1 / (g_j sqrt(n_j)), and its least value over margins of a given total.
 *
 * Lagrange: 1 / (g_j^2 sqrt(n_j)) is the same for every class, so g_j is proportional to n_j^(-1/4); the sum is convex, and its
 * least value is (sum_j n_j^(-1/4))^2 / total. Source: cao2019learning, section 3.1 (two classes; any number here).
 */
import type { Certified, Oracle } from 'claimcheck';
import { ofSteps } from 'claimcheck/faults';
import { roundings } from 'claimcheck/numerics/ball';
import { pow } from 'claimcheck/numerics/elementary';
import { certified } from './certified.js';

export interface ClassSizes {
  readonly sizes: readonly number[];
  /** The sum of the margins. */
  readonly total: number;
}

export interface LeastBound {
  readonly bound: number;
  readonly margins: Float64Array;
}

/** sum_j 1 / (g_j sqrt(n_j)) */
export const marginBound = (margins: ArrayLike<number>, sizes: readonly number[]): number =>
  sizes.reduce((sum, size, j) => sum + 1 / (margins[j]! * Math.sqrt(size)), 0);

/** `error` bounds the rounding of the bound and of every margin. @throws RangeError unless sizes and total are positive */
function answer({ sizes, total }: ClassSizes, exponent = 0.25): Certified<LeastBound> {
  const bad = sizes.findIndex((size) => !(size > 0 && size < Infinity));
  if (sizes.length < 1 || bad >= 0)
    throw new RangeError(
      `leastMarginBound: the sizes are ${JSON.stringify(sizes)}; expected at least one, all positive`,
    );
  if (!(total > 0 && total < Infinity))
    throw new RangeError(`leastMarginBound: the total is ${total}; expected a positive number`);
  const shares = sizes.map((size) => pow(size, -exponent));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const margins = Float64Array.from(shares, (share) => (share * total) / whole);
  const bound = exponent === 0.25 ? (whole * whole) / total : marginBound(margins, sizes);
  const rounding = roundings(2 * sizes.length + 12) * Math.max(bound, ...margins) + 4 * Number.MIN_VALUE;
  return certified('leastMarginBound', {
    value: { bound, margins },
    error: Math.max(1e-14 * sizes.length * bound, rounding),
    certificate: { kind: 'closed form' },
  });
}

const by = ofSteps(answer);

export const leastMarginBound: Oracle<ClassSizes, LeastBound> = {
  name: 'least-margin-bound',
  answer: (question) => answer(question),
  faults: {
    'n^(-1/2)': { what: 'margins proportional to n^(-1/2)', by: by(0.5) },
    inverted: { what: 'margins proportional to n^(1/4)', by: by(-0.25) },
    uniform: { what: 'equal margins', by: by(0) },
    'exponent off by 10%': { what: 'the exponent is 10% too large', grade: 0.1, by: by(0.275) },
    'exponent off by 30%': { what: 'the exponent is 30% too large', grade: 0.3, by: by(0.325) },
  },
};
