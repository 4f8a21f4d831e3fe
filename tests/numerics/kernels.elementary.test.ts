/** The compiled elementary functions are the interpreted ones, bit for bit; so are their pairs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as elementary from '../../src/numerics/elementary.js';
import { kernels } from '../../src/numerics/kernels/instance.js';

const compiled = kernels()!.call as unknown as Record<string, (...x: number[]) => number>;
const UNARY = [
  'exp', 'expm1', 'log', 'log1p', 'log2', 'log10', 'acosh', 'asinh', 'atanh', 'cosh', 'sinh', 'tanh', 'acos', 'asin',
  'atan', 'cos', 'sin', 'erf', 'erfc', 'normalCdf', 'logGamma',
] as const; // prettier-ignore

const anyNumber = fc.oneof(
  fc.double(),
  fc.double({ min: -1, max: 1 }),
  fc.double({ min: -50, max: 50 }),
  fc.double({ min: -800, max: 800 }),
  fc.integer({ min: -2000, max: 2000 }),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1, -1, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308),
);

describe('compiled elementary functions', () => {
  test.each(UNARY)('%s', (name) => {
    const twin = elementary[name] as (x: number) => number;
    fc.assert(
      fc.property(anyNumber, (x) => {
        expect(compiled[name]!(x)).toBe(twin(x));
      }),
      { numRuns: 3000 },
    );
  });

  test.each(['pow', 'hypot'] as const)('%s', (name) => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (x, y) => {
        expect(compiled[name]!(x, y)).toBe(elementary[name](x, y));
      }),
      { numRuns: 3000 },
    );
  });

  test('power', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: -40, max: 40 }), (x, n) => {
        expect(compiled['power']!(x, n)).toBe(elementary.power(x, n));
      }),
      { numRuns: 3000 },
    );
  });
});
