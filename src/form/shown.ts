/** A value of a user's text in a few words, for a sentence about it. */

const LONGEST = 40;
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);

const KIND: Readonly<Record<string, string>> = {
  AsyncFunction: 'an async function',
  GeneratorFunction: 'a generator function',
};

/** @returns for example `"us"`, `an async function`, `a promise`, `[1, 2]`, `an object with law, budget` */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'absent';
    case 'string':
      return cut(JSON.stringify(value));
    case 'bigint':
      return `the bigint ${cut(String(value))}n`;
    case 'symbol':
      return 'a symbol';
    case 'function':
      return KIND[value.constructor.name] ?? 'a function';
    case 'object':
      break;
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
  if (value === null) return 'null';
  if (isPromise(value)) return 'a promise';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${(value as Float64Array).length}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an object without fields';
  return `an object with ${cut(keys.slice(0, 4).join(', '))}${keys.length > 4 ? ', ...' : ''}`;
}

/** Whether it is a promise, or anything else that would have to be awaited. */
export const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
