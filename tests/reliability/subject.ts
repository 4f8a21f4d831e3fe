/** What is measured while it is disturbed: one claim, with its own model, and with one in Python in the place of that. */
import { join } from 'node:path';
import { root } from '../commands/shell.js';

const home = join(root, 'tests', 'fixtures', 'reliability');
const program = join(home, 'steady.py');

export interface Subject {
  readonly name: 'TypeScript' | 'Python';
  /** Of `run`, and of all that measures its trials. */
  readonly flags: readonly string[];
}

const claims = ['--claims', home];

export const typescript: Subject = { name: 'TypeScript', flags: claims };
export const python: Subject = { name: 'Python', flags: [...claims, '--model', `steady=python3 ${program}`] };
export const SUBJECTS = [typescript, python];

/** The words that tell the program's processes from others. */
export const PROGRAM = program;
