/** What the code names as its source and what docs/references.bib and docs/limits.md say of it are in step, both ways. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { bibliography } from '../src/reporting/bibtex.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const bibtex = read('docs/references.bib');
const works = [...bibliography(bibtex).values()];

/** Author, year and perhaps a word: `ali2019continuous`, `rump2010`. */
const KEY = /\b(?:li|[a-z]{3,})(?:19|20)\d\d[a-z]*\b/g;
/** The keys that the sources under a folder name, with the files that name them. */
const cited = new Map<string, string[]>();
for (const folder of ['claims', 'oracles', 'models', 'tasks', 'src'])
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = join(folder, name);
    const source = read(file);
    const keys = [...source.matchAll(KEY)].map(([key]) => key);
    // What a claim lists is a key, whatever it looks like.
    const [, list = ''] = (folder === 'claims' && /^  sources: \{([\s\S]*?)\},$/m.exec(source)) || [];
    const listed = [...list.matchAll(/(?:^|,)\s*(\w+):\s*['"]/g)].map(([, key]) => key!);
    for (const key of new Set([...keys, ...listed])) cited.set(key, [...(cited.get(key) ?? []), file]);
  }

describe('every work that a claim, an oracle, a model, a task or a numerical method names', () => {
  const known = new Set(works.map(({ key }) => key));
  test.each([...cited])('%s is in the bibliography', (key, files) => {
    expect(known, `${files.join(', ')} name ${key}, which docs/references.bib does not have`).toContain(key);
  });
});

describe('every entry', () => {
  test.each(works.map(({ key }) => key))('%s is named as a source', (key) => {
    expect([...cited.keys()], `nothing names ${key}: use it, or take it out of docs/references.bib`).toContain(key);
  });

  const place: Record<string, string> = { article: 'journal', inproceedings: 'booktitle', book: 'publisher' };
  test.each(works)('$key has what a citation needs', ({ key, kind, authors, fields }) => {
    expect(authors.length, `${key} has no author`).toBeGreaterThan(0);
    for (const field of ['title', 'year', place[kind] ?? 'howpublished'])
      expect(fields[field], `${key} has no ${field}`).toBeTruthy();
    expect(key).toContain(fields['year']!);
    for (const field of Object.values(fields)) expect(field, `${key}: a mark that is not read`).not.toMatch(/[\\$]/);
  });

  test('is read, once, and in order', () => {
    const keys = works.map(({ key }) => key);
    expect(keys.length).toBe(bibtex.match(/^@/gm)!.length);
    expect(keys).toEqual([...new Set(keys)].sort());
  });

  test('has its line in docs/limits.md, which says what of it was seen', () => {
    const lines = [...read('docs/limits.md').matchAll(/^\| `(\w+)` /gm)].map(([, key]) => key);
    expect(lines).toEqual(works.map(({ key }) => key));
  });
});
