import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differences } from '../../src/engine/difference.js';
import { canonical } from '../../src/numerics/digest.js';

const all = (said: unknown, computed: unknown) => [...differences(said, computed)];

test('every leaf that differs, in the order of the first, with both values', () => {
  expect(all({ a: 1, b: [1, { c: 'x' }], d: 2 }, { b: [2, { c: 'y' }], a: 1, e: 3 })).toEqual([
    { at: ['b', '0'], said: 1, computed: 2 },
    { at: ['b', '1', 'c'], said: 'x', computed: 'y' },
    { at: ['d'], said: 2, computed: undefined },
    { at: ['e'], said: undefined, computed: 3 },
  ]);
});

test.each([
  ['the sign of 0', 0, -0],
  ['a number and its digits', 1, '1'],
  ['a list and its entries', [1], { 0: 1 }],
  ['nothing and null', {}, { a: null }],
  ['an empty list and none', { a: [] }, {}],
  ['a shorter list', [1, 2], [1]],
  ['a name that every object has', { constructor: 1 }, {}],
])('told apart: %s', (_, said, computed) => {
  expect(all(said, computed)).toHaveLength(1);
  expect(all(computed, said)).toHaveLength(1);
});

test('there is none where the canonical bytes are the same, and only there', () => {
  const json = fc.jsonValue({ noUnicodeString: true });
  const pair = fc.oneof(
    fc.tuple(json, json),
    json.map((value) => [value, structuredClone(value)] as const),
  );
  fc.assert(
    fc.property(pair, ([one, other]) => {
      expect(all(one, other).length === 0).toBe(canonical(one) === canonical(other));
    }),
  );
});
