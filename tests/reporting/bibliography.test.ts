import { describe, expect, test } from 'vitest';
import { authors, bibliography, cite } from '../../src/reporting/bibliography.js';

const works = bibliography(`% a remark
@misc{one2025,
  author = {Matt, Hannes},
  title = {On {Gauss--Newton} steps},
  howpublished = {arXiv:2501.00001},
  year = {2025},
}

@article{two1992,
  author = {Veseli{\\'c}, Kre{\\v{s}}imir and St{\\"o}ger, Dominik},
  title = {Another},
  journal = {A journal},
  year = {1992},
}

@book{three2019,
  author = {Va{\\v{s}}kevi{\\v{c}}ius, Tomas and Kanade, Varun and Rebeschini, Patrick},
  title = {A third},
}
`);

describe('bibliography', () => {
  test('reads entries, one field a line, without braces and with dashes', () => {
    expect([...works.keys()]).toEqual(['one2025', 'two1992', 'three2019']);
    expect(works.get('one2025')).toMatchObject({
      kind: 'misc',
      fields: { title: 'On Gauss–Newton steps', howpublished: 'arXiv:2501.00001', year: '2025' },
    });
  });

  test('reads the accents that names have', () => {
    expect(authors(works.get('two1992')!)).toEqual(['Veselić, Krešimir', 'Stöger, Dominik']);
    expect(authors(works.get('three2019')!)[0]).toBe('Vaškevičius, Tomas');
  });
});

test('a citation names one or two authors, the first of more, and the key of what is unknown', () => {
  expect(cite('one2025', works)).toBe('Matt (2025)');
  expect(cite('two1992', works)).toBe('Veselić and Stöger (1992)');
  expect(cite('three2019', works)).toBe('Vaškevičius et al. (no year)');
  expect(cite('nobody1900', works)).toBe('nobody1900');
});
