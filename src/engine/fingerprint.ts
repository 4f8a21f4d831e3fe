/**
 * A digest of plain data with exact numbers: float64 arrays enter by their bytes with one canonical NaN, objects by
 * their keys in code-unit order. Two results have the same fingerprint exactly if they agree bit for bit.
 */
import { createHash, type Hash } from 'node:crypto';

const scalar = new Float64Array(1);
const bytes = new Uint8Array(scalar.buffer);

function feed(hash: Hash, value: unknown): void {
  if (typeof value === 'number') {
    scalar[0] = Number.isNaN(value) ? NaN : value;
    hash.update('n').update(bytes);
  } else if (typeof value === 'string') hash.update(`s${value.length}:`).update(value);
  else if (value instanceof Float64Array) {
    const canonical = value.some(Number.isNaN) ? Float64Array.from(value, (x) => (Number.isNaN(x) ? NaN : x)) : value;
    hash.update(`f${value.length}:`);
    hash.update(new Uint8Array(canonical.buffer, canonical.byteOffset, canonical.byteLength));
  } else if (Array.isArray(value)) {
    hash.update(`a${value.length}:`);
    for (const item of value) feed(hash, item);
  } else if (ArrayBuffer.isView(value)) feed(hash, Array.from(value as Uint8Array));
  else if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
      .filter((key) => {
        const field = (value as Record<string, unknown>)[key];
        return field !== undefined && typeof field !== 'function';
      })
      .sort();
    hash.update(`o${keys.length}:`);
    for (const key of keys) {
      feed(hash, key);
      feed(hash, (value as Record<string, unknown>)[key]);
    }
  } else hash.update(`v${String(value)};`);
}

/** @returns 32 hexadecimal digits (the first half of the SHA-256) */
export function fingerprint(value: unknown): string {
  const hash = createHash('sha256');
  feed(hash, value);
  return hash.digest('hex').slice(0, 32);
}
