/** Sixty digits and more: sums, systems and eigenvalues by the textbook, with mathjs's decimal numbers. */
import { all, create, type BigNumber } from 'mathjs';
import type { Matrix } from '../../src/numerics/matrix.js';

export type Decimal = BigNumber;

const math = create(all!, { number: 'BigNumber', precision: 100 });
/** A float64 is the whole number that it is times a power of two: its shortest decimal would be another number. */
const exactly = (x: number | string | Decimal, make: (text: string) => Decimal): Decimal => {
  if (typeof x !== 'number') return typeof x === 'string' ? make(x) : x;
  let [odd, halvings] = [x, 0];
  while (!Number.isInteger(odd) && halvings < 1074) [odd, halvings] = [2 * odd, halvings + 1];
  return make(BigInt(odd).toString()).div(make('2').pow(halvings));
};
export const dec = (x: number | string | Decimal): Decimal => exactly(x, (text) => math.bignumber(text));
/** With that many digits. */
export const digits = (precision: number) => {
  const wide = create(all!, { number: 'BigNumber', precision });
  return (x: number | string): Decimal => exactly(x, (text) => wide.bignumber(text));
};
export const zero = dec(0);
export const one = dec(1);

export const total = (terms: readonly Decimal[]): Decimal => terms.reduce((sum, term) => sum.plus(term), zero);
export const inner = (x: readonly Decimal[], y: readonly Decimal[]): Decimal =>
  total(x.map((entry, k) => entry.times(y[k]!)));
export const length = (x: readonly Decimal[]): Decimal => inner(x, x).sqrt();
export const largest = (x: readonly Decimal[]): Decimal =>
  x.reduce((most, entry) => (entry.abs().gt(most) ? entry.abs() : most), zero);
export const vector = (x: ArrayLike<number>): Decimal[] => Array.from(x, (entry) => dec(entry));
export const rowsOf = ({ rows, cols, data }: Matrix): Decimal[][] =>
  Array.from({ length: rows }, (_, i) => vector(data.subarray(i * cols, (i + 1) * cols)));
export const columnsOf = (A: Matrix): Decimal[][] => {
  const rows = rowsOf(A);
  return Array.from({ length: A.cols }, (_, j) => rows.map((row) => row[j]!));
};
export const gramOf = (rows: readonly Decimal[][]): Decimal[][] => rows.map((x) => rows.map((y) => inner(x, y)));
export const image = (A: readonly Decimal[][], x: readonly Decimal[]): Decimal[] => A.map((row) => inner(row, x));
/** sum_i r_i row_i */
export const combined = (rows: readonly Decimal[][], r: readonly Decimal[]): Decimal[] =>
  Array.from({ length: rows[0]!.length }, (_, j) => total(rows.map((row, i) => row[j]!.times(r[i]!))));

/** A^-1 b by elimination with pivoting; undefined where A is singular to 70 digits. */
export function solved(A: readonly Decimal[][], b: readonly Decimal[]): Decimal[] | undefined {
  const n = A.length;
  const M = A.map((row, i) => [...row, b[i]!]);
  const size = largest(A.flat());
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (M[i]![k]!.abs().gt(M[best]![k]!.abs())) best = i;
    [M[k], M[best]] = [M[best]!, M[k]!];
    if (M[k]![k]!.abs().lte(size.times('1e-70'))) return undefined;
    for (let i = k + 1; i < n; i++) {
      const factor = M[i]![k]!.div(M[k]![k]!);
      for (let j = k; j <= n; j++) M[i]![j] = M[i]![j]!.minus(factor.times(M[k]![j]!));
    }
  }
  const x: Decimal[] = new Array<Decimal>(n).fill(zero);
  for (let i = n - 1; i >= 0; i--) {
    const rest = M[i]!.slice(i + 1, n).reduce((sum, entry, j) => sum.plus(entry.times(x[i + 1 + j]!)), zero);
    x[i] = M[i]![n]!.minus(rest).div(M[i]![i]!);
  }
  return x;
}

/** The eigenvalues of a symmetric matrix by Jacobi's rotations, ascending. */
export function eigenvalues(A: readonly Decimal[][]): Decimal[] {
  const n = A.length;
  const M = A.map((row) => row.slice());
  const small = largest(M.flat()).times('1e-60');
  for (let sweep = 0; sweep < 40; sweep++) {
    let off = zero;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = M[p]![q]!;
        off = apq.abs().gt(off) ? apq.abs() : off;
        if (apq.abs().lte(small)) continue;
        const theta = M[q]![q]!.minus(M[p]![p]!).div(apq.times(2));
        const t = (theta.lt(0) ? dec(-1) : one).div(theta.abs().plus(theta.times(theta).plus(1).sqrt()));
        const c = one.div(t.times(t).plus(1).sqrt());
        const s = t.times(c);
        for (let k = 0; k < n; k++) {
          const [a, b] = [M[k]![p]!, M[k]![q]!];
          M[k]![p] = c.times(a).minus(s.times(b));
          M[k]![q] = s.times(a).plus(c.times(b));
        }
        for (let k = 0; k < n; k++) {
          const [a, b] = [M[p]![k]!, M[q]![k]!];
          M[p]![k] = c.times(a).minus(s.times(b));
          M[q]![k] = s.times(a).plus(c.times(b));
        }
      }
    if (off.lte(small)) break;
  }
  return M.map((row, i) => row[i]!).sort((a, b) => (a.lt(b) ? -1 : 1));
}
