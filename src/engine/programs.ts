/** A program that trains in the place of a model: what it is made of, and what it says of itself. */
import { dirname, relative, resolve } from 'node:path';
import type { Model } from '../claim.js';
import { sha256 } from '../numerics/digest.js';
import { Program } from '../program/bridge.js';
import { filesNamed, isFile, wordsOf } from '../program/command.js';
import { about, remote, type Remote } from '../program/model.js';
import type { Said } from '../program/said.js';
import type { Closure } from './closure.js';
import { posix } from './graph.js';
import { versionOf } from './packages.js';
import { normalized, packageRoot } from './source.js';

/** What starts a program, and what it said when it was first started. */
export interface Started {
  readonly words: readonly string[];
  readonly said: Said;
}

/** The model that a program is, in this thread. */
export const remoteOf = ({ words, said }: Started, of: Model, program = programOf(words, of, said)): Remote =>
  remote(program, said, of);

const programOf = (words: readonly string[], of: Model, said?: Said) =>
  new Program(words, about(of, versionOf(packageRoot)), said);

/**
 * Who a program is: its words, its files and those that it says are its own, and the versions that it names. What it
 * computes on is none of it: another machine may give the same bits.
 * @throws Error where a file that it names is none
 */
export function programIdentity({ words, said }: Started): Omit<Closure, 'entry'> & { readonly file: string } {
  const named = filesNamed(words);
  const own = (said.files ?? []).map((file) => resolve(file));
  const missing = own.find((file) => !isFile(file));
  if (missing !== undefined)
    throw new Error(`says that ${missing} is one of its files, and there is none; expected its own source files`);
  const all = [...new Set([...named, ...own])];
  const home = all[0] === undefined ? process.cwd() : dirname(all[0]);
  const name = (file: string) => {
    const path = posix(relative(home, file));
    return path.startsWith('../') ? path : `./${path}`;
  };
  const files = Object.fromEntries([
    ...all.map((file) => [name(file), sha256(normalized(file))] as const),
    ...Object.entries(said.libraries ?? {}),
  ]);
  const sorted = Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1));
  const spelled = words.map((word) => (named.includes(resolve(word)) ? name(resolve(word)) : word));
  const lines = [...spelled, said.name, said.version ?? '', ...sorted.map((each) => each.join(' '))];
  return { digest: sha256(lines.join('\n')), files: Object.fromEntries(sorted), file: all[0] ?? words[0]! };
}

/** Starts the program once. @throws Error one sentence */
export function start(command: string, of: Model): { readonly program: Started; readonly model: Remote } {
  const words = wordsOf(command);
  const running = programOf(words, of);
  const program = { words, said: running.initialize() };
  return { program, model: remoteOf(program, of, running) };
}
