/** The compiled elementary functions are the interpreted ones, bit for bit; so are their pairs. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as elementary from '../../src/numerics/elementary.js';
import { kernels } from '../../src/numerics/kernels/instance.js';
import { positionOf, seededStream, normals } from '../../src/numerics/stream.js';

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

  test.each([
    ['pow', anyNumber],
    ['hypot', anyNumber],
    ['power', fc.integer({ min: -40, max: 40 })],
  ] as const)('%s', (name, second) => {
    fc.assert(
      fc.property(anyNumber, second, (x, y) => {
        expect(compiled[name]!(x, y)).toBe(elementary[name](x, y));
      }),
      { numRuns: 3000 },
    );
  });

  test.each(['exp', 'tanh', 'log', 'log1p'].map((name, of) => [name as 'exp', of] as const))(
    '%s: two at once',
    (name, of) => {
      const edges = [
        -746, -745, -709, -708, -707, -706, -1, -1e-8, 5e-17, 1e-8, 0.17, 0.18, 0.4142, 1, 1.828, 19.5, 20, 22, 30, 708,
        709, 710,
      ];
      const near = fc.tuple(fc.constantFrom(...edges), fc.double({ min: -1e-3, max: 1e-3, noNaN: true }));
      const entry = fc.oneof(
        anyNumber,
        near.map(([edge, off]) => edge * (1 + off)),
        fc.double({ min: -3, max: 3 }),
      );
      fc.assert(
        fc.property(fc.array(fc.tuple(entry, entry), { minLength: 1, maxLength: 6 }), (entries) => {
          const x = Float64Array.from(entries.flat());
          const arena = kernels()!;
          const at = arena.put(x);
          compiled['pairs']!(of, at, x.length);
          const found = new Float64Array(x.length);
          arena.take(at, found);
          expect([...found]).toEqual([...x].map((each) => elementary[name](each)));
        }),
        { numRuns: 5000 },
      );
    },
  );

  test('normal draws of a stream, few or many, after any number before', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(fc.oneof(fc.nat(70), fc.nat(600)), { maxLength: 6 }), (seed, counts) => {
        const [one, other] = [seededStream(seed), seededStream(seed)];
        for (const count of counts) {
          expect(normals(one, count)).toEqual(Float64Array.from({ length: count }, () => other.normal()));
          expect(one.bits()).toBe(other.bits());
        }
        expect(positionOf(one)).toEqual(positionOf(other));
      }),
      { numRuns: 1000 },
    );
  });
});
