/**
 * Exact linear algebra: float64 numbers are integers times a power of two, and a linear system over the integers has a
 * rational solution, found by elimination without fractions (every division leaves no remainder; bareiss1968).
 * Costs n^3 / 3 products of numbers of some 100 n bits, half of that where the system is symmetric: a millisecond for ten
 * equations, a third of a second for sixty.
 */
import type { Matrix } from './matrix.js';

/** Number k is `integers[k]` times 2^`exponent`, exactly. */
export interface Integral {
  readonly integers: bigint[];
  readonly exponent: number;
}

const bits = new DataView(new ArrayBuffer(8));

/** x = mantissa * 2^exponent; x: finite. */
function parts(x: number): { mantissa: bigint; exponent: number } {
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 2047n);
  const fraction = word & 0xfffffffffffffn;
  const size = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: x < 0 ? -size : size, exponent: Math.max(biased, 1) - 1075 };
}

/** The same numbers as integers over one power of two. @throws RangeError where one is not finite. */
export function integral(data: ArrayLike<number>): Integral {
  const all = Array.from(data, (x) => {
    if (!(Math.abs(x) < Infinity)) throw new RangeError(`integral: a number is ${x}; expected finite numbers`);
    return parts(x);
  });
  let exponent = Infinity;
  for (const one of all) if (one.mantissa !== 0n) exponent = Math.min(exponent, one.exponent);
  if (exponent === Infinity) exponent = 0;
  return {
    integers: all.map((one) => (one.mantissa === 0n ? 0n : one.mantissa << BigInt(one.exponent - exponent))),
    exponent,
  };
}

/** The sum of a[k] b[k]. */
export function product(a: readonly bigint[], b: readonly bigint[]): bigint {
  let sum = 0n;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** The products of all pairs of a row of A and one of B, where that of i and j is that of j and i. */
export function symmetricProducts(A: readonly (readonly bigint[])[], B = A): bigint[][] {
  const K = A.map((row, i) => B.slice(0, i + 1).map((other) => product(row, other)));
  return K.map((row, i) => B.map((_, j) => (j <= i ? row[j]! : K[j]![i]!)));
}

/** The rows of A as integers over one power of two. @throws as `integral`. */
export function integralRows(A: Matrix): { readonly rows: bigint[][]; readonly exponent: number } {
  const { integers, exponent } = integral(A.data);
  const rows = Array.from({ length: A.rows }, (_, i) => integers.slice(i * A.cols, (i + 1) * A.cols));
  return { rows, exponent };
}

export const transposed = (rows: readonly (readonly bigint[])[], cols: number): bigint[][] =>
  Array.from({ length: cols }, (_, j) => rows.map((row) => row[j]!));

export interface Solved {
  /** n x r: entry (i, k) of the solution is `numerators[i][k]` / `denominator`. */
  readonly numerators: readonly (readonly bigint[])[];
  /** Positive. */
  readonly denominator: bigint;
}

/** A vector that A takes to 0, its last entry that is not 0 positive. */
export interface Kernel {
  readonly kernel: readonly bigint[];
}

/** The X with A X = B, or a vector of the kernel of A where A is singular; A: n x n, B: n x r. */
export function solveExactly(A: readonly (readonly bigint[])[], B: readonly (readonly bigint[])[]): Solved | Kernel {
  const n = A.length;
  const rows = A.map((row, i) => [...row, ...B[i]!]);
  // Elimination keeps symmetry: what is left of row i then starts on the diagonal.
  let symmetric = A.every((row, i) => A.every((other, j) => j >= i || row[j] === other[i]));
  let last = 1n;
  for (let k = 0; k < n; k++) {
    if (symmetric && rows[k]![k] === 0n) {
      symmetric = false;
      for (let i = k; i < n; i++) for (let j = k; j < i; j++) rows[i]![j] = rows[j]![i]!;
    }
    const pivotRow = rows.findIndex((row, i) => i >= k && row[k] !== 0n);
    if (pivotRow < 0) {
      const sign = last < 0n ? -1n : 1n;
      const head = substituted(rows, k, k, last).map((entry) => -sign * entry);
      return { kernel: rows.map((_, i) => (i < k ? head[i]! : i === k ? sign * last : 0n)) };
    }
    [rows[k], rows[pivotRow]] = [rows[pivotRow]!, rows[k]!];
    const pivot = rows[k]!;
    const head = pivot[k]!;
    for (let i = k + 1; i < n; i++) {
      const row = rows[i]!;
      const factor = symmetric ? pivot[i]! : row[k]!;
      for (let j = symmetric ? i : k + 1; j < row.length; j++) row[j] = (head * row[j]! - factor * pivot[j]!) / last;
    }
    last = head;
  }
  const sign = last < 0n ? -1n : 1n;
  const solutions = Array.from(B[0] ?? [], (_, c) => substituted(rows, n, n + c, sign * last));
  return { numerators: transposed(solutions, n), denominator: sign * last };
}

/** The x with U x = `factor` times column `at`, U the first k rows and columns, an upper triangle; x is whole. */
function substituted(rows: readonly (readonly bigint[])[], k: number, at: number, factor: bigint): bigint[] {
  const x = new Array<bigint>(k);
  for (let i = k - 1; i >= 0; i--) {
    const row = rows[i]!;
    let left = factor * row[at]!;
    for (let j = i + 1; j < k; j++) left -= row[j]! * x[j]!;
    x[i] = left / row[i]!;
  }
  return x;
}

/** The determinants of the leading k x k blocks of A, k = 1 .. n; all after the first that is 0 are left out. */
export function leadingMinors(A: readonly (readonly bigint[])[]): bigint[] {
  const rows = A.map((row) => [...row]);
  const minors: bigint[] = [];
  let last = 1n;
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows[k]!;
    const head = pivot[k]!;
    minors.push(head);
    if (head === 0n) break;
    for (const row of rows.slice(k + 1)) {
      const factor = row[k]!;
      for (let j = k + 1; j < row.length; j++) row[j] = (head * row[j]! - factor * pivot[j]!) / last;
    }
    last = head;
  }
  return minors;
}

