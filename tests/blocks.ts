/** The pages of the documentation, and their fenced blocks, each of which is run by some test. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The file that a block shows, in that directory. */
export function write(home: string, { file, code }: Block): void {
  mkdirSync(join(home, dirname(file!)), { recursive: true });
  writeFileSync(join(home, file!), code);
}

/** Lines that go and lines that come, as a page shows them. */
export function change(home: string, { file, code }: Block): void {
  const [gone, come] = ['-', '+'].map((sign) =>
    code
      .split('\n')
      .filter((line) => line.startsWith(sign))
      .map((line) => line.slice(1))
      .join('\n'),
  ) as [string, string];
  const parts = readFileSync(join(home, file!), 'utf8').split(gone);
  expect(parts.length, `${file} has once:\n${gone}`).toBe(2);
  writeFileSync(join(home, file!), parts.join(come));
}
