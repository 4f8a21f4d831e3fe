/** Where a part of a claim, or a control, is written. */
import { readText } from '../engine/plain.js';

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * @param part the name of it; undefined for the claim as a whole
 * @returns the line, from 1, on which it has that name, or the first that has it at all; else the first of the file
 */
export function lineOf(file: string, part?: string): number {
  if (part === undefined) return 1;
  const lines = readText(file).split('\n');
  const key = new RegExp(`^\\s*(['"\`]?)${escaped(part)}\\1\\s*:`);
  const named = lines.findIndex((line) => key.test(line));
  const found = named >= 0 ? named : lines.findIndex((line) => line.includes(part));
  return 1 + Math.max(0, found);
}
