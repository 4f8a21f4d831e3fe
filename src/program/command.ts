/** The command that starts a model in another language, for example `python3 my_model.py --fast`: words, and no shell. */
import { existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { refuse } from '../form/field.js';

/** What runs a file that is named alone. */
const INTERPRETERS: Readonly<Record<string, readonly string[]>> = {
  '.py': ['python3'],
  '.R': ['Rscript'],
  '.r': ['Rscript'],
  '.jl': ['julia'],
};

/** A word: plain characters, what stands in quotes, a character behind a backslash. */
const WORD = /(?:[^\s'"\\]|'[^']*'|"(?:[^"\\]|\\.)*"|\\.)+/g;
const PIECE = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g;

/** @throws Slip where a quote is not closed, or where only a shell could run it */
export function wordsOf(command: string): string[] {
  if (isFile(command.trim())) return alone(command.trim());
  const words = (command.match(WORD) ?? []).map((word) => {
    if (/^([|&;<>]+|\d?>.*)$/.test(word))
      refuse(
        `the command ${JSON.stringify(command)} needs a shell for "${word}"; expected a program and its arguments`,
      );
    return word.replace(PIECE, (_, single?: string, double?: string, escaped?: string) =>
      double === undefined ? (single ?? escaped ?? '') : double.replace(/\\(["\\])/g, '$1'),
    );
  });
  if (/['"\\]/.test(command.replace(WORD, ''))) refuse(`the command ${JSON.stringify(command)} has an open quote`);
  return words.length === 1 && isFile(words[0]!) ? alone(words[0]!) : words;
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
