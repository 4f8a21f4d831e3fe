/** Works as CSL-JSON (schema 1.0.2 of the Citation Style Language), which Zotero, pandoc and citation processors read. */
import { yearOf, type Name, type Work } from './bibliography.js';

interface CslName {
  readonly family?: string;
  readonly given?: string;
  readonly suffix?: string;
  readonly 'non-dropping-particle'?: string;
  readonly literal?: string;
}
type CslDate = { readonly 'date-parts': readonly (readonly number[])[] } | { readonly literal: string };

export interface CslItem extends Readonly<Partial<Record<Text, string>>> {
  readonly id: string;
  readonly type: string;
  readonly author?: readonly CslName[];
  readonly editor?: readonly CslName[];
  readonly issued?: CslDate;
}

/** What each kind of entry is in CSL; anything else is a document. */
const TYPE: Readonly<Record<string, string>> = {
  article: 'article-journal',
  inproceedings: 'paper-conference',
  conference: 'paper-conference',
  book: 'book',
  proceedings: 'book',
  manual: 'book',
  booklet: 'pamphlet',
  incollection: 'chapter',
  inbook: 'chapter',
  phdthesis: 'thesis',
  mastersthesis: 'thesis',
  thesis: 'thesis',
  techreport: 'report',
  report: 'report',
  unpublished: 'manuscript',
  online: 'webpage',
  electronic: 'webpage',
  www: 'webpage',
  software: 'software',
  dataset: 'dataset',
  patent: 'patent',
};

/** For each field of CSL those of BibTeX and biblatex that may hold it, the first first. */
const FIELDS = {
  title: ['title'],
  'container-title': ['journaltitle', 'journal', 'booktitle'],
  'collection-title': ['series'],
  volume: ['volume'],
  number: ['eprint'],
  edition: ['edition'],
  publisher: ['publisher', 'school', 'institution', 'organization'],
  'publisher-place': ['location', 'address'],
  version: ['version'],
  note: ['note', 'howpublished'],
  DOI: ['doi'],
  URL: ['url'],
  ISBN: ['isbn'],
  ISSN: ['issn'],
  page: ['pages'],
  issue: ['issue', 'number'],
} as const;
type Text = keyof typeof FIELDS | 'genre';

export const cslName = ({ family, given, particle, suffix }: Name): CslName =>
  given === undefined && particle === undefined
    ? { literal: family }
    : {
        family,
        ...(given !== undefined && { given }),
        ...(suffix !== undefined && { suffix }),
        ...(particle !== undefined && { 'non-dropping-particle': particle }),
      };

/** Of a range its first day; what is no date stays in words. */
export function cslDate(date: string, month?: string): CslDate {
  const [, year, ...rest] = /^(-?\d+)(?:-(\d\d))?(?:-(\d\d))?(?=$|\/)/.exec(date) ?? [];
  if (year === undefined) return { literal: date };
  const parts = [year, ...rest.filter((part) => part !== undefined)].map(Number);
  return {
    'date-parts': [parts.length === 1 && /^([1-9]|1[0-2])$/.test(month ?? '') ? [...parts, Number(month)] : parts],
  };
}

export function csl(work: Work): CslItem {
  const { key, kind, authors, editors, fields } = work;
  const texts = Object.entries(FIELDS).flatMap(([name, from]) => {
    const value = from.map((field) => fields[field]).find(Boolean);
    return value === undefined ? [] : [[name, name === 'page' ? value.replace(/[–—]/g, '-') : value]];
  });
  const date = fields['date'] ?? yearOf(work);
  return {
    id: key,
    type: TYPE[kind] ?? 'document',
    ...(authors.length > 0 && { author: authors.map(cslName) }),
    ...(editors.length > 0 && { editor: editors.map(cslName) }),
    ...(date !== 'no year' && { issued: cslDate(date, fields['month']) }),
    ...Object.fromEntries(texts),
  };
}
