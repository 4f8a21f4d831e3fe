/**
 * report.json: the whole report in the order in which it was made, so that every rendering of it is the same. NaN,
 * infinities and -0 are the strings of that name, numbers have the shortest form that reads back to the same bits, and
 * what is short stays on one line. The id is taken over the canonical form (id.ts), not over these bytes.
 */
import type { Report } from '../engine/report.js';

function scalar(value: unknown): string {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return Object.is(value, -0) ? '"-0"' : `"${value}"`;
  return JSON.stringify(value);
}

const fieldsOf = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, field]) => field !== undefined && typeof field !== 'function');

const isList = (value: object): value is readonly unknown[] => Array.isArray(value) || ArrayBuffer.isView(value);

/** Longer values are broken over lines. */
const WIDTH = 120;

/** On one line, or undefined where that is longer than the width. Lists of scalars have no limit. */
function flat(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return scalar(value);
  if (isList(value)) {
    const items = Array.from(value as ArrayLike<unknown>);
    const parts = items.map(flat);
    const line = parts.includes(undefined) ? undefined : `[${parts.join(', ')}]`;
    const scalars = items.every((item) => typeof item !== 'object' || item === null);
    return scalars || (line !== undefined && line.length <= WIDTH) ? line : undefined;
  }
  const parts = fieldsOf(value).map(([key, field]) => [key, flat(field)] as const);
  if (parts.length === 0) return '{}';
  if (parts.some(([, part]) => part === undefined)) return undefined;
  const line = `{ ${parts.map(([key, part]) => `${JSON.stringify(key)}: ${part}`).join(', ')} }`;
  return line.length <= WIDTH ? line : undefined;
}

function text(value: unknown, indent: string): string {
  const line = flat(value);
  if (line !== undefined) return line;
  const inner = `${indent}  `;
  const object = value as object;
  if (isList(object)) return `[\n${Array.from(object, (item) => inner + text(item, inner)).join(',\n')}\n${indent}]`;
  const fields = fieldsOf(object).map(([key, field]) => `${inner}${JSON.stringify(key)}: ${text(field, inner)}`);
  return `{\n${fields.join(',\n')}\n${indent}}`;
}

export const json = (report: Report): string => `${text(report, '')}\n`;
