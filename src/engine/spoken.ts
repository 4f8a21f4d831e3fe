/**
 * What the sources of a model say of it to whoever reads a report: of the first comment of its file the first paragraph, and
 * of its points (`- \`mirror\`: ...`) those that a rule names; and the comments that stand before the fields of the rule.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FoundModel } from './discover.js';
import { readText } from './plain.js';
import type { RunReport } from './report.js';
import { packageRoot } from './source.js';

/** The lines of a comment, without what makes it one. */
const linesOf = (comment: string): string[] =>
  comment.split('\n').map((line) => line.replace(/^\s*\*? ?/, '').trimEnd());

/** The first comment of a text, or its first docstring: its paragraphs and the points of a list, each on one line. */
export function headOf(text: string): string[] {
  const [, inComment, inDocstring] = /\/\*\*([\s\S]*?)\*\/|^(?:#.*\n|\s*\n)*[rR]?"""([\s\S]*?)"""/.exec(text) ?? [];
  const comment = inComment ?? inDocstring ?? '';
  const items: string[] = [];
  let open = false;
  for (const line of linesOf(comment.trim())) {
    const point = /^(- |\s+`)/.test(line);
    if (line === '' || point || !open) items.push('');
    open = line !== '';
    items[items.length - 1] = `${items.at(-1)!} ${line.trim()}`.trim();
  }
  return items.filter((item) => item !== '');
}

/** A point, and the word that it is about. */
const POINT = /^(?:- )?`([^`]+)`:? +/;

const FIELD = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n\s*(\w+): /g;

/** The comments before the fields of records, by name: the first of each. */
export function fieldsOf(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, comment, name] of text.matchAll(FIELD))
    if (!found.has(name!)) found.set(name!, linesOf(comment!).join(' ').replace(/\s+/g, ' ').trim());
  return found;
}

function* wordsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const of of Object.values(value)) yield* wordsOf(of);
}

/** Its own file, and those of what it is made of that models are made of, or that are the user's. */
function sources({ file, files }: Pick<FoundModel, 'file' | 'files'>): string[] {
  const made = Object.keys(files).flatMap((name) => {
    if (name.startsWith('claimcheck/models/')) return [join(packageRoot, name.slice('claimcheck/'.length))];
    return /^\.\.?\/.*\.[cm]?[jt]s$/.test(name) ? [join(dirname(file), name)] : [];
  });
  return [...new Set([file, ...made])].filter((each) => existsSync(each));
}

/** @param runs those of the claim that train it */
export function spoken(
  model: Pick<FoundModel, 'file' | 'files'>,
  runs: readonly RunReport[],
): { readonly about?: string; readonly fields?: Readonly<Record<string, string>> } {
  const texts = sources(model).map((file) => readText(file));
  const words = new Set(runs.flatMap(({ rule }) => [...wordsOf(rule)]));
  const items = headOf(texts[0] ?? '');
  // A paragraph that does not end goes on in what follows it.
  const ends = items.findIndex((item) => /[.;]$/.test(item)) + 1 || items.length;
  const more = items.splice(ends);
  const named = more.filter((item) => words.has(POINT.exec(item)?.[1] ?? ''));
  const told = texts.map(fieldsOf);
  const fields = [...new Set(runs.flatMap(({ rule = {} }) => Object.keys(rule)))].flatMap((name) => {
    const said = told.find((of) => of.has(name))?.get(name);
    return said === undefined ? [] : [[name, said] as const];
  });
  return {
    ...(items.length > 0 && { about: [...items, ...named.map((item) => item.replace(/^- /, ''))].join(' ') }),
    ...(fields.length > 0 && { fields: Object.fromEntries(fields) }),
  };
}
