/** Values from the command line, checked once: every refusal is one sentence that names the value and what was expected. */
import { nearest } from '../form/nearest.js';

/** A user's mistake: exit code 2, one sentence, no stack. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const LONGEST_SHOWN = 300;
export const brief = (value: string): string =>
  value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}...` : value;

/** @throws UsageError always */
export function refuse(option: string, value: string, expected: string): never {
  throw new UsageError(`invalid ${option} "${brief(value)}"; expected ${expected}`);
}

export function oneOf<V extends string>(option: string, value: string, known: readonly V[]): V {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  const [near] = nearest(value, known);
  return refuse(option, value, `one of ${known.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`);
}

export function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^[0-9]+$/.test(value) || number < least || number > most)
    refuse(option, value, `a whole number from ${least} to ${most}`);
  return number;
}

/** Seconds that a timer of Node can wait, some 24 days; at more it would ring at once. */
const LONGEST = 2147483;

export function seconds(option: string, value: string): number {
  const number = Number(value);
  if (!/^[0-9]+(\.[0-9]+)?$/.test(value) || !(number > 0)) refuse(option, value, 'a number of seconds above 0');
  return Math.min(number, LONGEST);
}

/** Names separated by commas, each once. */
export function listOf<V extends string>(option: string, value: string, known: readonly V[]): V[] {
  const names = value.split(',').map((name) => name.trim());
  return [...new Set(names.map((name) => oneOf(option, name, known)))];
}

/** `NAME=FILE`, repeatable. */
export function pairs(option: string, values: readonly string[]): Record<string, string> {
  const found = values.map((value) => {
    const [, name, file] =
      /^([^=]+)=(.+)$/.exec(value) ?? refuse(option, value, 'NAME=FILE, or NAME="COMMAND" of a program');
    return [name!, file!] as const;
  });
  const names = found.map(([name]) => name);
  const twice = names.find((name, k) => names.indexOf(name) < k);
  if (twice !== undefined) refuse(option, twice, 'each name once');
  return Object.fromEntries(found);
}
