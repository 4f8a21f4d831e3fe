/** The radius is a bound: the exact result of exact operands lies within it, and so does that of any numbers within theirs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { above, add, divide, exact as ball, multiply, root, rounded, size, subtract, widened, type Ball } from '../../src/numerics/ball.js'; // prettier-ignore
import { atMost, exact, isZero, minus, over, plus, product, size as absolute, type Rational } from './rational.js';

const number = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.integer({ min: -5, max: 5 }),
  fc.constantFrom(1e-300, -1e150, 5e-324, 0),
);
/** A ball, and a number in it. */
const known = fc.tuple(number, fc.constantFrom(0, 1e-12, 0.3), fc.constantFrom(-1, 0, 0.5, 1)).map(([value, radius, at]) => ({ ball: widened(ball(value), radius), inside: plus(exact(value), product(exact(at), exact(radius))) })); // prettier-ignore
const holds = ({ value, radius }: Ball, truth: Rational) =>
  !Number.isFinite(value) || !Number.isFinite(radius) || atMost(absolute(minus(exact(value), truth)), exact(radius));

const operations = {
  add: [add, plus, (a: number, b: number) => a + b],
  subtract: [subtract, minus, (a: number, b: number) => a - b],
  multiply: [multiply, product, (a: number, b: number) => a * b],
  divide: [divide, over, (a: number, b: number) => a / b],
} as const;

describe.each(Object.entries(operations))('%s', (name, [of, truly, plainly]) => {
  test('has the bits that it has without a radius, and a radius that holds the truth', () => {
    fc.assert(
      fc.property(known, known, (a, b) => {
        const result = of(a.ball, b.ball);
        expect(result.value).toBe(plainly(a.ball.value, b.ball.value));
        // A divisor that may be 0 bounds nothing.
        if (name === 'divide' && (isZero(b.inside) || Math.abs(b.ball.value) <= b.ball.radius)) return;
        expect(holds(result, truly(a.inside, b.inside))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('of numbers that need no rounding is off by at most a unit or so', () => {
    const { value, radius } = of(ball(6), ball(3));
    expect(value).toBe(plainly(6, 3));
    expect(radius).toBeLessThan(4e-15);
  });
});

test('what underflows on the way to a quotient is in its radius', () => {
  const [least, divisor] = [ball(5e-324), widened(ball(2e-12), 1e-12)];
  expect(holds(divide(least, divisor), over(exact(5e-324), exact(1.5e-12)))).toBe(true);
});

test('a root squared is the number', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.constantFrom(0, 1e-13, 1e-3), (value, share) => {
      const { value: r, radius } = root(widened(ball(value), share * value));
      expect(r).toBe(Math.sqrt(value));
      for (const at of [-1, 0, 1]) {
        const x = plus(exact(value), product(exact(at), exact(share * value)));
        const [low, high] = [minus(exact(r), exact(radius)), plus(exact(r), exact(radius))];
        expect(atMost(product(low, low), x) && atMost(x, product(high, high))).toBe(true);
      }
    }),
  );
});

test('a function that is good to some units in the last place is within them', () => {
  for (const x of [1, -2, 2 ** -600, 1048576]) {
    const next = x * (1 + Number.EPSILON);
    expect(holds(rounded(x, 1), exact(next))).toBe(true);
    expect(holds(rounded(x, 1), exact(x * (1 + 4 * Number.EPSILON)))).toBe(false);
  }
});

test('the upper end and the size are above all that is within', () => {
  fc.assert(
    fc.property(known, ({ ball: of, inside }) => {
      expect(atMost(inside, exact(above(of)))).toBe(true);
      expect(atMost(absolute(inside), exact(size(of)))).toBe(true);
    }),
  );
});
