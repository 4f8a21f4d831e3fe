import { expect, it } from 'vitest';
import { seededStream } from '../../src/numerics/stream.js';
import { matrix } from '../../src/numerics/matrix.js';
import { chosen, samples } from '../../tasks/table.js';

it('numbers are chosen alike, and none twice', () => {
  const stream = seededStream(5);
  const counts = new Array<number>(6).fill(0);
  for (let k = 0; k < 3000; k++) {
    const drawn = chosen(stream, 3, 6);
    expect(new Set(drawn).size).toBe(3);
    counts[drawn[0]!]!++;
  }
  // Five standard deviations of a share of 1/6.
  for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(5 * Math.sqrt((3000 * 5) / 36));
});

it('rows go with their labels, and into one part each', () => {
  const X = matrix(
    9,
    2,
    Float64Array.from({ length: 18 }, (_, k) => k),
  );
  const { heldOut, test, ...train } = samples(seededStream(1), { n: 4, heldOut: 2, test: 3 }, X, (row) => 10 * row);
  const rows = [train, heldOut, test].flatMap(({ X, y }) =>
    Array.from(y, (label, i) => {
      expect([...X.data.subarray(2 * i, 2 * i + 2)]).toEqual([label / 5, label / 5 + 1]);
      return label / 10;
    }),
  );
  expect(rows.sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
});
