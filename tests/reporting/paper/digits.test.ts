import { expect, test } from 'vitest';
import { digitsOf } from '../../../src/reporting/paper/digits.js';

test('a number has the digits that its interval leaves, and three where that says nothing', () => {
  expect(digitsOf(0.123456, 0.12, 0.126)).toBe(4);
  expect(digitsOf(3)).toBe(6);
  for (const odd of [NaN, Infinity, -Infinity]) expect(digitsOf(odd, 0, 1)).toBe(3);
  expect(digitsOf(1, -Infinity, 2)).toBe(3);
});
