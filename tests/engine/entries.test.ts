/** What strangers may import: what content and pages do, and nothing else. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadClaim } from '../../src/engine/discover.js';
import { entries, noEntry } from '../../src/engine/entries.js';
import { root, scratch } from '../commands/shell.js';
import { CLOSED, SOURCES } from '../entries.js';

const textsIn = (folder: string, end: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));
const pages = readdirSync(root).filter((name) => name.endsWith('.md'));
const texts = [
  ...['claims', 'tasks', 'models', 'oracles'].flatMap((folder) => textsIn(folder, '.ts')),
  ...textsIn('docs', '.md'),
  ...pages.map((name) => readFileSync(join(root, name), 'utf8')),
];
const used = new Set(
  texts.flatMap((text) => [...text.matchAll(/\bfrom '(claimcheck[^']*)'/g)].map(([, name]) => name!)),
);

describe('an entry of the package', () => {
  const require = createRequire(join(root, 'package.json'));

  test.each([...used])('%s is one, since content or a page imports it', (name) => {
    expect(entries()).toContain(name);
    expect(require.resolve(name)).toContain(join(root, 'dist'));
  });

  test.each([...SOURCES.keys()])('%s has somebody who imports it', (name) => {
    const stars = name.endsWith('*') ? [...used].filter((each) => each.startsWith(name.slice(0, -1))) : [name];
    expect(stars.filter((each) => used.has(each)).length).toBeGreaterThan(0);
  });

  test('is every one that Node finds, and no other', () => {
    const all = entries();
    expect(all).toContain('claimcheck/models/descent/descend');
    expect(all).toContain('claimcheck/properties/risk');
    for (const name of all) expect(require.resolve(name)).toContain(join(root, 'dist'));
    for (const name of ['claimcheck/engine/run', 'claimcheck/models/diagonal/step', 'claimcheck/oracles/measures/risk'])
      expect(() => require.resolve(name)).toThrow(/is not defined by "exports"/);
  });

  test('is no part of a model but the words of descent', () => {
    const folders = readdirSync(join(root, 'models'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const open = folders.filter(({ name }) => !CLOSED.includes(`claimcheck/models/${name}/`));
    expect(open.map(({ name }) => name)).toEqual(['descent']);
  });
});

describe('what is none is one sentence', () => {
  test.each([
    ['claimcheck/numerics/eigenn', 'did you mean claimcheck/numerics/eigen?'],
    ['claimcheck/src/numerics/matrix', 'did you mean claimcheck/numerics/matrix?'],
    ['claimcheck/tasks/regresion', 'did you mean claimcheck/tasks/regression?'],
    ['claimcheck/engine/exhibit', 'there are claimcheck, claimcheck/{rule, faults, '],
  ])('%s: %s', (name, said) => {
    expect(noEntry(name)).toContain(`"${name}" is no entry of claimcheck; ${said}`);
    expect(noEntry(name)).not.toContain('\n');
  });

  test('where a claim imports it', async () => {
    const file = join(scratch(), 'mine.ts');
    writeFileSync(file, `import { norm2 } from 'claimcheck/numerics/matrx';\nexport default norm2;\n`);
    expect(await loadClaim(file)).toMatchObject({
      why: 'could not be loaded: "claimcheck/numerics/matrx" is no entry of claimcheck; did you mean claimcheck/numerics/matrix? (line 1)',
    });
  });
});
