/** Ridge regression in exact arithmetic: the w with (X'X + lambda I) w = X'y, from the smaller of the two systems. */
import {
  integral,
  integralRows,
  product,
  quotient,
  solveExactly,
  symmetricProducts,
  transposed,
} from 'claimcheck/numerics/exact';
import { norm2 } from 'claimcheck/numerics/matrix';
import type { Regression } from './regression.js';

const UNIT = 1 / 9007199254740992;
/** Equations and products of a question that is not too large: about a second. */
const EQUATIONS = 64;
const PRODUCTS = 4e6;

/**
 * X: n x d, y: n, lambda = `times` `penalty` > 0; `error` bounds the Euclidean distance of w.
 * @throws RangeError where the question is too large or its answer out of range.
 */
export function exactRidge(
  oracle: string,
  { X, y }: Regression,
  penalty: number,
  times: number,
): { readonly w: Float64Array; readonly error: number } {
  const { rows: n, cols: d } = X;
  const size = Math.min(n, d);
  if (size > EQUATIONS || n * d * size > PRODUCTS)
    throw new RangeError(
      `${oracle}: float64 does not certify the minimizer, and X (${n} x ${d}) is too large for exact arithmetic`,
    );
  const { rows, exponent } = integralRows(X);
  const columns = transposed(rows, d);
  const right = integral(y);
  const price = integral([penalty]);
  const unit = Math.min(2 * exponent, price.exponent);
  const lambda = (price.integers[0]! * BigInt(times)) << BigInt(price.exponent - unit);
  const [vectors, sides] = n <= d ? [rows, right.integers] : [columns, columns.map((x) => product(x, right.integers))];
  const system = symmetricProducts(vectors).map((row, i) =>
    row.map((entry, j) => (entry << BigInt(2 * exponent - unit)) + (i === j ? lambda : 0n)),
  );
  const solved = solveExactly(
    system,
    sides.map((entry) => [entry]),
  );
  if ('kernel' in solved) throw new RangeError(`${oracle}: penalty ${penalty}; expected a positive number`);
  const found = solved.numerators.map(([entry]) => entry!);
  const numerators = n <= d ? columns.map((x) => product(x, found)) : found;
  const w = Float64Array.from(numerators, (entry) =>
    quotient(entry, solved.denominator, right.exponent + exponent - unit),
  );
  const bad = w.find((entry) => !(Math.abs(entry) < Infinity));
  if (bad !== undefined) throw new RangeError(`${oracle}: an entry of the minimizer is ${bad}: beyond float64`);
  return { w, error: 2 * UNIT * norm2(w) + d * Number.MIN_VALUE };
}
