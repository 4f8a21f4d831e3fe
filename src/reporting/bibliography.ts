/** The works that claims cite, as plain text: what bibtex.ts reads, and what a page says of one. */

/** Of an institution or a single name only `family`. */
export interface Name {
  readonly family: string;
  readonly given?: string;
  /** `van der`, which stands before the family name. */
  readonly particle?: string;
  /** `Jr.` */
  readonly suffix?: string;
}

export interface Work {
  readonly key: string;
  /** As BibTeX names it, in lower case: `article`. */
  readonly kind: string;
  readonly authors: readonly Name[];
  readonly editors: readonly Name[];
  /** The list of its authors (or editors, where it has none) ends in `and others`. */
  readonly others: boolean;
  /** All other fields, without TeX. */
  readonly fields: Readonly<Record<string, string>>;
  /** The entry as it was written. */
  readonly source: string;
}

export type Bibliography = ReadonlyMap<string, Work>;

/** Who a work is by: its authors, else its editors. */
export const people = ({ authors, editors }: Work): readonly Name[] => (authors.length > 0 ? authors : editors);

const surname = ({ particle, family }: Name): string => [particle, family].filter(Boolean).join(' ');
const inFull = (name: Name): string =>
  [name.given, surname(name)].filter(Boolean).join(' ') + (name.suffix ? `, ${name.suffix}` : '');

/** `2020`, also of a date; `no year` where neither is given. */
export const yearOf = ({ fields }: Work): string => fields['year'] ?? fields['date']?.slice(0, 4) ?? 'no year';

/** `Woodworth et al. (2020)`; the key itself where the work is unknown. */
export function cite(key: string, works: Bibliography): string {
  const work = works.get(key);
  if (!work) return key;
  const names = people(work).map(surname);
  const several = names.length > 2 || (work.others && names.length > 0);
  const who = several ? `${names[0]} et al.` : names.join(' and ') || key;
  return `${who} (${yearOf(work)})`;
}

/** `Authors (year). Title. Where it appeared.` */
export function inWords(work: Work): string {
  const { fields, key } = work;
  const names = people(work).map(inFull);
  const last = work.others ? 'others' : names.pop();
  const who = names.length > 0 ? `${names.join(', ')} and ${last}` : (last ?? key);
  const where = ['booktitle', 'journal', 'journaltitle', 'publisher', 'school', 'institution', 'howpublished']
    .map((field) => fields[field])
    .find(Boolean);
  const sentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
  return [`${who} (${yearOf(work)}).`, sentence(fields['title'] ?? key), ...(where ? [sentence(where)] : [])].join(' ');
}
