/**
 * What every output format keeps. Whoever adds one calls `formatLaws` with a way to read it: what a reader sees of a text in that
 * format, written independently of what writes it.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joined, type Block, type Document, type Phrase, type Text } from '../../src/reporting/block.js';
import { render, type Format } from '../../src/reporting/format.js';
import { compared } from '../../src/reporting/comparison/compared.js';
import { comparison } from '../../src/reporting/comparison/page.js';
import { brief } from '../../src/reporting/report/brief.js';
import { page } from '../../src/reporting/report/page.js';
import { holding, sample } from './sample.js';

export interface Reading {
  /** A text without the marks of its format. Spaces and line breaks do not matter. */
  readonly read: (text: string) => string;
  /** Where marks are not closed, or closed where they were not opened; empty if all is well. */
  readonly nesting: (text: string) => readonly string[];
  /** Characters that the format does not tell apart, made the same. */
  readonly same?: (text: string) => string;
  /** What becomes of a claim's sentence, and of TeX (default: they stay). */
  readonly said?: (sentence: string) => string;
  readonly tex?: (tex: string) => string;
  /** It draws, and then has a caption. */
  readonly draws?: true;
  /** It leaves out what a page folds away. */
  readonly unfolds?: false;
}

/** The document of every kind that there is. */
const placed = (path: string, report = sample()) => ({ path, report });
export const DOCUMENTS: Readonly<Record<string, Document>> = {
  'a report': page(sample(), new Map()),
  'a report of claims that hold': page(holding(), new Map()),
  'the end of a run': brief(sample(), 'report.json'),
  'a comparison': comparison(compared(placed('base.json', holding()), placed('head.json'))),
};

/** Everything that is said in it, in order. */
export function leaves(blocks: readonly Block[], reading: Reading): string[] {
  const { said = (text) => text, tex = (text) => text } = reading;
  const phrase = (it: Phrase): string[] => {
    if (typeof it === 'string') return [it];
    if ('said' in it) return [said(it.said)];
    if ('strong' in it) return text(it.strong);
    if ('code' in it) return [it.code];
    if ('tex' in it) return [tex(it.tex)];
    if ('to' in it) return it.text === undefined ? [it.to] : text(it.text);
    return [it.badge];
  };
  const text = (it: Text): string[] => (Array.isArray(it) ? (it as Phrase[]).flatMap(phrase) : phrase(it as Phrase));
  return blocks.flatMap((it): string[] => {
    switch (it.is) {
      case 'heading':
      case 'paragraph':
        return text(it.text);
      case 'list':
        return it.items.flatMap(text);
      case 'table':
        return it.rows.length === 0 ? [] : [...it.columns.map(({ head }) => head), ...it.rows.flat().flatMap(text)];
      case 'facts':
        return it.entries.flatMap(([name, value]) => [name, ...text(value)]);
      case 'formula':
        return [...phrase(it.formula), ...it.caption.flatMap(text)];
      case 'drawing':
        return [...(reading.draws ? text(it.caption) : []), ...leaves(it.instead, reading)];
      case 'sketch':
        return reading.draws ? text(it.caption) : [];
      case 'listing':
        return [it.text];
      case 'folded':
        return reading.unfolds === false ? [] : [it.summary, ...leaves(it.blocks, reading)];
      case 'note':
      case 'section':
        return leaves(it.blocks, reading);
    }
  });
}

const bare = (text: string) => text.replace(/[\s\u200b]+/g, '');

/** The first that is not there, or not in its place. */
function missing(document: Document, shown: string, reading: Reading): string | undefined {
  const { same = (text) => text } = reading;
  const text = bare(same(reading.read(shown)));
  let at = 0;
  for (const leaf of leaves(document.blocks, reading).map((each) => bare(same(each)))) {
    const found = text.indexOf(leaf, at);
    if (found < 0) return `${leaf} after ${text.slice(Math.max(0, at - 40), at)}`;
    at = found + leaf.length;
  }
  return undefined;
}

/** Everything that some format reads as a mark. */
const MARKS = [
  ...'abcX19 .,;:!?=+-*_~^`\'"|\\/#%&$@<>()[]{}αé≤×“”',
  '<b>',
  '</td>',
  '&amp;',
  '```',
  '**',
  '[a](b)',
  '$x$',
  '\\input{a}',
  '%',
  '--',
  '\n',
];
const words = fc
  .string({ unit: fc.constantFrom(...MARKS), minLength: 1, maxLength: 12 })
  .filter((text) => bare(text) !== '');
