/**
 * A digest of plain data with exact numbers: float64 arrays enter by their bytes with one canonical NaN, objects by
 * their keys in code-unit order. Two results have the same fingerprint exactly if they agree bit for bit.
 */
import { createHash, hash, type Hash } from 'node:crypto';

const scalar = new Float64Array(1);
const bytes = new Uint8Array(scalar.buffer);

/** What is to be hashed, together: most values are a few bytes, and handing over each by itself takes longer than hashing. */
const room = Buffer.alloc(1 << 14);
let used = 0;
/** What did not find room has begun to be hashed. */
let begun: Hash | undefined;

function flush(): void {
  (begun ??= createHash('sha256')).update(room.subarray(0, used));
  used = 0;
}

function text(value: string): void {
  // At most three bytes a unit.
  if (3 * value.length > room.length) {
    flush();
    begun!.update(value);
    return;
  }
  if (used + 3 * value.length > room.length) flush();
  used += room.write(value, used);
}

function raw(value: Uint8Array): void {
  if (used + value.length > room.length) flush();
  if (value.length > room.length) begun!.update(value);
  else {
    room.set(value, used);
    used += value.length;
  }
}

function holed(values: Float64Array): boolean {
  for (let k = 0; k < values.length; k++) if (Number.isNaN(values[k])) return true;
  return false;
}

function feed(value: unknown): void {
  if (typeof value === 'number') {
    scalar[0] = Number.isNaN(value) ? NaN : value;
    text('n');
    raw(bytes);
  } else if (typeof value === 'string') text(`s${value.length}:${value}`);
  else if (value instanceof Float64Array) {
    const canonical = holed(value) ? Float64Array.from(value, (x) => (Number.isNaN(x) ? NaN : x)) : value;
    text(`f${value.length}:`);
    raw(new Uint8Array(canonical.buffer, canonical.byteOffset, canonical.byteLength));
  } else if (Array.isArray(value)) {
    text(`a${value.length}:`);
    for (const item of value) feed(item);
  } else if (ArrayBuffer.isView(value)) feed(Array.from(value as Uint8Array));
  else if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value)
      .filter((key) => {
        const field = (value as Record<string, unknown>)[key];
        return field !== undefined && typeof field !== 'function';
      })
      .sort();
    text(`o${keys.length}:`);
    for (const key of keys) {
      feed(key);
      feed((value as Record<string, unknown>)[key]);
    }
  } else text(`v${String(value)};`);
}

function ended(): string {
  if (!begun) return hash('sha256', room.subarray(0, used), 'hex');
  flush();
  return begun.digest('hex');
}

/** @returns 32 hexadecimal digits (the first half of the SHA-256) */
export function fingerprint(value: unknown): string {
  used = 0;
  begun = undefined;
  feed(value);
  return ended().slice(0, 32);
}
