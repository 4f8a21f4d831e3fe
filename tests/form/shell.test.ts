import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoted, read, words } from '../../src/form/shell.js';

test('words that were quoted are read as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (list) => {
      expect(words(list.map(quoted).join(' '))).toEqual(list);
    }),
    { numRuns: 1000 },
  );
});

test('whatever the command is, its words are words of a command that says the same', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab \'"\\\n\t=') });
  fc.assert(
    fc.property(text, (command) => {
      const said = words(command);
      expect(words(said.map(quoted).join(' '))).toEqual(said);
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ["'a", true],
  ['"a', true],
  ['a\\', true],
  [`'a' "b" \\c`, false],
])('%s: whether a quote is open', (command, open) => {
  expect(read(command).open).toBe(open);
});
