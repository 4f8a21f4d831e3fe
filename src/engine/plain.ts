/** Text from a file of a stated size, without the byte order mark that some editors put before it. */
import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fromJson, Unread } from '../form/json.js';
import { FILE, size } from '../limits.js';

export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');

const CHUNK = 1 << 16;

/** A pipe and a device say no size, so what comes is counted. @throws Unread; the system's error where it cannot be read */
export function readBytes(file: string, most = FILE): Buffer {
  const handle = openSync(file, 'r');
  try {
    const said = fstatSync(handle).size;
    const parts: Buffer[] = [];
    for (let length = 0; said <= most && length <= most;) {
      const part = Buffer.allocUnsafe(Math.min(most + 1, Math.max(CHUNK, said - length + 1)));
      const count = readSync(handle, part, 0, part.length, null);
      if (count === 0) return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
      parts.push(part.subarray(0, count));
      length += count;
    }
    throw new Unread(`has more than ${size(most)}`);
  } finally {
    closeSync(handle);
  }
}

/** Bytes that are no UTF-8 become U+FFFD. */
export const readText = (file: string, most?: number): string => withoutMark(readBytes(file, most).toString('utf8'));

/** @throws Unread where the bytes are no UTF-8 */
export function decoded(bytes: Buffer): string {
  if (/^(\xff\xfe|\xfe\xff)/.test(bytes.toString('latin1', 0, 2))) throw new Unread('is UTF-16; expected UTF-8');
  if (!isUtf8(bytes)) throw new Unread('is no UTF-8');
  return withoutMark(bytes.toString('utf8'));
}

/** @throws Unread; the system's error where it cannot be read */
export const readJson = (file: string, most?: number): unknown => fromJson(decoded(readBytes(file, most)));
