import { expect, test } from 'vitest';
import { csv } from '../../src/reporting/csv.js';

test('numbers keep every digit, and what a mark could end is quoted', () => {
  expect(
    csv([
      ['a', 'b, c'],
      [0.1 + 0.2, 'say "x"'],
      [undefined, 'two\nlines'],
      [-1e-300, ' '],
    ]),
  ).toBe('a,"b, c"\r\n0.30000000000000004,"say ""x"""\r\n,"two\nlines"\r\n-1e-300," "\r\n');
});

test('no text is read as a formula by a spreadsheet', () => {
  expect(csv([['=1+1', '+2', '-3', '@x', 'a=b']])).toBe("'=1+1,'+2,'-3,'@x,a=b\r\n");
});
