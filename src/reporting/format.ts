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
  type Place,
  type Phrase,
  type Text,
  type Tone,
} from './block.js';

/** @typeParam T what is shown: a string, or what cannot be taken for a text that is still to be shown */
export interface Format<T = string> {
  /** Text as it stands: whatever is in it, the format reads no mark in it. */
  readonly plain: (text: string) => T;
  readonly said: (sentence: string) => T;
  readonly strong: (shown: T) => T;
  readonly code: (text: string) => T;
  readonly tex: (tex: string) => T;
  readonly badge: (word: string, tone: Tone, means: string) => T;
  /** @param shown what names the place; its id where undefined */
  readonly to: (id: string, shown: T | undefined) => T;
  /** Phrases one after another. */
  readonly phrases: (shown: readonly T[]) => T;

  readonly heading: (depth: number, shown: T, at?: Place) => T;
  readonly paragraph: (shown: T, as?: (Block & { is: 'paragraph' })['as']) => T;
  readonly list: (items: readonly T[]) => T;
  readonly table: (columns: readonly Headed<T>[], rows: readonly (readonly T[])[]) => T;
  readonly facts: (entries: readonly (readonly [name: T, value: T])[]) => T;
  readonly formula: (formula: Formula, caption: readonly T[], id?: string) => T;
  /** @param instead the numbers that are drawn; undefined where none are said */
  readonly drawing: (of: Drawn, id: string, caption: T, instead: T | undefined) => T;
  /** @param to the id of the drawing in full */
  readonly sketch: (of: Drawn, id: string, to: string, caption: T) => T;
  readonly listing: (text: string, language: string) => T;
  readonly note: (inner: T) => T;
  readonly folded: (summary: T, inner: T, open: boolean) => T;
  readonly section: (of: Part, id: string | undefined, inner: T, marks?: Readonly<Record<string, string>>) => T;
  /** Blocks one after another. */
  readonly join: (blocks: readonly T[]) => T;
  /** The whole text, from what the blocks gave. */
  readonly page: (title: string, inner: T) => string;
}

/** A column whose head is shown already; `name` is the head as it was given. */
export type Headed<T> = Omit<Column, 'head'> & { readonly head: T; readonly name: string };

function phrase<T>(f: Format<T>, it: Phrase): T {
  if (typeof it === 'string') return f.plain(it);
  if ('said' in it) return f.said(it.said);
  if ('strong' in it) return f.strong(text(f, it.strong));
  if ('code' in it) return f.code(it.code);
  if ('tex' in it) return f.tex(it.tex);
  if ('to' in it) return f.to(it.to, it.text === undefined ? undefined : text(f, it.text));
  return f.badge(it.badge, it.tone, it.means ?? '');
}

const text = <T>(f: Format<T>, it: Text): T =>
  typeof it === 'object' && Array.isArray(it)
    ? f.phrases(it.map((each) => phrase(f, each as Phrase)))
    : phrase(f, it as Phrase);

const all = <T>(f: Format<T>, blocks: readonly Block[], deeper: number): T =>
  f.join(blocks.map((each) => block(f, each, deeper)));

function block<T>(f: Format<T>, it: Block, deeper: number): T {
  switch (it.is) {
    case 'heading':
      return f.heading(it.depth + deeper, text(f, it.text), it.at);
    case 'paragraph':
      return f.paragraph(text(f, it.text), it.as);
    case 'list':
      return f.list(it.items.map((item) => text(f, item)));
    case 'table':
      return f.table(
        it.columns.map((column) => ({ ...column, head: f.plain(column.head), name: column.head })),
        it.rows.map((row) => row.map((cell) => text(f, cell))),
      );
    case 'facts':
      return f.facts(it.entries.map(([name, value]) => [f.plain(name), text(f, value)]));
    case 'formula': {
      const { formula, caption } = it;
      return f.formula(
        formula,
        caption.map((line) => text(f, line)),
        it.id,
      );
    }
    case 'drawing': {
      const instead = it.instead.length > 0 ? all(f, it.instead, deeper) : undefined;
      return f.drawing(it.of, it.id, text(f, it.caption), instead);
    }
    case 'sketch':
      return f.sketch(it.of, it.id, it.to, text(f, it.caption));
    case 'listing':
      return f.listing(it.text, it.language);
    case 'note':
      return f.note(all(f, it.blocks, deeper));
    case 'folded':
      return f.folded(f.plain(it.summary), all(f, it.blocks, deeper), it.open ?? false);
    case 'section':
      return f.section(it.of, it.id, part(f, it.of, it.blocks, deeper), it.marks);
  }
}

/** One that cannot be shown costs itself and no other. */
function part<T>(f: Format<T>, of: Part, blocks: readonly Block[], deeper: number): T {
  if (of === 'head' || of === 'main' || of === 'foot' || of === 'front') return all(f, blocks, deeper);
  try {
    return all(f, blocks, deeper);
  } catch (error) {
    return block(f, unshown(of, error), deeper);
  }
}

export const render = <T>(f: Format<T>, { title, blocks, depth = 1 }: Document): string =>
  f.page(title, all(f, blocks, depth - 1));
