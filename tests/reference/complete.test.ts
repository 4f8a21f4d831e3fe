/** Every block of a reference file is read by one test file, which leaves none of its values unread. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blocks } from './reading.js';

const tests = new URL('..', import.meta.url);
const sources = readdirSync(tests, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts'))
  .map((path) => readFileSync(new URL(path, tests), 'utf8'));
/** The blocks of the reference that a test file asks for. */
const asked = (source: string, file: string) =>
  [...source.matchAll(new RegExp(`reading\\(\\s*'${file}',([^)]*)\\)`, 'g'))].flatMap(([, names]) =>
    [...names!.matchAll(/'([^']+)'/g)].map(([, block]) => block!),
  );

test.each(['explicit', 'hard', 'implicit', 'networks', 'statistics'])('%s.json', (file) => {
  const owned = sources.flatMap((source) => asked(source, file));
  expect(owned.sort()).toEqual(blocks(file).sort());
  for (const source of sources)
    if (asked(source, file).length > 0) expect(source).toContain('expect(unread()).toEqual([])');
});
