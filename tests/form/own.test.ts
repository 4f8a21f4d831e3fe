import { expect, test } from 'vitest';
import { own } from '../../src/form/own.js';

test('names that every object knows are names like others', () => {
  for (const name of ['constructor', 'toString', '__proto__']) expect(own({}, name)).toBeUndefined();
  expect(own({ toString: 3 }, 'toString')).toBe(3);
  expect(own(undefined, 'a')).toBeUndefined();
});
