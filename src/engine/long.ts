/** Formulas that are longer than any that is read: what reads them would end in the middle of its own calls. */
import { BRACKETS, FORMULA } from '../limits.js';

const LONGEST = 500;
/** What is said of a formula, where a parser repeats all of it. */
export const inShort = (message: string): string =>
  message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message;

/** @returns one sentence where it is */
export function tooLong(source: string): string | undefined {
  const named = `the formula "${source.slice(0, 60)}${source.length > 60 ? '...' : ''}"`;
  if (source.length > FORMULA) return `${named} has ${source.length} characters; expected at most ${FORMULA}`;
  let [depth, most] = [0, 0];
  for (const char of source) {
    if ('([{'.includes(char)) most = Math.max(most, ++depth);
    else if (')]}'.includes(char)) depth--;
  }
  return most > BRACKETS ? `${named} has brackets ${most} deep; expected at most ${BRACKETS}` : undefined;
}