const tex = fc.constantFrom('\\frac{a}{b}\\leq 1', 'x_{1}^{2}', '\\lVert\\beta\\rVert_1');
const phrase: fc.Arbitrary<Phrase> = fc.oneof(
  words,
  words.map((said) => ({ said })),
  words.map((strong) => ({ strong })),
  words.map((code) => ({ code })),
  tex.map((each) => ({ tex: each })),
  fc.record({ badge: words, tone: fc.constantFrom('good' as const, 'doubt' as const), means: words }),
  words.map((to) => ({ to })),
  fc.record({ to: words, text: words }),
);
const text: fc.Arbitrary<Text> = fc.oneof(
  phrase,
  fc.array(phrase, { minLength: 1, maxLength: 4 }).map((all) => joined(all, ' ')),
);
const { block } = fc.letrec<{ block: Block; inner: Block }>((tie) => ({
  inner: fc.oneof(
    fc.record({
      is: fc.constant('heading' as const),
      depth: fc.constantFrom(1 as const, 2 as const, 3 as const),
      text,
    }),
    fc.record({
      is: fc.constant('paragraph' as const),
      text,
      as: fc.constantFrom('lede' as const, 'passage' as const),
    }),
    fc.record({ is: fc.constant('list' as const), items: fc.array(text, { minLength: 1, maxLength: 3 }) }),
    fc.array(words, { minLength: 1, maxLength: 3 }).chain((heads) =>
      fc.record({
        is: fc.constant('table' as const),
        columns: fc.constant(heads.map((head, k) => ({ head, number: k === 1, wide: k === 0 }))),
        rows: fc.array(fc.array(text, { minLength: heads.length, maxLength: heads.length }), { maxLength: 3 }),
      }),
    ),
    fc.record({
      is: fc.constant('facts' as const),
      entries: fc.array(fc.tuple(words, text), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      is: fc.constant('formula' as const),
      formula: fc.oneof(
        tex.map((each) => ({ tex: each })),
        words.map((code) => ({ code })),
      ),
      caption: fc.array(text, { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      is: fc.constant('listing' as const),
      text: words,
      language: fc.constantFrom('text' as const, 'bash' as const),
    }),
  ),
  block: fc.oneof(
    { maxDepth: 3 },
    tie('inner'),
    fc.record({ is: fc.constant('note' as const), blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      is: fc.constant('folded' as const),
      summary: words,
      blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      is: fc.constant('section' as const),
      of: fc.constantFrom('head' as const, 'claim' as const),
      id: words,
      blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));
const document: fc.Arbitrary<Document> = fc.record({
  title: words,
  blocks: fc.array(block, { minLength: 1, maxLength: 4 }),
});

function frozen<T>(value: T): T {
  // The bytes of a typed array cannot be frozen.
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** Registers what a format must keep; `reading` is how its texts are read. */
export function formatLaws<T>(name: string, format: Format<T>, reading: Reading): void {
  describe(`laws of the format ${name}`, () => {
    describe.each(Object.entries(DOCUMENTS))('of %s', (_, each) => {
      const shown = render(format, each);
      test('all that is said is there, in its order', () => {
        expect(leaves(each.blocks, reading).length).toBeGreaterThan(1);
        expect(missing(each, shown, reading)).toBeUndefined();
      });
      test('what is opened is closed', () => expect(reading.nesting(shown)).toEqual([]));
      test('twice the same, and nothing is changed by it', () => expect(render(format, frozen(each))).toBe(shown));
      test('nothing is printed that is no word of ours', () => {
        const tasks = leaves(each.blocks, { ...reading, said: (text) => text }).filter((leaf) => /\bNaN\b/.test(leaf));
        expect(shown).not.toMatch(/\bundefined\b|\[object /);
        expect(shown.split('NaN').length - 1).toBe(reading.unfolds === false ? 0 : tasks.length);
      });
    });

    test('no text is read as a mark, whatever is in it', () => {
      fc.assert(
        fc.property(document, (each) => {
          const shown = render(format, each);
          expect(missing(each, shown, reading)).toBeUndefined();
          expect(reading.nesting(shown)).toEqual([]);
        }),
        { numRuns: 300 },
      );
    });

    test('what is empty is shown, too', () => {
      const empty: Block[] = [
        { is: 'list', items: [] },
        { is: 'table', columns: [], rows: [] },
        { is: 'table', columns: [{ head: 'a' }], rows: [] },
        { is: 'facts', entries: [] },
        { is: 'note', blocks: [] },
        { is: 'section', of: 'claim', blocks: [] },
        { is: 'paragraph', text: [] },
      ];
      const shown = render(format, { title: 't', blocks: [...empty, { is: 'paragraph', text: 'the end' }] });
      expect(reading.nesting(shown)).toEqual([]);
      expect(bare(reading.read(shown))).toContain('theend');
    });

    test('a section that cannot be shown costs no other', () => {
      const torn = { is: 'paragraph', text: { said: null as never } } as const;
      const blocks: Block[] = [
        { is: 'section', of: 'claim', blocks: [torn] },
        { is: 'section', of: 'claim', blocks: [{ is: 'paragraph', text: 'sound' }] },
      ];
      const text = bare(reading.read(render(format, { title: 't', blocks })));
      expect(text).toContain('Thisclaimcouldnotbeshown:');
      expect(text).toContain('sound');
    });
  });
}
