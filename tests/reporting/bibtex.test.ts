import { describe, expect, test } from 'vitest';
import { cite, inWords } from '../../src/reporting/bibliography.js';
import { bibliography, cut, namesIn, read } from '../../src/reporting/bibtex.js';

/** What authors write: no line of it is as our own bibliography is. */
const WILD = `% a remark
@preamble{ "\\newcommand{\\noopsort}[1]{} " }
@String(jmlr = "Journal of {Machine} Learning")
@string{unused = {Nothing}}
@comment{ignored @article{x, }}
stray text
@Article{one2025,
  Author = "M{\\"u}ller, J{\\'o}zef and {\\O}. von der Heide and {Lab and Friends} and {\\L}ukasz Ostrowski and others",
  title = {The {$L_1$} norm of \\emph{Things}: On {Gauss--Newton} \\& more},
  journal = jmlr # " Research", year = 2025, pages = "1--20", month = mar,
  url = {https://a.b/c_d?x=%20&y#z},
}
@inproceedings(child2020, author = {Ng, A. and King, Jr., Martin Luther}, title = {Child}, crossref = {proc2020})
@proceedings{proc2020, title={Proceedings of Things}, booktitle={Proceedings of Things}, year={2020}, editor={Doe, Jane}}
@online{web, author={杉山, 将}, title={Müller's Ünïcode}, date={2021-05-03}}
@book{three, author = {Va{\\v{s}}kevi{\\v{c}}ius, Tomas and Kanade, Varun and Rebeschini, Patrick}, title = {A third}}
@book{left, author = {Out, Left}, title = {Not cited}}`;
const works = bibliography(WILD);

describe('BibTeX, whoever wrote it', () => {
  test('is read with its strings, accents, braces and inherited fields', () => {
    expect([...works.keys()]).toEqual(['one2025', 'child2020', 'proc2020', 'web', 'three', 'left']);
    expect(works.get('one2025')).toMatchObject({
      kind: 'article',
      others: true,
      fields: {
        title: 'The L₁ norm of Things: On Gauss–Newton & more',
        journal: 'Journal of Machine Learning Research',
        year: '2025',
        month: '3',
        url: 'https://a.b/c_d?x=%20&y#z',
      },
    });
    expect(works.get('child2020')!.fields).toMatchObject({ booktitle: 'Proceedings of Things', year: '2020' });
  });

  test('has names in their parts', () => {
    expect(works.get('one2025')!.authors).toEqual([
      { family: 'Müller', given: 'Józef' },
      { family: 'Heide', given: 'Ø.', particle: 'von der' },
      { family: 'Lab and Friends' },
      { family: 'Ostrowski', given: 'Łukasz' },
    ]);
    expect(works.get('child2020')!.authors[1]).toEqual({ family: 'King', given: 'Martin Luther', suffix: 'Jr.' });
    expect(namesIn('Ada Lovelace and {Research and Development}')).toEqual([
      { family: 'Lovelace', given: 'Ada' },
      { family: 'Research and Development' },
    ]);
  });

  test('costs no other entry where one is broken or stands there twice, and says so', () => {
    const { works: some, faults } = read('@article{a, title = {x} author={y}}\n@book{b,title={z}}\n@book{b,title={w}}');
    expect(some.get('b')!.fields['title']).toBe('z');
    expect(faults).toHaveLength(2);
    expect(faults[0]).toMatch(/^Token mismatch, expected/);
    expect(faults[1]).toBe('the key "b" stands there twice; its first entry counts');
  });

  test('is cut to what is cited, word for word, with what that needs', () => {
    const text = cut(WILD, ['child2020', 'one2025']);
    expect([...bibliography(text).keys()]).toEqual(['one2025', 'child2020', 'proc2020']);
    for (const key of ['one2025', 'child2020', 'proc2020']) {
      expect(WILD).toContain(works.get(key)!.source);
      expect(text).toContain(works.get(key)!.source);
    }
    expect(text).toContain('\\newcommand{\\noopsort}');
    expect(text).toContain('@string{JMLR = {Journal of {Machine} Learning}}');
    for (const left of ['unused', 'stray', 'a remark', 'Not cited']) expect(text.toLowerCase()).not.toContain(left);
    expect(bibliography(text).get('one2025')).toEqual(works.get('one2025'));
    expect(cut(WILD, ['nobody'])).not.toContain('author');
  });
});

test('a citation names one or two authors, the first of more, and the key of what is unknown', () => {
  expect(cite('web', works)).toBe('杉山 (2021)');
  expect(cite('child2020', works)).toBe('Ng and King (2020)');
  expect(cite('proc2020', works)).toBe('Doe (2020)');
  expect(cite('three', works)).toBe('Vaškevičius et al. (no year)');
  expect(cite('one2025', works)).toBe('Müller et al. (2025)');
  expect(cite('nobody1900', works)).toBe('nobody1900');
});

test('a work in words has all its authors, and where it appeared', () => {
  expect(inWords(works.get('one2025')!)).toBe(
    'Józef Müller, Ø. von der Heide, Lab and Friends, Łukasz Ostrowski and others (2025). ' +
      'The L₁ norm of Things: On Gauss–Newton & more. Journal of Machine Learning Research.',
  );
  expect(inWords(works.get('child2020')!)).toBe(
    'A. Ng and Martin Luther King, Jr. (2020). Child. Proceedings of Things.',
  );
  const ended = bibliography(
    '@inproceedings{x, author = {A. B.}, title = {Why?}, booktitle = {Proc. of Conf.}, year = 2020}',
  );
  expect(inWords(ended.get('x')!)).toBe('A. B. (2020). Why? Proc. of Conf.');
});
