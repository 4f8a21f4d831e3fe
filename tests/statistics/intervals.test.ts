/** A bound of a mean from any number of values, in the same memory. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { log } from '../../src/numerics/elementary.js';
import { logValues } from '../../src/statistics/grid.js';
import { bisect, SAMPLED, sampled } from '../../src/statistics/intervals.js';

const [MOST, ALPHA] = [2, 0.01];
const bound = (values: readonly number[]): number => {
  const all = sampled(MOST);
  values.forEach(all.add);
  return all.lowerMean(ALPHA);
};
/** As far as the values go that are not rejected, found on the values themselves. */
const exact = (values: readonly number[]) => bisect(0, MOST, (m) => logValues(values, m) >= log(1 / ALPHA));
const value = fc.double({ min: 0, max: MOST, noNaN: true });

test('of values that are kept it is found on the values themselves, to the last bit', () => {
  fc.assert(
    fc.property(fc.array(value), (values) => {
      expect(bound(values)).toBe(values.some((x) => x > 0) ? exact(values) : 0);
    }),
    { numRuns: 30 },
  );
});

test.each([
  ['few numbers', (k: number) => [0.3, 1.7, 0, 2][k % 4]!],
  ['all over', (k: number) => (2 * ((k * 7919) % 10_007)) / 10_007],
])('of more it is no higher, and lower by no more than the width of a bin: %s', (_, of) => {
  const all = Array.from({ length: SAMPLED + 40 }, (_, k) => of(k));
  const [now, whole] = [bound(all), exact(all)];
  expect(now).toBeLessThanOrEqual(whole);
  expect(now).toBeGreaterThanOrEqual(whole - MOST / 8192);
});

test('of a million that are 0 it is 0', () => expect(bound(Array<number>(3 * SAMPLED).fill(0))).toBe(0));
