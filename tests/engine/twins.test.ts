import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../src/engine/fingerprint.js';
import { twins } from '../../src/engine/twins.js';

test('of every trial the first line is the first, and another one is the same or not, whatever lies between', () => {
  const line = fc.tuple(fc.oneof(fc.nat(20), fc.nat(1e9)), fc.nat(2).map(fingerprint));
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const [twin, first] = [twins(), new Map<number, string>()];
      for (const [index, digest] of lines) {
        const before = first.get(index);
        expect(twin(index, digest)).toBe(before === undefined ? 'first' : before === digest ? 'same' : 'other');
        if (before === undefined) first.set(index, digest);
      }
    }),
  );
});
