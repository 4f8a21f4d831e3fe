/** Every file of reference values has the script that makes them beside it, and the script knows all of its blocks. */
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { load } from './reading.js';

const here = new URL('.', import.meta.url);
const named = (folder: string, ending: string) =>
  readdirSync(new URL(folder, here))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();
const files = named('.', '.json');
const source = (name: string) => readFileSync(new URL(`generate/${name}.py`, here), 'utf8');
const versions = readFileSync(new URL('generate/requirements.txt', here), 'utf8').trim().split('\n');

test('one script a file, and no other but what they share', () => {
  expect(named('generate', '.py')).toEqual([...files, 'agree'].sort());
});

test.each(files)('generate/%s.py says with what, and accounts for every block', (name) => {
  const text = source(name);
  const [, head] = /^"""([\s\S]*?)"""/.exec(text) ?? [];
  expect(head, `generate/${name}.py has no head; expected words on what it makes`).toContain(
    `tests/reference/${name}.json`,
  );
  expect(head).toMatch(/\bPython 3\.\d+\b/);
  for (const pinned of versions) {
    const [library, version] = pinned.split('==') as [string, string];
    if (new RegExp(`^(import|from) ${library}\\b`, 'm').test(text)) expect(head).toContain(`${library} ${version}`);
  }
  for (const block of Object.keys(load(name)).filter((each) => !/^_?(meta|about|conventions)$/.test(each)))
    expect(text, `generate/${name}.py does not say where the block "${block}" comes from`).toContain(`"${block}"`);
});
