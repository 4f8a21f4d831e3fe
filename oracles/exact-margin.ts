/**
 * The largest Euclidean margin in exact arithmetic. min |w|^2 / 2 subject to Z w >= 1 has the dual max sum a_i - a'Z Z'a / 2
 * over a >= 0, whose w = Z'a has |w|^2 = sum a_i at the optimum: the margin is 1 / |w|. A dual without bound is a convex
 * combination of the points that is 0, which no w separates.
 */
import type { Certified } from 'claimcheck';
import { leastInOrthant } from 'claimcheck/numerics/active-set';
import { integralRows, product, quotient, root, symmetricProducts, transposed } from 'claimcheck/numerics/exact';
import { norm2, type Matrix } from 'claimcheck/numerics/matrix';

export interface MaxMargin {
  readonly margin: number;
  /** A direction that attains it, of norm 1; d. */
  readonly w: Float64Array;
  /** The weights of the points, in the simplex; n. */
  readonly weights: Float64Array;
}

const UNIT = 1 / 9007199254740992;
/** Active points, and products of the Gram matrix, of a question that is not too large: about a second. */
const ACTIVE = 64;
const PRODUCTS = 4e6;

/** Z: n x d, the points times their labels. @throws RangeError where they are not separable, or too many. */
export function exactMargin(Z: Matrix): Certified<MaxMargin> {
  const { rows: n, cols: d } = Z;
  if (n * n * d > PRODUCTS)
    throw new RangeError(
      `maxMargin: float64 certifies no margin, and X (${n} x ${d}) is too large for exact arithmetic`,
    );
  const { rows, exponent } = integralRows(Z);
  const gram = symmetricProducts(rows);
  const least = leastInOrthant({ size: n, G: (i, j) => gram[i]![j]!, c: rows.map(() => 1n) }, ACTIVE);
  if ('ray' in least)
    throw new RangeError(
      `maxMargin: the data are not separable: 0 is a convex combination of the points ${least.ray.join(', ')} times their labels`,
    );
  const { active, x, denominator } = least;
  const total = x.reduce((sum, entry) => sum + entry, 0n);
  const weights = new Float64Array(n);
  active.forEach((i, k) => (weights[i] = quotient(x[k]!, total)));
  const margin = root(denominator, total, 2 * exponent);
  // w = Z'a / |Z'a|, where a is in units of 2^(-2 exponent): all of one length, so the unit vector needs no exponent.
  const columns = transposed(
    active.map((i) => rows[i]!),
    d,
  );
  const direction = columns.map((column) => product(column, x));
  const largest = direction.reduce((most, entry) => (entry > most ? entry : -entry > most ? -entry : most), 1n);
  const shape = Float64Array.from(direction, (entry) => quotient(entry, largest));
  const length = norm2(shape);
  if (!(margin > 0 && margin < Infinity)) throw new RangeError(`maxMargin: the margin is ${margin}: beyond float64`);
  return {
    value: { margin, w: shape.map((entry) => entry / length), weights },
    error: 4 * UNIT * margin + Number.MIN_VALUE,
    certificate: { kind: 'exact rational', support: active.length },
  };
}
