import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cars, table } from '../../tasks/cars.js';

const { data, rows, cols } = table();
const column = (j: number) => Array.from({ length: rows }, (_, i) => data[i * cols + j]!);
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);
const mean = (numbers: readonly number[]) => sum(numbers) / numbers.length;
const deviation = (numbers: readonly number[]) =>
  Math.sqrt(mean(numbers.map((each) => (each - mean(numbers)) * (each - mean(numbers)))));

describe('the table of cars', () => {
  it('has the sums that awk finds in the original', () => {
    expect([rows, cols]).toEqual([392, 8]);
    const sums = [2145, 76_209.5, 40_952, 1_167_213, 6092.2, 29_784, 618, 9190.8];
    sums.forEach((expected, j) => expect(sum(column(j)), `column ${j}`).toBeCloseTo(expected, 6));
  });

  it('has no car twice', () => {
    expect(new Set(column(0).map((_, i) => data.subarray(i * cols, (i + 1) * cols).join())).size).toBe(392);
  });
});

describe('draws of cars', () => {
  const sizes = { n: 12, heldOut: 7, test: 30 };
  const drawn = (share?: number) => fc.sample(cars('a test', sizes, share).arbitrary, { seed: 1, numRuns: 30 });

  it('show cars to training that are in no other part, and how far they go', () => {
    const means = Array.from({ length: cols }, (_, j) => mean(column(j)));
    const units = Array.from({ length: cols }, (_, j) => deviation(column(j)));
    const key = (car: readonly number[]) => car.map((each) => each.toFixed(6)).join();
    const known = new Set(Array.from({ length: rows }, (_, i) => key([...data.subarray(i * cols, (i + 1) * cols)])));
    for (const { X, y, heldOut, test } of drawn()) {
      expect([X.rows, heldOut.X.rows, test.X.rows, X.cols]).toEqual([12, 7, 30, 7]);
      const seen = new Set<string>();
      for (const part of [{ X, y }, heldOut, test])
        part.y.forEach((miles, i) => {
          const car = key(
            [...part.X.data.subarray(7 * i, 7 * i + 7), miles].map((each, j) => each * units[j]! + means[j]!),
          );
          expect(known).toContain(car);
          seen.add(car);
        });
      expect(seen.size).toBe(49);
    }
  });

  it('leave of what no linear model says the share that is asked for', () => {
    const [all, half, none] = [drawn(), drawn(0.5), drawn(0)].map((tasks) => tasks.flatMap(({ y }) => [...y]));
    all!.forEach((miles, i) => expect(half![i]).toBeCloseTo((miles + none![i]!) / 2, 12));
    // The table's share of it is .1785 (numpy), and 360 draws know it to within a third of that.
    const left = mean(all!.map((miles, i) => (miles - none![i]!) * (miles - none![i]!)));
    expect(Math.abs(left - 0.1785)).toBeLessThan(0.06);
  });
});
