import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leastInOrthant } from '../../src/numerics/active-set.js';

const entry = fc.bigInt({ min: -3n, max: 3n });
/** G = V V' of V: size x inner, and c: of few values, so that many are singular and many tie. */
const programs = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 })).chain(([size, inner]) =>
  fc.record({
    V: fc.array(fc.array(entry, { minLength: inner, maxLength: inner }), { minLength: size, maxLength: size }),
    c: fc.array(entry, { minLength: size, maxLength: size }),
    guess: fc.uniqueArray(fc.integer({ min: 0, max: size - 1 })),
  }),
);

it('ends at a point that meets the conditions of optimality, or on a ray along which the objective falls', () => {
  fc.assert(
    fc.property(programs, ({ V, c, guess }) => {
      const G = (i: number, j: number) => V[i]!.reduce((sum, a, k) => sum + a * V[j]![k]!, 0n);
      const found = leastInOrthant({ size: c.length, G, c, guess }, 10);
      if ('ray' in found) {
        // Some nonnegative combination of the listed rows of V is 0 and has c.x > 0: no point of the others contradicts it.
        expect(found.ray.length).toBeGreaterThan(0);
        expect(found.ray.some((i) => c[i]! > 0n)).toBe(true);
        return;
      }
      const { active, x, denominator, slopes } = found;
      expect(denominator > 0n).toBe(true);
      expect(x.every((part) => part > 0n)).toBe(true);
      slopes.forEach((slope, i) => {
        const bend = active.reduce((sum, j, k) => sum + G(i, j) * x[k]!, 0n);
        expect(slope).toBe(c[i]! * denominator - bend);
        expect(active.includes(i) ? slope === 0n : slope <= 0n).toBe(true);
      });
    }),
    { numRuns: 500 },
  );
});

it('refuses more active coordinates than it may take', () => {
  const G = (i: number, j: number) => (i === j ? 1n : 0n);
  expect(() => leastInOrthant({ size: 3, G, c: [1n, 1n, 1n] }, 2)).toThrow(/3 active coordinates; expected at most 2/);
});
