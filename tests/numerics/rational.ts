/** Rational arithmetic for the tests: fractions in lowest terms, and elimination on them. Shares nothing with src/numerics. */
import type { Matrix } from '../../src/numerics/matrix.js';

export interface Rational {
  readonly n: bigint;
  /** Positive. */
  readonly d: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

export const rational = (n: bigint, d = 1n): Rational => {
  const sign = d < 0n ? -1n : 1n;
  const common = gcd(n, sign * d);
  return common === 0n ? { n: 0n, d: 1n } : { n: (sign * n) / common, d: (sign * d) / common };
};

/** x exactly. */
export function exact(x: number): Rational {
  if (!Number.isFinite(x)) throw new RangeError(`exact: ${x}`);
  let [mantissa, d] = [x, 1n];
  while (!Number.isInteger(mantissa)) {
    const far = Math.abs(mantissa) < 1e-200;
    mantissa *= far ? 2 ** 600 : 2;
    d <<= far ? 600n : 1n;
  }
  return rational(BigInt(mantissa), d);
}

export const zero = rational(0n);
export const plus = (a: Rational, b: Rational) => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const minus = (a: Rational, b: Rational) => rational(a.n * b.d - b.n * a.d, a.d * b.d);
export const product = (a: Rational, b: Rational) => rational(a.n * b.n, a.d * b.d);
export const over = (a: Rational, b: Rational) => rational(a.n * b.d, a.d * b.n);
export const negative = (a: Rational) => ({ n: -a.n, d: a.d });
export const size = (a: Rational) => (a.n < 0n ? negative(a) : a);
export const below = (a: Rational, b: Rational) => a.n * b.d < b.n * a.d;
export const atMost = (a: Rational, b: Rational) => !below(b, a);
export const isZero = (a: Rational) => a.n === 0n;
export const sign = (a: Rational) => (a.n > 0n ? 1 : a.n < 0n ? -1 : 0);
export const total = (all: readonly Rational[]) => all.reduce(plus, zero);
export const most = (all: readonly Rational[]) => all.reduce((a, b) => (below(a, b) ? b : a));
export const dot = (a: readonly Rational[], b: readonly Rational[]) =>
  total(a.map((entry, k) => product(entry, b[k]!)));
export const vector = (data: Float64Array | readonly number[]) => Array.from(data, exact);
export const rows = ({ rows: n, cols, data }: Matrix) =>
  Array.from({ length: n }, (_, i) => vector(data.slice(i * cols, (i + 1) * cols)));
export const columns = (A: readonly (readonly Rational[])[]) => A[0]!.map((_, j) => A.map((row) => row[j]!));

/** To float64, for messages and ratios. */
export function near({ n, d }: Rational): number {
  const shift = 80 - (n.toString(2).length - d.toString(2).length);
  const whole = shift >= 0 ? (n << BigInt(shift)) / d : n / (d << BigInt(-shift));
  const half = Math.floor(shift / 2);
  return (
    Number(whole) / 2 ** Math.max(-1000, Math.min(1000, half)) / 2 ** Math.max(-1000, Math.min(1000, shift - half))
  );
}

/** x with A x = b, or undefined where A is singular: Gauss and Jordan, on fractions. */
export function solved(A: readonly (readonly Rational[])[], b: readonly Rational[]): Rational[] | undefined {
  const work = A.map((row, i) => [...row, b[i]!]);
  const n = work.length;
  for (let k = 0; k < n; k++) {
    const pivot = work.findIndex((row, i) => i >= k && !isZero(row[k]!));
    if (pivot < 0) return undefined;
    [work[k], work[pivot]] = [work[pivot]!, work[k]!];
    const head = work[k]!.map((entry) => over(entry, work[k]![k]!));
    work[k] = head;
    for (let i = 0; i < n; i++) {
      const factor = work[i]![k]!;
      if (i !== k && !isZero(factor)) work[i] = work[i]!.map((entry, j) => minus(entry, product(factor, head[j]!)));
    }
  }
  return work.map((row) => row[n]!);
}

/** Whether |x - y|_2 <= error, decided without rounding. */
export function within(x: ArrayLike<number>, y: readonly Rational[], error: number): boolean {
  const square = total(Array.from(x, (entry, k) => minus(exact(entry), y[k]!)).map((off) => product(off, off)));
  return atMost(square, product(exact(error), exact(error)));
}

/** |x - y|_2 / error, as a float64; 0 where x is y. */
export function share(x: ArrayLike<number>, y: readonly Rational[], error: number): number {
  const square = total(Array.from(x, (entry, k) => minus(exact(entry), y[k]!)).map((off) => product(off, off)));
  return isZero(square)
    ? 0
    : error === 0
      ? Infinity
      : Math.sqrt(near(over(square, product(exact(error), exact(error)))));
}

/** |x - sqrt(square)| / error as a float64, for x >= 0: |x^2 - square| / (2 x error), where x is close. */
export function rootShare(x: number, square: Rational, error: number): number {
  const off = size(minus(product(exact(x), exact(x)), square));
  if (isZero(off)) return 0;
  if (error === 0) return Infinity;
  if (x === 0) return Math.sqrt(near(over(square, product(exact(error), exact(error)))));
  return near(over(off, product(product(exact(2), exact(x)), exact(error))));
}
