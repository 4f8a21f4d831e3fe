import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printable } from '../../src/form/printable.js';

test('is one line that moves no cursor, and what was so stays as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = printable(text);
      expect(shown).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
      expect(printable(shown)).toBe(shown);
    }),
  );
  expect(printable('a\nb\u001b[2J\u202e')).toBe('a\\nb\\u001b[2J\\u202e');
  expect(printable('Ünïcode – “fine”')).toBe('Ünïcode – “fine”');
});
