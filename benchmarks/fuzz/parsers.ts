/** Everything that reads a file or a message, with valid inputs to begin from. */
import { inputs } from './inputs.js';
import type { Outcome } from './outcome.js';
import { CLIENT } from './client.js';
import { JOURNALS } from './journals.js';
import { PROGRAMS } from './programs.js';
import { QUEUE } from './queue.js';
import { REPORTS } from './reports.js';
import { SHARDS } from './shards.js';
import { TEXTS } from './texts.js';

export interface Parser {
  readonly name: string;
  readonly valid: () => readonly Buffer[];
  /** Whether those are JSON: then single values are mistaken, too. */
  readonly json: boolean;
  /** @param valid as above, made once @throws Finding */
  readonly read: (bytes: Buffer, valid: readonly Buffer[]) => Outcome | Promise<Outcome>;
  /** Where reading takes long: fewer inputs in the bounded share. */
  readonly slow?: boolean;
}

export const PARSERS: readonly Parser[] = [
  ...[...REPORTS, ...JOURNALS, ...SHARDS, ...PROGRAMS, CLIENT, ...QUEUE],
  ...TEXTS,
];

/** The inputs of a parser, and what reads them. */
export function prepared({ valid, json, read }: Parser) {
  const all = valid();
  return { valid: all, inputs: inputs(all, json), read: (bytes: Buffer) => read(bytes, all) };
}
