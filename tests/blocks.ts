/** The pages of the documentation, and their fenced blocks, each of which is run by some test. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
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
