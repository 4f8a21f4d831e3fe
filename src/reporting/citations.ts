/** All that there is to cite in a report: itself, the suite, and the works that its claims name; in three forms. */
import type { Report } from '../engine/report.js';
import { whole } from '../engine/whole.js';
import { inWords, type Bibliography, type Work } from './bibliography.js';
import { namesIn } from './bibtex.js';
import { bibtex, cited, keysOf, line, made, nameEscaped, type Cited } from './citation.js';
import { csl, cslDate, cslName, type CslItem } from './csl.js';

type Form = (report: Report, works: Bibliography) => string;

const ours = (report: Report): readonly Cited[] => cited(whole(report)) ?? [];
const named = (report: Report, works: Bibliography): Work[] =>
  keysOf(whole(report).content.claims).flatMap((key) => works.get(key) ?? []);

/** report.bib: what an author of claims brought stands there as it was, with the strings that it needs. */
const asBibtex: Form = (report, works) => {
  const { references = '' } = report.envelope;
  const shipped = named(report, works).filter(({ source }) => !references.includes(source));
  const all = [...ours(report).map(bibtex), references, ...shipped.map(({ source }) => source)];
  return `${all.filter((text) => text !== '').join('\n\n')}\n`;
};

const item = (it: Cited): CslItem => ({
  id: it.key,
  type: it.kind,
  title: it.title,
  ...(it.authors.length > 0 && { author: it.authors.map(nameEscaped).flatMap(namesIn).map(cslName) }),
  issued: cslDate(it.date),
  ...(it.kind === 'software'
    ? { version: it.version, ...(it.commit && { note: `commit ${it.commit}` }) }
    : { genre: made(it), number: it.id! }),
  ...(it.command && { note: `recomputed by ${it.command}` }),
});

const asCsl: Form = (report, works) =>
  `${JSON.stringify([...ours(report).map(item), ...named(report, works).map(csl)], null, 2)}\n`;

const asText: Form = (report, works) =>
  `${[...ours(report).map(line), ...named(report, works).map(inWords)].join('\n')}\n`;

export const CITATIONS = { bibtex: asBibtex, csl: asCsl, text: asText } as const satisfies Record<string, Form>;
