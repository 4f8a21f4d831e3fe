/**
 * A text as blocks of phrases, whatever its format. A report and a comparison are each built once as a document, which
 * decides all that is said; a format (format.ts) gives it its marks, and decides nothing.
 */
import type { DialReport } from '../engine/report.js';
import type { JoinedTable } from './tables.js';

export type Tone = 'good' | 'bad' | 'doubt' | 'none';

/** A string is shown as it stands. Between two phrases that are none stands one: marks that touch are read as others. */
export type Phrase =
  | string
  /** A sentence of a claim: its plain mathematics (alpha^2 <= 1e-6) may be typeset. */
  | { readonly said: string }
  | { readonly strong: Text }
  /** To be copied as it stands. */
  | { readonly code: string }
  | { readonly tex: string }
  /** A verdict, and what it means where a format has room for that. */
  | { readonly badge: string; readonly tone: Tone; readonly means?: string }
  /** The place of that id, named by it where it has no text. */
  | { readonly to: string; readonly text?: Text };
export type Text = Phrase | readonly Phrase[];

export interface Column {
  readonly head: string;
  readonly number?: boolean;
  /** Where there is no room for all columns, those of the smallest number are left out first; without one, never. */
  readonly leave?: number;
  /** Its cells may be broken over lines; the others stand on one where they can. */
  readonly wide?: boolean;
}

/** TeX, or the source of what has none. */
export type Formula = { readonly tex: string } | { readonly code: string };

/** What a drawing shows; a format that cannot draw has the numbers instead. */
export type Drawn = { readonly dial: DialReport } | { readonly table: JoinedTable };

/** The parts of a text; what stands in a claim's, a passage's or a table's may fail to be shown, and costs no other. */
export type Part =
  'head' | 'contents' | 'main' | 'foot' | 'front' | 'point' | 'verdicts' | 'claim' | 'passage' | 'table';

export type Block =
  /** Depth 1 is the title. */
  | { readonly is: 'heading'; readonly depth: 1 | 2 | 3; readonly text: Text; readonly at?: Place }
  | {
      readonly is: 'paragraph';
      readonly text: Text;
      readonly as?: 'lede' | 'aside' | 'statement' | 'passage' | 'found' | 'reach';
    }
  | { readonly is: 'list'; readonly items: readonly Text[] }
  | { readonly is: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Text[])[] }
  /** Names and what they stand for. */
  | { readonly is: 'facts'; readonly entries: readonly (readonly [name: string, value: Text])[] }
  | { readonly is: 'formula'; readonly formula: Formula; readonly caption: readonly Text[]; readonly id?: string }
  | {
      readonly is: 'drawing';
      readonly of: Drawn;
      readonly id: string;
      readonly caption: Text;
      readonly instead: readonly Block[];
    }
  /** The same in small, for a format that draws; it leads to the drawing of that id. */
  | { readonly is: 'sketch'; readonly of: Drawn; readonly id: string; readonly to: string; readonly caption: Text }
  /** Lines to be copied as they stand. */
  | { readonly is: 'listing'; readonly text: string; readonly language: 'bash' | 'bibtex' | 'text' }
  /** What a reader must not miss. */
  | { readonly is: 'note'; readonly blocks: readonly Block[] }
  /** What not every reader looks at. */
  | { readonly is: 'folded'; readonly summary: string; readonly blocks: readonly Block[]; readonly open?: boolean }
  | {
      readonly is: 'section';
      readonly of: Part;
      readonly id?: string;
      readonly blocks: readonly Block[];
      /** What a reader may choose sections by, where a format lets him. */
      readonly marks?: Readonly<Record<string, string>>;
    };

/** Where a heading can be found: at an id of its own, or at that of the section that it opens. */
export interface Place {
  readonly id: string;
  readonly opens?: boolean;
}

export interface Document {
  readonly title: string;
  readonly blocks: readonly Block[];
  /** The depth of its title where it is a part of another text. */
  readonly depth?: number;
}

export const heading = (depth: 1 | 2 | 3, ...text: readonly Phrase[]): Block => ({ is: 'heading', depth, text });
export const paragraph = (...text: readonly Phrase[]): Block => ({ is: 'paragraph', text });
/** Nothing for an empty sentence. */
export const sentence = (text: string): Block[] => (text === '' ? [] : [paragraph(text)]);
export const list = (items: readonly Text[]): Block => ({ is: 'list', items });
export const note = (...blocks: readonly Block[]): Block => ({ is: 'note', blocks });
export const folded = (summary: string, ...blocks: readonly Block[]): Block => ({ is: 'folded', summary, blocks });
export const command = (text: string): Block => ({ is: 'listing', text, language: 'bash' });
export const said = (text: string): Phrase => ({ said: text });
export const link = (to: string, ...text: readonly Phrase[]): Phrase => ({ to, text });
export const strong = (...text: readonly Phrase[]): Phrase => ({ strong: text });
export const code = (text: string): Phrase => ({ code: text });

/** A head that begins with `#` is one of numbers. */
export const table = (heads: readonly (string | Column)[], rows: readonly (readonly Text[])[]): Block => ({
  is: 'table',
  columns: heads.map((head) => (typeof head === 'string' ? { head } : head)),
  rows,
});
export const numbers = (head: string): Column => ({ head, number: true });

export const section = (of: Part, blocks: readonly Block[], id?: string): Block => ({
  is: 'section',
  of,
  blocks,
  ...(id !== undefined && { id }),
});

/** In the place of what cannot be shown. */
export const unshown = (what: string, error: unknown): Block =>
  note(paragraph(`This ${what} could not be shown: ${error instanceof Error ? error.message : String(error)}`));

/** Phrases with something between them. */
export const joined = (texts: readonly Phrase[], between: string): Phrase[] =>
  texts.flatMap((text, k) => (k === 0 ? [text] : [between, text]));
