/** What a report has to be cited is read by the programs that read such things. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/engine/report.js';
import { bibliography, cut } from '../../src/reporting/bibtex.js';
import { CITATIONS } from '../../src/reporting/citations.js';
import { sample } from './sample.js';
import { works as shipped } from './shown.js';
import { complaints, program, typeset } from './texlive.js';
import { scratch } from '../commands/shell.js';

const OWN = String.raw`@string{jtt = "Journal of {Tiny} Things"}
@article{mine2026,
  author = "G{\"o}del, K. and {\L}ukasiewicz, Jan and {Institute of A \& B} and others",
  title = {On {$\ell_1$} \emph{and} 100\% of {NP}},
  journal = jtt, year = 2026, pages = {1--9}, month = mar, volume = 3,
  url = {https://example.org/a_b?c=%20&d#e},
}
@inproceedings{child2020, author = {King, Jr., Martin Luther}, title = {Child}, crossref = {proc2020}, pages = {3--4}}
@proceedings{proc2020, title={Proceedings of Things}, booktitle={Proceedings of Things}, year={2020}, editor={Doe, Jane}, publisher={ACM}}`;
const references = cut(OWN, ['mine2026', 'child2020']);
const works = new Map([...shipped, ...bibliography(references)]);

const report: Report = (() => {
  const { content, envelope } = sample();
  const [first, ...rest] = content.claims;
  const sources = ['mine2026', 'child2020', ...shipped.keys()].map((key) => ({ key, where: 'somewhere' }));
  return {
    id: 'b'.repeat(64),
    content: { ...content, claims: [{ ...first!, sources }, ...rest] },
    envelope: {
      ...envelope,
      references,
      authors: ['Özgür Çelik', '{Lab & Sons}', 'de la Fuente, Ana'],
      command: 'npx claimcheck run \'a_b%c#d~e^f\\g{h}\' --level quick --claims "../x & y" --model $x=1',
    },
  };
})();
const bib = CITATIONS.bibtex(report, works);
const every = shipped.size + 2;

/** On one long page, so that no entry stands on two. */
const paper = (preamble: string, end: string) =>
  [
    '\\documentclass{article}\n\\usepackage[paperheight=4000mm]{geometry}\n\\usepackage{hyperref}',
    preamble,
    `\\begin{document}\n\\nocite{*}See \\cite{claimcheck-${'b'.repeat(12)}} and \\cite{claimcheck-suite}.`,
    end,
    '\\end{document}',
  ].join('\n');

