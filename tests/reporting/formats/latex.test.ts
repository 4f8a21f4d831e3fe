import { describe, expect, test } from 'vitest';
import { render } from '../../../src/reporting/format.js';
import { latex, LETTERS as PROLOGUE } from '../../../src/reporting/formats/latex.js';
import { prose } from '../../../src/reporting/prose.js';
import { DOCUMENTS, formatLaws } from '../laws.js';

/** Words of LaTeX that stand for a character; all others are marks. */
const LETTERS: Readonly<Record<string, string>> = {
  textbackslash: '\\',
  textasciitilde: '~',
  textasciicircum: '^',
  textasciigrave: '`',
  textquotesingle: "'",
  le: '≤',
  ge: '≥',
  times: '×',
  pm: '±',
  infty: '∞',
  surd: '√',
  cdot: '·',
  Sigma: 'Σ',
  alpha: 'α',
  beta: 'β',
};

const TOKEN = /\\char\d+|\\([a-zA-Z]+)\*?(?:\{\})?|\\([%&$#_{}])|\\[\\,]|--|,,|``|''|[\s\S]/gu;
const read = (text: string): string =>
  text
    .replace(/^%.*$/m, '')
    .replace(/\\begin\{longtable\}.*$/gm, '')
    .replace(/\\(?:begin|end)\{\w+\}/g, '')
    .replace(TOKEN, (token, word?: string, escaped?: string) => {
      if (word !== undefined) return LETTERS[word] ?? '';
      if (escaped !== undefined) return escaped;
      if (token.startsWith('\\char')) return String.fromCharCode(Number(token.slice(5)));
      if (token === '--') return '–';
      if (token === ',,') return '„';
      if (token === '``' || token === "''") return '"';
      return token.length > 1 || '{}$&^_#%~'.includes(token) ? '' : token;
    });
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁻';
const same = (text: string) =>
  text
    .replace(/[“”]/g, '"')
    .replace(/−/g, '-')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]/g, (c) => '0123456789-'[RAISED.indexOf(c)]!);

function nesting(text: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  let math = false;
  for (const [mark] of text
    .replace(/^%.*$/m, '')
    .replace(PROLOGUE, '')
    .matchAll(/\\(?:begin|end)\{\w+\}|\\[^a-zA-Z]|[{}$]|\n\n/g)) {
    const [, which, name] = /^\\(begin|end)\{(\w+)\}$/.exec(mark) ?? [];
    if (which === 'begin') open.push(name!);
    else if (which === 'end' && open.pop() !== name) wrong.push(mark);
    else if (mark === '{') open.push('{');
    else if (mark === '}' && open.pop() !== '{') wrong.push(mark);
    else if (mark === '$') math = !math;
    else if (mark === '\n\n' && math) wrong.push('$');
  }
  return [...wrong, ...open, ...(math ? ['$'] : [])];
}

formatLaws('latex', latex, {
  read,
  same,
  nesting,
  said: (sentence) =>
    prose(sentence)
      .map(({ text }) => text)
      .join(''),
  tex: (tex) => read(tex),
  unfolds: false,
});

describe('the section of a paper', () => {
  const shown = render(latex, DOCUMENTS['a report']!);

  test('keeps the dashes and quotes that typists and editors put', () => {
    expect(latex.plain('a — b… ‘c’ “d” e–f')).toBe("a --- b\\ldots{} `c' {``}d{''} e--f");
  });

  test('has only letters that LaTeX has', () => {
    expect([...shown].filter((c) => !/[\p{L}\p{M}\p{ASCII}]/u.test(c))).toEqual([]);
  });

  test('has tables that fit the line, with what is left out named by the column', () => {
    for (const [, spec] of shown.matchAll(/\\begin\{longtable\}\{(.*)\}$/gm)) {
      const shares = [...spec!.matchAll(/dimexpr ([\d.]+)/g)].map(([, share]) => Number(share));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    }
    for (const table of shown.matchAll(/\\begin\{longtable\}(.*)\n([\s\S]*?)\\end\{longtable\}/g)) {
      const columns = table[1]!.match(/arraybackslash/g)!.length;
      for (const row of table[2]!.split('\n').filter((line) => line.endsWith('\\\\')))
        expect(row.replace(/\\&/g, '').split('&').length).toBe(columns);
    }
  });

  test('typesets the formula, and leaves out digests', () => {
    expect(shown).toContain('\\[\n\\frac{a}{b}\\leq 1\n\\]');
    expect(shown).not.toContain('bbbbbbbb');
    expect(shown).toContain('\\textsuperscript{');
  });
});
