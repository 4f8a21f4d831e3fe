/**
 * Values as they cross to another program and back (docs/protocol.md): numbers that JSON lacks are `{ number }`, typed
 * arrays are base64 of their little-endian bytes beside their shape, a matrix is its rows one after the other.
 */
import { refuse } from '../form/field.js';
import { shown } from '../form/shown.js';
import type { Matrix } from '../numerics/matrix.js';

type Plain = { readonly [field: string]: unknown } | readonly unknown[] | string | number | boolean | null;

const LOST = ['NaN', 'Infinity', '-Infinity', '-0'] as const;

const number = (value: number): Plain =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : { number: Object.is(value, -0) ? '-0' : String(value) };

const array = (view: ArrayBufferView, shape: readonly number[]): Plain => ({
  [view.constructor.name.replace(/Array$/, '').toLowerCase()]: Buffer.from(
    view.buffer,
    view.byteOffset,
    view.byteLength,
  ).toString('base64'),
  shape,
});

const isMatrix = (value: object): value is Matrix =>
  'data' in value &&
  value.data instanceof Float64Array &&
  'rows' in value &&
  'cols' in value &&
  Object.keys(value).length === 3;

/** Plain data and typed arrays, as JSON can hold them; functions and what is undefined stay behind. */
export function sent(value: unknown): Plain | undefined {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return undefined;
  if (ArrayBuffer.isView(value)) return array(value, [(value as Float64Array).length]);
  if (isMatrix(value)) return array(value.data, [value.rows, value.cols]);
  if (Array.isArray(value)) return value.map((item) => sent(item) ?? null);
  const fields = Object.entries(value).map(([name, field]) => [name, sent(field)] as const);
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined));
}

/** @throws Slip */
export function numberFrom(value: unknown, place: string): number {
  if (typeof value === 'number') return value;
  const { number: name } = (value ?? {}) as { readonly number?: unknown };
  if (LOST.includes(name as never)) return Number(name);
  return refuse(`${place} is ${shown(value)}; expected a number, or {"number": "NaN"} for one that JSON lacks`);
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const isSize = (size: unknown): size is number => Number.isSafeInteger(size) && (size as number) >= 0;

const brief = (shape: unknown): string => {
  const text = String(JSON.stringify(shape));
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
};

/** An array of float64 that came back, flat; of another program nothing else is taken. @throws Slip */
export function arrayFrom(value: unknown, place: string): Float64Array {
  const { float64, shape } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof float64 !== 'string')
    return refuse(`${place} is ${shown(value)}; expected {"float64": BASE64, "shape": [n]}`);
  if (!Array.isArray(shape) || !shape.every(isSize))
    return refuse(`${place} has the shape ${brief(shape)}; expected a list of whole numbers`);
  const bytes = Buffer.from(float64, 'base64');
  if (!BASE64.test(float64) || bytes.length !== Math.floor((float64.replace(/=+$/, '').length * 3) / 4))
    return refuse(`${place} is no base64 (${shown(float64)})`);
  const count = (shape as number[]).reduce((product, size) => product * size, 1);
  if (bytes.length !== 8 * count)
    return refuse(
      `${place} has ${bytes.length} bytes; expected ${8 * count}, 8 for each entry of the shape ${brief(shape)}`,
    );
  // A copy that is aligned, and not a part of a pool.
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
