import { shown } from '../form/shown.js';

const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/**
 * A task as a report can hold it: plain data by value. Functions are left out, an instance of a class is its fields, a
 * bigint its digits; what contains itself is cut where it does.
 */
export function specimen(value: unknown, within: readonly object[] = []): unknown {
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (within.includes(value)) return '(the task itself)';
  const inside = [...within, value];
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Array.from(value, String);
  if (ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value) || value instanceof Set)
    return Array.from(value as Iterable<unknown>, (item) => specimen(item, inside) ?? null);
  const entries =
    value instanceof Map
      ? [...value].map(([key, of]) => [typeof key === 'string' ? key : shown(key), of] as const)
      : Object.entries(value);
  return Object.fromEntries(
    entries.flatMap(([name, field]) =>
      typeof field === 'function' || field === undefined || name === '__proto__'
        ? []
        : [[wellFormed(name), specimen(field, inside)]],
    ),
  );
}
