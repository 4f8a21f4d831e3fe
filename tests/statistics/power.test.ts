import { describe, expect, test } from 'vitest';
import { boundaries, operatingCharacteristic } from '../../src/statistics/binary.js';
import { alwaysPower, sharePower } from '../../src/statistics/power.js';

describe('of a share', () => {
  const b = boundaries(0.9, 0.01, 0.01, 120);
  const power = sharePower(b);

  test('is told at certainty and at the boundary, where the error is the one that was promised', () => {
    const [sure, edge] = power.at;
    expect(sure).toEqual(operatingCharacteristic(b, 1));
    expect(sure!.holds).toBe(1);
    expect(edge!.holds).toBeLessThanOrEqual(0.01);
    expect(edge!.fails).toBeLessThanOrEqual(0.01);
  });

  test('90% of it lies between the two shares of the grid beside what is told', () => {
    const up = power.holds90!;
    expect(operatingCharacteristic(b, up).holds).toBeGreaterThanOrEqual(0.9);
    expect(operatingCharacteristic(b, up - 1e-4).holds).toBeLessThan(0.9);
    const down = power.fails90!;
    expect(operatingCharacteristic(b, down).fails).toBeGreaterThanOrEqual(0.9);
    expect(operatingCharacteristic(b, down + 1e-4).fails).toBeLessThan(0.9);
  });

  test('a budget that nothing can pass has none', () => {
    expect(sharePower(boundaries(0.9, 0.01, 0.01, 20)).holds90).toBeNull();
  });
});

test('of all tasks: N successes in a row', () => {
  const N = 105;
  const { at, holds90, fails90 } = alwaysPower(N);
  const [sure, twentieth] = at;
  expect(sure).toEqual({ p: 1, holds: 1, fails: 0, undecided: 0, trials: N });
  // P(a share of 95% passes), and the mean of a geometric law that is cut off.
  expect(Math.abs(twentieth!.holds / 0.95 ** N - 1)).toBeLessThan(1e-12);
  expect(Math.abs(twentieth!.trials - Array.from({ length: N }, (_, k) => 0.95 ** k).reduce((a, b) => a + b))).toBeLessThan(1e-9); // prettier-ignore
  expect(Math.abs(holds90! ** N - 0.9)).toBeLessThan(1e-12);
  expect(Math.abs(fails90! ** N - 0.1)).toBeLessThan(1e-12);
});
