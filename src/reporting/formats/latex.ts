/**
 * The body of a section of a paper, to be read by \input: tables and formulas, without what a page folds away. It needs the
 * packages amsmath, amssymb, array, booktabs and longtable, and nothing else beyond plain LaTeX.
 */
import katex from 'katex';
import { fit } from '../fit.js';
import type { Format } from '../format.js';
import { prose } from '../prose.js';

/** What LaTeX reads as a mark, or has no letter for, and what stands for it. */
const CHARACTERS = new Map<string, string>([
  ...[...'&%$#_{}'].map((c) => [c, `\\${c}`] as const),
  ...[...'<>|'].map((c) => [c, `$${c}$`] as const),
  ...[...'[]'].map((c) => [c, `{${c}}`] as const),
  ...[...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻'].map((c, k) => [c, `$^{${'0123456789-'[k]}}$`] as const),
  ...'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi o pi rho varsigma sigma tau upsilon phi chi psi omega'
    .split(' ')
    .map((name, k) => [String.fromCodePoint(0x3b1 + k), name === 'o' ? 'o' : `$\\${name}$`] as const),
  ...Object.entries({
    '≤': 'le',
    '≥': 'ge',
    '×': 'times',
    '±': 'pm',
    '∞': 'infty',
    '√': 'surd',
    Σ: 'Sigma',
    '·': 'cdot',
  }).map(([c, name]) => [c, `$\\${name}$`] as const),
  ...Object.entries({ '\\': 'backslash', '~': 'asciitilde', '^': 'asciicircum', '`': 'asciigrave' }).map(
    ([c, name]) => [c, `\\text${name}{}`] as const,
  ),
  ...Object.entries({
    '"': "{''}",
    '“': '{``}',
    '”': "{''}",
    '‘': '`',
    '’': "'",
    '−': '$-$',
    '–': '--',
    '—': '---',
    '…': '\\ldots{}',
    '\u202f': '\\,',
  }),
  // Between two that would be read as one.
  ['\u200b', '{}'],
]);

/** A letter that every LaTeX has stands as it is; whether it has another is asked there (LETTERS). */
function letter(c: string): string {
  if (/[\p{ASCII}À-ÖØ-Ýß-ïñ-öø-ýÿ]/u.test(c) && !'×÷ÐÞðþ'.includes(c)) return c;
  return /[\p{L}\p{M}]/u.test(c) ? `\\ccletter{${c}}` : '?';
}
const written = (text: string, characters: ReadonlyMap<string, string>): string =>
  text
    .normalize('NFC')
    .replace(/[^\S\u202f]+/g, ' ')
    .replace(/([-',])(?=\1)/g, '$1\u200b')
    .replace(/[^A-Za-z0-9 ]/gu, (c) => characters.get(c) ?? letter(c));
const plain = (text: string): string => written(text, CHARACTERS);

/**
 * What a text of ours needs before it: a letter that a font of an author's paper lacks is a question mark there, and no error.
 * Modern engines have all that their fonts have; of pdfTeX's oldest fonts some letters are in T1 alone.
 */
export const LETTERS = `\\makeatletter
\\ifdefined\\Umathcode
  \\providecommand\\ccletter[1]{#1}%
\\else
  \\providecommand\\ccletter[1]{\\ifcsname u8:\\detokenize{#1}\\endcsname{\\def\\cc@old{OT1}\\ifx\\f@encoding\\cc@old
    \\fontencoding{T1}\\selectfont\\fi#1}\\else?\\fi}%
\\fi
\\makeatother`;

/** Where a word that stands as it is may be broken: after a mark between its parts, or anywhere in what has none. */
const BREAKS = /[^-_/.=:]{9,}?(?=[^-_/.=:]{8})|[^-_/.=:]*[-_/.=:]|[^-_/.=:]+/gu;
const BREAK = '\\allowbreak{}';
/** To be copied: quotes are straight, and what is else drawn as a line is a letter. */
const VERBATIM = new Map([...CHARACTERS, ["'", '{\\textquotesingle}'], ['"', '{\\char34}'], ['_', '{\\char95}']]);
const copied = (text: string): string => written(text, VERBATIM);
const code = (text: string): string =>
  `\\texttt{${text.replace(/[^ ]+/g, (word) => word.match(BREAKS)!.map(copied).join(BREAK))}}`;

/** What defines or leads elsewhere has no place in a formula. */
const ASTRAY =
  /\\(?:[egx]?def|let|futurelet|global|long|(?:re)?newcommand|providecommand|href|url|html\w+|includegraphics|char)\b/;
/** A formula that KaTeX reads, in letters that every LaTeX has; of anything else its source is shown. */
function math(tex: string, shown: (tex: string) => string): string {
  const source = tex.trim();
  try {
    if (/[^\p{ASCII}]|%|\n\s*\n/u.test(source) || ASTRAY.test(source)) throw new Error('not as it stands');
    katex.renderToString(source, { output: 'mathml', throwOnError: true, strict: 'ignore' });
    return shown(source);
  } catch {
    return code(source);
  }
}

const environment = (name: string, inner: string, options = ''): string =>
  `\\begin{${name}}${options}\n${inner}\n\\end{${name}}`;
const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : environment('itemize', items.map((item) => `\\item {}${item}`).join('\n'));

/** About as many letters stand on a line, and between two columns. */
const ROOM = 88;
const GAP = 2;
const letters = (shown: string) => shown.replace(/\\[a-zA-Z]+\{?\}?|[{}$]/g, '').length;
/** The longest piece that cannot be broken. */
const longest = (shown: string) => Math.max(0, ...shown.split(/ |\\allowbreak\{\}|(?<=[a-z]-)/).map(letters));

const SECTION = ['section', 'subsection', 'paragraph', 'subparagraph'];
const UNITS = { up: (text: string) => `\\textsuperscript{${text}}`, down: (text: string) => `$_{\\mathrm{${text}}}$` };

export const latex: Format = {
  plain,
  said: (sentence) =>
    prose(sentence)
      .map(({ at, text }) =>
        at === 'line' ? plain(text) : UNITS[at](plain(text).replace(/\$/g, at === 'down' ? '' : '$&')),
      )
      .join(''),
  strong: (shown) => `\\textbf{${shown}}`,
  code,
  tex: (tex) => math(tex, (sound) => `$${sound}$`),
  badge: (word) => `\\emph{${plain(word)}}`,
  to: (id, shown = code(id)) => shown,
  phrases: (shown) => shown.join(''),

  heading: (depth, shown) => `\\${SECTION[Math.min(depth, 4) - 1]}*{${shown}}`,
  paragraph: (shown) => shown,
  list,
  table(columns, rows) {
    if (rows.length === 0) return '';
    const cells = (k: number) => [columns[k]!.head, ...rows.map((row) => row[k]!)];
    const needs = columns.map((_, k) => ({
      natural: Math.max(...cells(k).map(letters)),
      least: Math.max(4, ...cells(k).map(longest)),
    }));
    const widths = fit(columns, needs, ROOM, GAP);
    const sum = widths.reduce<number>((all, width) => all + (width === undefined ? 0 : width + GAP), 0);
    const spec = widths.flatMap((width, k) => {
      if (width === undefined) return [];
      const share = Math.floor((1000 * (width + GAP)) / sum) / 1000;
      const ragged = columns[k]!.number ? 'left' : 'right';
      return [`>{\\ragged${ragged}\\arraybackslash}p{\\dimexpr ${share}\\linewidth-2\\tabcolsep}`];
    });
    const line = (all: readonly string[]) => `${all.filter((_, k) => widths[k] !== undefined).join(' & ')} \\\\`;
    const head = line(columns.map((column) => (column.head === '' ? '' : `\\textbf{${column.head}}`)));
    const inner = ['\\toprule', head, '\\midrule\\endhead', ...rows.map(line), '\\bottomrule'].join('\n');
    return `{\\footnotesize\n${environment('longtable', inner, `{${spec.join('')}}`)}}`;
  },
  facts: (entries) => list(entries.map(([name, value]) => `${name}: ${value}`)),
  formula: (formula, caption) =>
    [
      'tex' in formula
        ? math(formula.tex, (sound) => `\\[\n${sound}\n\\]`)
        : `\\begin{quote}${code(formula.code)}\\end{quote}`,
      caption.join(' '),
    ].join('\n'),
  drawing: (_, __, caption, instead) => (instead ? `${caption}\n\n${instead}` : ''),
  sketch: () => '',
  listing: (text) =>
    environment(
      'quote',
      text
        .split('\n')
        .map((row) => code(row))
        .join('\\\\\n'),
      '\\footnotesize\\raggedright',
    ),
  note: (inner) => environment('quote', inner),
  folded: () => '',
  section: (_, __, inner) => inner,
  join: (blocks) => blocks.filter((text) => text !== '').join('\n\n'),
  page: (_, inner) =>
    `% Made by claimcheck from report.json. Needs amsmath, amssymb, array, booktabs and longtable.\n${LETTERS}\n${inner}\n`,
};
