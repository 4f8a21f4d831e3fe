/** The matrix of a kernel that depends on inner products and lengths. */
import { dotAt } from 'claimcheck/numerics/lanes';
import { gram, type Matrix } from 'claimcheck/numerics/matrix';

/** K(x, z) from x.z and |x||z|. */
export type Entry = (inner: number, size: number) => number;

/** |x| of every row, each with one more coordinate whose square is `bias`. */
function lengths({ rows, cols: d, data }: Matrix, bias: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => Math.sqrt(dotAt(data, i * d, data, i * d, d) + bias));
}

/** K between the rows of A (n x d) and of B (m x d), each with one more coordinate whose square is `bias`: n x m. */
export function kernelBetween(A: Matrix, B: Matrix, entry: Entry, bias = 0): Matrix {
  const { rows: n, cols: m, data } = gram(A, B);
  const a = lengths(A, bias);
  const b = A === B ? a : lengths(B, bias);
  for (let i = 0; i < n; i++) {
    const from = A === B ? i : 0;
    for (let j = 0; j < from; j++) data[i * m + j] = data[j * m + i]!;
    for (let j = from; j < m; j++) data[i * m + j] = entry(data[i * m + j]! + bias, a[i]! * b[j]!);
  }
  return { rows: n, cols: m, data };
}
