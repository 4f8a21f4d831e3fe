/**
 * The interpolant of least b'P^-1 b in exact arithmetic: b = P X'nu with X P X' nu = y, whatever the condition of X or P.
 * Its square norm is y.nu. What is returned is the rational solution, each number rounded once.
 */
import {
  integral,
  integralRows,
  product,
  quotient,
  root,
  solveExactly,
  symmetricProducts,
  transposed,
} from 'claimcheck/numerics/exact';
import { norm2, type Matrix } from 'claimcheck/numerics/matrix';
import type { Regression } from './regression.js';

const UNIT = 1 / 9007199254740992;
/** Equations and products of a question that is not too large: about a second. */
const EQUATIONS = 64;
const PRODUCTS = 4e6;

export interface ExactInterpolant {
  /** d */
  readonly beta: Float64Array;
  /** The square root of b'P^-1 b. */
  readonly norm: number;
  /** n; b = P X'nu. */
  readonly nu: Float64Array;
  /** Bounds the Euclidean distance of beta to the interpolant. */
  readonly error: number;
  /** P - P X'(X P X')^-1 X P: d x d; asked for, since it costs as much again. */
  readonly covariance: () => Matrix;
}

/** Whether the question is small enough for exact arithmetic. */
export const fitsExactly = ({ rows: n, cols: d }: Matrix, metric = true): boolean =>
  n <= EQUATIONS && n * d * (n + (metric ? d : 0)) <= PRODUCTS;

/**
 * X: n x d, y: n, P: d x d symmetric and positive definite, the identity if absent.
 * @throws RangeError where the rows of X depend on each other, or the question is too large or its answer out of range.
 */
export function exactInterpolant(oracle: string, { X, y }: Regression, P?: Matrix): ExactInterpolant {
  const { rows: n, cols: d } = X;
  if (!fitsExactly(X, P !== undefined))
    throw new RangeError(
      `${oracle}: float64 cannot certify an answer to 1e-9, and X (${n} x ${d}) is too large for exact arithmetic`,
    );
  const given = integralRows(X);
  const right = integral(y);
  const metric = P && integralRows(P);
  // T = X P, so that K = T X' and b = T'nu.
  const turned = metric ? given.rows.map((row) => metric.rows.map((other) => product(row, other))) : given.rows;
  const scale = given.exponent + (metric ? metric.exponent : 0);
  const K = symmetricProducts(turned, given.rows);
  const solved = solveExactly(
    K,
    right.integers.map((entry) => [entry]),
  );
  if ('kernel' in solved) throw dependent(oracle, X, solved.kernel);
  const nus = solved.numerators.map(([entry]) => entry!);
  const columns = transposed(turned, d);
  const out = right.exponent - scale - given.exponent;
  const nu = Float64Array.from(nus, (entry) => quotient(entry, solved.denominator, out));
  const beta = Float64Array.from(columns, (column) => quotient(product(column, nus), solved.denominator, out + scale));
  const norm = root(product(right.integers, nus), solved.denominator, out + right.exponent);
  const bad = [norm, ...beta].find((entry) => !(Math.abs(entry) < Infinity));
  if (bad !== undefined) throw new RangeError(`${oracle}: an entry of the interpolant is ${bad}: beyond float64`);
  const covariance = () => {
    const gain = solveExactly(K, turned);
    if ('kernel' in gain) throw dependent(oracle, X, gain.kernel);
    const gains = transposed(gain.numerators, d);
    const V = { rows: d, cols: d, data: new Float64Array(d * d) };
    for (let i = 0; i < d; i++)
      for (let j = 0; j <= i; j++) {
        const prior = metric ? metric.rows[i]![j]! : i === j ? 1n : 0n;
        // T and the prior share the exponent of P alone, once K has taken that of X twice.
        const left = prior * gain.denominator - product(columns[i]!, gains[j]!);
        V.data[i * d + j] = V.data[j * d + i] = quotient(left, gain.denominator, metric ? metric.exponent : 0);
      }
    return V;
  };
  return { beta, norm, nu, error: 2 * UNIT * norm2(beta) + d * Number.MIN_VALUE, covariance };
}

function dependent(oracle: string, { rows, cols }: Matrix, kernel: readonly bigint[]): RangeError {
  const row = kernel.findLastIndex((entry) => entry !== 0n);
  return new RangeError(
    `${oracle}: the rows of X (${rows} x ${cols}) depend on each other: row ${row} on those before it`,
  );
}
