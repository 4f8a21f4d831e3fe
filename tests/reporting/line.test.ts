import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lineOf } from '../../src/reporting/line.js';
import { scratch } from '../commands/shell.js';

const file = join(scratch(), 'claim.ts');
writeFileSync(
  file,
  `export default claim({
  title: 'It is far, and "within 5% (a)"',
  parts: {
    far: { holds: 'a' },
    'within 5% (a)': {},
    ...some('made elsewhere'),
  },
});
`,
);

test.each([
  [undefined, 1],
  // Not the title, which has the word, too.
  ['far', 4],
  ['within 5% (a)', 5],
  ['made elsewhere', 6],
  ['nowhere', 1],
])('%j is on line %i', (part, line) => {
  expect(lineOf(file, part)).toBe(line);
});
