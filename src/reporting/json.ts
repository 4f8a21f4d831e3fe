/**
 * report.json: the whole report in the order in which it was made, so that every rendering of it is the same. NaN,
 * infinities and -0 are the strings of that name, numbers have the shortest form that reads back to the same bits, and
 * lists of numbers stay on one line. The id is taken over the canonical form (id.ts), not over these bytes.
 */
import type { Report } from '../engine/report.js';

function scalar(value: unknown): string {
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)))
    return Object.is(value, -0) ? '"-0"' : `"${value}"`;
  return JSON.stringify(value);
}

function text(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return scalar(value);
  const inner = `${indent}  `;
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const items = Array.from(value as unknown as ArrayLike<unknown>);
    if (items.every((item) => typeof item !== 'object' || item === null)) return `[${items.map(scalar).join(', ')}]`;
    return `[\n${items.map((item) => inner + text(item, inner)).join(',\n')}\n${indent}]`;
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined && typeof field !== 'function');
  if (fields.length === 0) return '{}';
  return `{\n${fields.map(([key, field]) => `${inner}${JSON.stringify(key)}: ${text(field, inner)}`).join(',\n')}\n${indent}}`;
}

export const json = (report: Report): string => `${text(report, '')}\n`;
