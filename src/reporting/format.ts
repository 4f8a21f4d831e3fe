/**
 * An output format: what becomes of each phrase and block, as text. A format is one object in one file, found by its name in
 * formats.ts; tests/reporting/laws.ts says what it must keep.
 */
import {
  unshown,
  type Block,
  type Column,
  type Document,
  type Drawn,
  type Formula,
  type Part,
  type Phrase,
  type Text,
  type Tone,
} from './block.js';

export interface Format {
  /** Text as it stands: whatever is in it, the format reads no mark in it. */
  readonly plain: (text: string) => string;
  readonly said: (sentence: string) => string;
  readonly strong: (shown: string) => string;
  readonly code: (text: string) => string;
  readonly tex: (tex: string) => string;
  readonly badge: (word: string, tone: Tone, means: string) => string;
  readonly to: (id: string) => string;

  readonly heading: (depth: number, shown: string) => string;
  readonly paragraph: (shown: string, as?: (Block & { is: 'paragraph' })['as']) => string;
  readonly list: (items: readonly string[]) => string;
  readonly table: (columns: readonly Column[], rows: readonly (readonly string[])[]) => string;
  readonly facts: (entries: readonly (readonly [name: string, value: string])[]) => string;
  readonly formula: (formula: Formula, caption: readonly string[]) => string;
  /** @param instead the numbers that are drawn */
  readonly drawing: (of: Drawn, id: string, caption: string, instead: string) => string;
  readonly listing: (text: string, language: string) => string;
  readonly note: (inner: string) => string;
  readonly folded: (summary: string, inner: string, open: boolean) => string;
  readonly section: (of: Part, id: string | undefined, inner: string) => string;
  /** Blocks one after another. */
  readonly join: (blocks: readonly string[]) => string;
  /** The whole text, from what the blocks gave. */
  readonly page: (title: string, inner: string) => string;
}

function phrase(f: Format, it: Phrase): string {
  if (typeof it === 'string') return f.plain(it);
  if ('said' in it) return f.said(it.said);
  if ('strong' in it) return f.strong(text(f, it.strong));
  if ('code' in it) return f.code(it.code);
  if ('tex' in it) return f.tex(it.tex);
  return 'to' in it ? f.to(it.to) : f.badge(it.badge, it.tone, it.means ?? '');
}

const text = (f: Format, it: Text): string =>
  typeof it === 'object' && Array.isArray(it)
    ? it.map((each) => phrase(f, each as Phrase)).join('')
    : phrase(f, it as Phrase);

const all = (f: Format, blocks: readonly Block[], deeper: number): string =>
  f.join(blocks.map((each) => block(f, each, deeper)));

function block(f: Format, it: Block, deeper: number): string {
  switch (it.is) {
    case 'heading':
      return f.heading(it.depth + deeper, text(f, it.text));
    case 'paragraph':
      return f.paragraph(text(f, it.text), it.as);
    case 'list':
      return f.list(it.items.map((item) => text(f, item)));
    case 'table':
      return f.table(
        it.columns.map((column) => ({ ...column, head: f.plain(column.head) })),
        it.rows.map((row) => row.map((cell) => text(f, cell))),
      );
    case 'facts':
      return f.facts(it.entries.map(([name, value]) => [f.plain(name), text(f, value)]));
    case 'formula': {
      const { formula, caption } = it;
      return f.formula(
        formula,
        caption.map((line) => text(f, line)),
      );
    }
    case 'drawing':
      return f.drawing(it.of, it.id, text(f, it.caption), all(f, it.instead, deeper));
    case 'listing':
      return f.listing(it.text, it.language);
    case 'note':
      return f.note(all(f, it.blocks, deeper));
    case 'folded':
      return f.folded(f.plain(it.summary), all(f, it.blocks, deeper), it.open ?? false);
    case 'section':
      return f.section(it.of, it.id, part(f, it.of, it.blocks, deeper));
  }
}

/** One that cannot be shown costs itself and no other. */
function part(f: Format, of: Part, blocks: readonly Block[], deeper: number): string {
  if (of === 'head' || of === 'main' || of === 'foot') return all(f, blocks, deeper);
  try {
    return all(f, blocks, deeper);
  } catch (error) {
    return block(f, unshown(of, error), deeper);
  }
}

export const render = (f: Format, { title, blocks, depth = 1 }: Document): string =>
  f.page(title, all(f, blocks, depth - 1));
