import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  benignSpectrum,
  manyWithin,
  spikedRegression,
  spikedSample,
  spikedWithin,
} from '../../tasks/spiked-regression.js';

const sample = spikedSample(1, 20, benignSpectrum);

test('a sample within a sample has the spectrum of its own size', () => {
  const within = spikedWithin(sample, 9, benignSpectrum);
  expect([within.X.rows, within.X.cols, within.y.length]).toEqual([9, 81, 9]);
  expect([...within.variances.slice(0, 2)]).toEqual([1, 1]);
  expect(within.variances.slice(2).reduce((a, b) => a + b)).toBeCloseTo(3, 12);
  expect(within.y).toEqual(sample.y.slice(0, 9));
  for (const [i, j] of [
    [0, 0],
    [8, 1],
    [3, 2],
    [8, 80],
  ] as const) {
    const standard = sample.X.data[i * 400 + j]! / Math.sqrt(sample.variances[j]!);
    expect(within.X.data[i * 81 + j]! / Math.sqrt(within.variances[j]!)).toBeCloseTo(standard, 12);
  }
});

test('within its own size it is the sample, and there is none beyond it', () => {
  expect(spikedWithin(sample, 20, benignSpectrum)).toEqual(sample);
  expect(() => spikedWithin(sample, 21, benignSpectrum)).toThrow(/at most 20 of 400/);
});

test('tasks whose large sample is smaller are the same tasks otherwise', () => {
  const of = spikedRegression('spikes', benignSpectrum);
  const smaller = manyWithin(of, 9, benignSpectrum);
  const [before, after] = [of, smaller].map(({ arbitrary }) => fc.sample(arbitrary, { seed: 1, numRuns: 1 })[0]!);
  expect(smaller).toMatchObject({ name: 'spikes, 9 points', drawsOf: of });
  expect(after).toEqual({ few: before!.few, many: spikedWithin(before!.many, 9, benignSpectrum) });
});
