/** A disk that is full, or a folder that may not be written: a sentence about the file, and nothing half-written. */
import { ftruncateSync, writeSync } from 'node:fs';

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the quota is used up',
  EFBIG: 'it may not grow that large',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EPERM: 'it is not permitted',
  EIO: 'the device failed',
  EISDIR: 'a directory has that name',
  ENOTDIR: 'a file stands where its directory is to be',
};

/** What was to be written could not be; what was written before is whole. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
}

/** The error as a sentence where the disk is at fault, else the error itself. */
export function diskError(file: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  return Object.hasOwn(WHY, code)
    ? new DiskError(`cannot write ${file}: ${WHY[code]} (${code})`, { cause: error })
    : error;
}

/** How bytes get into a file; handed in, so that a full disk can be tried without one. */
export interface Disk {
  /** As `fs.writeSync`: how many bytes were written, which may be fewer. */
  readonly write: (file: number, bytes: Buffer, offset: number) => number;
  readonly truncate: (file: number, size: number) => void;
}

export const disk: Disk = {
  write: (file, bytes, offset) => writeSync(file, bytes, offset),
  truncate: ftruncateSync,
};

/**
 * All of it, or nothing: what a full disk took of it is taken back.
 * @param size of the file before
 * @returns the bytes that were written
 */
export function append(file: number, text: string | Buffer, size: number, { write, truncate }: Disk): number {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'utf8') : text;
  let written = 0;
  try {
    while (written < bytes.length) written += write(file, bytes, written);
  } catch (error) {
    try {
      if (written > 0) truncate(file, size);
    } catch {
      // A torn line is known by its checksum when the journal is read.
    }
    throw error;
  }
  return written;
}
