/**
 * Canonical bytes and digests of plain data: equal data give equal digests on every machine.
 *
 * RFC 8785 (JSON Canonicalization Scheme: keys sorted by code unit, shortest round-trip numbers), extended for what JSON
 * lacks: NaN, Infinity, -Infinity and -0 become the strings of that name, bigints their decimal digits, typed arrays plain
 * arrays. So every NaN is one NaN, and -0 differs from 0.
 */
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** SHA-256 in lower-case hexadecimal; a string is hashed as UTF-8. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function plain(value: unknown, path: string): unknown {
  switch (typeof value) {
    case 'number':
      if (value !== value) return 'NaN';
      if (value === Infinity) return 'Infinity';
      if (value === -Infinity) return '-Infinity';
      return value === 0 && 1 / value < 0 ? '-0' : value;
    case 'string':
      if (/\p{Surrogate}/u.test(value)) throw new TypeError(`cannot digest ${path}: a string with a lone surrogate`);
      return value;
    case 'boolean':
      return value;
    case 'bigint':
      return value.toString();
    case 'object':
      break;
    default:
      throw new TypeError(`cannot digest ${path}: expected plain data, found ${typeof value}`);
  }
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((item, i) => plain(item, `${path}[${i}]`));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<number | bigint>, (item) => plain(item, path));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(
      `cannot digest ${path}: expected plain data, found an instance of ${String(value.constructor?.name)}`,
    );
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) if (item !== undefined) result[key] = plain(item, `${path}.${key}`);
  return result;
}

/** The canonical text of nested plain data. Fields that are undefined are left out; functions, symbols and instances of
 *  classes throw TypeError. */
export function canonical(value: unknown): string {
  return canonicalize(plain(value, 'value'))!;
}

/** SHA-256 of the canonical text. */
export function digest(value: unknown): string {
  return sha256(canonical(value));
}
