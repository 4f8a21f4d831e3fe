/** How a report is cited, and the works that its claims cite. */
import type { ClaimReport, Report } from '../engine/report.js';
import { authors, type Bibliography } from './bibliography.js';
import { shortId } from './id.js';
import { headline } from './suite.js';

/** A BibTeX entry; null for a report without an id, which cannot be cited. */
export function bibtex(report: Report): string | null {
  const { id, content, envelope } = report;
  if (id === null) return null;
  const { version, commit, command, started } = envelope;
  const fields = {
    author: 'The claimcheck contributors',
    title: `{${headline(report)}}: level ${content.level}, risk ${content.joint.risk}`,
    year: started.slice(0, 4),
    howpublished: `claimcheck ${version}${commit ? `, commit ${commit.slice(0, 12)}` : ''}`,
    note: `Report ${id}${command ? `; recomputed by \\verb|${command}|` : ''}`,
  };
  const lines = Object.entries(fields).map(([name, value]) => `  ${name} = {${value}},`);
  return [`@misc{claimcheck-${shortId(id)},`, ...lines, '}'].join('\n');
}

/** `Authors (year). Title. Where it appeared.`, by the name of the first author. */
export function references(claims: readonly ClaimReport[], works: Bibliography): string[] {
  const keys = new Set(claims.flatMap(({ sources }) => sources.map(({ key }) => key)));
  // A key begins with the first author's name.
  return [...keys]
    .sort()
    .flatMap((key) => works.get(key) ?? [])
    .map((work) => {
      const { fields } = work;
      const names = authors(work).map((name) => name.split(', ').reverse().join(' '));
      const who = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}` : names[0];
      const where = fields['booktitle'] ?? fields['journal'] ?? fields['publisher'] ?? fields['howpublished'];
      return `${who} (${fields['year'] ?? 'no year'}). ${fields['title'] ?? work.key}.${where ? ` ${where}.` : ''}`;
    });
}