const length = (x: bigint): number => x.toString(16).length * 4;

/** 2^exponent, -1022 <= exponent <= 1023. */
function powerOfTwo(exponent: number): number {
  bits.setBigUint64(0, BigInt(exponent + 1023) << 52n);
  return bits.getFloat64(0);
}

/** x 2^exponent, rounded once at most, also where 2^exponent alone is out of range; |x| near 2^72. */
function scaled(x: number, exponent: number): number {
  let value = x;
  let left = exponent;
  for (; left > 1000; left -= 1000) value *= powerOfTwo(1000);
  for (; left < -1000; left += 1000) value *= powerOfTwo(-1000);
  return value * powerOfTwo(left);
}

/** numerator / denominator 2^exponent as a float64, to 1.01 units of 2^-53 (or of 2^-1074); denominator > 0. */
export function quotient(numerator: bigint, denominator: bigint, exponent = 0): number {
  if (numerator === 0n) return 0;
  const shift = 72 - (length(numerator) - length(denominator));
  const whole = shift >= 0 ? (numerator << BigInt(shift)) / denominator : numerator / (denominator << BigInt(-shift));
  return scaled(Number(whole), exponent - shift);
}

/** The square root of numerator / denominator 2^exponent, to 1.6 units of 2^-53; numerator >= 0, denominator > 0. */
export function root(numerator: bigint, denominator: bigint, exponent = 0): number {
  if (numerator === 0n) return 0;
  const shift = 72 - (length(numerator) - length(denominator));
  const even = shift + (Math.abs(exponent - shift) % 2);
  const whole = even >= 0 ? (numerator << BigInt(even)) / denominator : numerator / (denominator << BigInt(-even));
  return scaled(Math.sqrt(Number(whole)), (exponent - even) / 2);
}
