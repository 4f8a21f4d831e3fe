import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, movedAllowed } from '../../src/statistics/movement.js';

describe('how far margins moved', () => {
  it('is in units of their median size before', () => {
    expect(moved([2, -4, 4, 8], [2, -4, 5, 8 + 23])).toEqual({ median: 0, most: 23 / 4, unit: 'their size' });
    expect(moved([2, 4, 4], [4, 8, 8])).toMatchObject({ median: 1, most: 1 });
  });
  it('is nothing where nothing moved, infinities and missing ones included', () => {
    expect(moved([1, Infinity, NaN, -Infinity], [1, Infinity, NaN, -Infinity])).toMatchObject({ median: 0, most: 0 });
  });
  it('is without bound to and from what is infinite or missing', () => {
    for (const [before, after] of [
      [1, NaN],
      [NaN, 1],
      [1, Infinity],
      [-Infinity, Infinity],
    ] as const)
      expect(moved([before], [after])!.most).toBe(Infinity);
  });
  it('takes margins that are all 0 as they are, and their size after where they had none', () => {
    expect(moved([0, 0], [0, 0])).toMatchObject({ median: 0, most: 0 });
    expect(moved([0, 0], [0.5, 0.5])).toMatchObject({ median: 1, most: 1 });
  });
  it('needs tasks', () => {
    expect(moved([], [])).toBeNull();
    expect(movedAllowed([], [])).toBeNull();
  });
  it('does not depend on the unit of the margins', () => {
    const margins = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(margins, (pairs) => {
        const at = (scale: number) =>
          moved(...([0, 1].map((k) => pairs.map((pair) => scale * pair[k as 0 | 1])) as [number[], number[]]));
        expect(at(8)).toEqual(at(1));
      }),
    );
  });
});

it('of several quantities, in units of what is allowed, the one that moved most counts', () => {
  const before = [
    [0, 0],
    [1, 1],
    [2, 2],
  ];
  expect(
    movedAllowed(
      before,
      before.map(([a, b]) => [a!, b! + 0.3]),
    ),
  ).toMatchObject({ most: expect.closeTo(0.3, 12) });
  expect(
    movedAllowed(before, [
      [0, 0],
      [1, NaN],
      [2, 2],
    ]),
  ).toEqual({ median: 0, most: Infinity, unit: 'what the criterion allows' });
});
