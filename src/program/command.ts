/** The command that starts a model in another language, for example `python3 my_model.py --fast`: words, and no shell. */
import { existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { refuse } from '../form/field.js';
import { read } from '../form/shell.js';

/** What runs a file that is named alone. */
const INTERPRETERS: Readonly<Record<string, readonly string[]>> = {
  '.py': ['python3'],
  '.R': ['Rscript'],
  '.r': ['Rscript'],
  '.jl': ['julia'],
};

/** Characters of a command in a sentence. */
const LONGEST = 200;

/** @throws Slip where a quote is not closed, or where only a shell could run it */
export function wordsOf(command: string): string[] {
  if (isFile(command.trim())) return alone(command.trim());
  const { words, open } = read(command);
  const named = `the command ${JSON.stringify(command.length > LONGEST ? `${command.slice(0, LONGEST)}...` : command)}`;
  for (const { written } of words)
    if (/^([|&;<>]+|\d?>.*)$/.test(written))
      refuse(`${named} needs a shell for "${written.slice(0, LONGEST)}"; expected a program and its arguments`);
  if (open) refuse(`${named} has an open quote`);
  const [first, ...rest] = words.map(({ says }) => says);
  if (first === undefined) return refuse('the command is empty; expected a program and its arguments');
  return rest.length === 0 && isFile(first) ? alone(first) : [first, ...rest];
}

/** A file by itself: with the interpreter of its ending, if it has one. */
const alone = (file: string): string[] => [...(INTERPRETERS[/\.[^.]*$/.exec(file)?.[0] ?? ''] ?? []), file];

export const isFile = (path: string) => existsSync(path) && statSync(path).isFile();

const MODULE = /\.[cm]?[jt]s$/;

/** Whether it is a command rather than a module: it has several words, or is a file that is no module. */
export function isCommand(text: string): boolean {
  const is = text.trim();
  return isFile(is) ? !MODULE.test(is) : /\s/.test(is);
}

/** The files that the command names, absolute. A program on the path, or named from the root of the disk, is none of the user's. */
export const filesNamed = ([program, ...rest]: readonly string[]): string[] =>
  [...(program !== undefined && /[/\\]/.test(program) && !isAbsolute(program) ? [program] : []), ...rest]
    .filter(isFile)
    .map((each) => resolve(each));
