import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrix, times, timesTransposed } from '../../src/numerics/matrix.js';
import { likelier, logisticPower } from '../../tasks/logistic-power.js';

const of = logisticPower(400, 6, 3);
const [task, clean] = [of, likelier(of)].map(({ arbitrary }) => fc.sample(arbitrary, { numRuns: 1, seed: 3 })[0]!);

test('the inputs fall in variance as they say', () => {
  const { X, variances, truth } = task!;
  expect([...truth]).toEqual([1, 1, 1, 0, 0, 0]);
  const squares = timesTransposed({ ...X, data: X.data.map((x) => x * x) }, new Float64Array(400).fill(1 / 400));
  variances.forEach((variance, j) => expect(squares[j]! / variance).toBeGreaterThan(0.7));
  variances.forEach((variance, j) => expect(squares[j]! / variance).toBeLessThan(1.4));
  expect(matrix(1, 6, variances).data[1]).toBe(0.25);
});

test('labels are noisy, more so where the truth is small; the likelier ones are not', () => {
  const scores = times(task!.X, task!.truth);
  const wrong = (from: number, to: number) => {
    const within = [...scores.keys()].filter((i) => Math.abs(scores[i]!) >= from && Math.abs(scores[i]!) < to);
    return within.filter((i) => task!.y[i]! * scores[i]! < 0).length / within.length;
  };
  expect(wrong(0, 0.5)).toBeGreaterThan(0.3);
  expect(wrong(2, Infinity)).toBeLessThan(0.15);
  expect(clean).toEqual({ ...task, y: scores.map(Math.sign) });
  expect(likelier(of).drawsOf).toBe(of);
});
