import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atanh,
  cos,
  cosh,
  erf,
  erfc,
  exp,
  expm1,
  hypot,
  log,
  log1p,
  log2,
  logGamma,
  normalCdf,
  pow,
  power,
  sin,
  sinh,
  tanh,
} from '../../src/numerics/elementary.js';
import { ulp } from './exactly.js';

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });
/** |a - b| in ulp of b */
const apart = (a: number, b: number) => (a === b ? 0 : Math.abs(a - b) / ulp(b));
const holds = <T extends unknown[]>(property: fc.IProperty<T>) =>
  fc.assert(property, { numRuns: 2000, seed: 20261122 });

describe('identities', () => {
  test('odd functions are odd and even ones even, bit by bit', () => {
    const any = fc.double();
    for (const f of [sinh, tanh, asinh, atanh, sin, atan, asin, erf])
      holds(fc.property(any, (x) => Object.is(f(-x), -f(x))));
    for (const f of [cosh, cos]) holds(fc.property(any, (x) => Object.is(f(-x), f(x))));
  });

  test('every function gives NaN or a number in its range, for every float64', () => {
    const ranges: [(x: number) => number, number, number][] = [
      [exp, 0, Infinity],
      [expm1, -1, Infinity],
      [log, -745.2, Infinity],
      [cosh, 1, Infinity],
      [tanh, -1, 1],
      [sin, -1, 1],
      [cos, -1, 1],
      [atan, -1.5707963267948966, 1.5707963267948966],
      [asin, -1.5707963267948966, 1.5707963267948966],
      [acos, 0, 3.141592653589793],
      [acosh, 0, 711],
      [erf, -1, 1],
      [erfc, 0, 2],
      [normalCdf, 0, 1],
      [logGamma, -0.1215, Infinity],
    ];
    for (const [f, low, high] of ranges)
      holds(
        fc.property(fc.double({ noNaN: true }), (x) => {
          const y = f(x);
          return Number.isNaN(y) || (f === log && y === -Infinity) || (y >= low && (y <= high || y === Infinity));
        }),
      );
  });

  test('exp turns sums into products', () => {
    holds(
      fc.property(
        within(-300, 300),
        within(-300, 300),
        (x, y) => apart(exp(x) * exp(y), exp(x + y)) < 3 + 2 * ulp(x + y) * 2 ** 53,
      ),
    );
  });

  test('inverse pairs', () => {
    holds(fc.property(within(-1, 1), (x) => apart(log1p(expm1(x)), x) <= 4));
    holds(fc.property(within(-700, 700), (x) => Math.abs(log(exp(x)) - x) <= 2 ** -52 + 2 * ulp(x)));
    holds(fc.property(within(-1, 1), (x) => apart(asinh(sinh(x)), x) <= 5));
    holds(fc.property(within(-0.9, 0.9), (x) => apart(tanh(atanh(x)), x) <= 6));
    holds(fc.property(within(1.5, 1e6), (x) => Math.abs(acosh(cosh(log(x))) - log(x)) <= 8 * ulp(log(x))));
    holds(fc.property(within(-1.5, 1.5), (x) => Math.abs(atan(sin(x) / cos(x)) - x) <= 4 * ulp(1)));
    holds(fc.property(within(-1, 1), (x) => Math.abs(sin(asin(x)) - x) <= 2 * ulp(1)));
    holds(fc.property(within(-1, 1), (x) => Math.abs(cos(acos(x)) - x) <= 2 * ulp(1)));
    holds(fc.property(within(-1, 1), (x) => Math.abs(asin(x) + acos(x) - 1.5707963267948966) <= 2 * ulp(2)));
  });

  test('sin^2 + cos^2 = 1 and cosh^2 - sinh^2 = 1', () => {
    holds(fc.property(within(-1e5, 1e5), (x) => Math.abs(sin(x) * sin(x) + cos(x) * cos(x) - 1) <= 2 ** -51));
    holds(
      fc.property(
        within(-3, 3),
        (x) => Math.abs(cosh(x) * cosh(x) - sinh(x) * sinh(x) - 1) <= 2 ** -50 * cosh(x) * cosh(x),
      ),
    );
    holds(fc.property(within(-20, 20), (x) => apart(sinh(x) / cosh(x), tanh(x)) <= 5));
  });

  test('erf and erfc are complementary, and so are the tails of the normal distribution', () => {
    holds(fc.property(within(-6, 6), (x) => Math.abs(erf(x) + erfc(x) - 1) <= 2 ** -51));
    holds(fc.property(within(-9, 9), (x) => Math.abs(normalCdf(x) + normalCdf(-x) - 1) <= 2 ** -52));
    holds(fc.property(within(-9, 9), within(0.001, 5), (x, step) => normalCdf(x) <= normalCdf(x + step)));
  });

  test('log Gamma follows the recurrence', () => {
    holds(
      fc.property(within(1e-3, 1e3), (x) => {
        const [now, next] = [logGamma(x), logGamma(x + 1)];
        return Math.abs(next - now - log(x)) <= 2 ** -49 * (1 + Math.abs(now) + Math.abs(log(x)));
      }),
    );
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(apart(logGamma(n + 1), log(factorial * n))).toBeLessThan(6);
      factorial *= n;
    }
  });
});

