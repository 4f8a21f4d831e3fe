/**
 * One self-contained page. No network, no font: the content security policy forbids them and allows the one style sheet and the
 * one script by their digests. Nothing needs the script that is there to be read. Formulas are MathML, figures inline SVG.
 */
import { createHash } from 'node:crypto';
import katex from 'katex';
import type { Block, Drawn, Part, Place } from '../block.js';
import { dataOf } from '../figure/data.js';
import { drawn as drawing, small } from '../figure/figure.js';
import type { Format } from '../format.js';
import { markup, trusted, written, type Attributes, type Markup } from '../markup.js';
import { prose } from '../prose.js';
import { SCRIPT } from '../script.js';
import { STYLE } from '../style.js';

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; style-src ${digest(STYLE)}; script-src ${digest(SCRIPT)}; base-uri 'none'; form-action 'none'`;

const plain = (text: string): Markup => markup`${text}`;

/** KaTeX escapes what it does not read, and is not told to trust what could leave the formula. */
const math = (tex: string, display: boolean): Markup =>
  trusted(
    katex
      .renderToString(tex, { output: 'mathml', displayMode: display, throwOnError: false, strict: 'ignore' })
      .replace(/ style="[^"]*"/g, ''),
  );

const code = (text: string): Markup => markup`<code>${text}</code>`;
const figure = (of: Attributes, shown: Markup | '', caption: Markup): Markup =>
  markup`<figure${of}>${shown}<figcaption>${caption}</figcaption></figure>`;
/** The data stand in the page itself, so that the link works wherever the page is. */
function data(of: Drawn, id: string): Markup {
  const text = encodeURIComponent(dataOf(of).replace(/\p{Surrogate}/gu, '\ufffd'));
  return markup`<a href="data:text/csv;charset=utf-8,${text}" download="${id}.csv">Data (CSV)</a>`;
}
const list = (items: readonly Markup[]): Markup => markup`<ul>${items.map((item) => markup`<li>${item}</li>`)}</ul>`;
const lines = (shown: readonly Markup[], between: Markup): Markup[] =>
  shown.flatMap((each, k) => (k === 0 ? [each] : [between, each]));

const PLACED = {
  line: (text: string) => plain(text),
  up: (text: string) => markup`<sup>${text}</sup>`,
  down: (text: string) => markup`<sub>${text}</sub>`,
};
const CLASS: Readonly<Partial<Record<NonNullable<(Block & { is: 'paragraph' })['as']>, string>>> = {
  lede: 'lede',
  aside: 'meta',
  statement: 'statement',
  passage: 'passage',
  reach: 'reach',
};
const SECTION: Readonly<Partial<Record<Part, (named: Attributes, inner: Markup) => Markup>>> = {
  head: (named, inner) =>
    markup`<a class="skip" href="#main">Skip the contents</a>\n<header${named}>\n${inner}\n</header>`,
  contents: (named, inner) => markup`<nav${{ ...named, 'aria-label': 'Contents' }}>\n${inner}\n</nav>`,
  main: (named, inner) => markup`<main${{ ...named, id: 'main' }}>\n${inner}\n</main>`,
  foot: (named, inner) => markup`<footer${named}>\n${inner}\n</footer>`,
};
const HEADING = [
  (of: Attributes, shown: Markup) => markup`<h1${of}>${shown}</h1>`,
  (of: Attributes, shown: Markup) => markup`<h2${of}>${shown}</h2>`,
  (of: Attributes, shown: Markup) => markup`<h3${of}>${shown}</h3>`,
  (of: Attributes, shown: Markup) => markup`<h4${of}>${shown}</h4>`,
  (of: Attributes, shown: Markup) => markup`<h5${of}>${shown}</h5>`,
  (of: Attributes, shown: Markup) => markup`<h6${of}>${shown}</h6>`,
] as const;
/** To be copied from the margin of a heading; not one more stop of the keyboard, for the contents lead there. */
const anchor = (at: Place | undefined): Markup | '' =>
  at ? markup`<a class="anchor" href="#${at.id}" tabindex="-1" aria-hidden="true"></a>` : '';
/** What may be wider than its place scrolls in it, and then the keyboard must reach it. */
const scrolled = (name: string): Attributes => ({ class: 'wide', role: 'group', tabindex: 0, 'aria-label': name });

export const html: Format<Markup> = {
  plain,
  said: (sentence) => markup`${prose(sentence).map(({ at, text }) => PLACED[at](text))}`,
  strong: (shown) => markup`<strong>${shown}</strong>`,
  code,
  tex: (tex) => math(tex, false),
  badge: (word, tone, means) => markup`<span${{ class: `badge ${tone}`, title: means || undefined }}>${word}</span>`,
  to: (id, shown = plain(id)) => markup`<a href="#${id}">${shown}</a>`,
  phrases: (shown) => markup`${shown}`,

  heading: (depth, shown, at) =>
    HEADING[Math.min(depth, HEADING.length) - 1]!({ id: !at?.opens && at?.id }, markup`${shown}${anchor(at)}`),
  paragraph: (shown, as) => markup`<p${{ class: as && CLASS[as] }}>${shown}</p>`,
  list,
  table(columns, rows) {
    const number = (k: number) => ({ class: columns[k]!.number && 'number' });
    const head = columns.map(({ head }, k) => markup`<th scope="col"${number(k)}>${head}</th>`);
    const body = rows.map((row) => {
      const cells = row.map(
        (cell, k) => markup`<td${{ ...number(k), 'data-head': k > 0 && columns[k]!.name }}>${cell}</td>`,
      );
      return markup`<tr>${cells}</tr>`;
    });
    return markup`<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
  },
  facts: (entries) =>
    markup`<dl>${entries.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`,
  formula: (formula, caption, id) =>
    figure(
      { class: 'formula', id },
      markup`<div${scrolled('Formula')}>${'tex' in formula ? math(formula.tex, true) : code(formula.code)}</div>`,
      markup`${lines(caption, markup`<br>`)}`,
    ),
  drawing(of, id, caption, instead) {
    const drawn = figure({ class: 'drawing', id }, drawing(of, id), markup`${caption} ${data(of, id)}`);
    return instead ? markup`${drawn}${html.folded(plain('Numbers'), instead, false)}` : drawn;
  },
  sketch: (of, id, to, caption) => figure({ class: 'sketch' }, markup`<a href="#${to}">${small(of, id)}</a>`, caption),
  listing: (text) => markup`<pre${scrolled('To be copied')}>${text}</pre>`,
  note: (inner) => markup`<div class="warning">${inner}</div>`,
  folded: (summary, inner, open) => markup`<details${{ open }}><summary>${summary}</summary>${inner}</details>`,
  section(of, id, inner, marks = {}) {
    const data = Object.fromEntries(Object.entries(marks).map(([name, value]) => [`data-${name}`, value]));
    return SECTION[of]?.({ id }, inner) ?? markup`<section${{ class: of, id, ...data }}>\n${inner}\n</section>`;
  },
  join: (blocks) => markup`${lines(blocks, plain('\n'))}`,
  page: (title, inner) =>
    written(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="claimcheck">
<title>${title} (claimcheck)</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${inner}
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`),
};
