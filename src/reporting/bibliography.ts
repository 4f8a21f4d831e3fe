/** Reads the BibTeX that this project writes: one field a line, values in braces. Not a general parser. */

export interface Work {
  readonly key: string;
  readonly kind: string;
  readonly fields: Readonly<Record<string, string>>;
}

export type Bibliography = ReadonlyMap<string, Work>;

const ENTRY = /@(\w+)\{([^,\s]+),\n([\s\S]*?)\n\}/g;
const FIELD = /^\s*(\w+)\s*=\s*\{(.*)\},?$/gm;

/** Protecting braces and the few accents that names need. */
const plain = (text: string): string =>
  text
    .replace(/\{\\"\{?([aeiou])\}?\}/g, (_, c: string) => `${c}\u0308`.normalize('NFC'))
    .replace(/\{\\'\{?([aceinos])\}?\}/g, (_, c: string) => `${c}\u0301`.normalize('NFC'))
    .replace(/\{\\v\{?([cesz])\}?\}/g, (_, c: string) => `${c}\u030c`.normalize('NFC'))
    .replace(/--/g, '–')
    .replace(/[{}]/g, '');

export function bibliography(bibtex: string): Bibliography {
  const works = new Map<string, Work>();
  for (const [, kind, key, body] of bibtex.matchAll(ENTRY)) {
    const fields = Object.fromEntries([...body!.matchAll(FIELD)].map(([, name, value]) => [name!, plain(value!)]));
    works.set(key!, { key: key!, kind: kind!.toLowerCase(), fields });
  }
  return works;
}

/** The authors or editors of a work; its key where it has neither. */
export const authors = ({ key, fields }: Work): string[] =>
  (fields['author'] ?? fields['editor'] ?? key).split(' and ');

/** `Woodworth et al. (2020)`; the key itself where the work is unknown. */
export function cite(key: string, works: Bibliography): string {
  const work = works.get(key);
  if (!work) return key;
  const names = authors(work).map((name) => name.split(',')[0]!.trim());
  const who = names.length > 2 ? `${names[0]} et al.` : names.join(' and ');
  return `${who} (${work.fields['year'] ?? 'no year'})`;
}
