import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compared, digests } from '../../benchmarks/digests.js';

const line = (claim: string, arm: string, index: number, digest: string) =>
  `0badcafe ${JSON.stringify({ claim, arm, index, digest })}`;

test('two journals are compared trial by trial, where both have one', async () => {
  const before = await digests([line('c', 'claim', 0, 'a'), line('c', 'claim', 1, 'b'), line('c', 'gone', 0, 'x'), '']);
  const after = await digests([
    line('c', 'claim', 1, 'B'),
    line('c', 'claim', 0, 'a'),
    line('c', 'claim', 2, 'z'),
    line('d', 'claim', 0, 'n'),
  ]);
  expect(compared(before, after)).toEqual({
    same: 1,
    said: ['c, claim: 1 of 2 trials differ, the first is 1', 'c, gone: gone', 'd, claim: new'],
  });
});

test('the order of lines does not matter', async () => {
  const lines = fc.uniqueArray(fc.tuple(fc.constantFrom('c', 'd'), fc.nat(20)), { selector: String });
  await fc.assert(
    fc.asyncProperty(lines, async (of) => {
      const written = of.map(([claim, index]) => line(claim, 'claim', index, `${claim}${index}`));
      const both = compared(await digests(written), await digests([...written].reverse()));
      expect(both).toEqual({ same: of.length, said: [] });
    }),
  );
});
