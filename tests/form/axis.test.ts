import fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisOf } from '../../src/form/axis.js';

test.each([
  [[1, 10, 100], 'log'],
  [[10, 1, 0.1, 1e-3, 1e-6], 'log'],
  [[0.1, 0.3, 0.5, 0.75, 1], 'linear'],
  [[0, 1, 10, 100], 'linear'],
  [[1, 2], 'linear'],
] as const)('%j is %s', (grid, axis) => expect(axisOf(grid)).toBe(axis));

test('steps that are all alike, or ratios, or either upside down', () => {
  const place = fc.double({ min: 0.1, max: 10, noNaN: true });
  fc.assert(
    fc.property(place, place, fc.integer({ min: 3, max: 8 }), (first, step, count) => {
      const even = Array.from({ length: count }, (_, k) => first + k * step);
      const ratios = Array.from({ length: count }, (_, k) => first * Math.exp(k * step));
      for (const [grid, axis] of [
        [even, 'linear'],
        [ratios, 'log'],
      ] as const)
        for (const either of [grid, [...grid].reverse()]) expect(axisOf(either)).toBe(axis);
    }),
  );
});
