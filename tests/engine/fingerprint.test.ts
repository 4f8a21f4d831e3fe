/** The digest of plain data is over the bytes that it is said to be over, however many they are. */
import { createHash, type Hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../src/engine/fingerprint.js';

/** As it is defined, piece by piece. */
function feed(hash: Hash, value: unknown): Hash {
  if (typeof value === 'number') return hash.update('n').update(new Uint8Array(Float64Array.of(value).buffer));
  if (typeof value === 'string') return hash.update(`s${value.length}:`).update(value);
  if (value instanceof Float64Array)
    return hash.update(`f${value.length}:`).update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
  if (Array.isArray(value)) return value.reduce<Hash>(feed, hash.update(`a${value.length}:`));
  if (typeof value !== 'object' || value === null) return hash.update(`v${String(value)};`);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return fields.reduce((one, [key, field]) => feed(feed(one, key), field), hash.update(`o${fields.length}:`));
}
const defined = (value: unknown) => feed(createHash('sha256'), value).digest('hex').slice(0, 32);

const leaf = fc.oneof(
  fc.double({ noNaN: true }),
  fc.string({ unit: 'binary' }),
  fc.float64Array({ noNaN: true }),
  fc.constantFrom(null, true, -0, Infinity),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
}));

const same = (of: unknown) => {
  expect(fingerprint(of)).toBe(defined(of));
};

test('small values', () => fc.assert(fc.property(value, same)));

test('values of many bytes, together and by themselves', () => {
  const numbers = (length: number) => Float64Array.from({ length }, (_, k) => k / 3);
  for (const length of [0, 1, 2047, 2048, 2049, 5000, 9000])
    for (const letters of [1, 5461, 5462, 16_384, 20_000])
      for (const letter of ['a', 'ä', '\u{1F600}', '\uD800'])
        same([1, numbers(length), letter.repeat(letters), 'x', numbers(length), Array.from(numbers(length))]);
});

test('one that could not be digested leaves nothing for the next', () => {
  const broken = {
    a: 'some',
    get b() {
      throw new Error('no');
    },
  };
  expect(() => fingerprint(broken)).toThrow('no');
  expect(fingerprint('next')).toBe(defined('next'));
});
