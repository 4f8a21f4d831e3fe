import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FoundClaim } from '../../src/engine/discover.js';
import { packageRoot } from '../../src/engine/source.js';
import { BIBLIOGRAPHY } from '../../src/limits.js';
import { ownReferences, worksFor, worksOf } from '../../src/commands/references.js';
import { sample } from '../reporting/sample.js';
import { scratch } from './shell.js';

const OWN = `@string{jtt = {Journal of {Tiny} Things}}
@article{mine2026, author = {M{\\"u}ller, Jo}, title = {On Things}, journal = jtt, year = 2026}
@article{woodworth2020kernel, author = {Someone, Else}, title = {Another work}, year = 2020}
@book{left1999, author = {Out, Left}, title = {Not cited}, year = 1999}
`;

function claims(bib: string | undefined, ...keys: string[]): FoundClaim[] {
  const folder = join(scratch(), 'mine');
  mkdirSync(folder);
  if (bib !== undefined) writeFileSync(join(folder, 'references.bib'), bib);
  const sources = keys.map((key) => ({ key, where: 'Theorem 1' }));
  return [{ id: 'own', file: join(folder, 'own.ts'), claim: { sources } } as unknown as FoundClaim];
}

describe('the references of own claims', () => {
  test('are those that they name, as they stand there, and are found in a report again', async () => {
    const own = claims(`\ufeff${OWN}`, 'mine2026', 'chizat2019lazy');
    const { bibtex, notes } = await ownReferences(own);
    expect(notes).toEqual([]);
    expect(bibtex).toContain('@article{mine2026, author = {M{\\"u}ller, Jo}');
    expect(bibtex).toContain('@string{JTT = {Journal of {Tiny} Things}}');
    expect(bibtex).not.toContain('left1999');
    const { envelope } = sample();
    const works = await worksOf({ envelope: { ...envelope, references: bibtex } });
    expect(works.get('mine2026')!.fields['journal']).toBe('Journal of Tiny Things');
    expect(works.get('chizat2019lazy')).toBeDefined();
    expect((await worksOf({ envelope })).get('mine2026')).toBeUndefined();
    expect((await worksFor(own[0]!)).get('mine2026')).toEqual(works.get('mine2026'));
  });

  test('stand for a shipped work of that key, and a sentence says so where it is another', async () => {
    const { bibtex, notes } = await ownReferences(claims(OWN, 'woodworth2020kernel'));
    expect(bibtex).toContain('Another work');
    expect(notes).toEqual([
      expect.stringMatching(
        /^the key "woodworth2020kernel" in .*references\.bib is also that of the shipped work “Kernel and rich .*”; yours stands for both/,
      ),
    ]);
  });

  test('are left out with a sentence where the file is larger than a bibliography is', async () => {
    const own = claims(`${OWN}${' '.repeat(BIBLIOGRAPHY)}`, 'mine2026');
    const { bibtex, notes } = await ownReferences(own);
    expect(bibtex).toBe('');
    expect(notes).toEqual([expect.stringMatching(/references\.bib is not read: it has more than 4 MiB$/)]);
    expect((await worksFor(own[0]!)).get('mine2026')).toBeUndefined();
  });

  test('are asked for in a sentence where a key is nowhere, or a file cannot be read whole', async () => {
    const absent = claims(undefined, 'nobody1900', 'chizat2019lazy');
    const { bibtex, notes } = await ownReferences(absent);
    expect(bibtex).toBe('');
    const [file] = [relative('.', absent[0]!.file)];
    expect(notes).toEqual([
      `${file} names the source "nobody1900", which is neither in ${file.replace('own.ts', 'references.bib')} ` +
        "(there is no such file) nor among claimcheck's own works; put its BibTeX entry there",
    ]);
    const torn = await ownReferences(claims('@book{a, title={x} author={y}}\n@book{b, title={z}}', 'b'));
    expect(torn.bibtex).toContain('title={z}');
    expect(torn.notes).toEqual([expect.stringMatching(/references\.bib is not read whole: Token mismatch/)]);
  });

  test('are not looked for beside shipped claims', async () => {
    const sources = [{ key: 'nobody1900', where: '' }];
    const shipped = { id: 'x', file: join(packageRoot, 'claims', 'x.ts'), claim: { sources } } as unknown as FoundClaim;
    expect(await ownReferences([shipped])).toEqual({ bibtex: '', notes: [] });
  });
});