describe('powers', () => {
  const exponents = fc.integer({ min: -60, max: 60 });
  test('small integers have exact powers', () => {
    holds(
      fc.property(
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: 0, max: 16 }),
        (x, n) => power(x, n) === Number(BigInt(x) ** BigInt(n)),
      ),
    );
  });
  test('exponents add', () => {
    holds(
      fc.property(
        within(0.01, 100),
        exponents,
        exponents,
        (x, m, n) => apart(power(x, m) * power(x, n), power(x, m + n)) <= 3,
      ),
    );
  });
  test('the square is one product, and reciprocals are within 1 ulp of the quotient', () => {
    holds(
      fc.property(fc.double({ noNaN: true }), (x) => Object.is(power(x, 2), x * x) && Object.is(power(x, -1), 1 / x)),
    );
    holds(fc.property(within(0.01, 100), exponents, (x, n) => apart(power(x, -n), 1 / power(x, n)) <= 2));
  });
  test('pow gives integer exponents to power, and halves agree with the square root', () => {
    holds(fc.property(within(-100, 100), exponents, (x, n) => Object.is(pow(x, n), power(x, n))));
    holds(fc.property(within(1e-300, 1e300), (x) => apart(pow(x, 0.5), Math.sqrt(x)) <= 1));
    holds(fc.property(within(1e-30, 1e30), (x) => apart(pow(x, 1.5), x * Math.sqrt(x)) <= 2));
    holds(fc.property(fc.integer({ min: -1074, max: 1023 }), (n) => log2(power(2, n)) === n));
  });
  test('a power of an exponential', () => {
    holds(
      fc.property(
        within(-20, 20),
        within(-10, 10),
        (x, y) => Math.abs(log(pow(exp(x), y)) - x * y) <= 2 ** -50 * (1 + Math.abs(x * y) + Math.abs(y)),
      ),
    );
  });
});

describe('hypot', () => {
  test('is symmetric, scales by powers of two, and obeys the triangle', () => {
    const side = within(-1e100, 1e100);
    holds(
      fc.property(
        side,
        side,
        (a, b) => Object.is(hypot(a, b), hypot(-b, a)) && hypot(a, b) >= Math.max(Math.abs(a), Math.abs(b)),
      ),
    );
    holds(
      fc.property(
        within(1, 100),
        within(1, 100),
        (a, b) => hypot(a * 2 ** 900, b * 2 ** 900) === hypot(a, b) * 2 ** 900,
      ),
    );
    holds(fc.property(side, side, (a, b) => hypot(a, b) <= (Math.abs(a) + Math.abs(b)) * (1 + 2 ** -52)));
  });
});
