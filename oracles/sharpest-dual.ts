/**
 * Among the duals that are optimal for min sum w_j |b_j| subject to X b = y, given the support and the signs of b: the
 * one whose largest |x_j.nu| / w_j off the support is least. b is the unique minimizer exactly if that is below 1 and
 * the columns of the support are independent. The linear program only proposes; the equalities are then solved by us.
 */
import { columnsOf, transpose } from 'claimcheck/numerics/matrix';
import { leastSquares } from 'claimcheck/numerics/qr';
import { residual } from 'claimcheck/numerics/residual';
import { solverUnits, type WeightedRegression } from './solver-units.js';
import { propose } from './propose.js';

/**
 * nu: n, with x_j.nu = w_j sign(b_j) on the support; beta: d, `support`: where it is not zero, fewer than n places.
 * @throws Error where the solver finds no optimal vertex. @throws RangeError where the support's columns are dependent.
 */
export function sharpestDual(
  question: WeightedRegression,
  beta: Float64Array,
  support: readonly number[],
): Float64Array {
  const { X, weights } = question;
  const { A, rows } = solverUnits(question);
  const n = X.rows;
  const others = [...beta.keys()].filter((j) => beta[j] === 0);
  // Unknowns: nu (free), the level t, and two slacks per column off the support.
  const cols = n + 1 + 2 * others.length;
  const m = support.length + 2 * others.length;
  const program = { rows: m, cols, data: new Float64Array(m * cols) };
  const right = new Float64Array(m);
  const put = (row: number, j: number, sign: number) => {
    for (let i = 0; i < n; i++) program.data[row * cols + i] = sign * A.data[i * X.cols + j]!;
  };
  support.forEach((j, k) => {
    put(k, j, 1);
    right[k] = Math.sign(beta[j]!);
  });
  others.forEach((j, k) => {
    for (const side of [0, 1]) {
      const row = support.length + 2 * k + side;
      put(row, j, side === 0 ? 1 : -1);
      program.data[row * cols + n] = -1;
      program.data[row * cols + n + 1 + 2 * k + side] = 1;
    }
  });
  const level = new Float64Array(cols);
  level[n] = 1;
  const { x } = propose({ costs: level, A: program, b: right, free: (j) => j < n });
  let nu = rows.map((size, i) => x[i]! / size);
  const equalities = transpose(columnsOf(X, support));
  const wanted = Float64Array.from(support, (j) => Math.sign(beta[j]!) * weights[j]!);
  for (let step = 0; step < 2; step++) {
    const correction = leastSquares(equalities, residual(equalities, nu, wanted).values);
    nu = nu.map((entry, i) => entry + correction[i]!);
  }
  return nu;
}
