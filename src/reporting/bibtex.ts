/**
 * Reads BibTeX, whoever wrote it, by the parser of Better BibTeX: accents, @string, crossref, braces, the parts of names.
 * Loading it takes a quarter of a second, so it is loaded where a bibliography is read.
 */
import { parse, type Creator, type Entry } from '@retorquere/bibtex-parser';
import type { Bibliography, Name, Work } from './bibliography.js';

const AS_WRITTEN = { sentenceCase: false, english: false, caseProtection: false, unsupported: 'ignore' } as const;

/** The parser keeps \emph and its like as tags, and takes accents apart from their letters. */
const plain = (text: string): string =>
  text.replace(/<\/?(a|b|br|code|i|li|p|span|sub|sup)\b[^>]*>/g, '').normalize('NFC');
const shown = (value: unknown): string => plain(Array.isArray(value) ? value.join(', ') : String(value));

const PEOPLE = ['author', 'editor'] as const;

const nameOf = ({ name, lastName = '', firstName, prefix, suffix }: Creator): Name => ({
  family: plain(name ?? lastName),
  ...(firstName && { given: plain(firstName) }),
  ...(prefix && { particle: plain(prefix) }),
  ...(suffix && { suffix: plain(suffix) }),
});

function workOf({ key, type, fields, input }: Entry): Work {
  const [authors, editors] = PEOPLE.map((role) => fields[role] ?? []) as [Creator[], Creator[]];
  const last = (authors.length > 0 ? authors : editors).at(-1);
  const isOthers = (creator: Creator | undefined) => creator?.lastName === 'others' && creator.firstName === undefined;
  const names = (all: Creator[]) => all.filter((creator) => !isOthers(creator)).map(nameOf);
  const rest = Object.entries(fields).filter(([field]) => !(PEOPLE as readonly string[]).includes(field));
  return {
    key,
    kind: type.toLowerCase(),
    authors: names(authors),
    editors: names(editors),
    others: isOthers(last),
    fields: Object.fromEntries(rest.map(([field, value]) => [field, shown(value)])),
    source: input.trim(),
  };
}

export interface Read {
  readonly works: Bibliography;
  /** What could not be read, or stands there twice, in a sentence each. */
  readonly faults: readonly string[];
}

/** Of two entries with one key the first counts, as for BibTeX. */
export function read(bibtex: string): Read {
  const { entries, errors } = parse(bibtex, AS_WRITTEN);
  const works = new Map<string, Work>();
  const faults = errors.map(({ error }) => error.replace(/\s+/g, ' '));
  for (const entry of entries)
    if (works.has(entry.key)) faults.push(`the key "${entry.key}" stands there twice; its first entry counts`);
    else works.set(entry.key, workOf(entry));
  return { works, faults };
}

export const bibliography = (bibtex: string): Bibliography => read(bibtex).works;

/** The names of authors as BibTeX separates and reads them. */
export const namesIn = (authors: string): readonly Name[] =>
  bibliography(`@misc{x, author = {${authors}}}`).get('x')?.authors ?? [];

/** Fields that lead to other entries, by their keys. */
const LEADS = ['crossref', 'xdata', 'xref', 'related'];

/**
 * The entries of those keys as their author wrote them, in their order, with all that they need: the entries that they lead
 * to, the strings that they name and the preamble.
 */
export function cut(bibtex: string, keys: Iterable<string>): string {
  const { entries, strings, preamble } = parse(bibtex, { raw: true, applyCrossRef: false });
  const wanted = new Set(keys);
  // A set that grows while it is walked is walked to its end.
  for (const key of wanted)
    for (const { fields } of entries.filter((entry) => entry.key === key))
      for (const lead of LEADS) for (const to of shown(fields[lead] ?? '').split(/[\s,]+/)) if (to) wanted.add(to);
  const first = new Map([...entries].reverse().map((entry) => [entry.key, entry]));
  const kept = entries.filter((entry) => wanted.has(entry.key) && first.get(entry.key) === entry);
  const words = new Set(kept.flatMap(({ input }) => input.toUpperCase().match(/[^\s"#%'(),={}]+/g) ?? []));
  return [
    ...preamble.map((text) => `@preamble{${text.trim()}}`),
    ...Object.entries(strings).flatMap(([name, value]) => (words.has(name) ? [`@string{${name} = {${value}}}`] : [])),
    ...kept.map(({ input }) => input.trim()),
  ].join('\n\n');
}
