/**
 * An error whose stack begins where it is to be shown, which is not where it was thrown: every runner of tests, and every
 * editor, shows it there.
 */
import type { Place } from './github.js';

/** A line of a stack. @param name of what stands at that place; its file by the whole path */
export const frame = (name: string, { file, line }: Place): string => `    at ${name} (${file}:${line}:1)`;

/** @param frames the lines of its stack, the nearest first */
export function pointing(message: string, frames: readonly string[]): Error {
  const error = new Error(message);
  error.stack = [`Error: ${message}`, ...frames].join('\n');
  return error;
}
