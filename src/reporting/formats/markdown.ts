/** Markdown as GitHub reads it, for a repository, a comment or a mail; formulas are TeX between dollars. */
import type { Format } from '../format.js';

/** No line breaks, and nothing that would be read as markup, even where it begins a line. */
const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#~$]/g, '\\$&')
    .replace(/^(\d+)([.)])(?= |$)|^([-+])(?=[ -]|$)/, '$1\\$2$3');

/** So many backticks at least as a text has in a row. */
const longest = (text: string, least: number) =>
  Math.max(least, ...(text.match(/`+/g) ?? []).map(({ length }) => length));

/** Between as many backticks as it needs; a bar, which would end a cell of a table, has a name. */
function code(text: string): string {
  if (text.includes('|')) return `<code>${plain(text).replace(/\\\|/g, '&#124;')}</code>`;
  const shown = text.replace(/\s+/g, ' ');
  const fence = '`'.repeat(longest(text, 0) + 1);
  return fence.length === 1 ? `${fence}${shown}${fence}` : `${fence} ${shown} ${fence}`;
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const quoted = (text: string) => text.replace(/^/gm, '> ').replace(/ +$/gm, '');
const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');

export const markdown: Format = {
  plain,
  said: plain,
  strong: (shown) => `**${shown}**`,
  code,
  tex: (tex) => `$${tex.trim().replace(/\\\|/g, '\\Vert ').replace(/\|/g, '\\vert ')}$`,
  badge: (word) => `**${plain(word)}**`,
  to: (id, shown = code(id)) => shown,
  phrases: (shown) => shown.join(''),

  heading: (depth, shown) => `${'#'.repeat(depth)} ${shown}`,
  paragraph: (shown, as) => (as === 'passage' ? quoted(shown) : shown),
  list,
  table: (columns, rows) =>
    [
      row(columns.map(({ head }) => head)),
      row(columns.map(({ number }) => (number ? '--:' : '---'))),
      ...rows.map(row),
    ].join('\n'),
  facts: (entries) => list(entries.map(([name, value]) => `${name}: ${value}`)),
  formula: (formula, caption) =>
    ['tex' in formula ? `$$${formula.tex.trim()}$$` : code(formula.code), caption.join(' ')].join('\n\n'),
  drawing: (_, __, caption, instead) => (instead ? `${caption}\n\n${instead}` : ''),
  sketch: () => '',
  listing(text, language) {
    const fence = '`'.repeat(longest(text, 2) + 1);
    return `${fence}${language}\n${text}\n${fence}`;
  },
  note: quoted,
  folded: (summary, inner) => `<details><summary>${summary}</summary>\n\n${inner}\n\n</details>`,
  section: (_, __, inner) => inner,
  join: (blocks) => blocks.filter((text) => text !== '').join('\n\n'),
  page: (_, inner) => `${inner}\n`,
};
