/** Cyclic coordinate descent on |X b - y|^2 / 2 + penalty |b|_1. X: n x d, y: n, b: d. */
import { dotAt, dotsAt } from 'claimcheck/numerics/lanes';
import { transpose, type Matrix } from 'claimcheck/numerics/matrix';

/** Columns whose slopes are computed together, where as many before them did not move. */
const TOGETHER = 8;

export interface Coordinates {
  /** X': d x n. */
  readonly columns: Matrix;
  /** |x_j|^2, and 1 of a column of zeros, so that its weight stays 0; d. */
  readonly sizes: Float64Array;
  readonly b: Float64Array;
  /** y - X b; n. */
  readonly r: Float64Array;
}

/** At b = 0. */
export function coordinates(X: Matrix, y: Float64Array): Coordinates {
  const columns = transpose(X);
  const { rows: d, cols: n, data } = columns;
  const sizes = Float64Array.from({ length: d }, (_, j) => dotAt(data, j * n, data, j * n, n) || 1);
  return { columns, sizes, b: new Float64Array(d), r: y.slice() };
}

/** Moves every coordinate once; the largest |change|, each times its coordinate's scale where there are any. */
export function pass({ columns, sizes, b, r }: Coordinates, penalty: number, scales?: Float64Array): number {
  const { rows: d, cols: n, data } = columns;
  const slopes = new Float64Array(TOGETHER);
  let moved = 0;
  let still = 0;
  for (let j = 0; j < d; j++) {
    let z = sizes[j]! * b[j]!;
    if (still < TOGETHER) z = dotAt(data, j * n, r, 0, n) + z;
    else {
      if (still % TOGETHER === 0) dotsAt(data, j * n, n, Math.min(TOGETHER, d - j), n, r, 0, slopes, 0);
      z = slopes[still % TOGETHER]! + z;
    }
    const next = (Math.sign(z) * Math.max(0, Math.abs(z) - penalty)) / sizes[j]!;
    const change = next - b[j]!;
    still++;
    if (change === 0) continue;
    b[j] = next;
    const at = j * n;
    for (let i = 0; i < n; i++) r[i] = r[i]! - change * data[at + i]!;
    still = 0;
    moved = Math.max(moved, scales ? Math.abs(change) * scales[j]! : Math.abs(change));
  }
  return moved;
}
