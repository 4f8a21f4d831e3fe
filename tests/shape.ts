/**
 * The shape of a JSON as a page documents it: tables of fields, their types and what they are. `[]` is a list, `*` any name. A
 * type is text, number, boolean, null or anything, or several with "or" between them.
 */
import { expect } from 'vitest';

const ROW = /^\| (`[^|]*`) +\| ((?:text|number|boolean|null|anything)(?: or null)?) +\|/gm;

/** Types by field. */
export const documented = (page: string): ReadonlyMap<string, string> =>
  new Map(
    [...page.matchAll(ROW)].flatMap(([, fields, type]) =>
      fields!.split(', ').map((field) => [field.slice(1, -1), type!] as const),
    ),
  );

const SPECIAL = ['NaN', 'Infinity', '-Infinity', '-0'];

/** Every field of those values is documented, each of its type, and every documented field is in one of them. */
export function expectShape(values: readonly unknown[], fields: ReadonlyMap<string, string>): void {
  const found = new Set<string>();
  const wrong: string[] = [];
  const known = [...fields.keys()];
  const visit = (value: unknown, path: string): void => {
    const type = fields.get(path) ?? '';
    const note = (is: string) => {
      found.add(path);
      if (type !== 'anything' && !type.split(' or ').includes(is)) wrong.push(`${path}: ${is}`);
    };
    if (type === 'anything') return note(type);
    if (value === null) return note('null');
    if (Array.isArray(value)) {
      if (value.length === 0) found.add(`${path}[]`);
      return value.forEach((item) => visit(item, `${path}[]`));
    }
    if (typeof value === 'object')
      return Object.entries(value).forEach(([key, field]) => {
        const at = path === '' ? '' : `${path}.`;
        visit(field, known.some((each) => each.startsWith(`${at}*`)) && at !== '' ? `${at}*` : at + key);
      });
    if (typeof value === 'string' && !(SPECIAL.includes(value) && type.startsWith('number'))) return note('text');
    return note(typeof value === 'string' ? 'number' : typeof value);
  };
  for (const value of values) visit(value, '');
  expect(wrong).toEqual([]);
  expect(known.filter((path) => !found.has(path))).toEqual([]);
}
