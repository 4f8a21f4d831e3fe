/**
 * The journal: one line of NDJSON per trial, appended and flushed before the trial counts, each with a checksum. What a
 * crash leaves behind is read back up to the first damaged line of each kind; nothing that was measured is lost.
 */
import { hash } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { append, disk, diskError, type Disk } from './disk.js';
import { LINE } from '../limits.js';
import { isRecord } from './recorded.js';
import type { TrialRecord } from './trial.js';

const checksum = (text: string) => hash('sha256', text, 'hex').slice(0, 8);

/** JSON has no NaN, infinities or -0: they are written as strings under a marker that no field uses. */
const MARKER = '{"#":';
const encode = (_key: string, value: unknown): unknown =>
  typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))
    ? { '#': Object.is(value, -0) ? '-0' : String(value) }
    : value;
const LOST = new Set<unknown>(['NaN', 'Infinity', '-Infinity', '-0']);
/** A part that is named "#" has something else under that name. */
const decode = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && '#' in value && LOST.has(value['#']) && Object.keys(value).length === 1
    ? Number(value['#'])
    : value;

export const toLine = (record: TrialRecord): string => {
  const body = JSON.stringify(record, encode);
  return `${checksum(body)} ${body}\n`;
};

/** @returns the record, or undefined if the line is damaged, or holds none */
export function fromLine(line: string): TrialRecord | undefined {
  const [sum, body] = [line.slice(0, 8), line.slice(9)];
  if (line[8] !== ' ' || checksum(body) !== sum) return undefined;
  try {
    // Looking at every value takes as long as all the rest; few lines have any that is marked.
    const read: unknown = JSON.parse(body, body.includes(MARKER) ? decode : undefined);
    return isRecord(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

export interface Journal {
  readonly append: (records: readonly TrialRecord[]) => void;
  readonly close: () => void;
}

/**
 * Appends to the file; a torn last line of an earlier run is first ended, so that it damages no other.
 * @throws DiskError where nothing more can be written; what was appended before is whole
 */
export function openJournal(path: string, to: Disk = disk): Journal {
  const written = <V>(act: () => V): V => {
    try {
      return act();
    } catch (error) {
      throw diskError(path, error);
    }
  };
  const file = written(() => openSync(path, 'a+'));
  let { size } = fstatSync(file);
  const put = (text: string) => written(() => void (size += append(file, text, size, to)));
  const last = Buffer.alloc(1);
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE) put('\n');
  return {
    append: (records) => put(records.map(toLine).join('')),
    close: () => {
      try {
        written(() => fsyncSync(file));
      } finally {
        closeSync(file);
      }
    },
  };
}

/** No journal: for tests and for `replay`. */
export const silent: Journal = { append: () => {}, close: () => {} };

const NEWLINE = 10;
const CHUNK = 1 << 20;
/** The byte order mark that some editors put first. */
const MARK = Buffer.from('\uFEFF');

/** A line as it stands in the file, without its end. */
export interface Line {
  /** From 1. */
  readonly number: number;
  /** The byte at which it begins. */
  readonly at: number;
  readonly bytes: Buffer;
}

/**
 * The lines that are not empty. Reads as it goes; the bytes are good until the next is asked for. Of a line that is longer
 * than any there are none, so that it is damaged.
 */
export function* linesOf(path: string): Generator<Line> {
  const file = openSync(path, 'r');
  try {
    let parts: Buffer[] = [];
    let [number, begun, length] = [0, 0, 0];
    const keep = (part: Buffer) => {
      length += part.length;
      if (length > LINE) parts = [];
      else if (part.length > 0) parts.push(part);
    };
    const ended = (): Line | undefined => {
      number++;
      let [at, bytes] = [begun, parts.length === 1 ? parts[0]! : Buffer.concat(parts)];
      if (number === 1 && bytes.subarray(0, MARK.length).equals(MARK)) {
        at += MARK.length;
        bytes = bytes.subarray(MARK.length);
      }
      const empty = bytes.length === 0 && length <= LINE;
      begun += length + 1;
      [parts, length] = [[], 0];
      return empty ? undefined : { number, at, bytes };
    };
    const buffer = Buffer.alloc(CHUNK);
    for (;;) {
      const count = readSync(file, buffer, 0, CHUNK, null);
      if (count === 0) break;
      const read = buffer.subarray(0, count);
      let from = 0;
      for (let end = read.indexOf(NEWLINE); end >= 0; end = read.indexOf(NEWLINE, from)) {
        keep(read.subarray(from, end));
        const line = ended();
        if (line) yield line;
        from = end + 1;
      }
      // What is read next takes the place of it.
      keep(Buffer.from(read.subarray(from)));
    }
    const last = length > 0 ? ended() : undefined;
    if (last) yield last;
  } finally {
    closeSync(file);
  }
}

/** What a line says, or undefined if it is damaged. */
export const recordIn = ({ bytes }: Line): TrialRecord | undefined => fromLine(bytes.toString('utf8'));

/** The records in the order of their lines, and in place of a damaged line its number. */
export function* readJournal(path: string): Generator<TrialRecord | number> {
  for (const line of linesOf(path)) yield recordIn(line) ?? line.number;
}
