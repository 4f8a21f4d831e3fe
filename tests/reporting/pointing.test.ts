import { parseErrorStacktrace } from '@vitest/utils/source-map';
import { expect, test } from 'vitest';
import { frame, pointing } from '../../src/reporting/pointing.js';

test('a runner of tests reads the places, whatever the message says', () => {
  const message = 'far: fails\n    at nowhere at all\n  "a" (b:1:1)';
  const error = pointing(message, [
    frame('far away', { file: '/my claims/far.ts', line: 7 }),
    '    at /a/b.test.ts:3:1',
  ]);
  expect(error.message).toBe(message);
  const places = parseErrorStacktrace(error, { ignoreStackEntries: [] });
  expect(places.map(({ file, line, column }) => [file, line, column])).toEqual([
    ['/my claims/far.ts', 7, 1],
    ['/a/b.test.ts', 3, 1],
  ]);
});
