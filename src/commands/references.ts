/** The works that claims name as their sources: those of the suite, and those that an author of own claims has beside them. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { FoundClaim } from '../engine/discover.js';
import { readText } from '../engine/plain.js';
import type { Report } from '../engine/report.js';
import { packageRoot } from '../engine/source.js';
import { Unread } from '../form/json.js';
import { BIBLIOGRAPHY } from '../limits.js';
import type { Bibliography, Work } from '../reporting/bibliography.js';

const reading = () => import('../reporting/bibtex.js');

export const shippedBibtex = (): string => readText(join(packageRoot, 'docs', 'references.bib'));

/** Of entries with the same key the author's own counts. */
async function joined(own: string): Promise<Bibliography> {
  const { bibliography } = await reading();
  return new Map([...bibliography(shippedBibtex()), ...bibliography(own)]);
}

/** What the keys of a report refer to. */
export const worksOf = ({ envelope }: Pick<Report, 'envelope'>): Promise<Bibliography> =>
  joined(envelope.references ?? '');

const beside = (file: string): string => join(dirname(file), 'references.bib');
const isOwn = ({ file }: FoundClaim): boolean => dirname(file) !== join(packageRoot, 'claims');

/** What stands in an author's file, and why it is not read where it is not. */
function written(file: string): { readonly text: string; readonly unread?: string } {
  if (!existsSync(file)) return { text: '' };
  try {
    return { text: readText(file, BIBLIOGRAPHY) };
  } catch (error) {
    const why =
      error instanceof Unread ? `it ${error.message}` : `the system says ${(error as NodeJS.ErrnoException).code}`;
    return { text: '', unread: `${relative('.', file)} is not read: ${why}` };
  }
}

/** What the keys of one claim refer to. */
export const worksFor = (found: FoundClaim): Promise<Bibliography> =>
  joined(isOwn(found) ? written(beside(found.file)).text : '');

/** Titles that say the same, whatever their capitals and marks. */
const bare = ({ fields }: Work): string => (fields['title'] ?? '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

export interface OwnReferences {
  /** Their BibTeX, as it stands in their author's files; empty where there is nothing. */
  readonly bibtex: string;
  /** What is wrong with them, in a sentence each. */
  readonly notes: readonly string[];
}

/** The own works that own claims name. */
export async function ownReferences(claims: readonly FoundClaim[]): Promise<OwnReferences> {
  const own = claims.filter(isOwn).filter(({ claim }) => claim.sources.length > 0);
  if (own.length === 0) return { bibtex: '', notes: [] };
  const { bibliography, cut, read } = await reading();
  const shipped = bibliography(shippedBibtex());
  const notes: string[] = [];
  const texts: string[] = [];
  for (const file of new Set(own.map((found) => beside(found.file)))) {
    const { text, unread } = written(file);
    const { works, faults } = read(text);
    const name = relative('.', file);
    const used = new Set<string>();
    if (unread !== undefined) {
      notes.push(unread);
      continue;
    }
    notes.push(...faults.map((fault) => `${name} is not read whole: ${fault}`));
    for (const found of own.filter((each) => beside(each.file) === file))
      for (const { key } of found.claim.sources)
        if (works.has(key)) used.add(key);
        else if (!shipped.has(key))
          notes.push(
            `${relative('.', found.file)} names the source "${key}", which is neither in ${name}${text === '' ? ' (there is no such file)' : ''} ` +
              "nor among claimcheck's own works; put its BibTeX entry there",
          );
    for (const key of used) {
      const [mine, theirs] = [works.get(key)!, shipped.get(key)];
      if (theirs && bare(mine) !== bare(theirs))
        notes.push(
          `the key "${key}" in ${name} is also that of the shipped work “${theirs.fields['title']}”; yours stands for both, ` +
            'give it another key where they are two works',
        );
    }
    if (used.size > 0) texts.push(cut(text, used));
  }
  return { bibtex: texts.join('\n\n'), notes };
}
