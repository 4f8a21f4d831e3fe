/** Whatever is put into markup stands in it as text: read again by parse5, which follows the HTML standard. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, test } from 'vitest';
import { markup, trusted, written, type Hole } from '../../src/reporting/markup.js';
import { hostile } from './hostile.js';

type Node = DefaultTreeAdapterTypes.ChildNode;

/** A newline that begins a `pre`, a carriage return and a NUL are no text in HTML, whatever is escaped. */
const word = hostile.map((text) => text.replace(/[\r\0]/g, ''));
const only = (text: string): Node => {
  const { childNodes } = parseFragment(text);
  expect(childNodes.length).toBe(1);
  return childNodes[0]!;
};

describe('a hole', () => {
  test('in a text is that text', () => {
    fc.assert(
      fc.property(word, fc.array(word), (text, more) => {
        const node = only(written(markup`<p>${text}${more.map((each) => markup`<b>${each}</b>`)}</p>`));
        const [first, ...rest] = 'childNodes' in node ? node.childNodes : [];
        const texts = text === '' ? [first, ...rest] : rest;
        if (text !== '') expect(first).toMatchObject({ nodeName: '#text', value: text });
        expect(texts.filter(Boolean).map((each) => each!.nodeName)).toEqual(more.map(() => 'b'));
        for (const [k, each] of more.entries())
          expect(texts[k]).toMatchObject({ childNodes: each === '' ? [] : [{ nodeName: '#text', value: each }] });
      }),
    );
  });

  test('in a value, and in a tag, is the value of that attribute and no other', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const node = only(
          written(markup`<a title="so: ${a}" href="#${b}"${{ class: b, hidden: true, id: undefined }}>t</a>`),
        );
        expect('attrs' in node && node.attrs).toEqual([
          { name: 'title', value: `so: ${a}` },
          { name: 'href', value: `#${b}` },
          { name: 'class', value: b },
          { name: 'hidden', value: '' },
        ]);
      }),
    );
  });

  test('that is markup stands as it is, and nothing else passes for it', () => {
    expect(written(markup`<i>${markup`<b>${1}</b>`}${[markup`<u></u>`, '<']}</i>`)).toBe('<i><b>1</b><u></u>&lt;</i>');
    const forged = JSON.parse('{ "text": "<b>", "Symbol(markup)": "<b>" }') as never;
    expect(() => markup`<i>${forged}</i>`).toThrow(/expected a text or markup/);
    expect(() => markup`<i>${undefined as never}</i>`).toThrow(/expected a text or markup/);
    expect(() => markup`<i title="${markup`<b>`}"></i>`).toThrow(/in title; expected a text/);
  });

  const bad: readonly [string, (hole: string) => unknown, RegExp][] = [
    ['in a tag', (it) => markup`<i ${it}></i>`, /expected attributes by name/],
    ['in the name of an element', (it) => markup`<${it}>`, /expected the name of an element/],
    ['in a value without quotes', (it) => markup`<i title=${it}></i>`, /expected quotes around it/],
    ['in a value between single quotes', (it) => markup`<i title='${it}'></i>`, /expected quotes around it/],
    ['in a handler', (it) => markup`<i onclick="f(${it})"></i>`, /expected no hole there/],
    ['in a style', (it) => markup`<i${{ style: it }}></i>`, /expected no hole there/],
    ['in a script', (it) => markup`<script>f("${it}")</script>`, /in a script or a style; expected markup/],
    ['in a style sheet', (it) => markup`<p></p><style>${it}</style>`, /in a script or a style; expected markup/],
    ['as the scheme of an address', (it) => markup`<a href="${it}"></a>`, /expected an address/],
    ['as the name of an attribute', (it) => markup`<a${{ [it]: 'x' }}></a>`, /expected the name of an attribute/],
  ];
  test.each(bad)('%s is refused', (_, write, why) => {
    fc.assert(
      fc.property(fc.constantFrom('javascript:alert(1)', 'x onclick=f()', ' ', '//evil', 'a b'), (it) => {
        expect(() => write(it)).toThrow(why);
      }),
    );
  });
});

test('text is trusted to be markup in these places alone', () => {
  const src = new URL('../../src/', import.meta.url).pathname;
  const found = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(src, file), 'utf8').matchAll(/(?<!const )\btrusted\(\s*(\w+)/g)].map(
        ([, of]) => `${file}: ${of}`,
      ),
    );
  expect(found.sort()).toEqual(['SCRIPT', 'STYLE', 'katex'].map((of) => `reporting/formats/html.ts: ${of}`));
  const holes: Hole[] = [trusted('<hr>')];
  expect(written(markup`${holes}`)).toBe('<hr>');
});
