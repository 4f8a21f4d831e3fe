/** Shipped sources and a user's: where they are, and their bytes as every machine has them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../root.js';

export { packageRoot };

/** Text with the line ends of Unix, byte for byte whatever its encoding; what holds a zero byte is no text. */
export function normalized(file: string): Buffer {
  const bytes = readFileSync(file);
  if (!bytes.includes('\r') || bytes.includes(0)) return bytes;
  return Buffer.from(bytes.toString('latin1').replace(/\r\n?/g, '\n'), 'latin1');
}

const shipped = new Map<string, boolean>();

/** Whether a claim of that id is of the package: its text is tested once and for all. */
export function isShipped(id: string): boolean {
  const known = shipped.get(id) ?? existsSync(join(packageRoot, 'claims', `${id}.ts`));
  shipped.set(id, known);
  return known;
}
