/**
 * JSON as all readers of it agree (I-JSON, RFC 7493, which RFC 8785 asks for): no name twice in an object, no number beyond
 * float64, no half of a character; and of a size that is stated (limits.ts), which is looked at before anything is built.
 */
import { DEEP, DIGITS, ENTRIES, NAMES, VALUES } from '../limits.js';

/** Why a text is not read, as the end of a sentence: `is not JSON`. */
export class Unread extends Error {
  override readonly name = 'Unread';
}

const unread = (why: string): never => {
  throw new Unread(why);
};

/** Where a string ends that begins at that place: at its other quote, or at the end of the text. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === 92) escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

/** Looks at brackets, commas and digits outside of strings. @returns how many names there are */
function measured(text: string): number {
  let [depth, values, names, digits] = [0, 1, 0, 0];
  for (let k = 0; k < text.length; k++) {
    const char = text.charCodeAt(k);
    if (char >= 48 && char <= 57) {
      if (++digits > DIGITS) unread(`has a number of more than ${DIGITS} digits`);
      continue;
    }
    // A point or an exponent is in a number.
    if (char !== 46 && char !== 101 && char !== 69 && char !== 43 && char !== 45) digits = 0;
    if (char === 34) k = endOfString(text, k);
    else if (char === 58) names++;
    else if (char === 44) values++;
    else if (char === 91 || char === 123) {
      if (++depth > DEEP) unread(`is nested more than ${DEEP} deep`);
      values++;
    } else if (char === 93 || char === 125) depth--;
    if (values > VALUES) unread(`has more than ${VALUES} values`);
  }
  return names;
}

/** The names that an object has twice, by a reading of its own: only where there is one. */
function twice(text: string): string {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (let k = 0; k < text.length; k++) {
    const char = text[k]!;
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(undefined);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(text, k);
      last = JSON.parse(text.slice(k, end + 1)) as string;
      k = end;
    } else if (char === ':') {
      const names = open.at(-1)!;
      if (names.has(last)) return last;
      names.add(last);
    }
  }
  return '';
}

const cut = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

/** @returns how many names its objects have, all together */
function looked(value: unknown, escaped: boolean): number {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) unread('has a number that is beyond float64, as 1e400 is');
    return 0;
  }
  if (typeof value === 'string') {
    if (escaped && /\p{Surrogate}/u.test(value)) unread(`has half of a character in the text ${cut(value)}`);
    return 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let names = 0;
  if (Array.isArray(value)) {
    if (value.length > ENTRIES) unread(`has a list of more than ${ENTRIES} entries`);
    for (const item of value) names += looked(item, escaped);
    return names;
  }
  const fields = Object.entries(value);
  if (fields.length > NAMES) unread(`has an object of more than ${NAMES} names`);
  for (const [name, field] of fields) {
    if (name === '__proto__') unread('has the name "__proto__", which readers of JSON drop');
    looked(name, escaped);
    names += 1 + looked(field, escaped);
  }
  return names;
}

/** @throws Unread */
export function fromJson(text: string): unknown {
  const names = measured(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unread('is not JSON');
  }
  if (looked(value, text.includes('\\u')) !== names) unread(`has the name ${cut(twice(text))} twice in one object`);
  return value;
}
