/** Twin of src/numerics/cholesky.ts. a, l: n x n, l zeros at first; sums: room for n. Returns the bad pivot, or -1. */
import { at, dots } from './lanes';

/** The bad pivot's value is left in the first of the sums. */
export function cholesky(a: usize, n: i32, l: usize, sums: usize): i32 {
  const stride = <usize>n << 3;
  for (let j = 0; j < n; j++) {
    const row = l + <usize>j * stride;
    dots(row, stride, n - j, j, row, at(sums, j));
    const pivot = load<f64>(at(a, j * n + j)) - load<f64>(at(sums, j));
    if (!(pivot > 0 && pivot < Infinity)) {
      store<f64>(sums, pivot);
      return j;
    }
    const root = Math.sqrt(pivot);
    store<f64>(at(row, j), root);
    column(a, n, l, sums, j, root);
  }
  return -1;
}

export function column(a: usize, n: i32, l: usize, sums: usize, j: i32, root: f64): void {
  for (let i = j + 1; i < n; i++) {
    const entry = i * n + j;
    store<f64>(at(l, entry), (load<f64>(at(a, entry)) - load<f64>(at(sums, i))) / root);
  }
}
