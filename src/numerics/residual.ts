/**
 * The residual b - A x of a linear system as if computed in twice the working precision, with a rigorous bound.
 * Products and sums are split into a rounded part and its exact error, and the errors are summed in float64:
 * |computed - true| <= u |true| + gamma(n + 1)^2 (|A| |x| + |b|), entry by entry, u = 2^-53. Source: ogita2005, 5.
 */
import type { Matrix } from './matrix.js';

const UNIT = 1 / 9007199254740992;
/** 2^27 + 1 splits a float64 into two halves of at most 26 bits. */
const SPLIT = 134217729;

export interface Residual {
  /** b - A x, correctly rounded but for the stated bound. */
  readonly values: Float64Array;
  /** An upper bound of the largest |b - A x| in exact arithmetic; Infinity where it overflows. */
  readonly bound: number;
}

/** A: m x n, x: n, b: m. @throws RangeError where the shapes differ. */
export function residual(A: Matrix, x: Float64Array, b: Float64Array): Residual {
  const { rows, cols } = A;
  if (x.length !== cols || b.length !== rows) {
    const lengths = `x has length ${x.length} and b has length ${b.length}`;
    throw new RangeError(`residual: A is ${rows} x ${cols}, ${lengths}; expected ${cols} and ${rows}`);
  }
  const terms = cols + 1;
  const values = new Float64Array(rows);
  let bound = 0;
  for (let i = 0; i < rows; i++) {
    let sum = b[i]!;
    let errors = 0;
    let size = Math.abs(sum);
    for (let j = 0; j < cols; j++) {
      const p = -A.data[i * cols + j]!;
      const q = x[j]!;
      const product = p * q;
      const pScaled = SPLIT * p;
      const pHigh = pScaled - (pScaled - p);
      const pLow = p - pHigh;
      const qScaled = SPLIT * q;
      const qHigh = qScaled - (qScaled - q);
      const qLow = q - qHigh;
      const productError = pLow * qLow - (product - pHigh * qHigh - pLow * qHigh - pHigh * qLow);
      const next = sum + product;
      const part = next - sum;
      errors += sum - (next - part) + (product - part) + productError;
      sum = next;
      size += Math.abs(product);
    }
    const value = sum + errors;
    values[i] = value;
    // Twice gamma^2 and the last factor cover the rounding of `size` and of the bound itself; the term in MIN_VALUE
    // covers products that underflow.
    const slack = 2 * terms * terms * UNIT * UNIT * size + 8 * terms * Number.MIN_VALUE;
    bound = Math.max(bound, (Math.abs(value) + slack) * (1 + 8 * UNIT));
  }
  return { values, bound: bound < Infinity ? bound : Infinity };
}
