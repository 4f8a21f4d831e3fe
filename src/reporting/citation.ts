/** How a report and the suite are cited, and the works that claims cite. */
import { Transform } from 'unicode2latex';
import type { ClaimReport, Report } from '../engine/report.js';
import { inWords, type Bibliography } from './bibliography.js';
import { latex } from './formats/latex.js';
import { shortId } from './id.js';
import { short } from './number.js';
import { headline } from './suite.js';

/** A thing of ours that is cited; what is code is to be copied as it stands. */
export interface Cited {
  readonly key: string;
  readonly kind: 'report' | 'software';
  /** As BibTeX reads names; empty where nobody said who. */
  readonly authors: readonly string[];
  readonly title: string;
  /** `2026-11-28` */
  readonly date: string;
  readonly version: string;
  readonly commit?: string;
  readonly id?: string;
  readonly command?: string;
}

/** What CITATION.cff says of the suite; a test holds the two in step. */
export const SUITE = {
  title: 'claimcheck: theoretical claims about learning as executable properties',
  authors: ['{The claimcheck contributors}'],
} as const;
const SUITE_KEY = 'claimcheck-suite';

export const keyOf = (id: string): string => `claimcheck-${shortId(id)}`;

/** The report, and the suite that made it; null for a report without an id, which cannot be cited. */
export function cited(report: Report): readonly [report: Cited, suite: Cited] | null {
  const { id, content, envelope } = report;
  if (id === null) return null;
  const { version, commit, command, started, authors = [] } = envelope;
  const made = { date: started.slice(0, 10), version, ...(commit !== undefined && { commit: commit.slice(0, 12) }) };
  const title = `${headline(report)}: level ${content.level}, risk ${short(content.joint.risk)}`;
  return [
    { key: keyOf(id), kind: 'report', authors, title, ...made, id, ...(command !== undefined && { command }) },
    { key: SUITE_KEY, kind: 'software', ...SUITE, ...made },
  ];
}

const accents = new Transform('bibtex-creator');
/** The accents of TeX that may stand on one another, from the letter outwards; what unicode2latex writes of two is no TeX. */
const MARKS = new Map(
  [...'\u0302^\u0306u\u0308"\u0304=\u0307.\u030cv\u0300`\u0301\'\u0303~\u0323d'.matchAll(/(.)(.)/gu)].map(
    ([, mark, name]) => [mark!, name!],
  ),
);
/** A letter with two accents, such as of Vietnamese, where TeX has both. */
function stacked(letter: string): string | undefined {
  const [base, ...marks] = letter.normalize('NFD');
  if (marks.length < 2 || marks.some((mark) => !MARKS.has(mark))) return undefined;
  const outwards = [...MARKS].flatMap(([mark, name]) => (marks.includes(mark) ? [name] : []));
  return `{${outwards.reduce((inner, name) => `\\${name}{${inner}}`, base!)}}`;
}
const accented = (text: string): string =>
  text.normalize('NFC').replace(/\p{L}|\P{L}+/gu, (piece) => stacked(piece) ?? accents.tolatex(piece));
/** A name with its letters as TeX writes them, so that BibTeX can sort and shorten it; braces stay where they are balanced. */
function nameInTex(name: string): string {
  const bare = name.replace(/[{}]/g, '').length;
  const grouped = /^[^{}]*(?:\{[^{}]*\}[^{}]*)*$/.test(name) && bare < name.length;
  return (grouped ? name.split(/([{}])/) : [name.replace(/[{}]/g, '')])
    .map((part) => (/^[{}]$/.test(part) ? part : part.replace(/[\p{ASCII}\p{Script=Latin}\p{M}]+/gu, accented)))
    .join('');
}

/** The same in letters, for the parser of names: only what is no letter there. */
export const nameEscaped = (name: string): string => name.replace(/[&%#_$]/g, '\\$&').replace(/[<>]/g, '$$$&$$');

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
export const made = ({ version, commit }: Cited): string =>
  `claimcheck ${version}${commit ? `, commit ${commit}` : ''}`;

/** Biber reads \char95 as the letter itself, and hands LaTeX a bare underscore. */
const code = (text: string): string => latex.code(text).replaceAll('{\\char95}', '\\_');

/** An entry that BibTeX and biber read, with nothing in it that a style could trip over. */
export function bibtex(it: Cited): string {
  const { key, kind, authors, title, date, id, command } = it;
  const named = authors.map(nameInTex).join(' and ');
  const note = [...(id ? [`Report ${code(id)}`] : []), ...(command ? [`recomputed by ${code(command)}`] : [])];
  const fields = {
    // What sorts an entry that has no author.
    ...(named ? { author: `{${named}}` } : { key: `{${key}}` }),
    title: `{{${latex.plain(title)}}}`,
    year: `{${date.slice(0, 4)}}`,
    month: MONTHS[Number(date.slice(5, 7)) - 1]!,
    howpublished: `{${latex.plain(kind === 'software' ? `Software, version ${made(it).slice('claimcheck '.length)}` : made(it))}}`,
    ...(note.length > 0 && { note: `{${note.join('; ')}}` }),
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = ${value},`);
  return [`@misc{${key},`, ...lines, '}'].join('\n');
}

/** The same as one line of plain text. */
export function line(it: Cited): string {
  const { authors, title, date, id } = it;
  const names = authors.map((name) => name.replace(/[{}]/g, ''));
  const who = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
  return `${who ? `${who} (${date.slice(0, 4)}). ` : ''}${title}.${who ? '' : ` ${date.slice(0, 4)}.`} ${made(it)}.${id ? ` Report ${id}.` : ''}`;
}

/** The keys of the works that claims cite, sorted. */
export const keysOf = (claims: readonly ClaimReport[]): string[] =>
  [...new Set(claims.flatMap(({ sources }) => sources.map(({ key }) => key)))].sort();

/** The works that claims cite, by their keys, which begin with the first author's name. */
export const references = (claims: readonly ClaimReport[], works: Bibliography): string[] =>
  keysOf(claims).flatMap((key) => {
    const work = works.get(key);
    return work ? [inWords(work)] : [];
  });
