/** Means over trials that come one by one are those over all of them at once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KEPT } from '../../src/engine/kept.js';
import { running, spread } from '../../src/engine/spread.js';

const told = (values: readonly number[]) => {
  const one = running();
  values.forEach(one.add);
  return one;
};
const anything = fc.array(fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, -0, NaN, Infinity, -Infinity)));

describe('numbers that come one by one', () => {
  test('have the mean and the interval of all at once, bit for bit, as long as they are kept', () => {
    fc.assert(
      fc.property(anything, (values) => {
        expect(told(values).spread()).toStrictEqual(spread(values));
      }),
    );
    for (const times of [7, 11, 13]) {
      const many = Array.from({ length: KEPT }, (_, k) => ((times * k) % 1009) / 7);
      expect(told(many).spread()).toStrictEqual(spread(many));
    }
  });

  test('have the mean bit for bit, and the interval but for rounding, when there are more', () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 50 }),
        value,
        fc.integer({ min: 1, max: 3 }),
        (some, far, times) => {
          // The later ones lie elsewhere.
          const all = Array.from({ length: times * KEPT + 7 }, (_, k) => some[k % some.length]! + (k < KEPT ? 0 : far));
          const [now, whole] = [told(all).spread(), spread(all)];
          expect(now.mean).toBe(whole.mean);
          const [half, exact] = [now.high - now.mean, whole.high - whole.mean];
          expect(Math.abs(half - exact)).toBeLessThanOrEqual(1e-9 * exact + 1e-12 * (1 + Math.abs(whole.mean)));
        },
      ),
      { numRuns: 20 },
    );
  });

  test('have the least and the most of all', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), (values) => {
        const { least, most } = told(values);
        expect([least, most]).toStrictEqual([Math.min(...values), Math.max(...values)]);
      }),
    );
  });

  test('what is no number leaves no number, however many follow', () => {
    const { mean, low, high } = told([NaN, ...Array<number>(2 * KEPT).fill(1)]).spread();
    expect([mean, low, high]).toEqual([NaN, NaN, NaN]);
  });
});
