import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { always } from '../../src/criteria.js';
import type { Report } from '../../src/engine/report.js';
import { bibliography } from '../../src/reporting/bibtex.js';
import { bibtex, cited, line, references, SUITE } from '../../src/reporting/citation.js';
import { claimReport, sample } from './sample.js';
import { asHtml, asMarkdown, works } from './shown.js';

const ID = 'a'.repeat(64);
const report = sample();
const named = (change: Partial<Report['envelope']> = {}): Report => ({
  ...report,
  id: ID,
  envelope: { ...report.envelope, command: "npx claimcheck run 'a_b%' --level quick", ...change },
});

describe('a report', () => {
  test('is cited by who ran it, and the suite beside it', () => {
    const [own, suite] = cited(named({ authors: ['Ada Lovelace', 'Özgür Çelik', '{Lab & Sons}', 'O{pen'] }))!;
    const entry = bibtex(own);
    expect(entry).toContain(`@misc{claimcheck-${'a'.repeat(12)},`);
    expect(entry).toContain('author = {Ada Lovelace and {\\"O}zg{\\"u}r {\\c C}elik and {Lab \\& Sons} and Open},');
    expect(entry).toMatch(/year = \{2026\},\n {2}month = nov,/);
    expect(entry).toContain(`recomputed by \\texttt{npx `);
    expect(entry).not.toContain('\\verb');
    const read = bibliography(`${entry}\n\n${bibtex(suite)}`);
    expect(read.get(own.key)!.authors[1]).toEqual({ given: 'Özgür', family: 'Çelik' });
    expect(read.get(own.key)!.fields['note']).toContain(`Report ${ID}; recomputed by npx claimcheck run`);
    expect(read.get('claimcheck-suite')).toMatchObject({
      authors: [{ family: 'The claimcheck contributors' }],
      fields: { title: SUITE.title, howpublished: 'Software, version 0.1.0, commit abc' },
    });
    expect(line(own)).toBe(
      'Ada Lovelace, Özgür Çelik, Lab & Sons and Open (2026). 2 of 6 claims hold: level standard, risk 0.01. ' +
        `claimcheck 0.1.0, commit abc. Report ${ID}.`,
    );
  });

  test('of nobody has a key to be sorted by, and no invented author', () => {
    const [own] = cited(named())!;
    expect(bibtex(own)).toMatch(/^ {2}key = \{claimcheck-a+\},$/m);
    expect(bibtex(own)).not.toContain('author');
    expect(line(own)).toMatch(/^2 of 6 claims hold: level standard, risk 0\.01\. 2026\. claimcheck/);
  });

  test('without an id cannot be cited, and says so on no page', () => {
    expect(cited({ ...report, id: null })).toBeNull();
    for (const show of [asHtml, asMarkdown]) {
      expect(show(named())).toContain('@misc{claimcheck-');
      expect(show({ ...report, id: null })).not.toContain('@misc');
    }
  });
});

test('the suite is cited as CITATION.cff says', () => {
  const cff = readFileSync(new URL('../../CITATION.cff', import.meta.url), 'utf8');
  expect(cff).toContain(`title: '${SUITE.title}'`);
  expect(cff.match(/^ {2}- name: (.*)$/gm)).toEqual(SUITE.authors.map((name) => `  - name: ${name.slice(1, -1)}`));
});

test('every work that a claim cites is listed in full, once', () => {
  const claim = claimReport('a', 'holds', always(), () => 1);
  const listed = references([claim, claim], works);
  expect(listed).toHaveLength(1);
  expect(listed[0]).toMatch(
    /^Blake Woodworth, .* and Nathan Srebro \(2020\)\. Kernel and rich regimes .*\. Conference/,
  );
});
