/** Promise: whatever stands in a claim, the page has the same elements, runs nothing and leads nowhere else. */
import fc from 'fast-check';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, test } from 'vitest';
import { schema, type Report } from '../../src/engine/report.js';
import { json } from '../../src/reporting/json.js';
import { hostile } from '../reporting/hostile.js';
import { everyVerdict, sample } from '../reporting/sample.js';
import { asHtml } from '../reporting/shown.js';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const elements = (node: Node): Element[] => [
  ...('attrs' in node ? [node] : []),
  ...('childNodes' in node ? node.childNodes.flatMap(elements) : []),
];
const skeleton = (text: string): string[] =>
  elements(parse(text)).map(({ nodeName, attrs }) => `${nodeName} ${attrs.map(({ name }) => name).join(' ')}`);

const HERE = 'Ω';
/** Every text that a user writes, with a place in it for another. */
const marked = (): Report => {
  const text = json(
    sample(
      everyVerdict().map((claim) => ({
        ...claim,
        id: `${claim.id}${HERE}`,
        title: `a${HERE}`,
        statement: `b${HERE}`,
        scope: HERE,
        sources: [{ key: `unknown${HERE}`, where: `where${HERE}` }],
        premises: { [`premise${HERE}`]: { how: 'assumed', control: `control${HERE}` } },
        population: { ...claim.population, name: `population${HERE}` },
        models: [{ name: `model${HERE}`, digest: 'c'.repeat(64) }],
        oracles: [`oracle${HERE}`],
        because: claim.because.map((why) => why + HERE),
        ...(claim.dial && { dial: { ...claim.dial, of: `of${HERE}` } }),
        ...(claim.table && { table: { ...claim.table, title: `table${HERE}`, of: `of${HERE}` } }),
      })),
      { notes: [`note${HERE}`], command: `npx claimcheck run ${HERE}`, errors: { [`file${HERE}`]: [`why${HERE}`] } },
    ),
  )
    .replaceAll('the part', `the part${HERE}`)
    .replaceAll('because of ', `because of ${HERE}`)
    .replaceAll('control:', `control:${HERE}`)
    .replaceAll('plus of ', `plus${HERE} of `);
  return JSON.parse(text) as Report;
};

const filled = (with_: string): Report =>
  schema.parse(JSON.parse(JSON.stringify(marked()).replaceAll(HERE, () => JSON.stringify(with_).slice(1, -1))));

describe('hostile text in a claim', () => {
  const shown = asHtml(filled('plain'));
  const expected = skeleton(shown);

  test('reaches the page from every place', () => {
    expect(shown.split('plain').length).toBeGreaterThan(150);
    expect(expected.length).toBeGreaterThan(500);
  });

  test('changes no element and no attribute of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(skeleton(asHtml(filled(text)))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('in a formula neither runs nor leads anywhere', () => {
    const tex = fc.oneof(
      hostile,
      fc.constantFrom(
        '\\href{javascript:alert(1)}{x}',
        '\\url{https://example.org}',
        '\\includegraphics{https://e.org/a}',
      ),
      fc.constantFrom(
        '\\htmlData{a=b}{x}',
        '\\htmlStyle{color: red}{x}',
        '\\text{<script>}',
        '\\unicode{x3c}',
        '{',
        '%',
      ),
    );
    fc.assert(
      fc.property(tex, (of) => {
        const [first] = everyVerdict();
        const parts = { 'the part': { ...first!.parts['the part']!, tex: of } };
        const all = elements(parse(asHtml(sample([{ ...first!, parts }]))));
        expect(all.filter(({ nodeName }) => nodeName === 'script').length).toBe(1);
        const names = new Set(all.map(({ nodeName }) => nodeName));
        for (const name of ['img', 'mglyph', 'iframe', 'object', 'link', 'form']) expect(names).not.toContain(name);
        for (const { name, value } of all.flatMap(({ attrs }) => attrs)) {
          expect(name).not.toMatch(/^on|^style$|^src$/);
          if (name === 'href') expect(value).toMatch(/^#|^data:text\/csv;/);
        }
      }),
    );
  });
});
