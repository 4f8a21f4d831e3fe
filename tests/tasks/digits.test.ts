import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitQuestions, pixelsAndDigits, table } from '../../tasks/digits.js';

const { pixels, digits } = table();
const image = (k: number) => pixels.subarray(64 * k, 64 * (k + 1));
const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, each) => total + each, 0);

describe('the table of digits', () => {
  it('is the file that its head names, byte for byte', () => {
    const csv = Array.from(digits, (digit, k) => `${[...image(k), digit].join(',')}\n`).join('');
    const head = readFileSync(new URL('../../tasks/data/digits.ts', import.meta.url), 'utf8').slice(0, 2000);
    expect(csv).toHaveLength(264_712);
    expect(head).toContain(createHash('sha256').update(csv).digest('hex'));
  });

  it('has the sums that numpy finds in the original', () => {
    expect(sum(pixels)).toBe(561_718);
    expect(sum(pixels.map((of) => (of === 16 ? 1 : 0)))).toBe(10_456);
    expect(pixels.reduce((total, each) => total + each * each, 0)).toBe(6_907_012);
    const counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
    expect(counts.map((_, digit) => digits.filter((each) => each === digit).length)).toEqual(counts);
  });

  it('has no image twice', () => {
    expect(new Set(Array.from(digits, (_, k) => image(k).join())).size).toBe(1797);
  });
});

describe('questions about digits', () => {
  const sizes = { n: 12, heldOut: 7, test: 30 };
  const tasks = fc.sample(digitQuestions('a test', sizes).arbitrary, { seed: 1, numRuns: 30 });

  it('show images to training that are in no other part, and label them by their digits', () => {
    const sums = Array.from({ length: 64 }, (_, j) => sum(Array.from(digits, (_, k) => image(k)[j]!)));
    const means = sums.filter((of) => of > 0).map((of) => of / 1797);
    expect(means).toHaveLength(61);
    const by = new Map(
      Array.from(digits, (digit, k) => [
        image(k)
          .filter((_, j) => sums[j]! > 0)
          .join(),
        digit,
      ]),
    );
    for (const { X, y, heldOut, test, ones } of tasks) {
      expect([X.rows, heldOut.X.rows, test.X.rows]).toEqual([12, 7, 30]);
      expect(new Set(ones).size).toBe(5);
      const seen = new Set<string>();
      for (const part of [{ X, y }, heldOut, test])
        part.y.forEach((label, i) => {
          const row = part.X.data.subarray(61 * i, 61 * (i + 1));
          const drawn = Array.from(row, (of, j) => Math.round(16 * of + means[j]!)).join();
          const digit = by.get(drawn);
          expect(digit).toBeDefined();
          expect(label).toBe(ones.includes(digit!) ? 1 : -1);
          seen.add(drawn);
        });
      expect(seen.size).toBe(49);
    }
  });

  it('draw every digit and every image alike', () => {
    const all = fc.sample(digitQuestions('a test', { n: 1, heldOut: 0, test: 0 }).arbitrary, {
      seed: 2,
      numRuns: 3000,
    });
    const ones = new Map<number, number>();
    for (const task of all) for (const digit of task.ones) ones.set(digit, (ones.get(digit) ?? 0) + 1);
    // Five standard deviations of a share of 1/2.
    for (const count of ones.values()) expect(Math.abs(count - 1500)).toBeLessThan(5 * Math.sqrt(750));
    expect(ones.size).toBe(10);
    // A label is one of a digit that was drawn: half of them, but for the digits' unequal numbers.
    expect(Math.abs(sum(all.map(({ y }) => y[0]!)))).toBeLessThan(5 * Math.sqrt(3000));
  });
});

describe('questions about a pixel', () => {
  it('ask for one from the others of the same images, in standard deviations', () => {
    for (const { pixel, digits: of } of fc.sample(
      pixelsAndDigits('a test', { n: 9, heldOut: 5, test: 700 }).arbitrary,
      {
        seed: 3,
        numRuns: 5,
      },
    ))
      for (const [asked, whole] of [
        [pixel, of],
        [pixel.heldOut, of.heldOut],
        [pixel.test, of.test],
      ] as const) {
        expect([asked.X.cols, whole.X.cols]).toEqual([60, 61]);
        const row = (i: number) => [...whole.X.data.subarray(61 * i, 61 * (i + 1))];
        const left = row(0).findIndex((each, j) => each !== asked.X.data[j]);
        const place = left < 0 ? 60 : left;
        const size = row(0)[place]! / asked.y[0]!;
        expect(size).toBeGreaterThan(0.25);
        asked.y.forEach((label, i) => {
          const others = row(i);
          const [is] = others.splice(place, 1);
          expect([...asked.X.data.subarray(60 * i, 60 * (i + 1))]).toEqual(others);
          expect(label * size).toBeCloseTo(is!, 12);
        });
      }
  });
});
