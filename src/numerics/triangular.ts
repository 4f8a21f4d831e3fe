import type { Matrix } from './matrix.js';

/** L^-1 b by forward substitution, for a lower triangular L: d x d; b: d. */
export function forwardSolve(L: Matrix, b: Float64Array): Float64Array {
  const d = L.rows;
  if (b.length !== d) throw new RangeError(`forwardSolve: L is ${d} x ${L.cols} and b has length ${b.length}`);
  const z = b.slice();
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) z[i]! -= L.data[i * d + j]! * z[j]!;
    z[i]! /= L.data[i * d + i]!;
  }
  return z;
}