describe('report.bib', () => {
  test('has the entries of an author word for word, and every shipped work once', () => {
    expect(bib).toContain(references);
    expect(bib.match(/^@\w+\{/gm)).toHaveLength(every + 2 + 2);
  });

  test.each(['plain', 'abbrv'])('passes BibTeX with the style %s, and the paper compiles', (style) => {
    const made = typeset(
      { 'main.tex': paper('', `\\bibliographystyle{${style}}\\bibliography{report}`), 'report.bib': bib },
      { by: 'bibtex' },
    );
    expect(complaints(made)).toEqual([]);
    expect(made.codes).toEqual([0, 0, 0, 0]);
    const text = made.text.replace(/-\n\s*/g, '').replace(/\s+/g, '');
    const [, note = ''] = /[Rr]eport(b+\W+recomputedby.{90})/.exec(text) ?? [];
    // In the oldest fonts an underscore is a line, and no letter.
    expect(note).toContain(`recomputedbynpxclaimcheckrun'ab%c#d~e^f\\g{h}'--levelquick--claims"../x&y"`);
  });

  test('passes natbib with names and years', () => {
    const made = typeset(
      {
        'main.tex': paper('\\usepackage{natbib}', '\\bibliographystyle{plainnat}\\bibliography{report}'),
        'report.bib': bib,
      },
      { by: 'bibtex' },
    );
    expect(complaints(made)).toEqual([]);
    expect(made.text.slice(0, 100)).toMatch(/See .{1,2}elik et al/);
  });

  test.each(['numeric', 'authoryear'])('passes biber, and biblatex with the style %s', (style) => {
    const preamble = `\\usepackage[backend=biber,style=${style}]{biblatex}\\addbibresource{report.bib}`;
    const made = typeset({ 'main.tex': paper(preamble, '\\printbibliography'), 'report.bib': bib }, { by: 'biber' });
    expect(complaints(made)).toEqual([]);
    expect(made.codes).toEqual([0, 0, 0, 0]);
    expect(made.text.replace(/\s+/g, '')).toContain('b'.repeat(64));
  });

  test.each([
    // Of what inherits this check sees no more than stands there.
    ['report.bib', bib.replace(/^@(inproceedings|proceedings)\{(child|proc)2020.*$/gm, '')],
    ['docs/references.bib', readFileSync(new URL('../../docs/references.bib', import.meta.url), 'utf8')],
  ])('%s is valid by the data model of biber', (_, text) => {
    const folder = scratch();
    writeFileSync(join(folder, 'it.bib'), text);
    const { code, said } = program('biber', ['--tool', '--validate-datamodel', 'it.bib'], folder);
    expect(said.split('\n').filter((line) => /^(WARN|ERROR)/.test(line))).toEqual([]);
    expect(code).toBe(0);
  });
});

test('letters with two accents, and signs that TeX reads, are those of the name', () => {
  const of: Report = {
    ...report,
    envelope: { ...report.envelope, authors: ['Nguyễn Văn Diệp', '{100% <C#>_Lab $1}'] },
  };
  expect(CITATIONS.bibtex(of, works)).toContain(
    String.raw`author = {Nguy{\~{\^{e}}}n V{\u a}n Di{\d{\^{e}}}p and {100\% $<$C\#$>\_$Lab \$1}},`,
  );
  const [item] = JSON.parse(CITATIONS.csl(of, works)) as { author: unknown }[];
  expect(item!.author).toEqual([{ family: 'Diệp', given: 'Nguyễn Văn' }, { literal: '100% <C#>_Lab $1' }]);
});

describe('CSL-JSON', () => {
  const schema = JSON.parse(readFileSync(new URL('./csl-data.json', import.meta.url), 'utf8')) as object;
  const items = JSON.parse(CITATIONS.csl(report, works)) as Record<string, unknown>[];

  test('keeps to the schema of the Citation Style Language', () => {
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    validate(items);
    expect(validate.errors).toBeNull();
    expect(validate([{ id: 'x', type: 'misc' }])).toBe(false);
  });

  test('has what the entries have', () => {
    expect(items).toHaveLength(every + 2);
    expect(items[0]).toMatchObject({
      type: 'report',
      author: [
        { family: 'Çelik', given: 'Özgür' },
        { literal: 'Lab & Sons' },
        { family: 'Fuente', given: 'Ana', 'non-dropping-particle': 'de la' },
      ],
      issued: { 'date-parts': [[2026, 11, 22]] },
      number: 'b'.repeat(64),
    });
    expect(items[1]).toMatchObject({ id: 'claimcheck-suite', type: 'software', version: '0.1.0' });
    const by = (id: string) => items.find((item) => item['id'] === id);
    expect(by('mine2026')).toMatchObject({
      type: 'article-journal',
      author: [
        { family: 'Gödel', given: 'K.' },
        { family: 'Łukasiewicz', given: 'Jan' },
        { literal: 'Institute of A & B' },
      ],
      'container-title': 'Journal of Tiny Things',
      page: '1-9',
      issued: { 'date-parts': [[2026, 3]] },
      URL: 'https://example.org/a_b?c=%20&d#e',
    });
    expect(by('child2020')).toMatchObject({ type: 'paper-conference', 'container-title': 'Proceedings of Things' });
  });
});

test('as text it is a line for each', () => {
  const lines = CITATIONS.text(report, works).trimEnd().split('\n');
  expect(lines).toHaveLength(every + 2);
  expect(lines[0]).toMatch(/^Özgür Çelik, Lab & Sons and de la Fuente, Ana \(2026\)\. .* Report b{64}\.$/);
  expect(lines[1]).toMatch(/^The claimcheck contributors \(2026\)\. claimcheck: theoretical claims/);
});
