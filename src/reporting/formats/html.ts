/**
 * One self-contained page. No script, no network, no font: the content security policy forbids all of them and allows the one
 * style sheet by its digest. Formulas are MathML, figures inline SVG.
 */
import { createHash } from 'node:crypto';
import katex from 'katex';
import type { Part } from '../block.js';
import { chart } from '../chart.js';
import type { Format } from '../format.js';
import { prose } from '../prose.js';
import { scatter } from '../scatter.js';
import { STYLE } from '../style.js';

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

const plain = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const math = (tex: string, display: boolean): string =>
  katex
    .renderToString(tex, { output: 'mathml', displayMode: display, throwOnError: false, strict: 'ignore' })
    .replace(/ style="[^"]*"/g, '');

const code = (text: string): string => `<code>${plain(text)}</code>`;
const figure = (of: string, shown: string, caption: string): string =>
  `<figure${of}>${shown}<figcaption>${caption}</figcaption></figure>`;
const list = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

const WRAPS = { up: ['<sup>', '</sup>'], down: ['<sub>', '</sub>'] } as const;
const ELEMENT: Readonly<Partial<Record<Part, string>>> = { head: 'header', main: 'main', foot: 'footer' };
const CLASS = {
  lede: ' class="lede"',
  aside: ' class="meta"',
  statement: ' class="statement"',
  passage: ' class="passage"',
};

export const html: Format = {
  plain,
  said: (sentence) =>
    prose(sentence)
      .map(({ at, text }) => (at === 'line' ? plain(text) : WRAPS[at].join(plain(text))))
      .join(''),
  strong: (shown) => `<strong>${shown}</strong>`,
  code,
  tex: (tex) => math(tex, false),
  badge: (word, tone, means) =>
    `<span class="badge ${tone}"${means && ` title="${plain(means)}"`}>${plain(word)}</span>`,
  to: (id) => `<a href="#${plain(id)}">${plain(id)}</a>`,

  heading: (depth, shown) => `<h${depth}>${shown}</h${depth}>`,
  paragraph: (shown, as) => `<p${as ? CLASS[as] : ''}>${shown}</p>`,
  list,
  table(columns, rows) {
    const number = (k: number) => (columns[k]!.number ? ' class="number"' : '');
    const head = columns.map(({ head }, k) => `<th scope="col"${number(k)}>${head}</th>`).join('');
    const body = rows.map((row) => {
      const cells = row.map(
        (cell, k) => `<td${number(k)}${k > 0 ? ` data-head="${columns[k]!.head}"` : ''}>${cell}</td>`,
      );
      return `<tr>${cells.join('')}</tr>`;
    });
    return `<div class="wide"><table class="cards"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
  },
  facts: (entries) =>
    `<dl class="facts">${entries.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`,
  formula: (formula, caption) =>
    figure(' class="formula"', 'tex' in formula ? math(formula.tex, true) : code(formula.code), caption.join('<br>')),
  drawing: (of, id, caption, instead) =>
    `${figure('', 'dial' in of ? chart(of.dial, id) : scatter(of.table, id), caption)}${instead && html.folded('Numbers', instead, false)}`,
  listing: (text) => `<pre>${plain(text)}</pre>`,
  note: (inner) => `<div class="warning">${inner}</div>`,
  folded: (summary, inner, open) => `<details${open ? ' open' : ''}><summary>${summary}</summary>${inner}</details>`,
  section(of, id, inner) {
    const element = ELEMENT[of] ?? 'section';
    const named = id === undefined ? '' : ` id="${plain(id)}"`;
    return `<${element}${ELEMENT[of] ? '' : ` class="${of}"`}${named}>\n${inner}\n</${element}>`;
  },
  join: (blocks) => blocks.join('\n'),
  page: (title, inner) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="claimcheck">
<title>${plain(title)} (claimcheck)</title>
<style>${STYLE}</style>
</head>
<body>
${inner}
</body>
</html>
`,
};
