import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integral, leadingMinors, quotient, root, solveExactly, symmetricProducts } from '../../src/numerics/exact.js';
import { atMost, exact, minus, over, product, rational, size, solved, type Rational } from './rational.js';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const whole = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n });
const positive = fc.bigInt({ min: 1n, max: 10n ** 60n });
const small = fc.bigInt({ min: -4n, max: 4n });
const square = (n: number) => fc.array(fc.array(small, { minLength: n, maxLength: n }), { minLength: n, maxLength: n });
/** As drawn, or symmetric: definite or not, of full rank or not. */
const system = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.tuple(
    fc.tuple(square(n), fc.constantFrom('as drawn', 'symmetric', 'Gram')).map(([A, kind]) => {
      if (kind === 'Gram') return symmetricProducts(A);
      return kind === 'symmetric' ? A.map((row, i) => row.map((entry, j) => (j <= i ? entry : A[j]![i]!))) : A;
    }),
    fc.array(small, { minLength: n, maxLength: n }),
  ),
);
const two = (exponent: number): Rational =>
  exponent < 0 ? rational(1n, 1n << BigInt(-exponent)) : rational(1n << BigInt(exponent));

describe('integral', () => {
  it('is the same numbers', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1, maxLength: 6 }), (numbers) => {
        const { integers, exponent } = integral(numbers);
        integers.forEach((entry, k) => expect(product(rational(entry), two(exponent))).toEqual(exact(numbers[k]!)));
      }),
    );
  });

  it('refuses what is no number', () => expect(() => integral([1, NaN])).toThrow('a number is NaN'));
});

describe('solveExactly', () => {
  it('solves what elimination on fractions solves, or gives a vector of the kernel', () => {
    fc.assert(
      fc.property(system, ([A, b]) => {
        const found = solveExactly(
          A,
          b.map((entry) => [entry]),
        );
        const expected = solved(
          A.map((row) => row.map((entry) => rational(entry))),
          b.map((entry) => rational(entry)),
        );
        if ('kernel' in found) {
          expect(expected).toBeUndefined();
          expect(found.kernel.some((entry) => entry !== 0n)).toBe(true);
          expect(found.kernel.findLast((entry) => entry !== 0n)! > 0n).toBe(true);
          for (const row of A) expect(row.reduce((sum, entry, j) => sum + entry * found.kernel[j]!, 0n)).toBe(0n);
        } else {
          expect(found.denominator > 0n).toBe(true);
          expect(found.numerators.map(([entry]) => rational(entry!, found.denominator))).toEqual(expected);
        }
      }),
      { numRuns: 900 },
    );
  });

  it('has leading minors that are products of pivots', () => {
    expect(
      leadingMinors([
        [2n, 1n],
        [1n, 3n],
      ]),
    ).toEqual([2n, 5n]);
    expect(
      leadingMinors([
        [1n, 2n, 0n],
        [2n, 4n, 1n],
        [0n, 1n, 1n],
      ]),
    ).toEqual([1n, 0n]);
    expect(
      leadingMinors([
        [1n, 2n, 0n],
        [2n, 1n, 0n],
        [0n, 0n, 4n],
      ]),
    ).toEqual([1n, -3n, -12n]);
  });
});

describe('rounding', () => {
  const [unit, tiny] = [two(-53), two(-1074)];
  const within = (x: number, truth: Rational, units: number) => {
    const room = product(exact(units), product(unit, size(truth)));
    return atMost(size(minus(exact(x), truth)), atMost(room, tiny) ? tiny : room);
  };

  it('of a quotient is 1.01 units', () => {
    fc.assert(
      fc.property(whole, positive, fc.integer({ min: -1200, max: 1000 }), (n, d, exponent) => {
        const x = quotient(n, d, exponent);
        const truth = product(rational(n, d), two(exponent));
        if (Number.isFinite(x)) expect(within(x, truth, 1.01)).toBe(true);
        else expect(atMost(two(1023), size(truth))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('of a root is 1.6 units', () => {
    fc.assert(
      fc.property(positive, positive, fc.integer({ min: -1700, max: 1700 }), (n, d, exponent) => {
        const x = root(n, d, exponent);
        const truth = product(rational(n, d), two(exponent));
        // |x - s| <= 1.6 u s where |x^2 / s^2 - 1| <= 3.2 u, to first order.
        const off = size(minus(over(product(exact(x), exact(x)), truth), exact(1)));
        expect(atMost(off, product(exact(3.21), unit))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the ends of the range', () => {
    expect(quotient(1n, 1n, 1024)).toBe(Infinity);
    expect(quotient(-1n, 1n, 1024)).toBe(-Infinity);
    expect(quotient(1n, 1n, -1074)).toBe(Number.MIN_VALUE);
    expect(quotient(1n, 1n, -3000)).toBe(0);
    expect([quotient(0n, 7n), root(0n, 7n)]).toEqual([0, 0]);
  });
});
