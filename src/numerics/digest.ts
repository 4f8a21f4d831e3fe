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

function text(value: string, path: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError(`cannot digest ${path}: a string with a lone surrogate`);
  return value;
}

/** `within` are the objects that contain the value. */
function plain(value: unknown, path: string, within: readonly object[]): unknown {
  switch (typeof value) {
    case 'number':
      if (value !== value) return 'NaN';
      if (value === Infinity) return 'Infinity';
      if (value === -Infinity) return '-Infinity';
      return value === 0 && 1 / value < 0 ? '-0' : value;
    case 'string':
      return text(value, path);
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
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<number | bigint>, (item) => plain(item, path, within));
  if (within.includes(value)) throw new TypeError(`cannot digest ${path}: expected no cycle`);
  const inside = [...within, value];
  if (Array.isArray(value)) return Array.from(value, (item, i) => plain(item, `${path}[${i}]`, inside));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(
      `cannot digest ${path}: expected plain data, found an instance of ${String(value.constructor?.name)}`,
    );
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, item] of Object.entries(value))
    if (item !== undefined) result[text(key, path)] = plain(item, `${path}.${key}`, inside);
  return result;
}

/** The canonical text of nested plain data. Fields that are undefined are left out; functions, symbols and instances of
 *  classes throw TypeError. */
export function canonical(value: unknown): string {
  return canonicalize(plain(value, 'value', []))!;
}

/** SHA-256 of the canonical text. */
export function digest(value: unknown): string {
  return sha256(canonical(value));
}
