/** The pages of the documentation, and their fenced blocks, each of which is run by some test. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { root } from './commands/shell.js';

export const PAGES = ['', 'docs', 'docs/guides'].flatMap((folder) =>
  (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
export const text = (page: string) => readFileSync(join(root, page), 'utf8');

export interface Block {
  readonly page: string;
  readonly language: string;
  /** The file that a block shows, or changes, where it names one. */
  readonly file: string | undefined;
  readonly code: string;
}

export const blocksOf = (page: string): Block[] =>
  [...text(page).matchAll(/^```(\w*)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, code]) => ({
    page,
    language: language!,
    file,
    code: code!,
  }));

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What is shown as a pattern: `...` in a line is any text, and a line of it any lines. */
export function pattern(shown: string): RegExp {
  const lines = shown.trimEnd().split('\n');
  const read = lines.map((line) =>
    line === '...' ? '(?:.*\\n)*?' : `${line.split('...').map(literally).join('.*')}[ ]*\\n`,
  );
  return new RegExp(`^${read.join('')}`, 'm');
}

/** The file with the lines of a `diff` changed; they stand in it once. */
export function change(path: string, diff: string): void {
  const lines = diff.trimEnd().split('\n');
  const side = (other: string) =>
    lines.flatMap((line) => (line.startsWith(other) ? [] : [`${line.slice(1)}\n`])).join('');
  const parts = readFileSync(path, 'utf8').split(side('+'));
  expect(parts.length, `${path} has once:\n${side('+')}`).toBe(2);
  writeFileSync(path, parts.join(side('-')));
}
