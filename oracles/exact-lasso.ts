/**
 * The lasso in exact arithmetic: min over b of |X b - y|^2 / 2 + lambda |b|_1, as a quadratic program over the orthant
 * whose coordinates 2j and 2j + 1 are the positive and the negative part of b_j (numerics/active-set.ts).
 * With b_S the solution of X_S'X_S b = X_S'y - lambda s, the objective is (|y|^2 - b.(X'y - lambda s)) / 2.
 */
import { leastInOrthant } from 'claimcheck/numerics/active-set';
import { integral, integralRows, product, quotient, solveExactly, transposed } from 'claimcheck/numerics/exact';
import { norm2 } from 'claimcheck/numerics/matrix';
import type { Regression } from './regression.js';

const UNIT = 1 / 9007199254740992;
/** Active columns, and products of the Gram matrix, of a question that is not too large: about a second. */
const ACTIVE = 64;
const PRODUCTS = 4e6;

export interface ExactLasso {
  /** d; each entry rounded once. */
  readonly beta: Float64Array;
  /** Bounds the Euclidean distance of beta to the minimizer. */
  readonly error: number;
  /** The least objective, rounded once. */
  readonly objective: number;
  /** Where beta is not zero, ascending. */
  readonly support: readonly number[];
  /** Whether the columns at which the optimality condition is an equality are independent: then no other b is optimal. */
  readonly unique: boolean;
}

/**
 * X: n x d, y: n, lambda = `times` `penalty` > 0; `guess`: d, whose signs are tried first.
 * @throws RangeError where the question is too large or its answer out of range.
 */
export function exactLasso(
  oracle: string,
  { X, y }: Regression,
  penalty: number,
  times: number,
  guess: Float64Array,
): ExactLasso {
  const { rows: n, cols: d } = X;
  if (n * d * d > PRODUCTS)
    throw new RangeError(
      `${oracle}: float64 does not settle the support, and X (${n} x ${d}) is too large for exact arithmetic`,
    );
  const given = integralRows(X);
  const columns = transposed(given.rows, d);
  const right = integral(y);
  const price = integral([penalty]);
  const pulls = columns.map((column) => product(column, right.integers));
  // X'y and lambda over one power of two.
  const unit = Math.min(given.exponent + right.exponent, price.exponent);
  const lambda = (price.integers[0]! * BigInt(times)) << BigInt(price.exponent - unit);
  const c = pulls.flatMap((pull) => {
    const at = pull << BigInt(given.exponent + right.exponent - unit);
    return [at - lambda, -at - lambda];
  });
  const cache = new Map<number, bigint>();
  const G = (i: number, j: number) => {
    const [a, b] = [Math.min(i >> 1, j >> 1), Math.max(i >> 1, j >> 1)];
    let entry = cache.get(a * d + b);
    if (entry === undefined) cache.set(a * d + b, (entry = product(columns[a]!, columns[b]!)));
    return (i ^ j) & 1 ? -entry : entry;
  };
  const signs = [...guess.keys()].filter((j) => guess[j] !== 0 && !Number.isNaN(guess[j]));
  const least = leastInOrthant({ size: 2 * d, G, c, guess: signs.map((j) => 2 * j + (guess[j]! < 0 ? 1 : 0)) }, ACTIVE);
  if ('ray' in least) throw new Error(`${oracle}: the objective falls without end; expected a penalty above 0`);
  const { active, x, denominator, slopes } = least;
  const exponent = unit - 2 * given.exponent;
  const beta = new Float64Array(d);
  active.forEach((i, k) => (beta[i >> 1] = quotient(i & 1 ? -x[k]! : x[k]!, denominator, exponent)));

  const [square, spent] = [2 * right.exponent, 2 * unit - 2 * given.exponent];
  const shared = Math.min(square, spent);
  const gained = active.reduce((sum, i, k) => sum + c[i]! * x[k]!, 0n);
  const left =
    ((product(right.integers, right.integers) * denominator) << BigInt(square - shared)) -
    (gained << BigInt(spent - shared));
  const objective = quotient(left, denominator, shared - 1);

  const bad = [objective, ...beta].find((entry) => !(Math.abs(entry) < Infinity));
  if (bad !== undefined) throw new RangeError(`${oracle}: an entry of the minimizer is ${bad}: beyond float64`);
  const tight = [...slopes.keys()].filter((i) => slopes[i] === 0n);
  const equations = tight.map((i) => tight.map((j) => G(i, j)));
  const unique =
    tight.length === active.length ||
    !(
      'kernel' in
      solveExactly(
        equations,
        tight.map(() => []),
      )
    );
  const support = active.map((i) => i >> 1).sort((a, b) => a - b);
  return { beta, error: 2 * UNIT * norm2(beta) + d * Number.MIN_VALUE, objective, support, unique };
}
